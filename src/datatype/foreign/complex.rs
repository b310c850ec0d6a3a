//! Complex numbers of the crate `num-complex`.

use crate::datatype::{Basic, Datatype, Typemap};
use num_complex::Complex;

macro_rules! complex {
    ($( $rust:ty = $mpi:ident, )*) => { $(
        // SAFETY: `repr(C)`: the real and the imaginary part, as in C's complex numbers; all bit patterns are valid.
        #[diagnostic::do_not_recommend]
        unsafe impl Datatype for Complex<$rust> {
            const TYPEMAP: &'static Typemap = &Typemap::Basic(Basic::$mpi);
            const CHECKED: bool = false;
            const REPAIR: Complex<$rust> = Complex::new(0.0, 0.0);

            #[inline(always)]
            unsafe fn is_valid(_: *const Complex<$rust>) -> bool {
                true
            }
        }
    )* };
}

complex! {
    f32 = ComplexF32,
    f64 = ComplexF64,
}
