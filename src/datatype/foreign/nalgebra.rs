//! What has a fixed size in the crate `nalgebra`: matrices and vectors, points, quaternions. Each is its numbers without gaps.

use crate::datatype::{Datatype, Typemap};
use nalgebra::{ArrayStorage, Const, Matrix, Point, Quaternion, SMatrix, SVector, Scalar};

macro_rules! arrays {
    ($( [$( $generics:tt )*] $type:ty = $array:ty, $repair:expr; )*) => { $(
        // SAFETY: `repr(C)` around nothing but the array, which has neither gaps nor a meaning of its own.
        #[diagnostic::do_not_recommend]
        unsafe impl<$( $generics )*> Datatype for $type {
            const TYPEMAP: &'static Typemap = <$array>::TYPEMAP;
            const CHECKED: bool = <$array>::CHECKED;
            const REPAIR: $type = $repair;

            #[inline]
            unsafe fn is_valid(at: *const $type) -> bool {
                // SAFETY: the caller's promise; it is the array.
                unsafe { <$array>::is_valid(at.cast()) }
            }

            #[inline]
            unsafe fn are_valid<const AVX2: bool>(at: *const $type, len: usize) -> bool {
                // SAFETY: as above.
                unsafe { <$array>::are_valid::<AVX2>(at.cast(), len) }
            }
        }
    )* };
}

arrays! {
    [T: Datatype, const R: usize, const C: usize] Matrix<T, Const<R>, Const<C>, ArrayStorage<T, R, C>> = [[T; R]; C],
        SMatrix::from_array_storage(ArrayStorage([[T::REPAIR; R]; C]));
    [T: Datatype + Scalar, const D: usize] Point<T, D> = [T; D],
        Point { coords: SVector::from_array_storage(ArrayStorage([[T::REPAIR; D]])) };
    [T: Datatype] Quaternion<T> = [T; 4],
        Quaternion { coords: SVector::from_array_storage(ArrayStorage([[T::REPAIR; 4]])) };
}

// The numbers begin where the value does, and are all of it.
const _: () = {
    assert!(std::mem::offset_of!(Quaternion<f64>, coords) == 0 && size_of::<Quaternion<f64>>() == 32);
    assert!(std::mem::offset_of!(Point<f32, 3>, coords) == 0 && size_of::<Point<f32, 3>>() == 12);
    assert!(std::mem::offset_of!(SMatrix<u8, 3, 2>, data) == 0 && size_of::<SMatrix<u8, 3, 2>>() == 6);
};
