//! Layouts: which elements of a slice travel, and in which order (MPI 5.0 section 5.1).
//!
//! A [`Layout`] is a plain value: it is made without MPI, compared, cloned and kept. Applied to a slice it is a buffer, which every call
//! takes that sends or fills one: `layout.of(&slice)?` to send, `layout.of_mut(&mut slice)?` to receive. There it is checked that all
//! its elements are inside of the slice, and, to receive, that none of them comes twice. Nothing is copied: MPI gets a datatype, which is made at
//! the first use and kept with the layout.
//!
//! A column of a matrix of four rows and five columns:
//!
//! ```no_run
//! use oxmpi::datatype::layout::Layout;
//! use oxmpi::prelude::*;
//! # let mpi = oxmpi::init()?;
//! # let world = mpi.world();
//! let column = Layout::<f64>::vector(4, 1, 5)?;
//! let mut matrix = [[0.0; 5]; 4];
//! let elements = matrix.as_flattened_mut();
//! if world.rank() == 0 {
//!     world.send(&column.at(2).of(elements)?, 1)?; // column 2
//! } else {
//!     world.recv_into(&mut column.at(4).of_mut(elements)?, 0)?; // into column 4
//! }
//! # Ok::<(), oxmpi::Error>(())
//! ```
//!
//! One face of a grid of three dimensions, exchanged with a neighbour's:
//!
//! ```no_run
//! use oxmpi::datatype::layout::{Layout, Order};
//! # use oxmpi::prelude::*;
//! # let mpi = oxmpi::init()?;
//! # let world = mpi.world();
//! const N: usize = 34; // 32, and a halo on both sides
//! let mut grid = vec![0.0; N * N * N];
//! let face = |x| Layout::<f64>::subarray(&[N, N, N], &[N - 2, N - 2, 1], &[1, 1, x], Order::C);
//! let (first, halo) = (face(1)?, face(N - 1)?);
//! let (left, right) = (Some(0), None);
//! // Out of the grid and into it at once: what goes out is copied first.
//! let out: Vec<f64> = first.of(&grid)?.iter().copied().collect();
//! world.sendrecv_into(&out, left, &mut halo.of_mut(&mut grid)?, right)?;
//! // Or one after the other, without a copy.
//! world.send(&first.of(&grid)?, left)?;
//! world.recv_into(&mut halo.of_mut(&mut grid)?, right)?;
//! # Ok::<(), oxmpi::Error>(())
//! ```
//!
//! Every second element, backwards from the last:
//!
//! ```
//! use oxmpi::datatype::layout::Layout;
//! let backwards = Layout::<u32>::vector(3, 1, -2)?;
//! let numbers = [10, 11, 12, 13, 14];
//! assert!(backwards.at(4).of(&numbers)?.iter().eq(&[14, 12, 10]));
//! assert!(backwards.at(3).of(&numbers).is_err(), "it would begin before the slice");
//! # Ok::<(), oxmpi::Error>(())
//! ```
//!
//! # Which layout
//!
//! | constructor | elements | of MPI |
//! |---|---|---|
//! | [`contiguous`](Layout::contiguous) | one behind the other | 5.1.2 |
//! | [`vector`](Layout::vector), [`hvector`](Layout::hvector) | blocks at a constant distance | 5.1.2 |
//! | [`indexed`](Layout::indexed), [`hindexed`](Layout::hindexed) | blocks anywhere | 5.1.2 |
//! | [`indexed_block`](Layout::indexed_block), [`hindexed_block`](Layout::hindexed_block) | blocks of one length anywhere | 5.1.2 |
//! | [`subarray`](Layout::subarray) | a part of an array | 5.1.3 |
//! | [`darray`](Layout::darray) | a rank's part of a distributed array | 5.1.4 |
//! | [`structure`](Layout::structure) | layouts one after the other | 5.1.2 |
//! | [`resized`](Layout::resized), [`repeated`](Layout::repeated) | copies of a layout at a chosen distance | 5.1.2, 5.1.8 |
//!
//! Displacements, lengths and strides are in elements; the forms with `h` take displacements and strides in bytes, which have to be whole
//! elements. All of them have 64 bits. Layouts are made of elements of one type; the fields of a struct are the business of
//! `#[derive(Datatype)]`, and such structs are elements as good as numbers.
//!
//! # What MPI has and this has not
//!
//! `MPI_BOTTOM` and types of absolute addresses (`MPI_Get_address`): a type of addresses holds memory that the borrow checker does not
//! know of, and it can't be said whether it is still there when the type is used. Send two slices as two messages, or keep them in one.
//! `MPI_Aint_add` and `MPI_Aint_diff` are arithmetic on displacements, which `isize` has.

