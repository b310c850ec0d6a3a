//! Chapter 13 of MPI 5.0, External Interfaces.

use crate::types::*;

unsafe extern "C" {
    /// Marks a generalized request as complete.
    pub fn MPI_Grequest_complete(request: MPI_Request) -> c_int;

    /// Starts a generalized request.
    pub fn MPI_Grequest_start(
        query_fn: Option<MPI_Grequest_query_function>,
        free_fn: Option<MPI_Grequest_free_function>,
        cancel_fn: Option<MPI_Grequest_cancel_function>,
        extra_state: *mut c_void,
        request: *mut MPI_Request,
    ) -> c_int;

    /// Marks a status as cancelled.
    pub fn MPI_Status_set_cancelled(status: *mut MPI_Status, flag: c_int) -> c_int;

    /// Sets the number of basic elements of a status.
    pub fn MPI_Status_set_elements(status: *mut MPI_Status, datatype: MPI_Datatype, count: c_int) -> c_int;

    /// As [`MPI_Status_set_elements`](crate::MPI_Status_set_elements), with large counts.
    #[cfg(has_mpi_status_set_elements_c)]
    pub fn MPI_Status_set_elements_c(status: *mut MPI_Status, datatype: MPI_Datatype, count: MPI_Count) -> c_int;

    /// Sets the error of a status.
    #[cfg(has_mpi_status_set_error)]
    pub fn MPI_Status_set_error(status: *mut MPI_Status, error: c_int) -> c_int;

    /// Sets the source of a status.
    #[cfg(has_mpi_status_set_source)]
    pub fn MPI_Status_set_source(status: *mut MPI_Status, source: c_int) -> c_int;

    /// Sets the tag of a status.
    #[cfg(has_mpi_status_set_tag)]
    pub fn MPI_Status_set_tag(status: *mut MPI_Status, tag: c_int) -> c_int;
}
