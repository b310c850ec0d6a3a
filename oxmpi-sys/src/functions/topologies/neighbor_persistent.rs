//! Chapter 8 of MPI 5.0, Virtual Topologies for MPI Processes: neighborhood collectives, persistent.

use crate::types::*;

unsafe extern "C" {
    /// As [`MPI_Neighbor_allgather`](crate::MPI_Neighbor_allgather), as a persistent operation.
    #[cfg(has_mpi_neighbor_allgather_init)]
    pub fn MPI_Neighbor_allgather_init(
        sendbuf: *const c_void,
        sendcount: c_int,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcount: c_int,
        recvtype: MPI_Datatype,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Neighbor_allgather_init`](crate::MPI_Neighbor_allgather_init), with large counts.
    #[cfg(has_mpi_neighbor_allgather_init_c)]
    pub fn MPI_Neighbor_allgather_init_c(
        sendbuf: *const c_void,
        sendcount: MPI_Count,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcount: MPI_Count,
        recvtype: MPI_Datatype,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Neighbor_allgatherv`](crate::MPI_Neighbor_allgatherv), as a persistent operation.
    #[cfg(has_mpi_neighbor_allgatherv_init)]
    pub fn MPI_Neighbor_allgatherv_init(
        sendbuf: *const c_void,
        sendcount: c_int,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcounts: *const c_int,
        displs: *const c_int,
        recvtype: MPI_Datatype,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Neighbor_allgatherv_init`](crate::MPI_Neighbor_allgatherv_init), with large counts.
    #[cfg(has_mpi_neighbor_allgatherv_init_c)]
    pub fn MPI_Neighbor_allgatherv_init_c(
        sendbuf: *const c_void,
        sendcount: MPI_Count,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcounts: *const MPI_Count,
        displs: *const MPI_Aint,
        recvtype: MPI_Datatype,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Neighbor_alltoall`](crate::MPI_Neighbor_alltoall), as a persistent operation.
    #[cfg(has_mpi_neighbor_alltoall_init)]
    pub fn MPI_Neighbor_alltoall_init(
        sendbuf: *const c_void,
        sendcount: c_int,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcount: c_int,
        recvtype: MPI_Datatype,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Neighbor_alltoall_init`](crate::MPI_Neighbor_alltoall_init), with large counts.
    #[cfg(has_mpi_neighbor_alltoall_init_c)]
    pub fn MPI_Neighbor_alltoall_init_c(
        sendbuf: *const c_void,
        sendcount: MPI_Count,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcount: MPI_Count,
        recvtype: MPI_Datatype,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Neighbor_alltoallv`](crate::MPI_Neighbor_alltoallv), as a persistent operation.
    #[cfg(has_mpi_neighbor_alltoallv_init)]
    pub fn MPI_Neighbor_alltoallv_init(
        sendbuf: *const c_void,
        sendcounts: *const c_int,
        sdispls: *const c_int,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcounts: *const c_int,
        rdispls: *const c_int,
        recvtype: MPI_Datatype,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Neighbor_alltoallv_init`](crate::MPI_Neighbor_alltoallv_init), with large counts.
    #[cfg(has_mpi_neighbor_alltoallv_init_c)]
    pub fn MPI_Neighbor_alltoallv_init_c(
        sendbuf: *const c_void,
        sendcounts: *const MPI_Count,
        sdispls: *const MPI_Aint,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcounts: *const MPI_Count,
        rdispls: *const MPI_Aint,
        recvtype: MPI_Datatype,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Neighbor_alltoallw`](crate::MPI_Neighbor_alltoallw), as a persistent operation.
    #[cfg(has_mpi_neighbor_alltoallw_init)]
    pub fn MPI_Neighbor_alltoallw_init(
        sendbuf: *const c_void,
        sendcounts: *const c_int,
        sdispls: *const MPI_Aint,
        sendtypes: *const MPI_Datatype,
        recvbuf: *mut c_void,
        recvcounts: *const c_int,
        rdispls: *const MPI_Aint,
        recvtypes: *const MPI_Datatype,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Neighbor_alltoallw_init`](crate::MPI_Neighbor_alltoallw_init), with large counts.
    #[cfg(has_mpi_neighbor_alltoallw_init_c)]
    pub fn MPI_Neighbor_alltoallw_init_c(
        sendbuf: *const c_void,
        sendcounts: *const MPI_Count,
        sdispls: *const MPI_Aint,
        sendtypes: *const MPI_Datatype,
        recvbuf: *mut c_void,
        recvcounts: *const MPI_Count,
        rdispls: *const MPI_Aint,
        recvtypes: *const MPI_Datatype,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;
}