mod applied;
mod cached;
mod combined;
mod contents;
mod darray;
mod indexed;
mod inspect;
mod lower;
mod overlap;
mod pattern;
mod runs;
mod subarray;
mod vector;

pub use applied::{At, Laid, LaidMut};
pub use contents::Contents;
pub use darray::Distribution;
pub use inspect::Extent;
pub use runs::Elements;
pub use subarray::Order;

use crate::datatype::{Datatype, assert_sized};
use crate::error::{Error, ErrorKind, Result};
use cached::Cached;
use pattern::{Given, Patterns, Place};
use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, OnceLock};

/// Which elements of a slice of `T` travel, and in which order. See the [module](self).
///
/// A value, made without MPI. Clones share the MPI type, which is made at the first call that needs one and freed when the last clone is dropped, or
/// at finalization. Two layouts are equal if they were made by the same constructor of equal arguments.
#[doc(alias = "MPI_Datatype")]
#[doc(alias = "MPI_Type_commit")]
#[doc(alias = "MPI_Type_free")]
pub struct Layout<T: Datatype>(Arc<Inner<T>>);

struct Inner<T: Datatype> {
    /// The MPI function of the constructor, for errors.
    call: &'static str,
    /// How many constructors deep.
    level: usize,
    contents: Contents<Layout<T>>,
    shape: Shape,
    /// The first element that comes a second time, once somebody asked.
    repeated: OnceLock<Option<i64>>,
    /// Its MPI types, once it was used.
    cached: OnceLock<Arc<Cached>>,
    _elements: PhantomData<fn() -> T>,
}

/// Where the elements are, if there are any, and where copies begin and end.
#[derive(Clone, Debug)]
struct Shape {
    place: Option<Place>,
    lower: i64,
    upper: i64,
}

impl Shape {
    /// With the bounds that the elements have.
    fn of(place: Option<Place>) -> Shape {
        let (lower, upper) = place.as_ref().map_or((0, 0), |place| (place.lower(), place.upper()));
        Shape { place, lower, upper }
    }

    /// With bounds of its own, which some memory could have.
    fn bounded(patterns: &Patterns, place: Option<Place>, lower: i128, upper: i128, given: Given<'_>) -> Result<Shape> {
        patterns.within(upper - lower, given)?;
        Ok(Shape { place, lower: patterns.within(lower, given)?, upper: patterns.within(upper, given)? })
    }
}

impl<T: Datatype> Layout<T> {
    fn made(call: &'static str, level: usize, contents: Contents<Layout<T>>, shape: Shape) -> Layout<T> {
        let (repeated, cached) = (OnceLock::new(), OnceLock::new());
        Layout(Arc::new(Inner { call, level, contents, shape, repeated, cached, _elements: PhantomData }))
    }

    fn patterns(call: &'static str) -> Patterns {
        const { assert_sized::<T>() };
        Patterns::new(call, size_of::<T>())
    }

    /// Bytes in elements, if they are whole ones.
    fn on_grid(call: &'static str, name: &'static str, bytes: isize) -> Result<i64> {
        let size = size_of::<T>() as isize;
        if bytes % size == 0 {
            return Ok((bytes / size) as i64);
        }
        let allowed = format!("multiples of {size}, the size of {}", std::any::type_name::<T>());
        Err(Error::argument_error(ErrorKind::Arg, call, name, bytes, allowed))
    }

    fn shape(&self) -> &Shape {
        &self.0.shape
    }

    fn level(&self) -> usize {
        self.0.level
    }

    /// The first element that comes a second time. To be asked where there is memory as long as the layout's span.
    fn first_repeated(&self) -> Result<Option<i64>> {
        match (&self.shape().place, self.0.repeated.get()) {
            (None, _) => Ok(None),
            (_, Some(known)) => Ok(*known),
            (Some(place), None) => {
                let found = overlap::first_repeated(self.0.call, place)?;
                Ok(*self.0.repeated.get_or_init(|| found))
            }
        }
    }
}

impl<T: Datatype> Clone for Layout<T> {
    fn clone(&self) -> Layout<T> {
        Layout(Arc::clone(&self.0))
    }
}

impl<T: Datatype> PartialEq for Layout<T> {
    fn eq(&self, other: &Layout<T>) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.contents == other.0.contents
    }
}

impl<T: Datatype> Eq for Layout<T> {}

impl<T: Datatype> fmt::Debug for Layout<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Layout<{}>::", std::any::type_name::<T>())?;
        self.0.contents.fmt(f)
    }
}
