//! Chapter 16 of MPI 5.0, Deprecated Interfaces.

use crate::types::*;

unsafe extern "C" {
    /// Deletes an attribute of a communicator.
    pub fn MPI_Attr_delete(comm: MPI_Comm, keyval: c_int) -> c_int;

    /// Gets an attribute of a communicator.
    pub fn MPI_Attr_get(comm: MPI_Comm, keyval: c_int, attribute_val: *mut c_void, flag: *mut c_int) -> c_int;

    /// Sets an attribute of a communicator.
    pub fn MPI_Attr_put(comm: MPI_Comm, keyval: c_int, attribute_val: *mut c_void) -> c_int;

    /// Gets the number of basic elements received, as `MPI_Count`.
    pub fn MPI_Get_elements_x(status: *const MPI_Status, datatype: MPI_Datatype, count: *mut MPI_Count) -> c_int;

    /// Gets a key's value.
    pub fn MPI_Info_get(
        info: MPI_Info,
        key: *const c_char,
        valuelen: c_int,
        value: *mut c_char,
        flag: *mut c_int,
    ) -> c_int;

    /// Gets the length of a key's value.
    pub fn MPI_Info_get_valuelen(info: MPI_Info, key: *const c_char, valuelen: *mut c_int, flag: *mut c_int) -> c_int;

    /// Creates an attribute key for communicators.
    pub fn MPI_Keyval_create(
        copy_fn: Option<MPI_Copy_function>,
        delete_fn: Option<MPI_Delete_function>,
        keyval: *mut c_int,
        extra_state: *mut c_void,
    ) -> c_int;

    /// Frees an attribute key for communicators.
    pub fn MPI_Keyval_free(keyval: *mut c_int) -> c_int;

    /// Sets the number of basic elements of a status, as `MPI_Count`.
    pub fn MPI_Status_set_elements_x(status: *mut MPI_Status, datatype: MPI_Datatype, count: MPI_Count) -> c_int;

    /// Gets the lower bound and extent of a datatype, as `MPI_Count`.
    pub fn MPI_Type_get_extent_x(datatype: MPI_Datatype, lb: *mut MPI_Count, extent: *mut MPI_Count) -> c_int;

    /// Gets the true lower bound and extent of a datatype, as `MPI_Count`.
    pub fn MPI_Type_get_true_extent_x(
        datatype: MPI_Datatype,
        true_lb: *mut MPI_Count,
        true_extent: *mut MPI_Count,
    ) -> c_int;

    /// Gets the number of bytes of data in a datatype, as `MPI_Count`.
    pub fn MPI_Type_size_x(datatype: MPI_Datatype, size: *mut MPI_Count) -> c_int;
}
