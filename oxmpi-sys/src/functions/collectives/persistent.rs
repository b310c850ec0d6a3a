//! Chapter 6 of MPI 5.0, Collective Communication: persistent calls.

use crate::types::*;

unsafe extern "C" {
    /// As [`MPI_Allgather`](crate::MPI_Allgather), as a persistent operation.
    #[cfg(has_mpi_allgather_init)]
    pub fn MPI_Allgather_init(
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

    /// As [`MPI_Allgather_init`](crate::MPI_Allgather_init), with large counts.
    #[cfg(has_mpi_allgather_init_c)]
    pub fn MPI_Allgather_init_c(
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

    /// As [`MPI_Allgatherv`](crate::MPI_Allgatherv), as a persistent operation.
    #[cfg(has_mpi_allgatherv_init)]
    pub fn MPI_Allgatherv_init(
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

    /// As [`MPI_Allgatherv_init`](crate::MPI_Allgatherv_init), with large counts.
    #[cfg(has_mpi_allgatherv_init_c)]
    pub fn MPI_Allgatherv_init_c(
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

    /// As [`MPI_Allreduce`](crate::MPI_Allreduce), as a persistent operation.
    #[cfg(has_mpi_allreduce_init)]
    pub fn MPI_Allreduce_init(
        sendbuf: *const c_void,
        recvbuf: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
        op: MPI_Op,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Allreduce_init`](crate::MPI_Allreduce_init), with large counts.
    #[cfg(has_mpi_allreduce_init_c)]
    pub fn MPI_Allreduce_init_c(
        sendbuf: *const c_void,
        recvbuf: *mut c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        op: MPI_Op,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Alltoall`](crate::MPI_Alltoall), as a persistent operation.
    #[cfg(has_mpi_alltoall_init)]
    pub fn MPI_Alltoall_init(
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

    /// As [`MPI_Alltoall_init`](crate::MPI_Alltoall_init), with large counts.
    #[cfg(has_mpi_alltoall_init_c)]
    pub fn MPI_Alltoall_init_c(
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

    /// As [`MPI_Alltoallv`](crate::MPI_Alltoallv), as a persistent operation.
    #[cfg(has_mpi_alltoallv_init)]
    pub fn MPI_Alltoallv_init(
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

    /// As [`MPI_Alltoallv_init`](crate::MPI_Alltoallv_init), with large counts.
    #[cfg(has_mpi_alltoallv_init_c)]
    pub fn MPI_Alltoallv_init_c(
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

    /// As [`MPI_Alltoallw`](crate::MPI_Alltoallw), as a persistent operation.
    #[cfg(has_mpi_alltoallw_init)]
    pub fn MPI_Alltoallw_init(
        sendbuf: *const c_void,
        sendcounts: *const c_int,
        sdispls: *const c_int,
        sendtypes: *const MPI_Datatype,
        recvbuf: *mut c_void,
        recvcounts: *const c_int,
        rdispls: *const c_int,
        recvtypes: *const MPI_Datatype,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Alltoallw_init`](crate::MPI_Alltoallw_init), with large counts.
    #[cfg(has_mpi_alltoallw_init_c)]
    pub fn MPI_Alltoallw_init_c(
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

    /// As [`MPI_Barrier`](crate::MPI_Barrier), as a persistent operation.
    #[cfg(has_mpi_barrier_init)]
    pub fn MPI_Barrier_init(comm: MPI_Comm, info: MPI_Info, request: *mut MPI_Request) -> c_int;

    /// As [`MPI_Bcast`](crate::MPI_Bcast), as a persistent operation.
    #[cfg(has_mpi_bcast_init)]
    pub fn MPI_Bcast_init(
        buffer: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
        root: c_int,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Bcast_init`](crate::MPI_Bcast_init), with large counts.
    #[cfg(has_mpi_bcast_init_c)]
    pub fn MPI_Bcast_init_c(
        buffer: *mut c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        root: c_int,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Exscan`](crate::MPI_Exscan), as a persistent operation.
    #[cfg(has_mpi_exscan_init)]
    pub fn MPI_Exscan_init(
        sendbuf: *const c_void,
        recvbuf: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
        op: MPI_Op,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Exscan_init`](crate::MPI_Exscan_init), with large counts.
    #[cfg(has_mpi_exscan_init_c)]
    pub fn MPI_Exscan_init_c(
        sendbuf: *const c_void,
        recvbuf: *mut c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        op: MPI_Op,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Gather`](crate::MPI_Gather), as a persistent operation.
    #[cfg(has_mpi_gather_init)]
    pub fn MPI_Gather_init(
        sendbuf: *const c_void,
        sendcount: c_int,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcount: c_int,
        recvtype: MPI_Datatype,
        root: c_int,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Gather_init`](crate::MPI_Gather_init), with large counts.
    #[cfg(has_mpi_gather_init_c)]
    pub fn MPI_Gather_init_c(
        sendbuf: *const c_void,
        sendcount: MPI_Count,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcount: MPI_Count,
        recvtype: MPI_Datatype,
        root: c_int,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Gatherv`](crate::MPI_Gatherv), as a persistent operation.
    #[cfg(has_mpi_gatherv_init)]
    pub fn MPI_Gatherv_init(
        sendbuf: *const c_void,
        sendcount: c_int,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcounts: *const c_int,
        displs: *const c_int,
        recvtype: MPI_Datatype,
        root: c_int,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Gatherv_init`](crate::MPI_Gatherv_init), with large counts.
    #[cfg(has_mpi_gatherv_init_c)]
    pub fn MPI_Gatherv_init_c(
        sendbuf: *const c_void,
        sendcount: MPI_Count,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcounts: *const MPI_Count,
        displs: *const MPI_Aint,
        recvtype: MPI_Datatype,
        root: c_int,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Reduce`](crate::MPI_Reduce), as a persistent operation.
    #[cfg(has_mpi_reduce_init)]
    pub fn MPI_Reduce_init(
        sendbuf: *const c_void,
        recvbuf: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
        op: MPI_Op,
        root: c_int,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Reduce_init`](crate::MPI_Reduce_init), with large counts.
    #[cfg(has_mpi_reduce_init_c)]
    pub fn MPI_Reduce_init_c(
        sendbuf: *const c_void,
        recvbuf: *mut c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        op: MPI_Op,
        root: c_int,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Reduce_scatter_block`](crate::MPI_Reduce_scatter_block), as a persistent operation.
    #[cfg(has_mpi_reduce_scatter_block_init)]
    pub fn MPI_Reduce_scatter_block_init(
        sendbuf: *const c_void,
        recvbuf: *mut c_void,
        recvcount: c_int,
        datatype: MPI_Datatype,
        op: MPI_Op,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Reduce_scatter_block_init`](crate::MPI_Reduce_scatter_block_init), with large counts.
    #[cfg(has_mpi_reduce_scatter_block_init_c)]
    pub fn MPI_Reduce_scatter_block_init_c(
        sendbuf: *const c_void,
        recvbuf: *mut c_void,
        recvcount: MPI_Count,
        datatype: MPI_Datatype,
        op: MPI_Op,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Reduce_scatter`](crate::MPI_Reduce_scatter), as a persistent operation.
    #[cfg(has_mpi_reduce_scatter_init)]
    pub fn MPI_Reduce_scatter_init(
        sendbuf: *const c_void,
        recvbuf: *mut c_void,
        recvcounts: *const c_int,
        datatype: MPI_Datatype,
        op: MPI_Op,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Reduce_scatter_init`](crate::MPI_Reduce_scatter_init), with large counts.
    #[cfg(has_mpi_reduce_scatter_init_c)]
    pub fn MPI_Reduce_scatter_init_c(
        sendbuf: *const c_void,
        recvbuf: *mut c_void,
        recvcounts: *const MPI_Count,
        datatype: MPI_Datatype,
        op: MPI_Op,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Scan`](crate::MPI_Scan), as a persistent operation.
    #[cfg(has_mpi_scan_init)]
    pub fn MPI_Scan_init(
        sendbuf: *const c_void,
        recvbuf: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
        op: MPI_Op,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Scan_init`](crate::MPI_Scan_init), with large counts.
    #[cfg(has_mpi_scan_init_c)]
    pub fn MPI_Scan_init_c(
        sendbuf: *const c_void,
        recvbuf: *mut c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        op: MPI_Op,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Scatter`](crate::MPI_Scatter), as a persistent operation.
    #[cfg(has_mpi_scatter_init)]
    pub fn MPI_Scatter_init(
        sendbuf: *const c_void,
        sendcount: c_int,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcount: c_int,
        recvtype: MPI_Datatype,
        root: c_int,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Scatter_init`](crate::MPI_Scatter_init), with large counts.
    #[cfg(has_mpi_scatter_init_c)]
    pub fn MPI_Scatter_init_c(
        sendbuf: *const c_void,
        sendcount: MPI_Count,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcount: MPI_Count,
        recvtype: MPI_Datatype,
        root: c_int,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Scatterv`](crate::MPI_Scatterv), as a persistent operation.
    #[cfg(has_mpi_scatterv_init)]
    pub fn MPI_Scatterv_init(
        sendbuf: *const c_void,
        sendcounts: *const c_int,
        displs: *const c_int,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcount: c_int,
        recvtype: MPI_Datatype,
        root: c_int,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Scatterv_init`](crate::MPI_Scatterv_init), with large counts.
    #[cfg(has_mpi_scatterv_init_c)]
    pub fn MPI_Scatterv_init_c(
        sendbuf: *const c_void,
        sendcounts: *const MPI_Count,
        displs: *const MPI_Aint,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcount: MPI_Count,
        recvtype: MPI_Datatype,
        root: c_int,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;
}
