//! Chapter 20 of MPI 5.0, Application Binary Interface.

use crate::types::*;

unsafe extern "C" {
    /// Gets the values of Fortran's `.TRUE.` and `.FALSE.`, if known.
    #[cfg(has_mpi_abi_get_fortran_booleans)]
    pub fn MPI_Abi_get_fortran_booleans(
        logical_size: c_int,
        logical_true: *mut c_void,
        logical_false: *mut c_void,
        is_set: *mut c_int,
    ) -> c_int;

    /// Gets what the library knows of the Fortran compiler's types.
    #[cfg(has_mpi_abi_get_fortran_info)]
    pub fn MPI_Abi_get_fortran_info(info: *mut MPI_Info) -> c_int;

    /// Gets the sizes of the ABI's integer types.
    #[cfg(has_mpi_abi_get_info)]
    pub fn MPI_Abi_get_info(info: *mut MPI_Info) -> c_int;

    /// Gets the version of the standard ABI.
    #[cfg(has_mpi_abi_get_version)]
    pub fn MPI_Abi_get_version(abi_major: *mut c_int, abi_minor: *mut c_int) -> c_int;

    /// Tells the library the values of Fortran's `.TRUE.` and `.FALSE.`.
    #[cfg(has_mpi_abi_set_fortran_booleans)]
    pub fn MPI_Abi_set_fortran_booleans(
        logical_size: c_int,
        logical_true: *mut c_void,
        logical_false: *mut c_void,
    ) -> c_int;

    /// Tells the library the sizes of the Fortran compiler's types.
    #[cfg(has_mpi_abi_set_fortran_info)]
    pub fn MPI_Abi_set_fortran_info(info: MPI_Info) -> c_int;

    /// Converts an integer of the ABI's Fortran conversion to a communicator handle.
    #[cfg(has_mpi_comm_fromint)]
    pub fn MPI_Comm_fromint(comm: c_int) -> MPI_Comm;

    /// Converts a communicator handle to an integer, for Fortran.
    #[cfg(has_mpi_comm_toint)]
    pub fn MPI_Comm_toint(comm: MPI_Comm) -> c_int;

    /// Converts an integer of the ABI's Fortran conversion to an error handler handle.
    #[cfg(has_mpi_errhandler_fromint)]
    pub fn MPI_Errhandler_fromint(errhandler: c_int) -> MPI_Errhandler;

    /// Converts an error handler handle to an integer, for Fortran.
    #[cfg(has_mpi_errhandler_toint)]
    pub fn MPI_Errhandler_toint(errhandler: MPI_Errhandler) -> c_int;

    /// Converts an integer of the ABI's Fortran conversion to a file handle.
    #[cfg(has_mpi_file_fromint)]
    pub fn MPI_File_fromint(file: c_int) -> MPI_File;

    /// Converts a file handle to an integer, for Fortran.
    #[cfg(has_mpi_file_toint)]
    pub fn MPI_File_toint(file: MPI_File) -> c_int;

    /// Converts an integer of the ABI's Fortran conversion to a group handle.
    #[cfg(has_mpi_group_fromint)]
    pub fn MPI_Group_fromint(group: c_int) -> MPI_Group;

    /// Converts a group handle to an integer, for Fortran.
    #[cfg(has_mpi_group_toint)]
    pub fn MPI_Group_toint(group: MPI_Group) -> c_int;

    /// Converts an integer of the ABI's Fortran conversion to an info object handle.
    #[cfg(has_mpi_info_fromint)]
    pub fn MPI_Info_fromint(info: c_int) -> MPI_Info;

    /// Converts an info object handle to an integer, for Fortran.
    #[cfg(has_mpi_info_toint)]
    pub fn MPI_Info_toint(info: MPI_Info) -> c_int;

    /// Converts an integer of the ABI's Fortran conversion to a matched message handle.
    #[cfg(has_mpi_message_fromint)]
    pub fn MPI_Message_fromint(message: c_int) -> MPI_Message;

    /// Converts a matched message handle to an integer, for Fortran.
    #[cfg(has_mpi_message_toint)]
    pub fn MPI_Message_toint(message: MPI_Message) -> c_int;

    /// Converts an integer of the ABI's Fortran conversion to an operation handle.
    #[cfg(has_mpi_op_fromint)]
    pub fn MPI_Op_fromint(op: c_int) -> MPI_Op;

    /// Converts an operation handle to an integer, for Fortran.
    #[cfg(has_mpi_op_toint)]
    pub fn MPI_Op_toint(op: MPI_Op) -> c_int;

    /// Converts an integer of the ABI's Fortran conversion to a request handle.
    #[cfg(has_mpi_request_fromint)]
    pub fn MPI_Request_fromint(request: c_int) -> MPI_Request;

    /// Converts a request handle to an integer, for Fortran.
    #[cfg(has_mpi_request_toint)]
    pub fn MPI_Request_toint(request: MPI_Request) -> c_int;

    /// Converts an integer of the ABI's Fortran conversion to a session handle.
    #[cfg(has_mpi_session_fromint)]
    pub fn MPI_Session_fromint(session: c_int) -> MPI_Session;

    /// Converts a session handle to an integer, for Fortran.
    #[cfg(has_mpi_session_toint)]
    pub fn MPI_Session_toint(session: MPI_Session) -> c_int;

    /// Converts an integer of the ABI's Fortran conversion to a datatype handle.
    #[cfg(has_mpi_type_fromint)]
    pub fn MPI_Type_fromint(datatype: c_int) -> MPI_Datatype;

    /// Converts a datatype handle to an integer, for Fortran.
    #[cfg(has_mpi_type_toint)]
    pub fn MPI_Type_toint(datatype: MPI_Datatype) -> c_int;

    /// Converts an integer of the ABI's Fortran conversion to a window handle.
    #[cfg(has_mpi_win_fromint)]
    pub fn MPI_Win_fromint(win: c_int) -> MPI_Win;

    /// Converts a window handle to an integer, for Fortran.
    #[cfg(has_mpi_win_toint)]
    pub fn MPI_Win_toint(win: MPI_Win) -> c_int;
}
