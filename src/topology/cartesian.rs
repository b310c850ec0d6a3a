//! Cartesian grids.

use crate::communicator::Communicator;
use crate::error::{Error, ErrorKind, Result, check};
use crate::gate::deferred;
use oxmpi_sys as ffi;
use std::ffi::c_int;
use std::ops::Deref;

/// A communicator whose ranks are the points of a grid, in row-major order (the last coordinate varies fastest).
///
/// Dereferences to its [`Communicator`]. MPI 5.0 section 8.5.
#[doc(alias = "MPI_CART")]
#[derive(Debug)]
pub struct Cartesian {
    communicator: Communicator,
    dims: Vec<usize>,
    periodic: Vec<bool>,
}

/// A grid to be made; what is not said is left at its default. Made by [`Communicator::cartesian`].
#[derive(Clone, Copy, Debug)]
#[must_use = "call `.create()`, which is collective"]
pub struct CartesianBuilder<'a> {
    communicator: &'a Communicator,
    dims: &'a [usize],
    periodic: Option<&'a [bool]>,
    reorder: bool,
}

impl Communicator {
    /// Arranges ranks as a grid of these dimensions.
    ///
    /// Local: the grid is made by [`create`](CartesianBuilder::create), which is collective. Every rank says the same.
    ///
    /// MPI 5.0 section 8.5.1.
    ///
    /// ```no_run
    /// # let mpi = oxmpi::init()?;
    /// // On 5 ranks: a torus of 2 by 2, and the fifth rank gets None.
    /// if let Some(torus) = mpi.world().cartesian(&[2, 2]).periodic(&[true, true]).create()? {
    ///     let (up, down) = torus.shift(0, 1)?;
    ///     println!("rank {} at {:?}: up {up:?}, down {down:?}", torus.rank(), torus.coords());
    /// }
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Cart_create")]
    pub fn cartesian<'a>(&'a self, dims: &'a [usize]) -> CartesianBuilder<'a> {
        CartesianBuilder { communicator: self, dims, periodic: None, reorder: false }
    }
}

impl<'a> CartesianBuilder<'a> {
    /// Which dimensions wrap around, one flag for each (default: none).
    pub fn periodic(self, periodic: &'a [bool]) -> CartesianBuilder<'a> {
        CartesianBuilder { periodic: Some(periodic), ..self }
    }

    /// Whether the library may give ranks new numbers that suit the machine (default: no).
    pub fn reorder(self, reorder: bool) -> CartesianBuilder<'a> {
        CartesianBuilder { reorder, ..self }
    }

    /// Makes the grid. Ranks beyond it get `None`.
    ///
    /// Collective.
    ///
    /// # Errors
    /// [`Dims`](ErrorKind::Dims) for a grid with more points than there are ranks, a dimension of 0, or
    /// [`periodic`](CartesianBuilder::periodic) of another length than the dimensions.
    ///
    /// MPI 5.0 section 8.5.1.
    #[doc(alias = "MPI_Cart_create")]
    pub fn create(self) -> Result<Option<Cartesian>> {
        const CALL: &str = "MPI_Cart_create";
        let CartesianBuilder { communicator, dims, reorder, .. } = self;
        let call = communicator.enter(CALL)?;
        let periodic = self.periodic.map_or_else(|| vec![false; dims.len()], <[bool]>::to_vec);
        if periodic.len() != dims.len() {
            let allowed = format!("{} flags, one for each dimension", dims.len());
            let given = format!("{} flags long", periodic.len());
            return Err(Error::argument_error(ErrorKind::Dims, CALL, "periodic", given, allowed));
        }
        let points = dims.iter().try_fold(1usize, |product, &dim| product.checked_mul(dim));
        if !points.is_some_and(|points| (1..=communicator.size()).contains(&points)) {
            let allowed =
                format!("positive numbers with a product of at most {}, the number of ranks", communicator.size());
            return Err(Error::argument_error(ErrorKind::Dims, CALL, "dims", format!("{dims:?}"), allowed));
        }
        deferred::drain(communicator.instance(), deferred::Until::Now);
        // Each is at most the number of ranks, so it fits.
        let raw_dims: Vec<c_int> = dims.iter().map(|&dim| dim as c_int).collect();
        let raw_periodic: Vec<c_int> = periodic.iter().map(|&flag| c_int::from(flag)).collect();
        let mut new = ffi::MPI_COMM_NULL;
        // SAFETY: past the gate; a live communicator; two arrays of the length that is given; one handle is written.
        check(CALL, unsafe {
            ffi::MPI_Cart_create(
                communicator.as_raw(),
                raw_dims.len() as c_int,
                raw_dims.as_ptr(),
                raw_periodic.as_ptr(),
                c_int::from(reorder),
                &mut new,
            )
        })?;
        // SAFETY: a new handle or MPI_COMM_NULL, made by the call above.
        let grid = unsafe { Communicator::from_new_or_null(new, communicator.instance(), &call) }?;
        Ok(grid.map(|communicator| Cartesian { communicator, dims: dims.to_vec(), periodic }))
    }
}

impl Cartesian {
    /// The number of points in each dimension.
    ///
    /// Local, no MPI call. MPI 5.0 section 8.5.5.
    #[doc(alias = "MPI_Cart_get")]
    #[doc(alias = "MPI_Cartdim_get")]
    pub fn dims(&self) -> &[usize] {
        &self.dims
    }

    /// Which dimensions wrap around.
    ///
    /// Local, no MPI call. MPI 5.0 section 8.5.5.
    #[doc(alias = "MPI_Cart_get")]
    pub fn periodic(&self) -> &[bool] {
        &self.periodic
    }

