//! MPICH and its family (Intel MPI, Cray MPICH, MVAPICH): handles are integers, except for files.

mod constants;
mod values;

pub use constants::*;
pub use values::*;

use crate::abi::opaque;
use crate::types::*;

opaque! {
    /// What [`MPI_File`] points to.
    ADIOI_FileD;
    /// What [`MPI_T_enum`] points to.
    MPIR_T_enum_s;
    /// What [`MPI_T_cvar_handle`] points to.
    MPIR_T_cvar_handle_s;
    /// What [`MPI_T_pvar_handle`] points to.
    MPIR_T_pvar_handle_s;
    /// What [`MPI_T_pvar_session`] points to.
    MPIR_T_pvar_session_s;
    /// What [`MPI_T_event_registration`] points to.
    MPIR_T_event_registration_s;
    /// What [`MPI_T_event_instance`] points to.
    MPIR_T_event_instance_s;
}

/// Handle of a communicator.
pub type MPI_Comm = c_int;
/// Handle of a group.
pub type MPI_Group = c_int;
/// Handle of a datatype.
pub type MPI_Datatype = c_int;
/// Handle of an operation.
pub type MPI_Op = c_int;
/// Handle of a request.
pub type MPI_Request = c_int;
/// Handle of a matched message.
pub type MPI_Message = c_int;
/// Handle of an error handler.
pub type MPI_Errhandler = c_int;
/// Handle of an info object.
pub type MPI_Info = c_int;
/// Handle of a window.
pub type MPI_Win = c_int;
/// Handle of a file.
pub type MPI_File = *mut ADIOI_FileD;
/// Handle of a session.
pub type MPI_Session = c_int;
/// Handle of an enumeration.
pub type MPI_T_enum = *mut MPIR_T_enum_s;
/// Handle of a bound control variable.
pub type MPI_T_cvar_handle = *mut MPIR_T_cvar_handle_s;
/// Handle of a bound performance variable.
pub type MPI_T_pvar_handle = *mut MPIR_T_pvar_handle_s;
/// Handle of a session of performance variables.
pub type MPI_T_pvar_session = *mut MPIR_T_pvar_session_s;
/// Handle of a registration for events.
pub type MPI_T_event_registration = *mut MPIR_T_event_registration_s;
/// Handle of an event.
pub type MPI_T_event_instance = *mut MPIR_T_event_instance_s;

/// What is known of a message that was received or probed.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct MPI_Status {
    /// Belongs to the library.
    pub count_lo: c_int,
    /// Belongs to the library.
    pub count_hi_and_cancelled: c_int,
    /// The source's rank.
    pub MPI_SOURCE: c_int,
    /// The tag.
    pub MPI_TAG: c_int,
    /// The error, where the call reports one per status.
    pub MPI_ERROR: c_int,
}
