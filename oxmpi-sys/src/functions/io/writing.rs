//! Chapter 14 of MPI 5.0, I/O: writing.

use crate::types::*;

unsafe extern "C" {
    /// Starts to write at the individual file pointer.
    pub fn MPI_File_iwrite(
        fh: MPI_File,
        buf: *const c_void,
        count: c_int,
        datatype: MPI_Datatype,
        request: *mut MPI_Request,
    ) -> c_int;

    /// Starts to write at the individual file pointer, on all ranks.
    pub fn MPI_File_iwrite_all(
        fh: MPI_File,
        buf: *const c_void,
        count: c_int,
        datatype: MPI_Datatype,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_File_iwrite_all`](crate::MPI_File_iwrite_all), with large counts.
    #[cfg(has_mpi_file_iwrite_all_c)]
    pub fn MPI_File_iwrite_all_c(
        fh: MPI_File,
        buf: *const c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        request: *mut MPI_Request,
    ) -> c_int;

    /// Starts to write at an offset.
    pub fn MPI_File_iwrite_at(
        fh: MPI_File,
        offset: MPI_Offset,
        buf: *const c_void,
        count: c_int,
        datatype: MPI_Datatype,
        request: *mut MPI_Request,
    ) -> c_int;

    /// Starts to write at an offset, on all ranks.
    pub fn MPI_File_iwrite_at_all(
        fh: MPI_File,
        offset: MPI_Offset,
        buf: *const c_void,
        count: c_int,
        datatype: MPI_Datatype,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_File_iwrite_at_all`](crate::MPI_File_iwrite_at_all), with large counts.
    #[cfg(has_mpi_file_iwrite_at_all_c)]
    pub fn MPI_File_iwrite_at_all_c(
        fh: MPI_File,
        offset: MPI_Offset,
        buf: *const c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_File_iwrite_at`](crate::MPI_File_iwrite_at), with large counts.
    #[cfg(has_mpi_file_iwrite_at_c)]
    pub fn MPI_File_iwrite_at_c(
        fh: MPI_File,
        offset: MPI_Offset,
        buf: *const c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_File_iwrite`](crate::MPI_File_iwrite), with large counts.
    #[cfg(has_mpi_file_iwrite_c)]
    pub fn MPI_File_iwrite_c(
        fh: MPI_File,
        buf: *const c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        request: *mut MPI_Request,
    ) -> c_int;

    /// Starts to write at the shared file pointer.
    pub fn MPI_File_iwrite_shared(
        fh: MPI_File,
        buf: *const c_void,
        count: c_int,
        datatype: MPI_Datatype,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_File_iwrite_shared`](crate::MPI_File_iwrite_shared), with large counts.
    #[cfg(has_mpi_file_iwrite_shared_c)]
    pub fn MPI_File_iwrite_shared_c(
        fh: MPI_File,
        buf: *const c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        request: *mut MPI_Request,
    ) -> c_int;

    /// Writes at the individual file pointer.
    pub fn MPI_File_write(
        fh: MPI_File,
        buf: *const c_void,
        count: c_int,
        datatype: MPI_Datatype,
        status: *mut MPI_Status,
    ) -> c_int;

    /// Writes at the individual file pointer, on all ranks.
    pub fn MPI_File_write_all(
        fh: MPI_File,
        buf: *const c_void,
        count: c_int,
        datatype: MPI_Datatype,
        status: *mut MPI_Status,
    ) -> c_int;

    /// Starts to write at the individual file pointer, on all ranks.
    pub fn MPI_File_write_all_begin(fh: MPI_File, buf: *const c_void, count: c_int, datatype: MPI_Datatype) -> c_int;

    /// As [`MPI_File_write_all_begin`](crate::MPI_File_write_all_begin), with large counts.
    #[cfg(has_mpi_file_write_all_begin_c)]
    pub fn MPI_File_write_all_begin_c(
        fh: MPI_File,
        buf: *const c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
    ) -> c_int;

    /// As [`MPI_File_write_all`](crate::MPI_File_write_all), with large counts.
    #[cfg(has_mpi_file_write_all_c)]
    pub fn MPI_File_write_all_c(
        fh: MPI_File,
        buf: *const c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        status: *mut MPI_Status,
    ) -> c_int;

    /// Finishes to write at the individual file pointer, on all ranks.
    pub fn MPI_File_write_all_end(fh: MPI_File, buf: *const c_void, status: *mut MPI_Status) -> c_int;

    /// Writes at an offset.
    pub fn MPI_File_write_at(
        fh: MPI_File,
        offset: MPI_Offset,
        buf: *const c_void,
        count: c_int,
        datatype: MPI_Datatype,
        status: *mut MPI_Status,
    ) -> c_int;

    /// Writes at an offset, on all ranks.
    pub fn MPI_File_write_at_all(
        fh: MPI_File,
        offset: MPI_Offset,
        buf: *const c_void,
        count: c_int,
        datatype: MPI_Datatype,
        status: *mut MPI_Status,
    ) -> c_int;

    /// Starts to write at an offset, on all ranks.
    pub fn MPI_File_write_at_all_begin(
        fh: MPI_File,
        offset: MPI_Offset,
        buf: *const c_void,
        count: c_int,
        datatype: MPI_Datatype,
    ) -> c_int;

    /// As [`MPI_File_write_at_all_begin`](crate::MPI_File_write_at_all_begin), with large counts.
    #[cfg(has_mpi_file_write_at_all_begin_c)]
    pub fn MPI_File_write_at_all_begin_c(
        fh: MPI_File,
        offset: MPI_Offset,
        buf: *const c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
    ) -> c_int;

    /// As [`MPI_File_write_at_all`](crate::MPI_File_write_at_all), with large counts.
    #[cfg(has_mpi_file_write_at_all_c)]
    pub fn MPI_File_write_at_all_c(
        fh: MPI_File,
        offset: MPI_Offset,
        buf: *const c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        status: *mut MPI_Status,
    ) -> c_int;

    /// Finishes to write at an offset, on all ranks.
    pub fn MPI_File_write_at_all_end(fh: MPI_File, buf: *const c_void, status: *mut MPI_Status) -> c_int;

    /// As [`MPI_File_write_at`](crate::MPI_File_write_at), with large counts.
    #[cfg(has_mpi_file_write_at_c)]
    pub fn MPI_File_write_at_c(
        fh: MPI_File,
        offset: MPI_Offset,
        buf: *const c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        status: *mut MPI_Status,
    ) -> c_int;

    /// As [`MPI_File_write`](crate::MPI_File_write), with large counts.
    #[cfg(has_mpi_file_write_c)]
    pub fn MPI_File_write_c(
        fh: MPI_File,
        buf: *const c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        status: *mut MPI_Status,
    ) -> c_int;

    /// Writes at the shared file pointer, in the order of the ranks.
    pub fn MPI_File_write_ordered(
        fh: MPI_File,
        buf: *const c_void,
        count: c_int,
        datatype: MPI_Datatype,
        status: *mut MPI_Status,
    ) -> c_int;

    /// Starts to write at the shared file pointer, in the order of the ranks.
    pub fn MPI_File_write_ordered_begin(
        fh: MPI_File,
        buf: *const c_void,
        count: c_int,
        datatype: MPI_Datatype,
    ) -> c_int;

    /// As [`MPI_File_write_ordered_begin`](crate::MPI_File_write_ordered_begin), with large counts.
    #[cfg(has_mpi_file_write_ordered_begin_c)]
    pub fn MPI_File_write_ordered_begin_c(
        fh: MPI_File,
        buf: *const c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
    ) -> c_int;

    /// As [`MPI_File_write_ordered`](crate::MPI_File_write_ordered), with large counts.
    #[cfg(has_mpi_file_write_ordered_c)]
    pub fn MPI_File_write_ordered_c(
        fh: MPI_File,
        buf: *const c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        status: *mut MPI_Status,
    ) -> c_int;

    /// Finishes to write at the shared file pointer, in the order of the ranks.
    pub fn MPI_File_write_ordered_end(fh: MPI_File, buf: *const c_void, status: *mut MPI_Status) -> c_int;

    /// Writes at the shared file pointer.
    pub fn MPI_File_write_shared(
        fh: MPI_File,
        buf: *const c_void,
        count: c_int,
        datatype: MPI_Datatype,
        status: *mut MPI_Status,
    ) -> c_int;

    /// As [`MPI_File_write_shared`](crate::MPI_File_write_shared), with large counts.
    #[cfg(has_mpi_file_write_shared_c)]
    pub fn MPI_File_write_shared_c(
        fh: MPI_File,
        buf: *const c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        status: *mut MPI_Status,
    ) -> c_int;
}
