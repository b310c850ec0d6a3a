//! Chapter 8 of MPI 5.0, Virtual Topologies for MPI Processes: Cartesian grids.

use crate::types::*;

unsafe extern "C" {
    /// Gets the coordinates of a rank in a grid.
    pub fn MPI_Cart_coords(comm: MPI_Comm, rank: c_int, maxdims: c_int, coords: *mut c_int) -> c_int;

    /// Creates a communicator with a Cartesian grid.
    pub fn MPI_Cart_create(
        comm_old: MPI_Comm,
        ndims: c_int,
        dims: *const c_int,
        periods: *const c_int,
        reorder: c_int,
        comm_cart: *mut MPI_Comm,
    ) -> c_int;

    /// Gets the grid of a communicator, and the caller's place in it.
    pub fn MPI_Cart_get(
        comm: MPI_Comm,
        maxdims: c_int,
        dims: *mut c_int,
        periods: *mut c_int,
        coords: *mut c_int,
    ) -> c_int;

    /// Suggests a rank for the caller in a grid.
    pub fn MPI_Cart_map(
        comm: MPI_Comm,
        ndims: c_int,
        dims: *const c_int,
        periods: *const c_int,
        newrank: *mut c_int,
    ) -> c_int;

    /// Gets the rank at some coordinates of a grid.
    pub fn MPI_Cart_rank(comm: MPI_Comm, coords: *const c_int, rank: *mut c_int) -> c_int;

    /// Gets the source and destination ranks of a shift along a dimension.
    pub fn MPI_Cart_shift(
        comm: MPI_Comm,
        direction: c_int,
        disp: c_int,
        rank_source: *mut c_int,
        rank_dest: *mut c_int,
    ) -> c_int;

    /// Splits a grid into grids of fewer dimensions.
    pub fn MPI_Cart_sub(comm: MPI_Comm, remain_dims: *const c_int, newcomm: *mut MPI_Comm) -> c_int;

    /// Gets the number of dimensions of a grid.
    pub fn MPI_Cartdim_get(comm: MPI_Comm, ndims: *mut c_int) -> c_int;

    /// Suggests balanced dimensions for a grid.
    pub fn MPI_Dims_create(nnodes: c_int, ndims: c_int, dims: *mut c_int) -> c_int;
}
