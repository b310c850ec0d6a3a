//! Chapter 12 of MPI 5.0, One-Sided Communications: windows.

use crate::types::*;

unsafe extern "C" {
    /// Allocates memory and makes a window of it.
    pub fn MPI_Win_allocate(
        size: MPI_Aint,
        disp_unit: c_int,
        info: MPI_Info,
        comm: MPI_Comm,
        baseptr: *mut c_void,
        win: *mut MPI_Win,
    ) -> c_int;

    /// As [`MPI_Win_allocate`](crate::MPI_Win_allocate), with large counts.
    #[cfg(has_mpi_win_allocate_c)]
    pub fn MPI_Win_allocate_c(
        size: MPI_Aint,
        disp_unit: MPI_Aint,
        info: MPI_Info,
        comm: MPI_Comm,
        baseptr: *mut c_void,
        win: *mut MPI_Win,
    ) -> c_int;

    /// Allocates memory that the ranks share and makes a window of it.
    pub fn MPI_Win_allocate_shared(
        size: MPI_Aint,
        disp_unit: c_int,
        info: MPI_Info,
        comm: MPI_Comm,
        baseptr: *mut c_void,
        win: *mut MPI_Win,
    ) -> c_int;

    /// As [`MPI_Win_allocate_shared`](crate::MPI_Win_allocate_shared), with large counts.
    #[cfg(has_mpi_win_allocate_shared_c)]
    pub fn MPI_Win_allocate_shared_c(
        size: MPI_Aint,
        disp_unit: MPI_Aint,
        info: MPI_Info,
        comm: MPI_Comm,
        baseptr: *mut c_void,
        win: *mut MPI_Win,
    ) -> c_int;

    /// Attaches memory to a dynamic window.
    pub fn MPI_Win_attach(win: MPI_Win, base: *mut c_void, size: MPI_Aint) -> c_int;

    /// Makes a window of the caller's memory.
    pub fn MPI_Win_create(
        base: *mut c_void,
        size: MPI_Aint,
        disp_unit: c_int,
        info: MPI_Info,
        comm: MPI_Comm,
        win: *mut MPI_Win,
    ) -> c_int;

    /// As [`MPI_Win_create`](crate::MPI_Win_create), with large counts.
    #[cfg(has_mpi_win_create_c)]
    pub fn MPI_Win_create_c(
        base: *mut c_void,
        size: MPI_Aint,
        disp_unit: MPI_Aint,
        info: MPI_Info,
        comm: MPI_Comm,
        win: *mut MPI_Win,
    ) -> c_int;

    /// Makes a window without memory.
    pub fn MPI_Win_create_dynamic(info: MPI_Info, comm: MPI_Comm, win: *mut MPI_Win) -> c_int;

    /// Detaches memory from a dynamic window.
    pub fn MPI_Win_detach(win: MPI_Win, base: *const c_void) -> c_int;

    /// Frees a window.
    pub fn MPI_Win_free(win: *mut MPI_Win) -> c_int;

    /// Gets the group of a window.
    pub fn MPI_Win_get_group(win: MPI_Win, group: *mut MPI_Group) -> c_int;

    /// Gets the hints of a window.
    pub fn MPI_Win_get_info(win: MPI_Win, info_used: *mut MPI_Info) -> c_int;

    /// Sets the hints of a window.
    pub fn MPI_Win_set_info(win: MPI_Win, info: MPI_Info) -> c_int;

    /// Gets the address of another rank's part of a shared window.
    pub fn MPI_Win_shared_query(
        win: MPI_Win,
        rank: c_int,
        size: *mut MPI_Aint,
        disp_unit: *mut c_int,
        baseptr: *mut c_void,
    ) -> c_int;

    /// As [`MPI_Win_shared_query`](crate::MPI_Win_shared_query), with large counts.
    #[cfg(has_mpi_win_shared_query_c)]
    pub fn MPI_Win_shared_query_c(
        win: MPI_Win,
        rank: c_int,
        size: *mut MPI_Aint,
        disp_unit: *mut MPI_Aint,
        baseptr: *mut c_void,
    ) -> c_int;
}
