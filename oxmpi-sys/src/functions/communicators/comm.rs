//! Chapter 7 of MPI 5.0, Groups, Contexts, Communicators, and Caching: communicators.

use crate::types::*;

unsafe extern "C" {
    /// Compares two communicators.
    pub fn MPI_Comm_compare(comm1: MPI_Comm, comm2: MPI_Comm, result: *mut c_int) -> c_int;

    /// Creates a communicator of a subgroup; collective over the whole communicator.
    pub fn MPI_Comm_create(comm: MPI_Comm, group: MPI_Group, newcomm: *mut MPI_Comm) -> c_int;

    /// Creates a communicator from a group, with no parent communicator.
    #[cfg(has_mpi_comm_create_from_group)]
    pub fn MPI_Comm_create_from_group(
        group: MPI_Group,
        stringtag: *const c_char,
        info: MPI_Info,
        errhandler: MPI_Errhandler,
        newcomm: *mut MPI_Comm,
    ) -> c_int;

    /// Creates a communicator of a subgroup; collective over that subgroup only.
    pub fn MPI_Comm_create_group(comm: MPI_Comm, group: MPI_Group, tag: c_int, newcomm: *mut MPI_Comm) -> c_int;

    /// Duplicates a communicator.
    pub fn MPI_Comm_dup(comm: MPI_Comm, newcomm: *mut MPI_Comm) -> c_int;

    /// Duplicates a communicator, with new hints.
    pub fn MPI_Comm_dup_with_info(comm: MPI_Comm, info: MPI_Info, newcomm: *mut MPI_Comm) -> c_int;

    /// Frees a communicator.
    pub fn MPI_Comm_free(comm: *mut MPI_Comm) -> c_int;

    /// Gets the hints of a communicator.
    pub fn MPI_Comm_get_info(comm: MPI_Comm, info_used: *mut MPI_Info) -> c_int;

    /// Gets the group of a communicator.
    pub fn MPI_Comm_group(comm: MPI_Comm, group: *mut MPI_Group) -> c_int;

    /// Starts to duplicate a communicator.
    pub fn MPI_Comm_idup(comm: MPI_Comm, newcomm: *mut MPI_Comm, request: *mut MPI_Request) -> c_int;

    /// Starts to duplicate a communicator, with new hints.
    #[cfg(has_mpi_comm_idup_with_info)]
    pub fn MPI_Comm_idup_with_info(
        comm: MPI_Comm,
        info: MPI_Info,
        newcomm: *mut MPI_Comm,
        request: *mut MPI_Request,
    ) -> c_int;

    /// Gets the caller's rank.
    pub fn MPI_Comm_rank(comm: MPI_Comm, rank: *mut c_int) -> c_int;

    /// Gets the remote group of an intercommunicator.
    pub fn MPI_Comm_remote_group(comm: MPI_Comm, group: *mut MPI_Group) -> c_int;

    /// Gets the size of the remote group of an intercommunicator.
    pub fn MPI_Comm_remote_size(comm: MPI_Comm, size: *mut c_int) -> c_int;

    /// Sets the hints of a communicator.
    pub fn MPI_Comm_set_info(comm: MPI_Comm, info: MPI_Info) -> c_int;

    /// Gets the number of ranks.
    pub fn MPI_Comm_size(comm: MPI_Comm, size: *mut c_int) -> c_int;

    /// Splits a communicator by color.
    pub fn MPI_Comm_split(comm: MPI_Comm, color: c_int, key: c_int, newcomm: *mut MPI_Comm) -> c_int;

    /// Splits a communicator by what the processes share.
    pub fn MPI_Comm_split_type(
        comm: MPI_Comm,
        split_type: c_int,
        key: c_int,
        info: MPI_Info,
        newcomm: *mut MPI_Comm,
    ) -> c_int;

    /// Tells whether a communicator is an intercommunicator.
    pub fn MPI_Comm_test_inter(comm: MPI_Comm, flag: *mut c_int) -> c_int;

    /// Creates an intercommunicator of two communicators.
    pub fn MPI_Intercomm_create(
        local_comm: MPI_Comm,
        local_leader: c_int,
        peer_comm: MPI_Comm,
        remote_leader: c_int,
        tag: c_int,
        newintercomm: *mut MPI_Comm,
    ) -> c_int;

    /// Creates an intercommunicator of two groups, with no parent communicator.
    #[cfg(has_mpi_intercomm_create_from_groups)]
    pub fn MPI_Intercomm_create_from_groups(
        local_group: MPI_Group,
        local_leader: c_int,
        remote_group: MPI_Group,
        remote_leader: c_int,
        stringtag: *const c_char,
        info: MPI_Info,
        errhandler: MPI_Errhandler,
        newintercomm: *mut MPI_Comm,
    ) -> c_int;

    /// Makes an intracommunicator of an intercommunicator.
    pub fn MPI_Intercomm_merge(intercomm: MPI_Comm, high: c_int, newintracomm: *mut MPI_Comm) -> c_int;
}
