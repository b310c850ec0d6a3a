//! Chapter 3 of MPI 5.0, Point-to-Point Communication: nonblocking calls.

use crate::types::*;

unsafe extern "C" {
    /// As [`MPI_Bsend`](crate::MPI_Bsend), nonblocking.
    pub fn MPI_Ibsend(
        buf: *const c_void,
        count: c_int,
        datatype: MPI_Datatype,
        dest: c_int,
        tag: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Ibsend`](crate::MPI_Ibsend), with large counts.
    #[cfg(has_mpi_ibsend_c)]
    pub fn MPI_Ibsend_c(
        buf: *const c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        dest: c_int,
        tag: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Mprobe`](crate::MPI_Mprobe), nonblocking.
    pub fn MPI_Improbe(
        source: c_int,
        tag: c_int,
        comm: MPI_Comm,
        flag: *mut c_int,
        message: *mut MPI_Message,
        status: *mut MPI_Status,
    ) -> c_int;

    /// As [`MPI_Mrecv`](crate::MPI_Mrecv), nonblocking.
    pub fn MPI_Imrecv(
        buf: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
        message: *mut MPI_Message,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Imrecv`](crate::MPI_Imrecv), with large counts.
    #[cfg(has_mpi_imrecv_c)]
    pub fn MPI_Imrecv_c(
        buf: *mut c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        message: *mut MPI_Message,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Probe`](crate::MPI_Probe), nonblocking.
    pub fn MPI_Iprobe(source: c_int, tag: c_int, comm: MPI_Comm, flag: *mut c_int, status: *mut MPI_Status) -> c_int;

    /// As [`MPI_Recv`](crate::MPI_Recv), nonblocking.
    pub fn MPI_Irecv(
        buf: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
        source: c_int,
        tag: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Irecv`](crate::MPI_Irecv), with large counts.
    #[cfg(has_mpi_irecv_c)]
    pub fn MPI_Irecv_c(
        buf: *mut c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        source: c_int,
        tag: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Rsend`](crate::MPI_Rsend), nonblocking.
    pub fn MPI_Irsend(
        buf: *const c_void,
        count: c_int,
        datatype: MPI_Datatype,
        dest: c_int,
        tag: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Irsend`](crate::MPI_Irsend), with large counts.
    #[cfg(has_mpi_irsend_c)]
    pub fn MPI_Irsend_c(
        buf: *const c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        dest: c_int,
        tag: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Send`](crate::MPI_Send), nonblocking.
    pub fn MPI_Isend(
        buf: *const c_void,
        count: c_int,
        datatype: MPI_Datatype,
        dest: c_int,
        tag: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Isend`](crate::MPI_Isend), with large counts.
    #[cfg(has_mpi_isend_c)]
    pub fn MPI_Isend_c(
        buf: *const c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        dest: c_int,
        tag: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Sendrecv`](crate::MPI_Sendrecv), nonblocking.
    #[cfg(has_mpi_isendrecv)]
    pub fn MPI_Isendrecv(
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
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Isendrecv`](crate::MPI_Isendrecv), with large counts.
    #[cfg(has_mpi_isendrecv_c)]
    pub fn MPI_Isendrecv_c(
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
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Sendrecv_replace`](crate::MPI_Sendrecv_replace), nonblocking.
    #[cfg(has_mpi_isendrecv_replace)]
    pub fn MPI_Isendrecv_replace(
        buf: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
        dest: c_int,
        sendtag: c_int,
        source: c_int,
        recvtag: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Isendrecv_replace`](crate::MPI_Isendrecv_replace), with large counts.
    #[cfg(has_mpi_isendrecv_replace_c)]
    pub fn MPI_Isendrecv_replace_c(
        buf: *mut c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        dest: c_int,
        sendtag: c_int,
        source: c_int,
        recvtag: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Ssend`](crate::MPI_Ssend), nonblocking.
    pub fn MPI_Issend(
        buf: *const c_void,
        count: c_int,
        datatype: MPI_Datatype,
        dest: c_int,
        tag: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Issend`](crate::MPI_Issend), with large counts.
    #[cfg(has_mpi_issend_c)]
    pub fn MPI_Issend_c(
        buf: *const c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        dest: c_int,
        tag: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;
}
