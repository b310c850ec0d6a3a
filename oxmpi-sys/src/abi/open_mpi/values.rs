//! Values that are not constants in every family, and the predefined callbacks.

use super::*;

unsafe extern "C" {
    fn OMPI_C_MPI_NULL_COPY_FN(
        handle: MPI_Comm,
        keyval: c_int,
        extra_state: *mut c_void,
        attribute_val_in: *mut c_void,
        attribute_val_out: *mut c_void,
        flag: *mut c_int,
    ) -> c_int;
    fn OMPI_C_MPI_NULL_DELETE_FN(
        handle: MPI_Comm,
        keyval: c_int,
        attribute_val: *mut c_void,
        extra_state: *mut c_void,
    ) -> c_int;
    fn OMPI_C_MPI_COMM_NULL_COPY_FN(
        handle: MPI_Comm,
        keyval: c_int,
        extra_state: *mut c_void,
        attribute_val_in: *mut c_void,
        attribute_val_out: *mut c_void,
        flag: *mut c_int,
    ) -> c_int;
    fn OMPI_C_MPI_COMM_NULL_DELETE_FN(
        handle: MPI_Comm,
        keyval: c_int,
        attribute_val: *mut c_void,
        extra_state: *mut c_void,
    ) -> c_int;
    fn OMPI_C_MPI_TYPE_NULL_COPY_FN(
        handle: MPI_Datatype,
        keyval: c_int,
        extra_state: *mut c_void,
        attribute_val_in: *mut c_void,
        attribute_val_out: *mut c_void,
        flag: *mut c_int,
    ) -> c_int;
    fn OMPI_C_MPI_TYPE_NULL_DELETE_FN(
        handle: MPI_Datatype,
        keyval: c_int,
        attribute_val: *mut c_void,
        extra_state: *mut c_void,
    ) -> c_int;
    fn OMPI_C_MPI_WIN_NULL_COPY_FN(
        handle: MPI_Win,
        keyval: c_int,
        extra_state: *mut c_void,
        attribute_val_in: *mut c_void,
        attribute_val_out: *mut c_void,
        flag: *mut c_int,
    ) -> c_int;
    fn OMPI_C_MPI_WIN_NULL_DELETE_FN(
        handle: MPI_Win,
        keyval: c_int,
        attribute_val: *mut c_void,
        extra_state: *mut c_void,
    ) -> c_int;
    fn OMPI_C_MPI_DUP_FN(
        handle: MPI_Comm,
        keyval: c_int,
        extra_state: *mut c_void,
        attribute_val_in: *mut c_void,
        attribute_val_out: *mut c_void,
        flag: *mut c_int,
    ) -> c_int;
    fn OMPI_C_MPI_COMM_DUP_FN(
        handle: MPI_Comm,
        keyval: c_int,
        extra_state: *mut c_void,
        attribute_val_in: *mut c_void,
        attribute_val_out: *mut c_void,
        flag: *mut c_int,
    ) -> c_int;
    fn OMPI_C_MPI_TYPE_DUP_FN(
        handle: MPI_Datatype,
        keyval: c_int,
        extra_state: *mut c_void,
        attribute_val_in: *mut c_void,
        attribute_val_out: *mut c_void,
        flag: *mut c_int,
    ) -> c_int;
    fn OMPI_C_MPI_WIN_DUP_FN(
        handle: MPI_Win,
        keyval: c_int,
        extra_state: *mut c_void,
        attribute_val_in: *mut c_void,
        attribute_val_out: *mut c_void,
        flag: *mut c_int,
    ) -> c_int;
}

