//! Chapter 3 of MPI 5.0, Point-to-Point Communication: buffers of buffered mode.

use crate::types::*;

unsafe extern "C" {
    /// Attaches a buffer for buffered sends.
    pub fn MPI_Buffer_attach(buffer: *mut c_void, size: c_int) -> c_int;

    /// As [`MPI_Buffer_attach`](crate::MPI_Buffer_attach), with large counts.
    #[cfg(has_mpi_buffer_attach_c)]
    pub fn MPI_Buffer_attach_c(buffer: *mut c_void, size: MPI_Count) -> c_int;

    /// Detaches the buffer for buffered sends, once it has drained.
    pub fn MPI_Buffer_detach(buffer_addr: *mut c_void, size: *mut c_int) -> c_int;

    /// As [`MPI_Buffer_detach`](crate::MPI_Buffer_detach), with large counts.
    #[cfg(has_mpi_buffer_detach_c)]
    pub fn MPI_Buffer_detach_c(buffer_addr: *mut c_void, size: *mut MPI_Count) -> c_int;

    /// Waits until the buffered sends have left the buffer.
    #[cfg(has_mpi_buffer_flush)]
    pub fn MPI_Buffer_flush() -> c_int;

    /// Starts waiting until the buffered sends have left the buffer.
    #[cfg(has_mpi_buffer_iflush)]
    pub fn MPI_Buffer_iflush(request: *mut MPI_Request) -> c_int;

    /// Attaches a buffer for the buffered sends of a communicator.
    #[cfg(has_mpi_comm_attach_buffer)]
    pub fn MPI_Comm_attach_buffer(comm: MPI_Comm, buffer: *mut c_void, size: c_int) -> c_int;

    /// As [`MPI_Comm_attach_buffer`](crate::MPI_Comm_attach_buffer), with large counts.
    #[cfg(has_mpi_comm_attach_buffer_c)]
    pub fn MPI_Comm_attach_buffer_c(comm: MPI_Comm, buffer: *mut c_void, size: MPI_Count) -> c_int;

    /// Detaches the buffer for the buffered sends of a communicator, once it has drained.
    #[cfg(has_mpi_comm_detach_buffer)]
    pub fn MPI_Comm_detach_buffer(comm: MPI_Comm, buffer_addr: *mut c_void, size: *mut c_int) -> c_int;

    /// As [`MPI_Comm_detach_buffer`](crate::MPI_Comm_detach_buffer), with large counts.
    #[cfg(has_mpi_comm_detach_buffer_c)]
    pub fn MPI_Comm_detach_buffer_c(comm: MPI_Comm, buffer_addr: *mut c_void, size: *mut MPI_Count) -> c_int;

    /// Waits until the buffered sends of a communicator have left its buffer.
    #[cfg(has_mpi_comm_flush_buffer)]
    pub fn MPI_Comm_flush_buffer(comm: MPI_Comm) -> c_int;

    /// Starts waiting until the buffered sends of a communicator have left its buffer.
    #[cfg(has_mpi_comm_iflush_buffer)]
    pub fn MPI_Comm_iflush_buffer(comm: MPI_Comm, request: *mut MPI_Request) -> c_int;

    /// Attaches a buffer for the buffered sends of a session.
    #[cfg(has_mpi_session_attach_buffer)]
    pub fn MPI_Session_attach_buffer(session: MPI_Session, buffer: *mut c_void, size: c_int) -> c_int;

    /// As [`MPI_Session_attach_buffer`](crate::MPI_Session_attach_buffer), with large counts.
    #[cfg(has_mpi_session_attach_buffer_c)]
    pub fn MPI_Session_attach_buffer_c(session: MPI_Session, buffer: *mut c_void, size: MPI_Count) -> c_int;

    /// Detaches the buffer for the buffered sends of a session, once it has drained.
    #[cfg(has_mpi_session_detach_buffer)]
    pub fn MPI_Session_detach_buffer(session: MPI_Session, buffer_addr: *mut c_void, size: *mut c_int) -> c_int;

    /// As [`MPI_Session_detach_buffer`](crate::MPI_Session_detach_buffer), with large counts.
    #[cfg(has_mpi_session_detach_buffer_c)]
    pub fn MPI_Session_detach_buffer_c(session: MPI_Session, buffer_addr: *mut c_void, size: *mut MPI_Count) -> c_int;

    /// Waits until the buffered sends of a session have left its buffer.
    #[cfg(has_mpi_session_flush_buffer)]
    pub fn MPI_Session_flush_buffer(session: MPI_Session) -> c_int;

    /// Starts waiting until the buffered sends of a session have left its buffer.
    #[cfg(has_mpi_session_iflush_buffer)]
    pub fn MPI_Session_iflush_buffer(session: MPI_Session, request: *mut MPI_Request) -> c_int;
}
