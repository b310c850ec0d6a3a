//! Chapter 9 of MPI 5.0, MPI Environmental Management.

use crate::types::*;

unsafe extern "C" {
    /// Creates an error class.
    pub fn MPI_Add_error_class(errorclass: *mut c_int) -> c_int;

    /// Creates an error code of a class.
    pub fn MPI_Add_error_code(errorclass: c_int, errorcode: *mut c_int) -> c_int;

    /// Gives an error class or code its text.
    pub fn MPI_Add_error_string(errorcode: c_int, string: *const c_char) -> c_int;

    /// Allocates memory that the library may find faster to communicate.
    pub fn MPI_Alloc_mem(size: MPI_Aint, info: MPI_Info, baseptr: *mut c_void) -> c_int;

    /// Calls the error handler of a communicator.
    pub fn MPI_Comm_call_errhandler(comm: MPI_Comm, errorcode: c_int) -> c_int;

    /// Creates an error handler for communicators.
    pub fn MPI_Comm_create_errhandler(
        comm_errhandler_fn: Option<MPI_Comm_errhandler_function>,
        errhandler: *mut MPI_Errhandler,
    ) -> c_int;

    /// Gets the error handler of a communicator.
    pub fn MPI_Comm_get_errhandler(comm: MPI_Comm, errhandler: *mut MPI_Errhandler) -> c_int;

    /// Sets the error handler of a communicator.
    pub fn MPI_Comm_set_errhandler(comm: MPI_Comm, errhandler: MPI_Errhandler) -> c_int;

    /// Frees an error handler.
    pub fn MPI_Errhandler_free(errhandler: *mut MPI_Errhandler) -> c_int;

    /// Gets the class of an error code.
    pub fn MPI_Error_class(errorcode: c_int, errorclass: *mut c_int) -> c_int;

    /// Gets the text of an error code.
    pub fn MPI_Error_string(errorcode: c_int, string: *mut c_char, resultlen: *mut c_int) -> c_int;

    /// Calls the error handler of a file.
    pub fn MPI_File_call_errhandler(fh: MPI_File, errorcode: c_int) -> c_int;

    /// Creates an error handler for files.
    pub fn MPI_File_create_errhandler(
        file_errhandler_fn: Option<MPI_File_errhandler_function>,
        errhandler: *mut MPI_Errhandler,
    ) -> c_int;

    /// Gets the error handler of a file.
    pub fn MPI_File_get_errhandler(file: MPI_File, errhandler: *mut MPI_Errhandler) -> c_int;

    /// Sets the error handler of a file.
    pub fn MPI_File_set_errhandler(file: MPI_File, errhandler: MPI_Errhandler) -> c_int;

    /// Frees memory of [`MPI_Alloc_mem`](crate::MPI_Alloc_mem).
    pub fn MPI_Free_mem(base: *mut c_void) -> c_int;

    /// Gets which hardware resources this process may use.
    #[cfg(has_mpi_get_hw_resource_info)]
    pub fn MPI_Get_hw_resource_info(hw_info: *mut MPI_Info) -> c_int;

    /// Gets the text that names the library and its version.
    pub fn MPI_Get_library_version(version: *mut c_char, resultlen: *mut c_int) -> c_int;

    /// Gets the name of the host.
    pub fn MPI_Get_processor_name(name: *mut c_char, resultlen: *mut c_int) -> c_int;

    /// Gets the version of the standard which the library follows.
    pub fn MPI_Get_version(version: *mut c_int, subversion: *mut c_int) -> c_int;

    /// Removes an error class.
    #[cfg(has_mpi_remove_error_class)]
    pub fn MPI_Remove_error_class(errorclass: c_int) -> c_int;

    /// Removes an error code.
    #[cfg(has_mpi_remove_error_code)]
    pub fn MPI_Remove_error_code(errorcode: c_int) -> c_int;

    /// Removes the text of an error class or code.
    #[cfg(has_mpi_remove_error_string)]
    pub fn MPI_Remove_error_string(errorcode: c_int) -> c_int;

    /// Calls the error handler of a session.
    #[cfg(has_mpi_session_call_errhandler)]
    pub fn MPI_Session_call_errhandler(session: MPI_Session, errorcode: c_int) -> c_int;

    /// Creates an error handler for sessions.
    #[cfg(has_mpi_session_create_errhandler)]
    pub fn MPI_Session_create_errhandler(
        session_errhandler_fn: Option<MPI_Session_errhandler_function>,
        errhandler: *mut MPI_Errhandler,
    ) -> c_int;

    /// Gets the error handler of a session.
    #[cfg(has_mpi_session_get_errhandler)]
    pub fn MPI_Session_get_errhandler(session: MPI_Session, errhandler: *mut MPI_Errhandler) -> c_int;

    /// Sets the error handler of a session.
    #[cfg(has_mpi_session_set_errhandler)]
    pub fn MPI_Session_set_errhandler(session: MPI_Session, errhandler: MPI_Errhandler) -> c_int;

    /// Calls the error handler of a window.
    pub fn MPI_Win_call_errhandler(win: MPI_Win, errorcode: c_int) -> c_int;

    /// Creates an error handler for windows.
    pub fn MPI_Win_create_errhandler(
        win_errhandler_fn: Option<MPI_Win_errhandler_function>,
        errhandler: *mut MPI_Errhandler,
    ) -> c_int;

    /// Gets the error handler of a window.
    pub fn MPI_Win_get_errhandler(win: MPI_Win, errhandler: *mut MPI_Errhandler) -> c_int;

    /// Sets the error handler of a window.
    pub fn MPI_Win_set_errhandler(win: MPI_Win, errhandler: MPI_Errhandler) -> c_int;

    /// Gets the resolution of [`MPI_Wtime`](crate::MPI_Wtime), in seconds.
    pub fn MPI_Wtick() -> c_double;

    /// Gets the time, in seconds since some moment in the past.
    pub fn MPI_Wtime() -> c_double;
}
