//! Chapter 5 of MPI 5.0, Datatypes: making datatypes.

use crate::types::*;

unsafe extern "C" {
    /// Makes a datatype ready for communication.
    pub fn MPI_Type_commit(datatype: *mut MPI_Datatype) -> c_int;

    /// Makes a datatype of consecutive elements.
    pub fn MPI_Type_contiguous(count: c_int, oldtype: MPI_Datatype, newtype: *mut MPI_Datatype) -> c_int;

    /// As [`MPI_Type_contiguous`](crate::MPI_Type_contiguous), with large counts.
    #[cfg(has_mpi_type_contiguous_c)]
    pub fn MPI_Type_contiguous_c(count: MPI_Count, oldtype: MPI_Datatype, newtype: *mut MPI_Datatype) -> c_int;

    /// Makes the datatype of a rank's part of a distributed array.
    pub fn MPI_Type_create_darray(
        size: c_int,
        rank: c_int,
        ndims: c_int,
        array_of_gsizes: *const c_int,
        array_of_distribs: *const c_int,
        array_of_dargs: *const c_int,
        array_of_psizes: *const c_int,
        order: c_int,
        oldtype: MPI_Datatype,
        newtype: *mut MPI_Datatype,
    ) -> c_int;

    /// As [`MPI_Type_create_darray`](crate::MPI_Type_create_darray), with large counts.
    #[cfg(has_mpi_type_create_darray_c)]
    pub fn MPI_Type_create_darray_c(
        size: c_int,
        rank: c_int,
        ndims: c_int,
        array_of_gsizes: *const MPI_Count,
        array_of_distribs: *const c_int,
        array_of_dargs: *const c_int,
        array_of_psizes: *const c_int,
        order: c_int,
        oldtype: MPI_Datatype,
        newtype: *mut MPI_Datatype,
    ) -> c_int;

    /// Makes a datatype of blocks of varied length at byte displacements.
    pub fn MPI_Type_create_hindexed(
        count: c_int,
        array_of_blocklengths: *const c_int,
        array_of_displacements: *const MPI_Aint,
        oldtype: MPI_Datatype,
        newtype: *mut MPI_Datatype,
    ) -> c_int;

    /// Makes a datatype of equal blocks at byte displacements.
    pub fn MPI_Type_create_hindexed_block(
        count: c_int,
        blocklength: c_int,
        array_of_displacements: *const MPI_Aint,
        oldtype: MPI_Datatype,
        newtype: *mut MPI_Datatype,
    ) -> c_int;

    /// As [`MPI_Type_create_hindexed_block`](crate::MPI_Type_create_hindexed_block), with large counts.
    #[cfg(has_mpi_type_create_hindexed_block_c)]
    pub fn MPI_Type_create_hindexed_block_c(
        count: MPI_Count,
        blocklength: MPI_Count,
        array_of_displacements: *const MPI_Count,
        oldtype: MPI_Datatype,
        newtype: *mut MPI_Datatype,
    ) -> c_int;

    /// As [`MPI_Type_create_hindexed`](crate::MPI_Type_create_hindexed), with large counts.
    #[cfg(has_mpi_type_create_hindexed_c)]
    pub fn MPI_Type_create_hindexed_c(
        count: MPI_Count,
        array_of_blocklengths: *const MPI_Count,
        array_of_displacements: *const MPI_Count,
        oldtype: MPI_Datatype,
        newtype: *mut MPI_Datatype,
    ) -> c_int;

    /// Makes a datatype of equal blocks at a byte stride.
    pub fn MPI_Type_create_hvector(
        count: c_int,
        blocklength: c_int,
        stride: MPI_Aint,
        oldtype: MPI_Datatype,
        newtype: *mut MPI_Datatype,
    ) -> c_int;

    /// As [`MPI_Type_create_hvector`](crate::MPI_Type_create_hvector), with large counts.
    #[cfg(has_mpi_type_create_hvector_c)]
    pub fn MPI_Type_create_hvector_c(
        count: MPI_Count,
        blocklength: MPI_Count,
        stride: MPI_Count,
        oldtype: MPI_Datatype,
        newtype: *mut MPI_Datatype,
    ) -> c_int;

    /// Makes a datatype of equal blocks at displacements.
    pub fn MPI_Type_create_indexed_block(
        count: c_int,
        blocklength: c_int,
        array_of_displacements: *const c_int,
        oldtype: MPI_Datatype,
        newtype: *mut MPI_Datatype,
    ) -> c_int;

    /// As [`MPI_Type_create_indexed_block`](crate::MPI_Type_create_indexed_block), with large counts.
    #[cfg(has_mpi_type_create_indexed_block_c)]
    pub fn MPI_Type_create_indexed_block_c(
        count: MPI_Count,
        blocklength: MPI_Count,
        array_of_displacements: *const MPI_Count,
        oldtype: MPI_Datatype,
        newtype: *mut MPI_Datatype,
    ) -> c_int;

    /// Makes a datatype with another lower bound and extent.
    pub fn MPI_Type_create_resized(
        oldtype: MPI_Datatype,
        lb: MPI_Aint,
        extent: MPI_Aint,
        newtype: *mut MPI_Datatype,
    ) -> c_int;

    /// As [`MPI_Type_create_resized`](crate::MPI_Type_create_resized), with large counts.
    #[cfg(has_mpi_type_create_resized_c)]
    pub fn MPI_Type_create_resized_c(
        oldtype: MPI_Datatype,
        lb: MPI_Count,
        extent: MPI_Count,
        newtype: *mut MPI_Datatype,
    ) -> c_int;

    /// Makes a datatype of blocks of several types.
    pub fn MPI_Type_create_struct(
        count: c_int,
        array_of_blocklengths: *const c_int,
        array_of_displacements: *const MPI_Aint,
        array_of_types: *const MPI_Datatype,
        newtype: *mut MPI_Datatype,
    ) -> c_int;

    /// As [`MPI_Type_create_struct`](crate::MPI_Type_create_struct), with large counts.
    #[cfg(has_mpi_type_create_struct_c)]
    pub fn MPI_Type_create_struct_c(
        count: MPI_Count,
        array_of_blocklengths: *const MPI_Count,
        array_of_displacements: *const MPI_Count,
        array_of_types: *const MPI_Datatype,
        newtype: *mut MPI_Datatype,
    ) -> c_int;

    /// Makes the datatype of a part of an array.
    pub fn MPI_Type_create_subarray(
        ndims: c_int,
        array_of_sizes: *const c_int,
        array_of_subsizes: *const c_int,
        array_of_starts: *const c_int,
        order: c_int,
        oldtype: MPI_Datatype,
        newtype: *mut MPI_Datatype,
    ) -> c_int;

    /// As [`MPI_Type_create_subarray`](crate::MPI_Type_create_subarray), with large counts.
    #[cfg(has_mpi_type_create_subarray_c)]
    pub fn MPI_Type_create_subarray_c(
        ndims: c_int,
        array_of_sizes: *const MPI_Count,
        array_of_subsizes: *const MPI_Count,
        array_of_starts: *const MPI_Count,
        order: c_int,
        oldtype: MPI_Datatype,
        newtype: *mut MPI_Datatype,
    ) -> c_int;

    /// Duplicates a datatype.
    pub fn MPI_Type_dup(oldtype: MPI_Datatype, newtype: *mut MPI_Datatype) -> c_int;

    /// Frees a datatype.
    pub fn MPI_Type_free(datatype: *mut MPI_Datatype) -> c_int;

    /// Gets the predefined datatype of a value and an index.
    #[cfg(has_mpi_type_get_value_index)]
    pub fn MPI_Type_get_value_index(
        value_type: MPI_Datatype,
        index_type: MPI_Datatype,
        pair_type: *mut MPI_Datatype,
    ) -> c_int;

    /// Makes a datatype of blocks of varied length at displacements.
    pub fn MPI_Type_indexed(
        count: c_int,
        array_of_blocklengths: *const c_int,
        array_of_displacements: *const c_int,
        oldtype: MPI_Datatype,
        newtype: *mut MPI_Datatype,
    ) -> c_int;

    /// As [`MPI_Type_indexed`](crate::MPI_Type_indexed), with large counts.
    #[cfg(has_mpi_type_indexed_c)]
    pub fn MPI_Type_indexed_c(
        count: MPI_Count,
        array_of_blocklengths: *const MPI_Count,
        array_of_displacements: *const MPI_Count,
        oldtype: MPI_Datatype,
        newtype: *mut MPI_Datatype,
    ) -> c_int;

    /// Makes a datatype of equal blocks at a stride.
    pub fn MPI_Type_vector(
        count: c_int,
        blocklength: c_int,
        stride: c_int,
        oldtype: MPI_Datatype,
        newtype: *mut MPI_Datatype,
    ) -> c_int;

    /// As [`MPI_Type_vector`](crate::MPI_Type_vector), with large counts.
    #[cfg(has_mpi_type_vector_c)]
    pub fn MPI_Type_vector_c(
        count: MPI_Count,
        blocklength: MPI_Count,
        stride: MPI_Count,
        oldtype: MPI_Datatype,
        newtype: *mut MPI_Datatype,
    ) -> c_int;
}
