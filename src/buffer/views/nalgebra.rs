//! Matrices of the crate `nalgebra`. In a message they go column by column.
//!
//! - Those whose size is known at run time (`DMatrix`, `DVector`, `MatrixXx3`) are contiguous buffers: also reductions and gathers take them.
//! - Views of rows, columns and blocks (`MatrixView`, `MatrixViewMut`) are buffers at strides.
//! - Those of fixed size (`Matrix3`, `Vector4`, `SMatrix`), points and quaternions are elements, as arrays are: they are received by
//!   value, and a `Vec<Vector3<f64>>` is a buffer.
//!
//! ```no_run
//! # use oxmpi::prelude::*;
//! use nalgebra::{DMatrix, Vector3};
//! # let mpi = oxmpi::init()?;
//! # let world = mpi.world();
//! let mut matrix = DMatrix::<f64>::zeros(100, 80);
//! if world.rank() == 0 {
//!     world.send(&matrix.row(98), 1)?; // 80 numbers, 100 apart
//!     world.send(&Vector3::new(1.0, 2.0, 3.0), 1)?;
//! } else if world.rank() == 1 {
//!     world.recv_into(&mut matrix.row_mut(0), 0)?;
//!     let force: Vector3<f64> = world.recv(0)?;
//! }
//! // A block of every rank's matrix is that of rank 0.
//! world.broadcast_into(&mut matrix.view_mut((10, 20), (5, 5)), 0)?;
//! # Ok::<(), oxmpi::Error>(())
//! ```

use super::strided::Strided;
use super::{View, ViewMut, buffer, buffer_mut};
use crate::buffer::{Buffer, BufferMut, Contiguous, ContiguousMut, RawBuffer};
use crate::datatype::Datatype;
use crate::error::Result;
use nalgebra::{Dim, Matrix, VecStorage, ViewStorage, ViewStorageMut};

macro_rules! views {
    ($( $storage:ident )*) => { $(
        // SAFETY: `RawStorage` promises elements at all rows and columns, at the strides that it tells.
        unsafe impl<T: Datatype, R: Dim, C: Dim, RS: Dim, CS: Dim> View
            for Matrix<T, R, C, $storage<'_, T, R, C, RS, CS>>
        {
            type Elem = T;

            #[inline]
            fn first(&self) -> *const T {
                self.as_ptr()
            }

            #[inline]
            fn strided(&self) -> Strided {
                let ((rows, columns), (row, column)) = (self.shape(), self.strides());
                // Strides are those of elements in memory, so they fit.
                Strided::of([(columns, column as isize), (rows, row as isize)])
            }
        }
    )* };
}

views! { ViewStorage ViewStorageMut }

// SAFETY: `RawStorageMut` promises elements that can be written. That they do not overlap is looked at by whoever fills them.
unsafe impl<T: Datatype, R: Dim, C: Dim, RS: Dim, CS: Dim> ViewMut
    for Matrix<T, R, C, ViewStorageMut<'_, T, R, C, RS, CS>>
{
    #[inline]
    fn first_mut(&mut self) -> *mut T {
        self.as_mut_ptr()
    }
}

buffer! {
    [T: Datatype, R: Dim, C: Dim, RS: Dim, CS: Dim] Matrix<T, R, C, ViewStorage<'_, T, R, C, RS, CS>>;
    [T: Datatype, R: Dim, C: Dim, RS: Dim, CS: Dim] Matrix<T, R, C, ViewStorageMut<'_, T, R, C, RS, CS>>;
}

buffer_mut! {
    [T: Datatype, R: Dim, C: Dim, RS: Dim, CS: Dim] Matrix<T, R, C, ViewStorageMut<'_, T, R, C, RS, CS>>;
}

// SAFETY: the slice of a vector.
unsafe impl<T: Datatype, R: Dim, C: Dim> Buffer for Matrix<T, R, C, VecStorage<T, R, C>> {
    type Elem = T;

    #[inline]
    fn raw(&self) -> RawBuffer {
        self.data.as_slice().raw()
    }
}

// SAFETY: as above, and mutably borrowed.
unsafe impl<T: Datatype, R: Dim, C: Dim> BufferMut for Matrix<T, R, C, VecStorage<T, R, C>> {
    #[inline]
    fn raw_mut(&mut self) -> RawBuffer {
        self.data.as_mut_slice().raw_mut()
    }

    #[inline]
    unsafe fn repair(&mut self, call: &'static str) -> Result<()> {
        // SAFETY: the caller's promise.
        unsafe { self.data.as_mut_slice().repair(call) }
    }

    unsafe fn clear(&mut self) {
        // SAFETY: the caller's promise.
        unsafe { self.data.as_mut_slice().clear() }
    }
}

// SAFETY: both are the whole of it.
unsafe impl<T: Datatype, R: Dim, C: Dim> Contiguous for Matrix<T, R, C, VecStorage<T, R, C>> {
    type Owned = Vec<T>;

    #[inline]
    fn elements(&self) -> &[T] {
        self.data.as_slice()
    }
}

// SAFETY: both are the whole of it.
unsafe impl<T: Datatype, R: Dim, C: Dim> ContiguousMut for Matrix<T, R, C, VecStorage<T, R, C>> {
    #[inline]
    fn elements_mut(&mut self) -> &mut [T] {
        self.data.as_mut_slice()
    }
}
