//! Complex numbers have sums and products, and no order.

use super::predefined::{Product, Sum};
use super::{Lowered, Operand, Operation, by_the_library};
use num_complex::Complex;
use oxmpi_sys as ffi;

by_the_library! {
    Sum MPI_SUM Complex<f32> Complex<f64>;
    Product MPI_PROD Complex<f32> Complex<f64>;
}
