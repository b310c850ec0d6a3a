//! Chapter 11 of MPI 5.0, Process Initialization, Creation, and Management.

use crate::types::*;

unsafe extern "C" {
    /// Ends the processes of a communicator.
    pub fn MPI_Abort(comm: MPI_Comm, errorcode: c_int) -> c_int;

    /// Closes a port opened with [`MPI_Open_port`](crate::MPI_Open_port).
    pub fn MPI_Close_port(port_name: *const c_char) -> c_int;

    /// Accepts a connection from a group of clients.
    pub fn MPI_Comm_accept(
        port_name: *const c_char,
        info: MPI_Info,
        root: c_int,
        comm: MPI_Comm,
        newcomm: *mut MPI_Comm,
    ) -> c_int;

    /// Connects to a server's port.
    pub fn MPI_Comm_connect(
        port_name: *const c_char,
        info: MPI_Info,
        root: c_int,
        comm: MPI_Comm,
        newcomm: *mut MPI_Comm,
    ) -> c_int;

    /// Waits for the pending communication of a communicator and frees it.
    pub fn MPI_Comm_disconnect(comm: *mut MPI_Comm) -> c_int;

    /// Gets the communicator with the processes that spawned this one.
    pub fn MPI_Comm_get_parent(parent: *mut MPI_Comm) -> c_int;

    /// Makes a communicator of two processes that are connected by a socket.
    pub fn MPI_Comm_join(fd: c_int, intercomm: *mut MPI_Comm) -> c_int;

    /// Starts new processes of one program.
    pub fn MPI_Comm_spawn(
        command: *const c_char,
        argv: *mut *mut c_char,
        maxprocs: c_int,
        info: MPI_Info,
        root: c_int,
        comm: MPI_Comm,
        intercomm: *mut MPI_Comm,
        array_of_errcodes: *mut c_int,
    ) -> c_int;

    /// Starts new processes of several programs.
    pub fn MPI_Comm_spawn_multiple(
        count: c_int,
        array_of_commands: *mut *mut c_char,
        array_of_argv: *mut *mut *mut c_char,
        array_of_maxprocs: *const c_int,
        array_of_info: *const MPI_Info,
        root: c_int,
        comm: MPI_Comm,
        intercomm: *mut MPI_Comm,
        array_of_errcodes: *mut c_int,
    ) -> c_int;

    /// Ends the use of MPI.
    pub fn MPI_Finalize() -> c_int;

    /// Tells whether MPI was finalized.
    pub fn MPI_Finalized(flag: *mut c_int) -> c_int;

    /// Starts the use of MPI.
    pub fn MPI_Init(argc: *mut c_int, argv: *mut *mut *mut c_char) -> c_int;

    /// Starts the use of MPI, at a level of thread support.
    pub fn MPI_Init_thread(
        argc: *mut c_int,
        argv: *mut *mut *mut c_char,
        required: c_int,
        provided: *mut c_int,
    ) -> c_int;

    /// Tells whether MPI was initialized.
    pub fn MPI_Initialized(flag: *mut c_int) -> c_int;

    /// Tells whether this thread initialized MPI.
    pub fn MPI_Is_thread_main(flag: *mut c_int) -> c_int;

    /// Finds the port published under a name.
    pub fn MPI_Lookup_name(service_name: *const c_char, info: MPI_Info, port_name: *mut c_char) -> c_int;

    /// Opens a port on which [`MPI_Comm_accept`](crate::MPI_Comm_accept) can be called.
    pub fn MPI_Open_port(info: MPI_Info, port_name: *mut c_char) -> c_int;

    /// Publishes a port under a name.
    pub fn MPI_Publish_name(service_name: *const c_char, info: MPI_Info, port_name: *const c_char) -> c_int;

    /// Gets the level of thread support.
    pub fn MPI_Query_thread(provided: *mut c_int) -> c_int;

    /// Ends a session.
    #[cfg(has_mpi_session_finalize)]
    pub fn MPI_Session_finalize(session: *mut MPI_Session) -> c_int;

    /// Gets the hints of a session.
    #[cfg(has_mpi_session_get_info)]
    pub fn MPI_Session_get_info(session: MPI_Session, info_used: *mut MPI_Info) -> c_int;

    /// Gets the name of the n-th process set.
    #[cfg(has_mpi_session_get_nth_pset)]
    pub fn MPI_Session_get_nth_pset(
        session: MPI_Session,
        info: MPI_Info,
        n: c_int,
        pset_len: *mut c_int,
        pset_name: *mut c_char,
    ) -> c_int;

    /// Gets the number of process sets.
    #[cfg(has_mpi_session_get_num_psets)]
    pub fn MPI_Session_get_num_psets(session: MPI_Session, info: MPI_Info, npset_names: *mut c_int) -> c_int;

    /// Gets the properties of a process set.
    #[cfg(has_mpi_session_get_pset_info)]
    pub fn MPI_Session_get_pset_info(session: MPI_Session, pset_name: *const c_char, info: *mut MPI_Info) -> c_int;

    /// Starts a session.
    #[cfg(has_mpi_session_init)]
    pub fn MPI_Session_init(info: MPI_Info, errhandler: MPI_Errhandler, session: *mut MPI_Session) -> c_int;

    /// Withdraws a published name.
    pub fn MPI_Unpublish_name(service_name: *const c_char, info: MPI_Info, port_name: *const c_char) -> c_int;
}
