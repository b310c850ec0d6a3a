//! Chapter 5 of MPI 5.0, Datatypes: packing.

use crate::types::*;

unsafe extern "C" {
    /// Packs data into a buffer.
    pub fn MPI_Pack(
        inbuf: *const c_void,
        incount: c_int,
        datatype: MPI_Datatype,
        outbuf: *mut c_void,
        outsize: c_int,
        position: *mut c_int,
        comm: MPI_Comm,
    ) -> c_int;

    /// As [`MPI_Pack`](crate::MPI_Pack), with large counts.
    #[cfg(has_mpi_pack_c)]
    pub fn MPI_Pack_c(
        inbuf: *const c_void,
        incount: MPI_Count,
        datatype: MPI_Datatype,
        outbuf: *mut c_void,
        outsize: MPI_Count,
        position: *mut MPI_Count,
        comm: MPI_Comm,
    ) -> c_int;

    /// Packs data into a buffer, in a portable representation.
    pub fn MPI_Pack_external(
        datarep: *const c_char,
        inbuf: *const c_void,
        incount: c_int,
        datatype: MPI_Datatype,
        outbuf: *mut c_void,
        outsize: MPI_Aint,
        position: *mut MPI_Aint,
    ) -> c_int;

    /// As [`MPI_Pack_external`](crate::MPI_Pack_external), with large counts.
    #[cfg(has_mpi_pack_external_c)]
    pub fn MPI_Pack_external_c(
        datarep: *const c_char,
        inbuf: *const c_void,
        incount: MPI_Count,
        datatype: MPI_Datatype,
        outbuf: *mut c_void,
        outsize: MPI_Count,
        position: *mut MPI_Count,
    ) -> c_int;

    /// Gets the space that [`MPI_Pack_external`](crate::MPI_Pack_external) needs.
    pub fn MPI_Pack_external_size(
        datarep: *const c_char,
        incount: c_int,
        datatype: MPI_Datatype,
        size: *mut MPI_Aint,
    ) -> c_int;

    /// As [`MPI_Pack_external_size`](crate::MPI_Pack_external_size), with large counts.
    #[cfg(has_mpi_pack_external_size_c)]
    pub fn MPI_Pack_external_size_c(
        datarep: *const c_char,
        incount: MPI_Count,
        datatype: MPI_Datatype,
        size: *mut MPI_Count,
    ) -> c_int;

    /// Gets the space that [`MPI_Pack`](crate::MPI_Pack) needs.
    pub fn MPI_Pack_size(incount: c_int, datatype: MPI_Datatype, comm: MPI_Comm, size: *mut c_int) -> c_int;

    /// As [`MPI_Pack_size`](crate::MPI_Pack_size), with large counts.
    #[cfg(has_mpi_pack_size_c)]
    pub fn MPI_Pack_size_c(incount: MPI_Count, datatype: MPI_Datatype, comm: MPI_Comm, size: *mut MPI_Count) -> c_int;

    /// Unpacks data from a buffer.
    pub fn MPI_Unpack(
        inbuf: *const c_void,
        insize: c_int,
        position: *mut c_int,
        outbuf: *mut c_void,
        outcount: c_int,
        datatype: MPI_Datatype,
        comm: MPI_Comm,
    ) -> c_int;

    /// As [`MPI_Unpack`](crate::MPI_Unpack), with large counts.
    #[cfg(has_mpi_unpack_c)]
    pub fn MPI_Unpack_c(
        inbuf: *const c_void,
        insize: MPI_Count,
        position: *mut MPI_Count,
        outbuf: *mut c_void,
        outcount: MPI_Count,
        datatype: MPI_Datatype,
        comm: MPI_Comm,
    ) -> c_int;

    /// Unpacks data from a buffer, from a portable representation.
    pub fn MPI_Unpack_external(
        datarep: *const c_char,
        inbuf: *const c_void,
        insize: MPI_Aint,
        position: *mut MPI_Aint,
        outbuf: *mut c_void,
        outcount: c_int,
        datatype: MPI_Datatype,
    ) -> c_int;

    /// As [`MPI_Unpack_external`](crate::MPI_Unpack_external), with large counts.
    #[cfg(has_mpi_unpack_external_c)]
    pub fn MPI_Unpack_external_c(
        datarep: *const c_char,
        inbuf: *const c_void,
        insize: MPI_Count,
        position: *mut MPI_Count,
        outbuf: *mut c_void,
        outcount: MPI_Count,
        datatype: MPI_Datatype,
    ) -> c_int;
}
