//! Chapter 6 of MPI 5.0, Collective Communication: reduction operations.

use crate::types::*;

unsafe extern "C" {
    /// Tells whether an operation is commutative.
    pub fn MPI_Op_commutative(op: MPI_Op, commute: *mut c_int) -> c_int;

    /// Creates a reduction operation.
    pub fn MPI_Op_create(user_fn: Option<MPI_User_function>, commute: c_int, op: *mut MPI_Op) -> c_int;

    /// As [`MPI_Op_create`](crate::MPI_Op_create), with large counts.
    #[cfg(has_mpi_op_create_c)]
    pub fn MPI_Op_create_c(user_fn: Option<MPI_User_function_c>, commute: c_int, op: *mut MPI_Op) -> c_int;

    /// Frees a reduction operation.
    pub fn MPI_Op_free(op: *mut MPI_Op) -> c_int;

    /// Combines two local buffers.
    pub fn MPI_Reduce_local(
        inbuf: *const c_void,
        inoutbuf: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
        op: MPI_Op,
    ) -> c_int;

    /// As [`MPI_Reduce_local`](crate::MPI_Reduce_local), with large counts.
    #[cfg(has_mpi_reduce_local_c)]
    pub fn MPI_Reduce_local_c(
        inbuf: *const c_void,
        inoutbuf: *mut c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        op: MPI_Op,
    ) -> c_int;
}
