//! Chapter 10 of MPI 5.0, The Info Object.

use crate::types::*;

unsafe extern "C" {
    /// Creates an info object.
    pub fn MPI_Info_create(info: *mut MPI_Info) -> c_int;

    /// Creates an info object with the contents of `MPI_INFO_ENV`.
    #[cfg(has_mpi_info_create_env)]
    pub fn MPI_Info_create_env(argc: c_int, argv: *mut *mut c_char, info: *mut MPI_Info) -> c_int;

    /// Deletes a key.
    pub fn MPI_Info_delete(info: MPI_Info, key: *const c_char) -> c_int;

    /// Duplicates an info object.
    pub fn MPI_Info_dup(info: MPI_Info, newinfo: *mut MPI_Info) -> c_int;

    /// Frees an info object.
    pub fn MPI_Info_free(info: *mut MPI_Info) -> c_int;

    /// Gets the number of keys.
    pub fn MPI_Info_get_nkeys(info: MPI_Info, nkeys: *mut c_int) -> c_int;

    /// Gets the n-th key.
    pub fn MPI_Info_get_nthkey(info: MPI_Info, n: c_int, key: *mut c_char) -> c_int;

    /// Gets a key's value and its length.
    #[cfg(has_mpi_info_get_string)]
    pub fn MPI_Info_get_string(
        info: MPI_Info,
        key: *const c_char,
        buflen: *mut c_int,
        value: *mut c_char,
        flag: *mut c_int,
    ) -> c_int;

    /// Sets a key's value.
    pub fn MPI_Info_set(info: MPI_Info, key: *const c_char, value: *const c_char) -> c_int;
}
