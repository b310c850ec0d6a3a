//! Chapter 3 of MPI 5.0, Point-to-Point Communication: requests and statuses.

use crate::types::*;

unsafe extern "C" {
    /// Asks that a pending operation be cancelled.
    pub fn MPI_Cancel(request: *mut MPI_Request) -> c_int;

    /// Gets the number of whole elements received.
    pub fn MPI_Get_count(status: *const MPI_Status, datatype: MPI_Datatype, count: *mut c_int) -> c_int;

    /// As [`MPI_Get_count`](crate::MPI_Get_count), with large counts.
    #[cfg(has_mpi_get_count_c)]
    pub fn MPI_Get_count_c(status: *const MPI_Status, datatype: MPI_Datatype, count: *mut MPI_Count) -> c_int;

    /// Frees a request; its operation goes on.
    pub fn MPI_Request_free(request: *mut MPI_Request) -> c_int;

    /// Tells whether an operation is complete, without freeing its request.
    pub fn MPI_Request_get_status(request: MPI_Request, flag: *mut c_int, status: *mut MPI_Status) -> c_int;

    /// Tells whether all of some operations are complete, without freeing their requests.
    #[cfg(has_mpi_request_get_status_all)]
    pub fn MPI_Request_get_status_all(
        count: c_int,
        array_of_requests: *const MPI_Request,
        flag: *mut c_int,
        array_of_statuses: *mut MPI_Status,
    ) -> c_int;

    /// Tells whether one of some operations is complete, without freeing its request.
    #[cfg(has_mpi_request_get_status_any)]
    pub fn MPI_Request_get_status_any(
        count: c_int,
        array_of_requests: *const MPI_Request,
        indx: *mut c_int,
        flag: *mut c_int,
        status: *mut MPI_Status,
    ) -> c_int;

    /// Tells which of some operations are complete, without freeing their requests.
    #[cfg(has_mpi_request_get_status_some)]
    pub fn MPI_Request_get_status_some(
        incount: c_int,
        array_of_requests: *const MPI_Request,
        outcount: *mut c_int,
        array_of_indices: *mut c_int,
        array_of_statuses: *mut MPI_Status,
    ) -> c_int;

    /// Starts a persistent operation.
    pub fn MPI_Start(request: *mut MPI_Request) -> c_int;

    /// Starts several persistent operations.
    pub fn MPI_Startall(count: c_int, array_of_requests: *mut MPI_Request) -> c_int;

    /// Gets the error of a status.
    #[cfg(has_mpi_status_get_error)]
    pub fn MPI_Status_get_error(status: *const MPI_Status, error: *mut c_int) -> c_int;

    /// Gets the source of a status.
    #[cfg(has_mpi_status_get_source)]
    pub fn MPI_Status_get_source(status: *const MPI_Status, source: *mut c_int) -> c_int;

    /// Gets the tag of a status.
    #[cfg(has_mpi_status_get_tag)]
    pub fn MPI_Status_get_tag(status: *const MPI_Status, tag: *mut c_int) -> c_int;

    /// Tells whether an operation is complete, and frees its request if so.
    pub fn MPI_Test(request: *mut MPI_Request, flag: *mut c_int, status: *mut MPI_Status) -> c_int;

    /// Tells whether an operation was cancelled.
    pub fn MPI_Test_cancelled(status: *const MPI_Status, flag: *mut c_int) -> c_int;

    /// Tells whether all of some operations are complete.
    pub fn MPI_Testall(
        count: c_int,
        array_of_requests: *mut MPI_Request,
        flag: *mut c_int,
        array_of_statuses: *mut MPI_Status,
    ) -> c_int;

    /// Tells whether any of some operations is complete.
    pub fn MPI_Testany(
        count: c_int,
        array_of_requests: *mut MPI_Request,
        indx: *mut c_int,
        flag: *mut c_int,
        status: *mut MPI_Status,
    ) -> c_int;

    /// Tells which of some operations are complete.
    pub fn MPI_Testsome(
        incount: c_int,
        array_of_requests: *mut MPI_Request,
        outcount: *mut c_int,
        array_of_indices: *mut c_int,
        array_of_statuses: *mut MPI_Status,
    ) -> c_int;

    /// Waits for an operation to complete and frees its request.
    pub fn MPI_Wait(request: *mut MPI_Request, status: *mut MPI_Status) -> c_int;

    /// Waits for all of some operations.
    pub fn MPI_Waitall(count: c_int, array_of_requests: *mut MPI_Request, array_of_statuses: *mut MPI_Status) -> c_int;

    /// Waits for any of some operations.
    pub fn MPI_Waitany(
        count: c_int,
        array_of_requests: *mut MPI_Request,
        indx: *mut c_int,
        status: *mut MPI_Status,
    ) -> c_int;

    /// Waits for at least one of some operations.
    pub fn MPI_Waitsome(
        incount: c_int,
        array_of_requests: *mut MPI_Request,
        outcount: *mut c_int,
        array_of_indices: *mut c_int,
        array_of_statuses: *mut MPI_Status,
    ) -> c_int;
}