    /// The coordinates of this rank.
    ///
    /// Local, no MPI call: the standard fixes row-major order. MPI 5.0 section 8.5.5.
    #[doc(alias = "MPI_Cart_coords")]
    pub fn coords(&self) -> Vec<usize> {
        self.unravel(self.rank())
    }

    /// The coordinates of a rank.
    ///
    /// Local. MPI 5.0 section 8.5.5.
    ///
    /// # Errors
    /// [`Rank`](ErrorKind::Rank) for a rank out of range.
    #[doc(alias = "MPI_Cart_coords")]
    pub fn coords_of(&self, rank: usize) -> Result<Vec<usize>> {
        const CALL: &str = "MPI_Cart_coords";
        let _call = self.enter(CALL)?;
        let raw = self.check_rank(CALL, "rank", rank)?;
        let mut coords = vec![0 as c_int; self.dims.len()];
        // SAFETY: past the gate; a live communicator with a Cartesian topology of this many dimensions; checked rank.
        check(CALL, unsafe { ffi::MPI_Cart_coords(self.as_raw(), raw, coords.len() as c_int, coords.as_mut_ptr()) })?;
        Ok(coords.into_iter().map(|coord| coord.unsigned_abs() as usize).collect())
    }

    /// The rank at these coordinates. They wrap around in periodic dimensions; outside of the others there is `None`.
    ///
    /// Local. MPI 5.0 section 8.5.5.
    ///
    /// # Errors
    /// [`Dims`](ErrorKind::Dims) when there are more or fewer coordinates than dimensions.
    ///
    /// ```no_run
    /// # fn f(grid: oxmpi::topology::Cartesian) -> oxmpi::Result<()> {
    /// let corner = grid.rank_of(&[0, 0])?;
    /// let beyond = grid.rank_of(&[-1, 0])?; // None, unless the first dimension wraps around
    /// # Ok(()) }
    /// ```
    #[doc(alias = "MPI_Cart_rank")]
    pub fn rank_of(&self, coords: &[isize]) -> Result<Option<usize>> {
        const CALL: &str = "MPI_Cart_rank";
        let _call = self.enter(CALL)?;
        if coords.len() != self.dims.len() {
            let allowed = format!("{} coordinates, one for each dimension", self.dims.len());
            return Err(Error::argument_error(ErrorKind::Dims, CALL, "coords", format!("{coords:?}"), allowed));
        }
        let mut inside: Vec<c_int> = Vec::with_capacity(coords.len());
        for ((&coord, &dim), &periodic) in coords.iter().zip(&self.dims).zip(&self.periodic) {
            let dim = dim as isize; // at most i32::MAX
            match coord {
                _ if periodic => inside.push(coord.rem_euclid(dim) as c_int),
                0.. if coord < dim => inside.push(coord as c_int),
                _ => return Ok(None),
            }
        }
        let mut rank: c_int = 0;
        // SAFETY: past the gate; a live communicator with a Cartesian topology; as many coordinates as dimensions, all
        // in range.
        check(CALL, unsafe { ffi::MPI_Cart_rank(self.as_raw(), inside.as_ptr(), &mut rank) })?;
        Ok(usize::try_from(rank).ok())
    }

    /// The neighbours along a dimension: the rank that a shift by `displacement` brings data *from*, and the one that it
    /// sends *to*. `None` where the grid ends; both can be given to `sendrecv` as they are.
    ///
    /// Local, no MPI call: the standard fixes row-major order. MPI 5.0 section 8.5.6.
    ///
    /// # Errors
    /// [`Dims`](ErrorKind::Dims) for a dimension that the grid does not have.
    ///
    /// ```no_run
    /// # fn f(grid: oxmpi::topology::Cartesian, halo: &[f64]) -> oxmpi::Result<()> {
    /// let (left, right) = grid.shift(1, 1)?;
    /// let ghost: Option<Vec<f64>> = grid.sendrecv(halo, right, left)?; // None at the left edge
    /// # Ok(()) }
    /// ```
    #[doc(alias = "MPI_Cart_shift")]
    pub fn shift(&self, dimension: usize, displacement: i32) -> Result<(Option<usize>, Option<usize>)> {
        const CALL: &str = "MPI_Cart_shift";
        let _call = self.enter(CALL)?;
        if dimension >= self.dims.len() {
            let allowed = format!("0 to {}, the dimensions of this grid", self.dims.len().saturating_sub(1));
            return Err(Error::argument_error(ErrorKind::Dims, CALL, "dimension", dimension, allowed));
        }
        let coords = self.unravel(self.rank());
        let neighbour = |displacement: i64| {
            let (dim, at) = (self.dims[dimension] as i64, coords[dimension] as i64 + displacement); // far from overflow
            let at = if self.periodic[dimension] { at.rem_euclid(dim) } else { at };
            // A step along a dimension is as many ranks as the later dimensions have points.
            let stride: usize = self.dims[dimension + 1..].iter().product();
            let base = self.rank() - coords[dimension] * stride;
            (0..dim).contains(&at).then(|| base + at as usize * stride)
        };
        Ok((neighbour(-i64::from(displacement)), neighbour(i64::from(displacement))))
    }

    /// The communicator itself, without its grid.
    pub fn into_communicator(self) -> Communicator {
        self.communicator
    }

    fn unravel(&self, rank: usize) -> Vec<usize> {
        let mut rest = rank;
        let mut coords: Vec<usize> = self
            .dims
            .iter()
            .rev()
            .map(|&dim| {
                let coord = rest % dim;
                rest /= dim;
                coord
            })
            .collect();
        coords.reverse();
        coords
    }
}

impl Deref for Cartesian {
    type Target = Communicator;

    fn deref(&self) -> &Communicator {
        &self.communicator
    }
}
