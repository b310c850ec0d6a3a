//! Chapter 5 of MPI 5.0, Datatypes: asking about datatypes, addresses.
//!
//! `MPI_Aint_add` and `MPI_Aint_diff` are arithmetic, and have no symbol in Open MPI: they are Rust functions here.

use crate::types::*;

unsafe extern "C" {
    /// Gets the address of a location in memory.
    pub fn MPI_Get_address(location: *const c_void, address: *mut MPI_Aint) -> c_int;

    /// Gets the number of basic elements received.
    pub fn MPI_Get_elements(status: *const MPI_Status, datatype: MPI_Datatype, count: *mut c_int) -> c_int;

    /// As [`MPI_Get_elements`](crate::MPI_Get_elements), with large counts.
    #[cfg(has_mpi_get_elements_c)]
    pub fn MPI_Get_elements_c(status: *const MPI_Status, datatype: MPI_Datatype, count: *mut MPI_Count) -> c_int;

    /// Gets the arguments with which a datatype was made.
    pub fn MPI_Type_get_contents(
        datatype: MPI_Datatype,
        max_integers: c_int,
        max_addresses: c_int,
        max_datatypes: c_int,
        array_of_integers: *mut c_int,
        array_of_addresses: *mut MPI_Aint,
        array_of_datatypes: *mut MPI_Datatype,
    ) -> c_int;

    /// As [`MPI_Type_get_contents`](crate::MPI_Type_get_contents), with large counts.
    #[cfg(has_mpi_type_get_contents_c)]
    pub fn MPI_Type_get_contents_c(
        datatype: MPI_Datatype,
        max_integers: MPI_Count,
        max_addresses: MPI_Count,
        max_large_counts: MPI_Count,
        max_datatypes: MPI_Count,
        array_of_integers: *mut c_int,
        array_of_addresses: *mut MPI_Aint,
        array_of_large_counts: *mut MPI_Count,
        array_of_datatypes: *mut MPI_Datatype,
    ) -> c_int;

    /// Gets how a datatype was made, and the number of its arguments.
    pub fn MPI_Type_get_envelope(
        datatype: MPI_Datatype,
        num_integers: *mut c_int,
        num_addresses: *mut c_int,
        num_datatypes: *mut c_int,
        combiner: *mut c_int,
    ) -> c_int;

    /// As [`MPI_Type_get_envelope`](crate::MPI_Type_get_envelope), with large counts.
    #[cfg(has_mpi_type_get_envelope_c)]
    pub fn MPI_Type_get_envelope_c(
        datatype: MPI_Datatype,
        num_integers: *mut MPI_Count,
        num_addresses: *mut MPI_Count,
        num_large_counts: *mut MPI_Count,
        num_datatypes: *mut MPI_Count,
        combiner: *mut c_int,
    ) -> c_int;

    /// Gets the lower bound and extent of a datatype.
    pub fn MPI_Type_get_extent(datatype: MPI_Datatype, lb: *mut MPI_Aint, extent: *mut MPI_Aint) -> c_int;

    /// As [`MPI_Type_get_extent`](crate::MPI_Type_get_extent), with large counts.
    #[cfg(has_mpi_type_get_extent_c)]
    pub fn MPI_Type_get_extent_c(datatype: MPI_Datatype, lb: *mut MPI_Count, extent: *mut MPI_Count) -> c_int;

    /// Gets the true lower bound and extent of a datatype.
    pub fn MPI_Type_get_true_extent(
        datatype: MPI_Datatype,
        true_lb: *mut MPI_Aint,
        true_extent: *mut MPI_Aint,
    ) -> c_int;

    /// As [`MPI_Type_get_true_extent`](crate::MPI_Type_get_true_extent), with large counts.
    #[cfg(has_mpi_type_get_true_extent_c)]
    pub fn MPI_Type_get_true_extent_c(
        datatype: MPI_Datatype,
        true_lb: *mut MPI_Count,
        true_extent: *mut MPI_Count,
    ) -> c_int;

    /// Gets the number of bytes of data in a datatype.
    pub fn MPI_Type_size(datatype: MPI_Datatype, size: *mut c_int) -> c_int;

    /// As [`MPI_Type_size`](crate::MPI_Type_size), with large counts.
    #[cfg(has_mpi_type_size_c)]
    pub fn MPI_Type_size_c(datatype: MPI_Datatype, size: *mut MPI_Count) -> c_int;
}

/// Adds a displacement to an address.
///
/// # Safety
/// None is needed: this is wrapping integer arithmetic. It is `unsafe` like every function of this crate.
#[inline]
pub const unsafe fn MPI_Aint_add(base: MPI_Aint, disp: MPI_Aint) -> MPI_Aint {
    base.wrapping_add(disp)
}

/// Subtracts two addresses.
///
/// # Safety
/// None is needed: this is wrapping integer arithmetic. It is `unsafe` like every function of this crate.
#[inline]
pub const unsafe fn MPI_Aint_diff(addr1: MPI_Aint, addr2: MPI_Aint) -> MPI_Aint {
    addr1.wrapping_sub(addr2)
}
