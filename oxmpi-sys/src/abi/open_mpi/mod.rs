//! Open MPI: handles are pointers to structures of the library; predefined ones are its global variables.

mod constants;
mod values;

pub use constants::*;
pub use values::*;

use crate::abi::opaque;
use crate::types::*;
use core::ptr;

opaque! {
    /// What [`MPI_Comm`] points to.
    ompi_communicator_t;
    /// What [`MPI_Group`] points to.
    ompi_group_t;
    /// What [`MPI_Datatype`] points to.
    ompi_datatype_t;
    /// What [`MPI_Op`] points to.
    ompi_op_t;
    /// What [`MPI_Request`] points to.
    ompi_request_t;
    /// What [`MPI_Message`] points to.
    ompi_message_t;
    /// What [`MPI_Errhandler`] points to.
    ompi_errhandler_t;
    /// What [`MPI_Info`] points to.
    ompi_info_t;
    /// What [`MPI_Win`] points to.
    ompi_win_t;
    /// What [`MPI_File`] points to.
    ompi_file_t;
    /// What [`MPI_Session`] points to.
    ompi_instance_t;
    /// What [`MPI_T_enum`] points to.
    ompi_mpi_t_enum_t;
    /// What [`MPI_T_cvar_handle`] points to.
    ompi_mpi_t_cvar_handle_t;
    /// What [`MPI_T_pvar_handle`] points to.
    ompi_mpi_t_pvar_handle_t;
    /// What [`MPI_T_pvar_session`] points to.
    ompi_mpi_t_pvar_session_t;
    /// What [`MPI_T_event_registration`] points to.
    ompi_mpi_t_event_registration_t;
    /// What [`MPI_T_event_instance`] points to.
    ompi_mpi_t_event_instance_t;
}

/// Handle of a communicator.
pub type MPI_Comm = *mut ompi_communicator_t;
/// Handle of a group.
pub type MPI_Group = *mut ompi_group_t;
/// Handle of a datatype.
pub type MPI_Datatype = *mut ompi_datatype_t;
/// Handle of an operation.
pub type MPI_Op = *mut ompi_op_t;
/// Handle of a request.
pub type MPI_Request = *mut ompi_request_t;
/// Handle of a matched message.
pub type MPI_Message = *mut ompi_message_t;
/// Handle of an error handler.
pub type MPI_Errhandler = *mut ompi_errhandler_t;
/// Handle of an info object.
pub type MPI_Info = *mut ompi_info_t;
/// Handle of a window.
pub type MPI_Win = *mut ompi_win_t;
/// Handle of a file.
pub type MPI_File = *mut ompi_file_t;
/// Handle of a session.
pub type MPI_Session = *mut ompi_instance_t;
/// Handle of an enumeration.
pub type MPI_T_enum = *mut ompi_mpi_t_enum_t;
/// Handle of a bound control variable.
pub type MPI_T_cvar_handle = *mut ompi_mpi_t_cvar_handle_t;
/// Handle of a bound performance variable.
pub type MPI_T_pvar_handle = *mut ompi_mpi_t_pvar_handle_t;
/// Handle of a session of performance variables.
pub type MPI_T_pvar_session = *mut ompi_mpi_t_pvar_session_t;
/// Handle of a registration for events.
pub type MPI_T_event_registration = *mut ompi_mpi_t_event_registration_t;
/// Handle of an event.
pub type MPI_T_event_instance = *mut ompi_mpi_t_event_instance_t;

/// What is known of a message that was received or probed.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct MPI_Status {
    /// The source's rank.
    pub MPI_SOURCE: c_int,
    /// The tag.
    pub MPI_TAG: c_int,
    /// The error, where the call reports one per status.
    pub MPI_ERROR: c_int,
    /// Belongs to the library.
    pub cancelled: c_int,
    /// Belongs to the library.
    pub ucount: usize,
}