/// `MPI_NULL_COPY_FN` of the C API.
pub const MPI_NULL_COPY_FN: Option<MPI_Copy_function> = Some(OMPI_C_MPI_NULL_COPY_FN);
/// `MPI_NULL_DELETE_FN` of the C API.
pub const MPI_NULL_DELETE_FN: Option<MPI_Delete_function> = Some(OMPI_C_MPI_NULL_DELETE_FN);
/// `MPI_COMM_NULL_COPY_FN` of the C API.
pub const MPI_COMM_NULL_COPY_FN: Option<MPI_Comm_copy_attr_function> = Some(OMPI_C_MPI_COMM_NULL_COPY_FN);
/// `MPI_COMM_NULL_DELETE_FN` of the C API.
pub const MPI_COMM_NULL_DELETE_FN: Option<MPI_Comm_delete_attr_function> = Some(OMPI_C_MPI_COMM_NULL_DELETE_FN);
/// `MPI_TYPE_NULL_COPY_FN` of the C API.
pub const MPI_TYPE_NULL_COPY_FN: Option<MPI_Type_copy_attr_function> = Some(OMPI_C_MPI_TYPE_NULL_COPY_FN);
/// `MPI_TYPE_NULL_DELETE_FN` of the C API.
pub const MPI_TYPE_NULL_DELETE_FN: Option<MPI_Type_delete_attr_function> = Some(OMPI_C_MPI_TYPE_NULL_DELETE_FN);
/// `MPI_WIN_NULL_COPY_FN` of the C API.
pub const MPI_WIN_NULL_COPY_FN: Option<MPI_Win_copy_attr_function> = Some(OMPI_C_MPI_WIN_NULL_COPY_FN);
/// `MPI_WIN_NULL_DELETE_FN` of the C API.
pub const MPI_WIN_NULL_DELETE_FN: Option<MPI_Win_delete_attr_function> = Some(OMPI_C_MPI_WIN_NULL_DELETE_FN);
/// `MPI_CONVERSION_FN_NULL` of the C API.
pub const MPI_CONVERSION_FN_NULL: Option<MPI_Datarep_conversion_function> = None;
/// `MPI_CONVERSION_FN_NULL_C` of the C API.
pub const MPI_CONVERSION_FN_NULL_C: Option<MPI_Datarep_conversion_function_c> = None;

/// `MPI_DUP_FN` of the C API; a function, since its value cannot be a constant in every family.
#[inline]
pub fn MPI_DUP_FN() -> Option<MPI_Copy_function> {
    Some(OMPI_C_MPI_DUP_FN)
}

/// `MPI_COMM_DUP_FN` of the C API; a function, since its value cannot be a constant in every family.
#[inline]
pub fn MPI_COMM_DUP_FN() -> Option<MPI_Comm_copy_attr_function> {
    Some(OMPI_C_MPI_COMM_DUP_FN)
}

/// `MPI_TYPE_DUP_FN` of the C API; a function, since its value cannot be a constant in every family.
#[inline]
pub fn MPI_TYPE_DUP_FN() -> Option<MPI_Type_copy_attr_function> {
    Some(OMPI_C_MPI_TYPE_DUP_FN)
}

/// `MPI_WIN_DUP_FN` of the C API; a function, since its value cannot be a constant in every family.
#[inline]
pub fn MPI_WIN_DUP_FN() -> Option<MPI_Win_copy_attr_function> {
    Some(OMPI_C_MPI_WIN_DUP_FN)
}

/// `MPI_UNWEIGHTED` of the C API; a function, since MPICH keeps it in a variable.
#[inline]
pub fn MPI_UNWEIGHTED() -> *mut c_int {
    core::ptr::without_provenance_mut(2)
}

/// `MPI_WEIGHTS_EMPTY` of the C API; a function, since MPICH keeps it in a variable.
#[inline]
pub fn MPI_WEIGHTS_EMPTY() -> *mut c_int {
    core::ptr::without_provenance_mut(3)
}

/// `MPI_T_PVAR_ALL_HANDLES` of the C API; a function, since MPICH keeps it in a variable.
#[inline]
pub fn MPI_T_PVAR_ALL_HANDLES() -> MPI_T_pvar_handle {
    core::ptr::without_provenance_mut(-1_isize as usize)
}
