//! Chapter 4 of MPI 5.0, Partitioned Point-to-Point Communication.

use crate::types::*;

unsafe extern "C" {
    /// Tells whether a partition has arrived.
    #[cfg(has_mpi_parrived)]
    pub fn MPI_Parrived(request: MPI_Request, partition: c_int, flag: *mut c_int) -> c_int;

    /// Marks a partition as ready to be sent.
    #[cfg(has_mpi_pready)]
    pub fn MPI_Pready(partition: c_int, request: MPI_Request) -> c_int;

    /// Marks a list of partitions as ready to be sent.
    #[cfg(has_mpi_pready_list)]
    pub fn MPI_Pready_list(length: c_int, array_of_partitions: *const c_int, request: MPI_Request) -> c_int;

    /// Marks a range of partitions as ready to be sent.
    #[cfg(has_mpi_pready_range)]
    pub fn MPI_Pready_range(partition_low: c_int, partition_high: c_int, request: MPI_Request) -> c_int;

    /// Creates a partitioned receive; the count is that of the libraries, `MPI_Count`.
    #[cfg(has_mpi_precv_init)]
    pub fn MPI_Precv_init(
        buf: *mut c_void,
        partitions: c_int,
        count: MPI_Count,
        datatype: MPI_Datatype,
        dest: c_int,
        tag: c_int,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Precv_init`](crate::MPI_Precv_init), with large counts.
    #[cfg(has_mpi_precv_init_c)]
    pub fn MPI_Precv_init_c(
        buf: *mut c_void,
        partitions: c_int,
        count: MPI_Count,
        datatype: MPI_Datatype,
        dest: c_int,
        tag: c_int,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// Creates a partitioned send; the count is that of the libraries, `MPI_Count`.
    #[cfg(has_mpi_psend_init)]
    pub fn MPI_Psend_init(
        buf: *const c_void,
        partitions: c_int,
        count: MPI_Count,
        datatype: MPI_Datatype,
        dest: c_int,
        tag: c_int,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;

    /// As [`MPI_Psend_init`](crate::MPI_Psend_init), with large counts.
    #[cfg(has_mpi_psend_init_c)]
    pub fn MPI_Psend_init_c(
        buf: *const c_void,
        partitions: c_int,
        count: MPI_Count,
        datatype: MPI_Datatype,
        dest: c_int,
        tag: c_int,
        comm: MPI_Comm,
        info: MPI_Info,
        request: *mut MPI_Request,
    ) -> c_int;
}
