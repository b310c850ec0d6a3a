//! Values that are not constants in every family, and the predefined callbacks.

use super::*;

unsafe extern "C" {
    #[link_name = "MPI_UNWEIGHTED"]
    static UNWEIGHTED: *mut c_int;
    #[link_name = "MPI_WEIGHTS_EMPTY"]
    static WEIGHTS_EMPTY: *mut c_int;
    #[link_name = "MPI_T_PVAR_ALL_HANDLES"]
    static PVAR_ALL_HANDLES: MPI_T_pvar_handle;
    // One function in the library serves all the kinds of handles: they are all integers.
    fn MPIR_Dup_fn(
        handle: c_int,
        keyval: c_int,
        extra_state: *mut c_void,
        attribute_val_in: *mut c_void,
        attribute_val_out: *mut c_void,
        flag: *mut c_int,
    ) -> c_int;
}

/// `MPI_NULL_COPY_FN` of the C API.
pub const MPI_NULL_COPY_FN: Option<MPI_Copy_function> = None;
/// `MPI_NULL_DELETE_FN` of the C API.
pub const MPI_NULL_DELETE_FN: Option<MPI_Delete_function> = None;
/// `MPI_COMM_NULL_COPY_FN` of the C API.
pub const MPI_COMM_NULL_COPY_FN: Option<MPI_Comm_copy_attr_function> = None;
/// `MPI_COMM_NULL_DELETE_FN` of the C API.
pub const MPI_COMM_NULL_DELETE_FN: Option<MPI_Comm_delete_attr_function> = None;
/// `MPI_TYPE_NULL_COPY_FN` of the C API.
pub const MPI_TYPE_NULL_COPY_FN: Option<MPI_Type_copy_attr_function> = None;
/// `MPI_TYPE_NULL_DELETE_FN` of the C API.
pub const MPI_TYPE_NULL_DELETE_FN: Option<MPI_Type_delete_attr_function> = None;
/// `MPI_WIN_NULL_COPY_FN` of the C API.
pub const MPI_WIN_NULL_COPY_FN: Option<MPI_Win_copy_attr_function> = None;
/// `MPI_WIN_NULL_DELETE_FN` of the C API.
pub const MPI_WIN_NULL_DELETE_FN: Option<MPI_Win_delete_attr_function> = None;
/// `MPI_CONVERSION_FN_NULL` of the C API.
pub const MPI_CONVERSION_FN_NULL: Option<MPI_Datarep_conversion_function> = None;
/// `MPI_CONVERSION_FN_NULL_C` of the C API.
pub const MPI_CONVERSION_FN_NULL_C: Option<MPI_Datarep_conversion_function_c> = None;

/// `MPI_DUP_FN` of the C API; a function, since its value cannot be a constant in every family.
#[inline]
pub fn MPI_DUP_FN() -> Option<MPI_Copy_function> {
    Some(MPIR_Dup_fn)
}

/// `MPI_COMM_DUP_FN` of the C API; a function, since its value cannot be a constant in every family.
#[inline]
pub fn MPI_COMM_DUP_FN() -> Option<MPI_Comm_copy_attr_function> {
    Some(MPIR_Dup_fn)
}

/// `MPI_TYPE_DUP_FN` of the C API; a function, since its value cannot be a constant in every family.
#[inline]
pub fn MPI_TYPE_DUP_FN() -> Option<MPI_Type_copy_attr_function> {
    Some(MPIR_Dup_fn)
}

/// `MPI_WIN_DUP_FN` of the C API; a function, since its value cannot be a constant in every family.
#[inline]
pub fn MPI_WIN_DUP_FN() -> Option<MPI_Win_copy_attr_function> {
    Some(MPIR_Dup_fn)
}

/// `MPI_UNWEIGHTED` of the C API; a function, since MPICH keeps it in a variable.
#[inline]
pub fn MPI_UNWEIGHTED() -> *mut c_int {
    // SAFETY: a variable of the library which is set before `main` and never changes.
    unsafe { UNWEIGHTED }
}

/// `MPI_WEIGHTS_EMPTY` of the C API; a function, since MPICH keeps it in a variable.
#[inline]
pub fn MPI_WEIGHTS_EMPTY() -> *mut c_int {
    // SAFETY: a variable of the library which is set before `main` and never changes.
    unsafe { WEIGHTS_EMPTY }
}

/// `MPI_T_PVAR_ALL_HANDLES` of the C API; a function, since MPICH keeps it in a variable.
#[inline]
pub fn MPI_T_PVAR_ALL_HANDLES() -> MPI_T_pvar_handle {
    // SAFETY: a variable of the library which is set before `main` and never changes.
    unsafe { PVAR_ALL_HANDLES }
}
