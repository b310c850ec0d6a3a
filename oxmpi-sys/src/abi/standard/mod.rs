//! The standard ABI of MPI 5.0: handles are pointers to no type, predefined ones have small values.

mod constants;
pub mod draft;
mod values;

pub use constants::*;
pub use values::*;

use crate::abi::opaque;
use crate::types::*;

opaque! {
    /// What [`MPI_Comm`] points to.
    MPI_ABI_Comm;
    /// What [`MPI_Group`] points to.
    MPI_ABI_Group;
    /// What [`MPI_Datatype`] points to.
    MPI_ABI_Datatype;
    /// What [`MPI_Op`] points to.
    MPI_ABI_Op;
    /// What [`MPI_Request`] points to.
    MPI_ABI_Request;
    /// What [`MPI_Message`] points to.
    MPI_ABI_Message;
    /// What [`MPI_Errhandler`] points to.
    MPI_ABI_Errhandler;
    /// What [`MPI_Info`] points to.
    MPI_ABI_Info;
    /// What [`MPI_Win`] points to.
    MPI_ABI_Win;
    /// What [`MPI_File`] points to.
    MPI_ABI_File;
    /// What [`MPI_Session`] points to.
    MPI_ABI_Session;
    /// What [`MPI_T_enum`] points to.
    MPI_ABI_T_enum;
    /// What [`MPI_T_cvar_handle`] points to.
    MPI_ABI_T_cvar_handle;
    /// What [`MPI_T_pvar_handle`] points to.
    MPI_ABI_T_pvar_handle;
    /// What [`MPI_T_pvar_session`] points to.
    MPI_ABI_T_pvar_session;
    /// What [`MPI_T_event_registration`] points to.
    MPI_ABI_T_event_registration;
    /// What [`MPI_T_event_instance`] points to.
    MPI_ABI_T_event_instance;
}

/// Handle of a communicator.
pub type MPI_Comm = *mut MPI_ABI_Comm;
/// Handle of a group.
pub type MPI_Group = *mut MPI_ABI_Group;
/// Handle of a datatype.
pub type MPI_Datatype = *mut MPI_ABI_Datatype;
/// Handle of an operation.
pub type MPI_Op = *mut MPI_ABI_Op;
/// Handle of a request.
pub type MPI_Request = *mut MPI_ABI_Request;
/// Handle of a matched message.
pub type MPI_Message = *mut MPI_ABI_Message;
/// Handle of an error handler.
pub type MPI_Errhandler = *mut MPI_ABI_Errhandler;
/// Handle of an info object.
pub type MPI_Info = *mut MPI_ABI_Info;
/// Handle of a window.
pub type MPI_Win = *mut MPI_ABI_Win;
/// Handle of a file.
pub type MPI_File = *mut MPI_ABI_File;
/// Handle of a session.
pub type MPI_Session = *mut MPI_ABI_Session;
/// Handle of an enumeration.
pub type MPI_T_enum = *mut MPI_ABI_T_enum;
/// Handle of a bound control variable.
pub type MPI_T_cvar_handle = *mut MPI_ABI_T_cvar_handle;
/// Handle of a bound performance variable.
pub type MPI_T_pvar_handle = *mut MPI_ABI_T_pvar_handle;
/// Handle of a session of performance variables.
pub type MPI_T_pvar_session = *mut MPI_ABI_T_pvar_session;
/// Handle of a registration for events.
pub type MPI_T_event_registration = *mut MPI_ABI_T_event_registration;
/// Handle of an event.
pub type MPI_T_event_instance = *mut MPI_ABI_T_event_instance;

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
    pub MPI_internal: [c_int; 5],
}
