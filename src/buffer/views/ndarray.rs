//! Arrays of the crate `ndarray`: owned, shared and views, of any dimension and strides. In a message the last index changes first.
//!
//! ```no_run
//! # use oxmpi::prelude::*;
//! use ndarray::{Array2, s};
//! # let mpi = oxmpi::init()?;
//! # let world = mpi.world();
//! let mut field = Array2::<f64>::zeros((100, 80));
//! if world.rank() == 0 {
//!     world.send(&field.column(78), 1)?; // 100 numbers, 80 apart
//! } else if world.rank() == 1 {
//!     world.recv_into(&mut field.column_mut(0), 0)?;
//! }
//! // A block of every rank's array is that of rank 0.
//! world.broadcast_into(&mut field.slice_mut(s![10..20, ..;2]), 0)?;
//! # Ok::<(), oxmpi::Error>(())
//! ```

use super::strided::Strided;
use super::{View, ViewMut, buffer, buffer_mut};
use crate::datatype::Datatype;
use ndarray::{ArrayBase, Data, DataMut, Dimension};

// SAFETY: `Data` promises elements at all indices, at the strides that it tells.
unsafe impl<T: Datatype, S: Data<Elem = T>, D: Dimension> View for ArrayBase<S, D> {
    type Elem = T;

    #[inline]
    fn first(&self) -> *const T {
        self.as_ptr()
    }

    #[inline]
    fn strided(&self) -> Strided {
        Strided::of(self.shape().iter().copied().zip(self.strides().iter().copied()))
    }
}

// SAFETY: `DataMut` promises elements that can be written. An array that shares its elements (`ArcArray`, `CowArray`) becomes the only owner
// of its own, whose strides can be others, in `as_mut_ptr`; then nothing changes any more.
unsafe impl<T: Datatype, S: DataMut<Elem = T>, D: Dimension> ViewMut for ArrayBase<S, D> {
    #[inline]
    fn first_mut(&mut self) -> *mut T {
        self.as_mut_ptr()
    }
}

buffer! {
    [T: Datatype, S: Data<Elem = T>, D: Dimension] ArrayBase<S, D>;
}

buffer_mut! {
    [T: Datatype, S: DataMut<Elem = T>, D: Dimension] ArrayBase<S, D>;
}
