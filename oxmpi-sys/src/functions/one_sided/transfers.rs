//! Chapter 12 of MPI 5.0, One-Sided Communications: transfers.

use crate::types::*;

unsafe extern "C" {
    /// Combines local data into a target's window.
    pub fn MPI_Accumulate(
        origin_addr: *const c_void,
        origin_count: c_int,
        origin_datatype: MPI_Datatype,
        target_rank: c_int,
        target_disp: MPI_Aint,
        target_count: c_int,
        target_datatype: MPI_Datatype,
        op: MPI_Op,
        win: MPI_Win,
    ) -> c_int;

    /// As [`MPI_Accumulate`](crate::MPI_Accumulate), with large counts.
    #[cfg(has_mpi_accumulate_c)]
    pub fn MPI_Accumulate_c(
        origin_addr: *const c_void,
        origin_count: MPI_Count,
        origin_datatype: MPI_Datatype,
        target_rank: c_int,
        target_disp: MPI_Aint,
        target_count: MPI_Count,
        target_datatype: MPI_Datatype,
        op: MPI_Op,
        win: MPI_Win,
    ) -> c_int;

    /// Atomically replaces an element of a target's window if it equals a given value.
    pub fn MPI_Compare_and_swap(
        origin_addr: *const c_void,
        compare_addr: *const c_void,
        result_addr: *mut c_void,
        datatype: MPI_Datatype,
        target_rank: c_int,
        target_disp: MPI_Aint,
        win: MPI_Win,
    ) -> c_int;

    /// Atomically combines one element with a target's window and fetches the old value.
    pub fn MPI_Fetch_and_op(
        origin_addr: *const c_void,
        result_addr: *mut c_void,
        datatype: MPI_Datatype,
        target_rank: c_int,
        target_disp: MPI_Aint,
        op: MPI_Op,
        win: MPI_Win,
    ) -> c_int;

    /// Reads from a target's window.
    pub fn MPI_Get(
        origin_addr: *mut c_void,
        origin_count: c_int,
        origin_datatype: MPI_Datatype,
        target_rank: c_int,
        target_disp: MPI_Aint,
        target_count: c_int,
        target_datatype: MPI_Datatype,
        win: MPI_Win,
    ) -> c_int;

    /// Combines local data into a target's window and fetches the old values.
    pub fn MPI_Get_accumulate(
        origin_addr: *const c_void,
        origin_count: c_int,
        origin_datatype: MPI_Datatype,
        result_addr: *mut c_void,
        result_count: c_int,
        result_datatype: MPI_Datatype,
        target_rank: c_int,
        target_disp: MPI_Aint,
        target_count: c_int,
        target_datatype: MPI_Datatype,
        op: MPI_Op,
        win: MPI_Win,
    ) -> c_int;

    /// As [`MPI_Get_accumulate`](crate::MPI_Get_accumulate), with large counts.
    #[cfg(has_mpi_get_accumulate_c)]
    pub fn MPI_Get_accumulate_c(
        origin_addr: *const c_void,
        origin_count: MPI_Count,
        origin_datatype: MPI_Datatype,
        result_addr: *mut c_void,
        result_count: MPI_Count,
        result_datatype: MPI_Datatype,
        target_rank: c_int,
        target_disp: MPI_Aint,
        target_count: MPI_Count,
        target_datatype: MPI_Datatype,
        op: MPI_Op,
        win: MPI_Win,
    ) -> c_int;

    /// As [`MPI_Get`](crate::MPI_Get), with large counts.
    #[cfg(has_mpi_get_c)]
    pub fn MPI_Get_c(
        origin_addr: *mut c_void,
        origin_count: MPI_Count,
        origin_datatype: MPI_Datatype,
        target_rank: c_int,
        target_disp: MPI_Aint,
        target_count: MPI_Count,
        target_datatype: MPI_Datatype,
        win: MPI_Win,
    ) -> c_int;

    /// Writes to a target's window.
    pub fn MPI_Put(
        origin_addr: *const c_void,
        origin_count: c_int,
        origin_datatype: MPI_Datatype,
        target_rank: c_int,
        target_disp: MPI_Aint,
        target_count: c_int,
        target_datatype: MPI_Datatype,
        win: MPI_Win,
    ) -> c_int;

    /// As [`MPI_Put`](crate::MPI_Put), with large counts.
    #[cfg(has_mpi_put_c)]
    pub fn MPI_Put_c(
        origin_addr: *const c_void,
        origin_count: MPI_Count,
        origin_datatype: MPI_Datatype,
        target_rank: c_int,
        target_disp: MPI_Aint,
        target_count: MPI_Count,
        target_datatype: MPI_Datatype,
        win: MPI_Win,
    ) -> c_int;

    /// As [`MPI_Accumulate`](crate::MPI_Accumulate), with a request.
    pub fn MPI_Raccumulate(
        origin_addr: *const c_void,
        origin_count: c_int,
        origin_datatype: MPI_Datatype,
        target_rank: c_int,
        target_disp: MPI_Aint,
        target_count: c_int,
        target_datatype: MPI_Datatype,
        op: MPI_Op,
        win: MPI_Win,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Raccumulate`](crate::MPI_Raccumulate), with large counts.
    #[cfg(has_mpi_raccumulate_c)]
    pub fn MPI_Raccumulate_c(
        origin_addr: *const c_void,
        origin_count: MPI_Count,
        origin_datatype: MPI_Datatype,
        target_rank: c_int,
        target_disp: MPI_Aint,
        target_count: MPI_Count,
        target_datatype: MPI_Datatype,
        op: MPI_Op,
        win: MPI_Win,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Get`](crate::MPI_Get), with a request.
    pub fn MPI_Rget(
        origin_addr: *mut c_void,
        origin_count: c_int,
        origin_datatype: MPI_Datatype,
        target_rank: c_int,
        target_disp: MPI_Aint,
        target_count: c_int,
        target_datatype: MPI_Datatype,
        win: MPI_Win,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Get_accumulate`](crate::MPI_Get_accumulate), with a request.
    pub fn MPI_Rget_accumulate(
        origin_addr: *const c_void,
        origin_count: c_int,
        origin_datatype: MPI_Datatype,
        result_addr: *mut c_void,
        result_count: c_int,
        result_datatype: MPI_Datatype,
        target_rank: c_int,
        target_disp: MPI_Aint,
        target_count: c_int,
        target_datatype: MPI_Datatype,
        op: MPI_Op,
        win: MPI_Win,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Rget_accumulate`](crate::MPI_Rget_accumulate), with large counts.
    #[cfg(has_mpi_rget_accumulate_c)]
    pub fn MPI_Rget_accumulate_c(
        origin_addr: *const c_void,
        origin_count: MPI_Count,
        origin_datatype: MPI_Datatype,
        result_addr: *mut c_void,
        result_count: MPI_Count,
        result_datatype: MPI_Datatype,
        target_rank: c_int,
        target_disp: MPI_Aint,
        target_count: MPI_Count,
        target_datatype: MPI_Datatype,
        op: MPI_Op,
        win: MPI_Win,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Rget`](crate::MPI_Rget), with large counts.
    #[cfg(has_mpi_rget_c)]
    pub fn MPI_Rget_c(
        origin_addr: *mut c_void,
        origin_count: MPI_Count,
        origin_datatype: MPI_Datatype,
        target_rank: c_int,
        target_disp: MPI_Aint,
        target_count: MPI_Count,
        target_datatype: MPI_Datatype,
        win: MPI_Win,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Put`](crate::MPI_Put), with a request.
    pub fn MPI_Rput(
        origin_addr: *const c_void,
        origin_count: c_int,
        origin_datatype: MPI_Datatype,
        target_rank: c_int,
        target_disp: MPI_Aint,
        target_count: c_int,
        target_datatype: MPI_Datatype,
        win: MPI_Win,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Rput`](crate::MPI_Rput), with large counts.
    #[cfg(has_mpi_rput_c)]
    pub fn MPI_Rput_c(
        origin_addr: *const c_void,
        origin_count: MPI_Count,
        origin_datatype: MPI_Datatype,
        target_rank: c_int,
        target_disp: MPI_Aint,
        target_count: MPI_Count,
        target_datatype: MPI_Datatype,
        win: MPI_Win,
        request: *mut MPI_Request,
    ) -> c_int;
}
