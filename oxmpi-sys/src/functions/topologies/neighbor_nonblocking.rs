//! Chapter 8 of MPI 5.0, Virtual Topologies for MPI Processes: neighborhood collectives, nonblocking.

use crate::types::*;

unsafe extern "C" {
    /// As [`MPI_Neighbor_allgather`](crate::MPI_Neighbor_allgather), nonblocking.
    pub fn MPI_Ineighbor_allgather(
        sendbuf: *const c_void,
        sendcount: c_int,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcount: c_int,
        recvtype: MPI_Datatype,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Ineighbor_allgather`](crate::MPI_Ineighbor_allgather), with large counts.
    #[cfg(has_mpi_ineighbor_allgather_c)]
    pub fn MPI_Ineighbor_allgather_c(
        sendbuf: *const c_void,
        sendcount: MPI_Count,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcount: MPI_Count,
        recvtype: MPI_Datatype,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Neighbor_allgatherv`](crate::MPI_Neighbor_allgatherv), nonblocking.
    pub fn MPI_Ineighbor_allgatherv(
        sendbuf: *const c_void,
        sendcount: c_int,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcounts: *const c_int,
        displs: *const c_int,
        recvtype: MPI_Datatype,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Ineighbor_allgatherv`](crate::MPI_Ineighbor_allgatherv), with large counts.
    #[cfg(has_mpi_ineighbor_allgatherv_c)]
    pub fn MPI_Ineighbor_allgatherv_c(
        sendbuf: *const c_void,
        sendcount: MPI_Count,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcounts: *const MPI_Count,
        displs: *const MPI_Aint,
        recvtype: MPI_Datatype,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Neighbor_alltoall`](crate::MPI_Neighbor_alltoall), nonblocking.
    pub fn MPI_Ineighbor_alltoall(
        sendbuf: *const c_void,
        sendcount: c_int,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcount: c_int,
        recvtype: MPI_Datatype,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Ineighbor_alltoall`](crate::MPI_Ineighbor_alltoall), with large counts.
    #[cfg(has_mpi_ineighbor_alltoall_c)]
    pub fn MPI_Ineighbor_alltoall_c(
        sendbuf: *const c_void,
        sendcount: MPI_Count,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcount: MPI_Count,
        recvtype: MPI_Datatype,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Neighbor_alltoallv`](crate::MPI_Neighbor_alltoallv), nonblocking.
    pub fn MPI_Ineighbor_alltoallv(
        sendbuf: *const c_void,
        sendcounts: *const c_int,
        sdispls: *const c_int,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcounts: *const c_int,
        rdispls: *const c_int,
        recvtype: MPI_Datatype,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Ineighbor_alltoallv`](crate::MPI_Ineighbor_alltoallv), with large counts.
    #[cfg(has_mpi_ineighbor_alltoallv_c)]
    pub fn MPI_Ineighbor_alltoallv_c(
        sendbuf: *const c_void,
        sendcounts: *const MPI_Count,
        sdispls: *const MPI_Aint,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcounts: *const MPI_Count,
        rdispls: *const MPI_Aint,
        recvtype: MPI_Datatype,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Neighbor_alltoallw`](crate::MPI_Neighbor_alltoallw), nonblocking.
    pub fn MPI_Ineighbor_alltoallw(
        sendbuf: *const c_void,
        sendcounts: *const c_int,
        sdispls: *const MPI_Aint,
        sendtypes: *const MPI_Datatype,
        recvbuf: *mut c_void,
        recvcounts: *const c_int,
        rdispls: *const MPI_Aint,
        recvtypes: *const MPI_Datatype,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Ineighbor_alltoallw`](crate::MPI_Ineighbor_alltoallw), with large counts.
    #[cfg(has_mpi_ineighbor_alltoallw_c)]
    pub fn MPI_Ineighbor_alltoallw_c(
        sendbuf: *const c_void,
        sendcounts: *const MPI_Count,
        sdispls: *const MPI_Aint,
        sendtypes: *const MPI_Datatype,
        recvbuf: *mut c_void,
        recvcounts: *const MPI_Count,
        rdispls: *const MPI_Aint,
        recvtypes: *const MPI_Datatype,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;
}
