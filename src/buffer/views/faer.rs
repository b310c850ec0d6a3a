//! Matrices, columns and rows of the crate `faer`, owned and views. In a message they go column by column.
//!
//! ```no_run
//! # use oxmpi::prelude::*;
//! use faer::Mat;
//! # let mpi = oxmpi::init()?;
//! # let world = mpi.world();
//! let mut matrix = Mat::<f64>::zeros(100, 80);
//! if world.rank() == 0 {
//!     world.send(&matrix.row(98), 1)?; // 80 numbers, a column apart
//! } else if world.rank() == 1 {
//!     world.recv_into(&mut matrix.row_mut(0), 0)?;
//! }
//! // A block of every rank's matrix is that of rank 0.
//! world.broadcast_into(&mut matrix.submatrix_mut(10, 20, 5, 5), 0)?;
//! # Ok::<(), oxmpi::Error>(())
//! ```
//!
//! Between the columns of a `Mat` can be room that belongs to none; it does not travel.

use super::strided::Strided;
use super::{View, ViewMut, buffer, buffer_mut};
use crate::datatype::Datatype;
use faer::{Col, ColMut, ColRef, Mat, MatMut, MatRef, Row, RowMut, RowRef, Shape, Stride};

/// Implements `View` and `Buffer` by the axes, the outermost first.
macro_rules! views {
    ($( [$( $generics:tt )*] $view:ty, [$( $len:ident by $stride:ident ),*]; )*) => { $(
        // SAFETY: elements at all rows and columns, at the strides that they tell. (Who makes a view of memory that is not
        // initialized, which needs unsafe code, promises not to have it read.)
        unsafe impl<$( $generics )*> View for $view {
            type Elem = T;

            #[inline]
            fn first(&self) -> *const T {
                self.as_ptr()
            }

            #[inline]
            fn strided(&self) -> Strided {
                Strided::of([$( (self.$len().unbound(), self.$stride().element_stride()) ),*])
            }
        }

        buffer! { [$( $generics )*] $view; }
    )* };
}

/// Implements `ViewMut` and `BufferMut`.
macro_rules! views_mut {
    ($( [$( $generics:tt )*] $view:ty; )*) => { $(
        // SAFETY: elements that can be written. That they do not overlap is looked at by whoever fills them.
        unsafe impl<$( $generics )*> ViewMut for $view {
            #[inline]
            fn first_mut(&mut self) -> *mut T {
                self.as_ptr_mut()
            }
        }

        buffer_mut! { [$( $generics )*] $view; }
    )* };
}

views! {
    [T: Datatype, R: Shape, C: Shape] Mat<T, R, C>, [ncols by col_stride, nrows by row_stride];
    [T: Datatype, R: Shape, C: Shape, RS: Stride, CS: Stride] MatRef<'_, T, R, C, RS, CS>,
        [ncols by col_stride, nrows by row_stride];
    [T: Datatype, R: Shape, C: Shape, RS: Stride, CS: Stride] MatMut<'_, T, R, C, RS, CS>,
        [ncols by col_stride, nrows by row_stride];
    [T: Datatype, R: Shape] Col<T, R>, [nrows by row_stride];
    [T: Datatype, R: Shape, RS: Stride] ColRef<'_, T, R, RS>, [nrows by row_stride];
    [T: Datatype, R: Shape, RS: Stride] ColMut<'_, T, R, RS>, [nrows by row_stride];
    [T: Datatype, C: Shape] Row<T, C>, [ncols by col_stride];
    [T: Datatype, C: Shape, CS: Stride] RowRef<'_, T, C, CS>, [ncols by col_stride];
    [T: Datatype, C: Shape, CS: Stride] RowMut<'_, T, C, CS>, [ncols by col_stride];
}

views_mut! {
    [T: Datatype, R: Shape, C: Shape] Mat<T, R, C>;
    [T: Datatype, R: Shape, C: Shape, RS: Stride, CS: Stride] MatMut<'_, T, R, C, RS, CS>;
    [T: Datatype, R: Shape] Col<T, R>;
    [T: Datatype, R: Shape, RS: Stride] ColMut<'_, T, R, RS>;
    [T: Datatype, C: Shape] Row<T, C>;
    [T: Datatype, C: Shape, CS: Stride] RowMut<'_, T, C, CS>;
}
