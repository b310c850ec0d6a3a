//! Chapter 6 of MPI 5.0, Collective Communication: nonblocking calls.

use crate::types::*;

unsafe extern "C" {
    /// As [`MPI_Allgather`](crate::MPI_Allgather), nonblocking.
    pub fn MPI_Iallgather(
        sendbuf: *const c_void,
        sendcount: c_int,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcount: c_int,
        recvtype: MPI_Datatype,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Iallgather`](crate::MPI_Iallgather), with large counts.
    #[cfg(has_mpi_iallgather_c)]
    pub fn MPI_Iallgather_c(
        sendbuf: *const c_void,
        sendcount: MPI_Count,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcount: MPI_Count,
        recvtype: MPI_Datatype,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Allgatherv`](crate::MPI_Allgatherv), nonblocking.
    pub fn MPI_Iallgatherv(
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

    /// As [`MPI_Iallgatherv`](crate::MPI_Iallgatherv), with large counts.
    #[cfg(has_mpi_iallgatherv_c)]
    pub fn MPI_Iallgatherv_c(
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

    /// As [`MPI_Allreduce`](crate::MPI_Allreduce), nonblocking.
    pub fn MPI_Iallreduce(
        sendbuf: *const c_void,
        recvbuf: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
        op: MPI_Op,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Iallreduce`](crate::MPI_Iallreduce), with large counts.
    #[cfg(has_mpi_iallreduce_c)]
    pub fn MPI_Iallreduce_c(
        sendbuf: *const c_void,
        recvbuf: *mut c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        op: MPI_Op,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Alltoall`](crate::MPI_Alltoall), nonblocking.
    pub fn MPI_Ialltoall(
        sendbuf: *const c_void,
        sendcount: c_int,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcount: c_int,
        recvtype: MPI_Datatype,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Ialltoall`](crate::MPI_Ialltoall), with large counts.
    #[cfg(has_mpi_ialltoall_c)]
    pub fn MPI_Ialltoall_c(
        sendbuf: *const c_void,
        sendcount: MPI_Count,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcount: MPI_Count,
        recvtype: MPI_Datatype,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Alltoallv`](crate::MPI_Alltoallv), nonblocking.
    pub fn MPI_Ialltoallv(
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

    /// As [`MPI_Ialltoallv`](crate::MPI_Ialltoallv), with large counts.
    #[cfg(has_mpi_ialltoallv_c)]
    pub fn MPI_Ialltoallv_c(
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

    /// As [`MPI_Alltoallw`](crate::MPI_Alltoallw), nonblocking.
    pub fn MPI_Ialltoallw(
        sendbuf: *const c_void,
        sendcounts: *const c_int,
        sdispls: *const c_int,
        sendtypes: *const MPI_Datatype,
        recvbuf: *mut c_void,
        recvcounts: *const c_int,
        rdispls: *const c_int,
        recvtypes: *const MPI_Datatype,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Ialltoallw`](crate::MPI_Ialltoallw), with large counts.
    #[cfg(has_mpi_ialltoallw_c)]
    pub fn MPI_Ialltoallw_c(
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

    /// As [`MPI_Barrier`](crate::MPI_Barrier), nonblocking.
    pub fn MPI_Ibarrier(comm: MPI_Comm, request: *mut MPI_Request) -> c_int;

    /// As [`MPI_Bcast`](crate::MPI_Bcast), nonblocking.
    pub fn MPI_Ibcast(
        buffer: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
        root: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Ibcast`](crate::MPI_Ibcast), with large counts.
    #[cfg(has_mpi_ibcast_c)]
    pub fn MPI_Ibcast_c(
        buffer: *mut c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        root: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Exscan`](crate::MPI_Exscan), nonblocking.
    pub fn MPI_Iexscan(
        sendbuf: *const c_void,
        recvbuf: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
        op: MPI_Op,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Iexscan`](crate::MPI_Iexscan), with large counts.
    #[cfg(has_mpi_iexscan_c)]
    pub fn MPI_Iexscan_c(
        sendbuf: *const c_void,
        recvbuf: *mut c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        op: MPI_Op,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Gather`](crate::MPI_Gather), nonblocking.
    pub fn MPI_Igather(
        sendbuf: *const c_void,
        sendcount: c_int,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcount: c_int,
        recvtype: MPI_Datatype,
        root: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Igather`](crate::MPI_Igather), with large counts.
    #[cfg(has_mpi_igather_c)]
    pub fn MPI_Igather_c(
        sendbuf: *const c_void,
        sendcount: MPI_Count,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcount: MPI_Count,
        recvtype: MPI_Datatype,
        root: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Gatherv`](crate::MPI_Gatherv), nonblocking.
    pub fn MPI_Igatherv(
        sendbuf: *const c_void,
        sendcount: c_int,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcounts: *const c_int,
        displs: *const c_int,
        recvtype: MPI_Datatype,
        root: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Igatherv`](crate::MPI_Igatherv), with large counts.
    #[cfg(has_mpi_igatherv_c)]
    pub fn MPI_Igatherv_c(
        sendbuf: *const c_void,
        sendcount: MPI_Count,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcounts: *const MPI_Count,
        displs: *const MPI_Aint,
        recvtype: MPI_Datatype,
        root: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Reduce`](crate::MPI_Reduce), nonblocking.
    pub fn MPI_Ireduce(
        sendbuf: *const c_void,
        recvbuf: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
        op: MPI_Op,
        root: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Ireduce`](crate::MPI_Ireduce), with large counts.
    #[cfg(has_mpi_ireduce_c)]
    pub fn MPI_Ireduce_c(
        sendbuf: *const c_void,
        recvbuf: *mut c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        op: MPI_Op,
        root: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Reduce_scatter`](crate::MPI_Reduce_scatter), nonblocking.
    pub fn MPI_Ireduce_scatter(
        sendbuf: *const c_void,
        recvbuf: *mut c_void,
        recvcounts: *const c_int,
        datatype: MPI_Datatype,
        op: MPI_Op,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Reduce_scatter_block`](crate::MPI_Reduce_scatter_block), nonblocking.
    pub fn MPI_Ireduce_scatter_block(
        sendbuf: *const c_void,
        recvbuf: *mut c_void,
        recvcount: c_int,
        datatype: MPI_Datatype,
        op: MPI_Op,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Ireduce_scatter_block`](crate::MPI_Ireduce_scatter_block), with large counts.
    #[cfg(has_mpi_ireduce_scatter_block_c)]
    pub fn MPI_Ireduce_scatter_block_c(
        sendbuf: *const c_void,
        recvbuf: *mut c_void,
        recvcount: MPI_Count,
        datatype: MPI_Datatype,
        op: MPI_Op,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Ireduce_scatter`](crate::MPI_Ireduce_scatter), with large counts.
    #[cfg(has_mpi_ireduce_scatter_c)]
    pub fn MPI_Ireduce_scatter_c(
        sendbuf: *const c_void,
        recvbuf: *mut c_void,
        recvcounts: *const MPI_Count,
        datatype: MPI_Datatype,
        op: MPI_Op,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Scan`](crate::MPI_Scan), nonblocking.
    pub fn MPI_Iscan(
        sendbuf: *const c_void,
        recvbuf: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
        op: MPI_Op,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Iscan`](crate::MPI_Iscan), with large counts.
    #[cfg(has_mpi_iscan_c)]
    pub fn MPI_Iscan_c(
        sendbuf: *const c_void,
        recvbuf: *mut c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        op: MPI_Op,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Scatter`](crate::MPI_Scatter), nonblocking.
    pub fn MPI_Iscatter(
        sendbuf: *const c_void,
        sendcount: c_int,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcount: c_int,
        recvtype: MPI_Datatype,
        root: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Iscatter`](crate::MPI_Iscatter), with large counts.
    #[cfg(has_mpi_iscatter_c)]
    pub fn MPI_Iscatter_c(
        sendbuf: *const c_void,
        sendcount: MPI_Count,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcount: MPI_Count,
        recvtype: MPI_Datatype,
        root: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Scatterv`](crate::MPI_Scatterv), nonblocking.
    pub fn MPI_Iscatterv(
        sendbuf: *const c_void,
        sendcounts: *const c_int,
        displs: *const c_int,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcount: c_int,
        recvtype: MPI_Datatype,
        root: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Iscatterv`](crate::MPI_Iscatterv), with large counts.
    #[cfg(has_mpi_iscatterv_c)]
    pub fn MPI_Iscatterv_c(
        sendbuf: *const c_void,
        sendcounts: *const MPI_Count,
        displs: *const MPI_Aint,
        sendtype: MPI_Datatype,
        recvbuf: *mut c_void,
        recvcount: MPI_Count,
        recvtype: MPI_Datatype,
        root: c_int,
        comm: MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;
}
