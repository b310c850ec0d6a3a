//! The types that are the same in every family, and those of callbacks.

pub(crate) use crate::abi::family::*;
pub(crate) use core::ffi::{c_char, c_double, c_int, c_uint, c_void};

/// An address, or a difference of addresses.
pub type MPI_Aint = isize;
/// A position in a file.
pub type MPI_Offset = i64;
/// A large count.
pub type MPI_Count = i64;
/// The default integer of Fortran.
pub type MPI_Fint = c_int;
/// What a tool's callback may do: an enumeration.
pub type MPI_T_cb_safety = c_uint;
/// Whether a source's events come in order: an enumeration.
pub type MPI_T_source_order = c_uint;

/// A reduction operation.
pub type MPI_User_function =
    unsafe extern "C" fn(invec: *mut c_void, inoutvec: *mut c_void, len: *mut c_int, datatype: *mut MPI_Datatype);
/// A reduction operation, with large counts.
pub type MPI_User_function_c =
    unsafe extern "C" fn(invec: *mut c_void, inoutvec: *mut c_void, len: *mut MPI_Count, datatype: *mut MPI_Datatype);
/// Fills the status of a generalized request.
pub type MPI_Grequest_query_function = unsafe extern "C" fn(extra_state: *mut c_void, status: *mut MPI_Status) -> c_int;
/// Frees the state of a generalized request.
pub type MPI_Grequest_free_function = unsafe extern "C" fn(extra_state: *mut c_void) -> c_int;
/// Cancels a generalized request.
pub type MPI_Grequest_cancel_function = unsafe extern "C" fn(extra_state: *mut c_void, complete: c_int) -> c_int;
/// Gets the extent of a datatype in a representation.
pub type MPI_Datarep_extent_function =
    unsafe extern "C" fn(datatype: MPI_Datatype, extent: *mut MPI_Aint, extra_state: *mut c_void) -> c_int;
/// Converts to or from a representation.
pub type MPI_Datarep_conversion_function = unsafe extern "C" fn(
    userbuf: *mut c_void,
    datatype: MPI_Datatype,
    count: c_int,
    filebuf: *mut c_void,
    position: MPI_Offset,
    extra_state: *mut c_void,
) -> c_int;
/// Converts to or from a representation, with large counts.
pub type MPI_Datarep_conversion_function_c = unsafe extern "C" fn(
    userbuf: *mut c_void,
    datatype: MPI_Datatype,
    count: MPI_Count,
    filebuf: *mut c_void,
    position: MPI_Offset,
    extra_state: *mut c_void,
) -> c_int;
/// Is called for an event.
pub type MPI_T_event_cb_function = unsafe extern "C" fn(
    event_instance: MPI_T_event_instance,
    event_registration: MPI_T_event_registration,
    cb_safety: MPI_T_cb_safety,
    user_data: *mut c_void,
);
/// Is called when a registration was freed.
pub type MPI_T_event_free_cb_function = unsafe extern "C" fn(
    event_registration: MPI_T_event_registration,
    cb_safety: MPI_T_cb_safety,
    user_data: *mut c_void,
);
/// Is called when events were dropped.
pub type MPI_T_event_dropped_cb_function = unsafe extern "C" fn(
    count: MPI_Count,
    event_registration: MPI_T_event_registration,
    source_index: c_int,
    cb_safety: MPI_T_cb_safety,
    user_data: *mut c_void,
);
/// Copies an attribute of a communicator (deprecated name).
pub type MPI_Copy_function = unsafe extern "C" fn(
    handle: MPI_Comm,
    keyval: c_int,
    extra_state: *mut c_void,
    attribute_val_in: *mut c_void,
    attribute_val_out: *mut c_void,
    flag: *mut c_int,
) -> c_int;
/// Deletes an attribute of a communicator (deprecated name).
pub type MPI_Delete_function = unsafe extern "C" fn(
    handle: MPI_Comm,
    keyval: c_int,
    attribute_val: *mut c_void,
    extra_state: *mut c_void,
) -> c_int;
/// Copies an attribute of a communicator.
pub type MPI_Comm_copy_attr_function = unsafe extern "C" fn(
    handle: MPI_Comm,
    keyval: c_int,
    extra_state: *mut c_void,
    attribute_val_in: *mut c_void,
    attribute_val_out: *mut c_void,
    flag: *mut c_int,
) -> c_int;
/// Deletes an attribute of a communicator.
pub type MPI_Comm_delete_attr_function = unsafe extern "C" fn(
    handle: MPI_Comm,
    keyval: c_int,
    attribute_val: *mut c_void,
    extra_state: *mut c_void,
) -> c_int;
/// Copies an attribute of a datatype.
pub type MPI_Type_copy_attr_function = unsafe extern "C" fn(
    handle: MPI_Datatype,
    keyval: c_int,
    extra_state: *mut c_void,
    attribute_val_in: *mut c_void,
    attribute_val_out: *mut c_void,
    flag: *mut c_int,
) -> c_int;
/// Deletes an attribute of a datatype.
pub type MPI_Type_delete_attr_function = unsafe extern "C" fn(
    handle: MPI_Datatype,
    keyval: c_int,
    attribute_val: *mut c_void,
    extra_state: *mut c_void,
) -> c_int;
/// Copies an attribute of a window.
pub type MPI_Win_copy_attr_function = unsafe extern "C" fn(
    handle: MPI_Win,
    keyval: c_int,
    extra_state: *mut c_void,
    attribute_val_in: *mut c_void,
    attribute_val_out: *mut c_void,
    flag: *mut c_int,
) -> c_int;
/// Deletes an attribute of a window.
pub type MPI_Win_delete_attr_function =
    unsafe extern "C" fn(handle: MPI_Win, keyval: c_int, attribute_val: *mut c_void, extra_state: *mut c_void) -> c_int;
/// Handles an error. C declares it variadic; the further arguments are the library's own, and a function of two is called correctly.
pub type MPI_Comm_errhandler_function = unsafe extern "C" fn(handle: *mut MPI_Comm, error_code: *mut c_int);
/// Handles an error. C declares it variadic; the further arguments are the library's own, and a function of two is called correctly.
pub type MPI_Win_errhandler_function = unsafe extern "C" fn(handle: *mut MPI_Win, error_code: *mut c_int);
/// Handles an error. C declares it variadic; the further arguments are the library's own, and a function of two is called correctly.
pub type MPI_File_errhandler_function = unsafe extern "C" fn(handle: *mut MPI_File, error_code: *mut c_int);
/// Handles an error. C declares it variadic; the further arguments are the library's own, and a function of two is called correctly.
pub type MPI_Session_errhandler_function = unsafe extern "C" fn(handle: *mut MPI_Session, error_code: *mut c_int);
