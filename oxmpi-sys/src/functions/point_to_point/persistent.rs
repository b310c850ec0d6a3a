//! Chapter 3 of MPI 5.0, Point-to-Point Communication: persistent calls.

use crate::types::*;

unsafe extern "C" {
    /// As [`MPI_Bsend`](crate::MPI_Bsend), as a persistent operation.
    pub fn MPI_Bsend_init(
        buf: *const c_void,
        count: c_int,
        datatype: MPI_Datatype,
        dest: c_int,
        tag: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Bsend_init`](crate::MPI_Bsend_init), with large counts.
    #[cfg(has_mpi_bsend_init_c)]
    pub fn MPI_Bsend_init_c(
        buf: *const c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        dest: c_int,
        tag: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Recv`](crate::MPI_Recv), as a persistent operation.
    pub fn MPI_Recv_init(
        buf: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
        source: c_int,
        tag: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Recv_init`](crate::MPI_Recv_init), with large counts.
    #[cfg(has_mpi_recv_init_c)]
    pub fn MPI_Recv_init_c(
        buf: *mut c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        source: c_int,
        tag: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Rsend`](crate::MPI_Rsend), as a persistent operation.
    pub fn MPI_Rsend_init(
        buf: *const c_void,
        count: c_int,
        datatype: MPI_Datatype,
        dest: c_int,
        tag: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Rsend_init`](crate::MPI_Rsend_init), with large counts.
    #[cfg(has_mpi_rsend_init_c)]
    pub fn MPI_Rsend_init_c(
        buf: *const c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        dest: c_int,
        tag: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Send`](crate::MPI_Send), as a persistent operation.
    pub fn MPI_Send_init(
        buf: *const c_void,
        count: c_int,
        datatype: MPI_Datatype,
        dest: c_int,
        tag: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Send_init`](crate::MPI_Send_init), with large counts.
    #[cfg(has_mpi_send_init_c)]
    pub fn MPI_Send_init_c(
        buf: *const c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        dest: c_int,
        tag: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Ssend`](crate::MPI_Ssend), as a persistent operation.
    pub fn MPI_Ssend_init(
        buf: *const c_void,
        count: c_int,
        datatype: MPI_Datatype,
        dest: c_int,
        tag: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Ssend_init`](crate::MPI_Ssend_init), with large counts.
    #[cfg(has_mpi_ssend_init_c)]
    pub fn MPI_Ssend_init_c(
        buf: *const c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        dest: c_int,
        tag: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;
}
