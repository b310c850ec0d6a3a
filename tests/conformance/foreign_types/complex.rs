//! Complex numbers.

use crate::collective::reduce::{Small, agrees};
use crate::element_types::travels;
use crate::sample::Sample;
use num_complex::Complex;
use oxmpi::Result;
use oxmpi::prelude::*;
use oxmpi_test::oxmpi_test;

impl<T: Sample> Sample for Complex<T>
where
    Complex<T>: oxmpi::Datatype,
{
    fn sample(rank: usize, index: usize) -> Complex<T> {
        Complex::new(T::sample(rank, 2 * index), T::sample(rank, 2 * index + 1))
    }
}

/// Small whole numbers, whose sums and products of four are exact.
impl<T: Sample + From<i8>> Small for Complex<T>
where
    Complex<T>: oxmpi::Datatype,
{
    fn small(rank: usize, index: usize) -> Complex<T> {
        let part = |at| T::from(i8::sample(rank, at) / 8);
        Complex::new(part(2 * index), part(2 * index + 1))
    }
}

#[oxmpi_test(ranks = [1, 2])]
fn complex_numbers_travel(world: &Communicator) -> Result<()> {
    travels::<Complex<f32>>(world)?;
    travels::<Complex<f64>>(world)?;
    let me = world.rank();
    assert_eq!(world.sendrecv::<_, [f64; 2]>(&Complex::new(1.0, -2.0), me, me)?, [1.0, -2.0]);
    Ok(())
}

#[oxmpi_test(ranks = [1, 2, 3, 4])]
fn complex_sums_and_products_are_a_fold(world: &Communicator) -> Result<()> {
    agrees::<Complex<f32>, _>(world, "SUM", Op::SUM, |a, b| a + b)?;
    agrees::<Complex<f64>, _>(world, "SUM", Op::SUM, |a, b| a + b)?;
    agrees::<Complex<f32>, _>(world, "PROD", Op::PROD, |a, b| a * b)?;
    agrees::<Complex<f64>, _>(world, "PROD", Op::PROD, |a, b| a * b)?;
    agrees::<[Complex<f64>; 2], _>(world, "SUM", Op::SUM, |a, b| [a[0] + b[0], a[1] + b[1]])
}
