//! Chapter 7 of MPI 5.0, Groups, Contexts, Communicators, and Caching: groups.

use crate::types::*;

unsafe extern "C" {
    /// Compares two groups.
    pub fn MPI_Group_compare(group1: MPI_Group, group2: MPI_Group, result: *mut c_int) -> c_int;

    /// Makes the group of the first's members that are not in the second.
    pub fn MPI_Group_difference(group1: MPI_Group, group2: MPI_Group, newgroup: *mut MPI_Group) -> c_int;

    /// Makes a group without some ranks.
    pub fn MPI_Group_excl(group: MPI_Group, n: c_int, ranks: *const c_int, newgroup: *mut MPI_Group) -> c_int;

    /// Frees a group.
    pub fn MPI_Group_free(group: *mut MPI_Group) -> c_int;

    /// Makes the group of a session's process set.
    #[cfg(has_mpi_group_from_session_pset)]
    pub fn MPI_Group_from_session_pset(
        session: MPI_Session,
        pset_name: *const c_char,
        newgroup: *mut MPI_Group,
    ) -> c_int;

    /// Makes a group of some ranks.
    pub fn MPI_Group_incl(group: MPI_Group, n: c_int, ranks: *const c_int, newgroup: *mut MPI_Group) -> c_int;

    /// Makes the group of the members of both.
    pub fn MPI_Group_intersection(group1: MPI_Group, group2: MPI_Group, newgroup: *mut MPI_Group) -> c_int;

    /// Makes a group without some ranges of ranks.
    pub fn MPI_Group_range_excl(group: MPI_Group, n: c_int, ranges: *mut [c_int; 3], newgroup: *mut MPI_Group)
    -> c_int;

    /// Makes a group of some ranges of ranks.
    pub fn MPI_Group_range_incl(group: MPI_Group, n: c_int, ranges: *mut [c_int; 3], newgroup: *mut MPI_Group)
    -> c_int;

    /// Gets the caller's rank in a group.
    pub fn MPI_Group_rank(group: MPI_Group, rank: *mut c_int) -> c_int;

    /// Gets the number of members of a group.
    pub fn MPI_Group_size(group: MPI_Group, size: *mut c_int) -> c_int;

    /// Translates ranks of one group to those of another.
    pub fn MPI_Group_translate_ranks(
        group1: MPI_Group,
        n: c_int,
        ranks1: *const c_int,
        group2: MPI_Group,
        ranks2: *mut c_int,
    ) -> c_int;

    /// Makes the group of the members of either.
    pub fn MPI_Group_union(group1: MPI_Group, group2: MPI_Group, newgroup: *mut MPI_Group) -> c_int;
}
