//! Chapter 7 of MPI 5.0, Groups, Contexts, Communicators, and Caching: attributes and names.

use crate::types::*;

unsafe extern "C" {
    /// Creates an attribute key for communicators.
    pub fn MPI_Comm_create_keyval(
        comm_copy_attr_fn: Option<MPI_Comm_copy_attr_function>,
        comm_delete_attr_fn: Option<MPI_Comm_delete_attr_function>,
        comm_keyval: *mut c_int,
        extra_state: *mut c_void,
    ) -> c_int;

    /// Deletes an attribute of a communicator.
    pub fn MPI_Comm_delete_attr(comm: MPI_Comm, comm_keyval: c_int) -> c_int;

    /// Frees an attribute key for communicators.
    pub fn MPI_Comm_free_keyval(comm_keyval: *mut c_int) -> c_int;

    /// Gets an attribute of a communicator.
    pub fn MPI_Comm_get_attr(comm: MPI_Comm, comm_keyval: c_int, attribute_val: *mut c_void, flag: *mut c_int)
    -> c_int;

    /// Gets the name of a communicator.
    pub fn MPI_Comm_get_name(comm: MPI_Comm, comm_name: *mut c_char, resultlen: *mut c_int) -> c_int;

    /// Sets an attribute of a communicator.
    pub fn MPI_Comm_set_attr(comm: MPI_Comm, comm_keyval: c_int, attribute_val: *mut c_void) -> c_int;

    /// Sets the name of a communicator.
    pub fn MPI_Comm_set_name(comm: MPI_Comm, comm_name: *const c_char) -> c_int;

    /// Creates an attribute key for datatypes.
    pub fn MPI_Type_create_keyval(
        type_copy_attr_fn: Option<MPI_Type_copy_attr_function>,
        type_delete_attr_fn: Option<MPI_Type_delete_attr_function>,
        type_keyval: *mut c_int,
        extra_state: *mut c_void,
    ) -> c_int;

    /// Deletes an attribute of a datatype.
    pub fn MPI_Type_delete_attr(datatype: MPI_Datatype, type_keyval: c_int) -> c_int;

    /// Frees an attribute key for datatypes.
    pub fn MPI_Type_free_keyval(type_keyval: *mut c_int) -> c_int;

    /// Gets an attribute of a datatype.
    pub fn MPI_Type_get_attr(
        datatype: MPI_Datatype,
        type_keyval: c_int,
        attribute_val: *mut c_void,
        flag: *mut c_int,
    ) -> c_int;

    /// Gets the name of a datatype.
    pub fn MPI_Type_get_name(datatype: MPI_Datatype, type_name: *mut c_char, resultlen: *mut c_int) -> c_int;

    /// Sets an attribute of a datatype.
    pub fn MPI_Type_set_attr(datatype: MPI_Datatype, type_keyval: c_int, attribute_val: *mut c_void) -> c_int;

    /// Sets the name of a datatype.
    pub fn MPI_Type_set_name(datatype: MPI_Datatype, type_name: *const c_char) -> c_int;

    /// Creates an attribute key for windows.
    pub fn MPI_Win_create_keyval(
        win_copy_attr_fn: Option<MPI_Win_copy_attr_function>,
        win_delete_attr_fn: Option<MPI_Win_delete_attr_function>,
        win_keyval: *mut c_int,
        extra_state: *mut c_void,
    ) -> c_int;

    /// Deletes an attribute of a window.
    pub fn MPI_Win_delete_attr(win: MPI_Win, win_keyval: c_int) -> c_int;

    /// Frees an attribute key for windows.
    pub fn MPI_Win_free_keyval(win_keyval: *mut c_int) -> c_int;

    /// Gets an attribute of a window.
    pub fn MPI_Win_get_attr(win: MPI_Win, win_keyval: c_int, attribute_val: *mut c_void, flag: *mut c_int) -> c_int;

    /// Gets the name of a window.
    pub fn MPI_Win_get_name(win: MPI_Win, win_name: *mut c_char, resultlen: *mut c_int) -> c_int;

    /// Sets an attribute of a window.
    pub fn MPI_Win_set_attr(win: MPI_Win, win_keyval: c_int, attribute_val: *mut c_void) -> c_int;

    /// Sets the name of a window.
    pub fn MPI_Win_set_name(win: MPI_Win, win_name: *const c_char) -> c_int;
}
