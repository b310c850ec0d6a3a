//! Chapter 14 of MPI 5.0, I/O: files, views, positions.

use crate::types::*;

unsafe extern "C" {
    /// Closes a file.
    pub fn MPI_File_close(fh: *mut MPI_File) -> c_int;

    /// Deletes a file.
    pub fn MPI_File_delete(filename: *const c_char, info: MPI_Info) -> c_int;

    /// Gets the mode in which a file was opened.
    pub fn MPI_File_get_amode(fh: MPI_File, amode: *mut c_int) -> c_int;

    /// Tells whether a file is in atomic mode.
    pub fn MPI_File_get_atomicity(fh: MPI_File, flag: *mut c_int) -> c_int;

    /// Converts an offset in the view to a byte position.
    pub fn MPI_File_get_byte_offset(fh: MPI_File, offset: MPI_Offset, disp: *mut MPI_Offset) -> c_int;

    /// Gets the group of processes that opened a file.
    pub fn MPI_File_get_group(fh: MPI_File, group: *mut MPI_Group) -> c_int;

    /// Gets the hints of a file.
    pub fn MPI_File_get_info(fh: MPI_File, info_used: *mut MPI_Info) -> c_int;

    /// Gets the individual file pointer.
    pub fn MPI_File_get_position(fh: MPI_File, offset: *mut MPI_Offset) -> c_int;

    /// Gets the shared file pointer.
    pub fn MPI_File_get_position_shared(fh: MPI_File, offset: *mut MPI_Offset) -> c_int;

    /// Gets the size of a file.
    pub fn MPI_File_get_size(fh: MPI_File, size: *mut MPI_Offset) -> c_int;

    /// Gets the extent of a datatype in a file's representation.
    pub fn MPI_File_get_type_extent(fh: MPI_File, datatype: MPI_Datatype, extent: *mut MPI_Aint) -> c_int;

    /// As [`MPI_File_get_type_extent`](crate::MPI_File_get_type_extent), with large counts.
    #[cfg(has_mpi_file_get_type_extent_c)]
    pub fn MPI_File_get_type_extent_c(fh: MPI_File, datatype: MPI_Datatype, extent: *mut MPI_Count) -> c_int;

    /// Gets the view of a file.
    pub fn MPI_File_get_view(
        fh: MPI_File,
        disp: *mut MPI_Offset,
        etype: *mut MPI_Datatype,
        filetype: *mut MPI_Datatype,
        datarep: *mut c_char,
    ) -> c_int;

    /// Opens a file.
    pub fn MPI_File_open(
        comm: MPI_Comm,
        filename: *const c_char,
        amode: c_int,
        info: MPI_Info,
        fh: *mut MPI_File,
    ) -> c_int;

    /// Reserves storage for a file.
    pub fn MPI_File_preallocate(fh: MPI_File, size: MPI_Offset) -> c_int;

    /// Moves the individual file pointer.
    pub fn MPI_File_seek(fh: MPI_File, offset: MPI_Offset, whence: c_int) -> c_int;

    /// Moves the shared file pointer.
    pub fn MPI_File_seek_shared(fh: MPI_File, offset: MPI_Offset, whence: c_int) -> c_int;

    /// Sets or clears atomic mode.
    pub fn MPI_File_set_atomicity(fh: MPI_File, flag: c_int) -> c_int;

    /// Sets the hints of a file.
    pub fn MPI_File_set_info(fh: MPI_File, info: MPI_Info) -> c_int;

    /// Truncates or extends a file.
    pub fn MPI_File_set_size(fh: MPI_File, size: MPI_Offset) -> c_int;

    /// Sets the view of a file.
    pub fn MPI_File_set_view(
        fh: MPI_File,
        disp: MPI_Offset,
        etype: MPI_Datatype,
        filetype: MPI_Datatype,
        datarep: *const c_char,
        info: MPI_Info,
    ) -> c_int;

    /// Transfers what was written to the storage.
    pub fn MPI_File_sync(fh: MPI_File) -> c_int;

    /// Registers a representation of data in files.
    pub fn MPI_Register_datarep(
        datarep: *const c_char,
        read_conversion_fn: Option<MPI_Datarep_conversion_function>,
        write_conversion_fn: Option<MPI_Datarep_conversion_function>,
        dtype_file_extent_fn: Option<MPI_Datarep_extent_function>,
        extra_state: *mut c_void,
    ) -> c_int;

    /// As [`MPI_Register_datarep`](crate::MPI_Register_datarep), with large counts.
    #[cfg(has_mpi_register_datarep_c)]
    pub fn MPI_Register_datarep_c(
        datarep: *const c_char,
        read_conversion_fn: Option<MPI_Datarep_conversion_function_c>,
        write_conversion_fn: Option<MPI_Datarep_conversion_function_c>,
        dtype_file_extent_fn: Option<MPI_Datarep_extent_function>,
        extra_state: *mut c_void,
    ) -> c_int;
}
