//! Chapter 8 of MPI 5.0, Virtual Topologies for MPI Processes: neighborhood collectives, blocking.

use crate::types::*;

unsafe extern "C" {
    /// Gathers equal blocks from the neighbors.
    pub fn MPI_Neighbor_allgather(
        sendbuf: *const c_void,
        sendcount: c_int,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcount: c_int,
        recvtype: MPI_Datatype,
        comm: MPI_Comm,
    ) -> c_int;

    /// As [`MPI_Neighbor_allgather`](crate::MPI_Neighbor_allgather), with large counts.
    #[cfg(has_mpi_neighbor_allgather_c)]
    pub fn MPI_Neighbor_allgather_c(
        sendbuf: *const c_void,
        sendcount: MPI_Count,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcount: MPI_Count,
        recvtype: MPI_Datatype,
        comm: MPI_Comm,
    ) -> c_int;

    /// Gathers blocks of varied length from the neighbors.
    pub fn MPI_Neighbor_allgatherv(
        sendbuf: *const c_void,
        sendcount: c_int,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcounts: *const c_int,
        displs: *const c_int,
        recvtype: MPI_Datatype,
        comm: MPI_Comm,
    ) -> c_int;

    /// As [`MPI_Neighbor_allgatherv`](crate::MPI_Neighbor_allgatherv), with large counts.
    #[cfg(has_mpi_neighbor_allgatherv_c)]
    pub fn MPI_Neighbor_allgatherv_c(
        sendbuf: *const c_void,
        sendcount: MPI_Count,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcounts: *const MPI_Count,
        displs: *const MPI_Aint,
        recvtype: MPI_Datatype,
        comm: MPI_Comm,
    ) -> c_int;

    /// Exchanges equal blocks with the neighbors.
    pub fn MPI_Neighbor_alltoall(
        sendbuf: *const c_void,
        sendcount: c_int,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcount: c_int,
        recvtype: MPI_Datatype,
        comm: MPI_Comm,
    ) -> c_int;

    /// As [`MPI_Neighbor_alltoall`](crate::MPI_Neighbor_alltoall), with large counts.
    #[cfg(has_mpi_neighbor_alltoall_c)]
    pub fn MPI_Neighbor_alltoall_c(
        sendbuf: *const c_void,
        sendcount: MPI_Count,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcount: MPI_Count,
        recvtype: MPI_Datatype,
        comm: MPI_Comm,
    ) -> c_int;

    /// Exchanges blocks of varied length with the neighbors.
    pub fn MPI_Neighbor_alltoallv(
        sendbuf: *const c_void,
        sendcounts: *const c_int,
        sdispls: *const c_int,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcounts: *const c_int,
        rdispls: *const c_int,
        recvtype: MPI_Datatype,
        comm: MPI_Comm,
    ) -> c_int;

    /// As [`MPI_Neighbor_alltoallv`](crate::MPI_Neighbor_alltoallv), with large counts.
    #[cfg(has_mpi_neighbor_alltoallv_c)]
    pub fn MPI_Neighbor_alltoallv_c(
        sendbuf: *const c_void,
        sendcounts: *const MPI_Count,
        sdispls: *const MPI_Aint,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcounts: *const MPI_Count,
        rdispls: *const MPI_Aint,
        recvtype: MPI_Datatype,
        comm: MPI_Comm,
    ) -> c_int;

    /// Exchanges blocks of their own lengths and types with the neighbors.
    pub fn MPI_Neighbor_alltoallw(
        sendbuf: *const c_void,
        sendcounts: *const c_int,
        sdispls: *const MPI_Aint,
        sendtypes: *const MPI_Datatype,
        recvbuf: *mut c_void,
        recvcounts: *const c_int,
        rdispls: *const MPI_Aint,
        recvtypes: *const MPI_Datatype,
        comm: MPI_Comm,
    ) -> c_int;

    /// As [`MPI_Neighbor_alltoallw`](crate::MPI_Neighbor_alltoallw), with large counts.
    #[cfg(has_mpi_neighbor_alltoallw_c)]
    pub fn MPI_Neighbor_alltoallw_c(
        sendbuf: *const c_void,
        sendcounts: *const MPI_Count,
        sdispls: *const MPI_Aint,
        sendtypes: *const MPI_Datatype,
        recvbuf: *mut c_void,
        recvcounts: *const MPI_Count,
        rdispls: *const MPI_Aint,
        recvtypes: *const MPI_Datatype,
        comm: MPI_Comm,
    ) -> c_int;
}
