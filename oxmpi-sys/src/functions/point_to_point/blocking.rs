//! Chapter 3 of MPI 5.0, Point-to-Point Communication: blocking calls.

use crate::types::*;

unsafe extern "C" {
    /// Sends in buffered mode.
    pub fn MPI_Bsend(
        buf: *const c_void,
        count: c_int,
        datatype: MPI_Datatype,
        dest: c_int,
        tag: c_int,
        comm: MPI_Comm,
    ) -> c_int;

    /// As [`MPI_Bsend`](crate::MPI_Bsend), with large counts.
    #[cfg(has_mpi_bsend_c)]
    pub fn MPI_Bsend_c(
        buf: *const c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        dest: c_int,
        tag: c_int,
        comm: MPI_Comm,
    ) -> c_int;

    /// Waits for a message and takes it out of matching.
    pub fn MPI_Mprobe(
        source: c_int,
        tag: c_int,
        comm: MPI_Comm,
        message: *mut MPI_Message,
        status: *mut MPI_Status,
    ) -> c_int;

    /// Receives a matched message.
    pub fn MPI_Mrecv(
        buf: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
        message: *mut MPI_Message,
        status: *mut MPI_Status,
    ) -> c_int;

    /// As [`MPI_Mrecv`](crate::MPI_Mrecv), with large counts.
    #[cfg(has_mpi_mrecv_c)]
    pub fn MPI_Mrecv_c(
        buf: *mut c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        message: *mut MPI_Message,
        status: *mut MPI_Status,
    ) -> c_int;

    /// Waits for a message.
    pub fn MPI_Probe(source: c_int, tag: c_int, comm: MPI_Comm, status: *mut MPI_Status) -> c_int;

    /// Receives a message.
    pub fn MPI_Recv(
        buf: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
        source: c_int,
        tag: c_int,
        comm: MPI_Comm,
        status: *mut MPI_Status,
    ) -> c_int;

    /// As [`MPI_Recv`](crate::MPI_Recv), with large counts.
    #[cfg(has_mpi_recv_c)]
    pub fn MPI_Recv_c(
        buf: *mut c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        source: c_int,
        tag: c_int,
        comm: MPI_Comm,
        status: *mut MPI_Status,
    ) -> c_int;

    /// Sends in ready mode: the receive must have been posted.
    pub fn MPI_Rsend(
        buf: *const c_void,
        count: c_int,
        datatype: MPI_Datatype,
        dest: c_int,
        tag: c_int,
        comm: MPI_Comm,
    ) -> c_int;

    /// As [`MPI_Rsend`](crate::MPI_Rsend), with large counts.
    #[cfg(has_mpi_rsend_c)]
    pub fn MPI_Rsend_c(
        buf: *const c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        dest: c_int,
        tag: c_int,
        comm: MPI_Comm,
    ) -> c_int;

    /// Sends a message.
    pub fn MPI_Send(
        buf: *const c_void,
        count: c_int,
        datatype: MPI_Datatype,
        dest: c_int,
        tag: c_int,
        comm: MPI_Comm,
    ) -> c_int;

    /// As [`MPI_Send`](crate::MPI_Send), with large counts.
    #[cfg(has_mpi_send_c)]
    pub fn MPI_Send_c(
        buf: *const c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        dest: c_int,
        tag: c_int,
        comm: MPI_Comm,
    ) -> c_int;

    /// Sends a message and receives one.
    pub fn MPI_Sendrecv(
        sendbuf: *const c_void,
        sendcount: c_int,
        sendtype: MPI_Datatype,
        dest: c_int,
        sendtag: c_int,
        recvbuf: *mut c_void,
        recvcount: c_int,
        recvtype: MPI_Datatype,
        source: c_int,
        recvtag: c_int,
        comm: MPI_Comm,
        status: *mut MPI_Status,
    ) -> c_int;

    /// As [`MPI_Sendrecv`](crate::MPI_Sendrecv), with large counts.
    #[cfg(has_mpi_sendrecv_c)]
    pub fn MPI_Sendrecv_c(
        sendbuf: *const c_void,
        sendcount: MPI_Count,
        sendtype: MPI_Datatype,
        dest: c_int,
        sendtag: c_int,
        recvbuf: *mut c_void,
        recvcount: MPI_Count,
        recvtype: MPI_Datatype,
        source: c_int,
        recvtag: c_int,
        comm: MPI_Comm,
        status: *mut MPI_Status,
    ) -> c_int;

    /// Sends a message and receives one into the same buffer.
    pub fn MPI_Sendrecv_replace(
        buf: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
        dest: c_int,
        sendtag: c_int,
        source: c_int,
        recvtag: c_int,
        comm: MPI_Comm,
        status: *mut MPI_Status,
    ) -> c_int;

    /// As [`MPI_Sendrecv_replace`](crate::MPI_Sendrecv_replace), with large counts.
    #[cfg(has_mpi_sendrecv_replace_c)]
    pub fn MPI_Sendrecv_replace_c(
        buf: *mut c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        dest: c_int,
        sendtag: c_int,
        source: c_int,
        recvtag: c_int,
        comm: MPI_Comm,
        status: *mut MPI_Status,
    ) -> c_int;

    /// Sends in synchronous mode.
    pub fn MPI_Ssend(
        buf: *const c_void,
        count: c_int,
        datatype: MPI_Datatype,
        dest: c_int,
        tag: c_int,
        comm: MPI_Comm,
    ) -> c_int;

    /// As [`MPI_Ssend`](crate::MPI_Ssend), with large counts.
    #[cfg(has_mpi_ssend_c)]
    pub fn MPI_Ssend_c(
        buf: *const c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        dest: c_int,
        tag: c_int,
        comm: MPI_Comm,
    ) -> c_int;
}
