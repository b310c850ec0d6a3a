//! Chapter 12 of MPI 5.0, One-Sided Communications: synchronization.

use crate::types::*;

unsafe extern "C" {
    /// Ends an access epoch begun with [`MPI_Win_start`](crate::MPI_Win_start).
    pub fn MPI_Win_complete(win: MPI_Win) -> c_int;

    /// Separates epochs of a window, on all ranks.
    pub fn MPI_Win_fence(assert: c_int, win: MPI_Win) -> c_int;

    /// Completes all operations to a target, at both sides.
    pub fn MPI_Win_flush(rank: c_int, win: MPI_Win) -> c_int;

    /// Completes all operations to all targets, at both sides.
    pub fn MPI_Win_flush_all(win: MPI_Win) -> c_int;

    /// Completes all operations to a target, at the origin.
    pub fn MPI_Win_flush_local(rank: c_int, win: MPI_Win) -> c_int;

    /// Completes all operations to all targets, at the origin.
    pub fn MPI_Win_flush_local_all(win: MPI_Win) -> c_int;

    /// Begins an access epoch to a target.
    pub fn MPI_Win_lock(lock_type: c_int, rank: c_int, assert: c_int, win: MPI_Win) -> c_int;

    /// Begins a shared access epoch to all targets.
    pub fn MPI_Win_lock_all(assert: c_int, win: MPI_Win) -> c_int;

    /// Begins an exposure epoch for a group.
    pub fn MPI_Win_post(group: MPI_Group, assert: c_int, win: MPI_Win) -> c_int;

    /// Begins an access epoch to a group.
    pub fn MPI_Win_start(group: MPI_Group, assert: c_int, win: MPI_Win) -> c_int;

    /// Synchronizes the private and public copies of a window.
    pub fn MPI_Win_sync(win: MPI_Win) -> c_int;

    /// Tells whether an exposure epoch is over.
    pub fn MPI_Win_test(win: MPI_Win, flag: *mut c_int) -> c_int;

    /// Ends an access epoch to a target.
    pub fn MPI_Win_unlock(rank: c_int, win: MPI_Win) -> c_int;

    /// Ends a shared access epoch to all targets.
    pub fn MPI_Win_unlock_all(win: MPI_Win) -> c_int;

    /// Waits for the end of an exposure epoch.
    pub fn MPI_Win_wait(win: MPI_Win) -> c_int;
}
