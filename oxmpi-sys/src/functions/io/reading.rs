//! Chapter 14 of MPI 5.0, I/O: reading.

use crate::types::*;

unsafe extern "C" {
    /// Starts to read at the individual file pointer.
    pub fn MPI_File_iread(
        fh: MPI_File,
        buf: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
        request: *mut MPI_Request,
    ) -> c_int;

    /// Starts to read at the individual file pointer, on all ranks.
    pub fn MPI_File_iread_all(
        fh: MPI_File,
        buf: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_File_iread_all`](crate::MPI_File_iread_all), with large counts.
    #[cfg(has_mpi_file_iread_all_c)]
    pub fn MPI_File_iread_all_c(
        fh: MPI_File,
        buf: *mut c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        request: *mut MPI_Request,
    ) -> c_int;

    /// Starts to read at an offset.
    pub fn MPI_File_iread_at(
        fh: MPI_File,
        offset: MPI_Offset,
        buf: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
        request: *mut MPI_Request,
    ) -> c_int;

    /// Starts to read at an offset, on all ranks.
    pub fn MPI_File_iread_at_all(
        fh: MPI_File,
        offset: MPI_Offset,
        buf: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_File_iread_at_all`](crate::MPI_File_iread_at_all), with large counts.
    #[cfg(has_mpi_file_iread_at_all_c)]
    pub fn MPI_File_iread_at_all_c(
        fh: MPI_File,
        offset: MPI_Offset,
        buf: *mut c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_File_iread_at`](crate::MPI_File_iread_at), with large counts.
    #[cfg(has_mpi_file_iread_at_c)]
    pub fn MPI_File_iread_at_c(
        fh: MPI_File,
        offset: MPI_Offset,
        buf: *mut c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_File_iread`](crate::MPI_File_iread), with large counts.
    #[cfg(has_mpi_file_iread_c)]
    pub fn MPI_File_iread_c(
        fh: MPI_File,
        buf: *mut c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        request: *mut MPI_Request,
    ) -> c_int;

    /// Starts to read at the shared file pointer.
    pub fn MPI_File_iread_shared(
        fh: MPI_File,
        buf: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_File_iread_shared`](crate::MPI_File_iread_shared), with large counts.
    #[cfg(has_mpi_file_iread_shared_c)]
    pub fn MPI_File_iread_shared_c(
        fh: MPI_File,
        buf: *mut c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        request: *mut MPI_Request,
    ) -> c_int;

    /// Reads at the individual file pointer.
    pub fn MPI_File_read(
        fh: MPI_File,
        buf: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
        status: *mut MPI_Status,
    ) -> c_int;

    /// Reads at the individual file pointer, on all ranks.
    pub fn MPI_File_read_all(
        fh: MPI_File,
        buf: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
        status: *mut MPI_Status,
    ) -> c_int;

    /// Starts to read at the individual file pointer, on all ranks.
    pub fn MPI_File_read_all_begin(fh: MPI_File, buf: *mut c_void, count: c_int, datatype: MPI_Datatype) -> c_int;

    /// As [`MPI_File_read_all_begin`](crate::MPI_File_read_all_begin), with large counts.
    #[cfg(has_mpi_file_read_all_begin_c)]
    pub fn MPI_File_read_all_begin_c(fh: MPI_File, buf: *mut c_void, count: MPI_Count, datatype: MPI_Datatype)
    -> c_int;

    /// As [`MPI_File_read_all`](crate::MPI_File_read_all), with large counts.
    #[cfg(has_mpi_file_read_all_c)]
    pub fn MPI_File_read_all_c(
        fh: MPI_File,
        buf: *mut c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        status: *mut MPI_Status,
    ) -> c_int;

    /// Finishes to read at the individual file pointer, on all ranks.
    pub fn MPI_File_read_all_end(fh: MPI_File, buf: *mut c_void, status: *mut MPI_Status) -> c_int;

    /// Reads at an offset.
    pub fn MPI_File_read_at(
        fh: MPI_File,
        offset: MPI_Offset,
        buf: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
        status: *mut MPI_Status,
    ) -> c_int;

    /// Reads at an offset, on all ranks.
    pub fn MPI_File_read_at_all(
        fh: MPI_File,
        offset: MPI_Offset,
        buf: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
        status: *mut MPI_Status,
    ) -> c_int;

    /// Starts to read at an offset, on all ranks.
    pub fn MPI_File_read_at_all_begin(
        fh: MPI_File,
        offset: MPI_Offset,
        buf: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
    ) -> c_int;

    /// As [`MPI_File_read_at_all_begin`](crate::MPI_File_read_at_all_begin), with large counts.
    #[cfg(has_mpi_file_read_at_all_begin_c)]
    pub fn MPI_File_read_at_all_begin_c(
        fh: MPI_File,
        offset: MPI_Offset,
        buf: *mut c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
    ) -> c_int;

    /// As [`MPI_File_read_at_all`](crate::MPI_File_read_at_all), with large counts.
    #[cfg(has_mpi_file_read_at_all_c)]
    pub fn MPI_File_read_at_all_c(
        fh: MPI_File,
        offset: MPI_Offset,
        buf: *mut c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        status: *mut MPI_Status,
    ) -> c_int;

    /// Finishes to read at an offset, on all ranks.
    pub fn MPI_File_read_at_all_end(fh: MPI_File, buf: *mut c_void, status: *mut MPI_Status) -> c_int;

    /// As [`MPI_File_read_at`](crate::MPI_File_read_at), with large counts.
    #[cfg(has_mpi_file_read_at_c)]
    pub fn MPI_File_read_at_c(
        fh: MPI_File,
        offset: MPI_Offset,
        buf: *mut c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        status: *mut MPI_Status,
    ) -> c_int;

    /// As [`MPI_File_read`](crate::MPI_File_read), with large counts.
    #[cfg(has_mpi_file_read_c)]
    pub fn MPI_File_read_c(
        fh: MPI_File,
        buf: *mut c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        status: *mut MPI_Status,
    ) -> c_int;

    /// Reads at the shared file pointer, in the order of the ranks.
    pub fn MPI_File_read_ordered(
        fh: MPI_File,
        buf: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
        status: *mut MPI_Status,
    ) -> c_int;

    /// Starts to read at the shared file pointer, in the order of the ranks.
    pub fn MPI_File_read_ordered_begin(fh: MPI_File, buf: *mut c_void, count: c_int, datatype: MPI_Datatype) -> c_int;

    /// As [`MPI_File_read_ordered_begin`](crate::MPI_File_read_ordered_begin), with large counts.
    #[cfg(has_mpi_file_read_ordered_begin_c)]
    pub fn MPI_File_read_ordered_begin_c(
        fh: MPI_File,
        buf: *mut c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
    ) -> c_int;

    /// As [`MPI_File_read_ordered`](crate::MPI_File_read_ordered), with large counts.
    #[cfg(has_mpi_file_read_ordered_c)]
    pub fn MPI_File_read_ordered_c(
        fh: MPI_File,
        buf: *mut c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        status: *mut MPI_Status,
    ) -> c_int;

    /// Finishes to read at the shared file pointer, in the order of the ranks.
    pub fn MPI_File_read_ordered_end(fh: MPI_File, buf: *mut c_void, status: *mut MPI_Status) -> c_int;

    /// Reads at the shared file pointer.
    pub fn MPI_File_read_shared(
        fh: MPI_File,
        buf: *mut c_void,
        count: c_int,
        datatype: MPI_Datatype,
        status: *mut MPI_Status,
    ) -> c_int;

    /// As [`MPI_File_read_shared`](crate::MPI_File_read_shared), with large counts.
    #[cfg(has_mpi_file_read_shared_c)]
    pub fn MPI_File_read_shared_c(
        fh: MPI_File,
        buf: *mut c_void,
        count: MPI_Count,
        datatype: MPI_Datatype,
        status: *mut MPI_Status,
    ) -> c_int;
}
