//! Extensions (`MPIX_…`) which oxmpi uses where the library has them: user-level failure mitigation, awareness of GPUs, and the
//! persistent collectives of Open MPI 4.1, which have the signatures of MPI 4.0 under older names.

use crate::types::*;

unsafe extern "C" {
    /// Makes all pending and future communication of a communicator fail.
    #[cfg(has_mpix_comm_revoke)]
    pub fn MPIX_Comm_revoke(comm: MPI_Comm) -> c_int;

    /// Tells whether a communicator was revoked.
    #[cfg(has_mpix_comm_is_revoked)]
    pub fn MPIX_Comm_is_revoked(comm: MPI_Comm, flag: *mut c_int) -> c_int;

    /// Makes a communicator of the ranks that are alive.
    #[cfg(has_mpix_comm_shrink)]
    pub fn MPIX_Comm_shrink(comm: MPI_Comm, newcomm: *mut MPI_Comm) -> c_int;

    /// Acknowledges the failures known so far.
    #[cfg(has_mpix_comm_failure_ack)]
    pub fn MPIX_Comm_failure_ack(comm: MPI_Comm) -> c_int;

    /// Gets the group of failed ranks that were acknowledged.
    #[cfg(has_mpix_comm_failure_get_acked)]
    pub fn MPIX_Comm_failure_get_acked(comm: MPI_Comm, failedgrp: *mut MPI_Group) -> c_int;

    /// Gets the group of failed ranks.
    #[cfg(has_mpix_comm_get_failed)]
    pub fn MPIX_Comm_get_failed(comm: MPI_Comm, failedgrp: *mut MPI_Group) -> c_int;

    /// Acknowledges a number of failures.
    #[cfg(has_mpix_comm_ack_failed)]
    pub fn MPIX_Comm_ack_failed(comm: MPI_Comm, num_to_ack: c_int, num_acked: *mut c_int) -> c_int;

    /// Agrees on the bitwise and of a value, over the ranks that are alive.
    #[cfg(has_mpix_comm_agree)]
    pub fn MPIX_Comm_agree(comm: MPI_Comm, flag: *mut c_int) -> c_int;

    /// As [`MPIX_Comm_agree`](crate::MPIX_Comm_agree), nonblocking.
    #[cfg(has_mpix_comm_iagree)]
    pub fn MPIX_Comm_iagree(comm: MPI_Comm, flag: *mut c_int, request: *mut MPI_Request) -> c_int;

    /// As `MPI_Allgather_init`, in Open MPI 4.1.
    #[cfg(has_mpix_allgather_init)]
    pub fn MPIX_Allgather_init(
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

    /// As `MPI_Allgatherv_init`, in Open MPI 4.1.
    #[cfg(has_mpix_allgatherv_init)]
    pub fn MPIX_Allgatherv_init(
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

    /// As `MPI_Allreduce_init`, in Open MPI 4.1.
    #[cfg(has_mpix_allreduce_init)]
    pub fn MPIX_Allreduce_init(
        sendbuf: *const c_void,
        recvbuf: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
        op: MPI_Op,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As `MPI_Alltoall_init`, in Open MPI 4.1.
    #[cfg(has_mpix_alltoall_init)]
    pub fn MPIX_Alltoall_init(
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

    /// As `MPI_Alltoallv_init`, in Open MPI 4.1.
    #[cfg(has_mpix_alltoallv_init)]
    pub fn MPIX_Alltoallv_init(
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

    /// As `MPI_Alltoallw_init`, in Open MPI 4.1.
    #[cfg(has_mpix_alltoallw_init)]
    pub fn MPIX_Alltoallw_init(
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

    /// As `MPI_Barrier_init`, in Open MPI 4.1.
    #[cfg(has_mpix_barrier_init)]
    pub fn MPIX_Barrier_init(comm: MPI_Comm, info: MPI_Info, request: *mut MPI_Request) -> c_int;

    /// As `MPI_Bcast_init`, in Open MPI 4.1.
    #[cfg(has_mpix_bcast_init)]
    pub fn MPIX_Bcast_init(
        buffer: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
        root: c_int,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As `MPI_Exscan_init`, in Open MPI 4.1.
    #[cfg(has_mpix_exscan_init)]
    pub fn MPIX_Exscan_init(
        sendbuf: *const c_void,
        recvbuf: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
        op: MPI_Op,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As `MPI_Gather_init`, in Open MPI 4.1.
    #[cfg(has_mpix_gather_init)]
    pub fn MPIX_Gather_init(
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

    /// As `MPI_Gatherv_init`, in Open MPI 4.1.
    #[cfg(has_mpix_gatherv_init)]
    pub fn MPIX_Gatherv_init(
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

    /// As `MPI_Neighbor_allgather_init`, in Open MPI 4.1.
    #[cfg(has_mpix_neighbor_allgather_init)]
    pub fn MPIX_Neighbor_allgather_init(
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

    /// As `MPI_Neighbor_allgatherv_init`, in Open MPI 4.1.
    #[cfg(has_mpix_neighbor_allgatherv_init)]
    pub fn MPIX_Neighbor_allgatherv_init(
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

    /// As `MPI_Neighbor_alltoall_init`, in Open MPI 4.1.
    #[cfg(has_mpix_neighbor_alltoall_init)]
    pub fn MPIX_Neighbor_alltoall_init(
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

    /// As `MPI_Neighbor_alltoallv_init`, in Open MPI 4.1.
    #[cfg(has_mpix_neighbor_alltoallv_init)]
    pub fn MPIX_Neighbor_alltoallv_init(
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

    /// As `MPI_Neighbor_alltoallw_init`, in Open MPI 4.1.
    #[cfg(has_mpix_neighbor_alltoallw_init)]
    pub fn MPIX_Neighbor_alltoallw_init(
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

    /// As `MPI_Reduce_init`, in Open MPI 4.1.
    #[cfg(has_mpix_reduce_init)]
    pub fn MPIX_Reduce_init(
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

    /// As `MPI_Reduce_scatter_block_init`, in Open MPI 4.1.
    #[cfg(has_mpix_reduce_scatter_block_init)]
    pub fn MPIX_Reduce_scatter_block_init(
        sendbuf: *const c_void,
        recvbuf: *mut c_void,
        recvcount: c_int,
        datatype: MPI_Datatype,
        op: MPI_Op,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As `MPI_Reduce_scatter_init`, in Open MPI 4.1.
    #[cfg(has_mpix_reduce_scatter_init)]
    pub fn MPIX_Reduce_scatter_init(
        sendbuf: *const c_void,
        recvbuf: *mut c_void,
        recvcounts: *const c_int,
        datatype: MPI_Datatype,
        op: MPI_Op,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As `MPI_Scan_init`, in Open MPI 4.1.
    #[cfg(has_mpix_scan_init)]
    pub fn MPIX_Scan_init(
        sendbuf: *const c_void,
        recvbuf: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
        op: MPI_Op,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As `MPI_Scatter_init`, in Open MPI 4.1.
    #[cfg(has_mpix_scatter_init)]
    pub fn MPIX_Scatter_init(
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

    /// As `MPI_Scatterv_init`, in Open MPI 4.1.
    #[cfg(has_mpix_scatterv_init)]
    pub fn MPIX_Scatterv_init(
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

    /// Tells whether memory of CUDA devices can be used: 1 or 0.
    #[cfg(has_mpix_query_cuda_support)]
    pub fn MPIX_Query_cuda_support() -> c_int;

    /// Tells whether memory of HIP devices can be used: 1 or 0 (MPICH).
    #[cfg(has_mpix_query_hip_support)]
    pub fn MPIX_Query_hip_support() -> c_int;

    /// Tells whether memory of ROCm devices can be used: 1 or 0 (Open MPI 5).
    #[cfg(has_mpix_query_rocm_support)]
    pub fn MPIX_Query_rocm_support() -> c_int;

    /// Tells whether memory of Level Zero devices can be used: 1 or 0 (MPICH).
    #[cfg(has_mpix_query_ze_support)]
    pub fn MPIX_Query_ze_support() -> c_int;
}
