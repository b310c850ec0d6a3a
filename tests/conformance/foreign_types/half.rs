//! 16-bit floats.

use crate::collective::reduce::{Small, agrees};
use crate::element_types::travels;
use crate::sample::Sample;
use half::{bf16, f16};
use oxmpi::Result;
use oxmpi::prelude::*;
use oxmpi_test::oxmpi_test;

macro_rules! halves {
    ($( $type:ident )*) => { $(
        impl Sample for $type {
            fn sample(rank: usize, index: usize) -> $type {
                $type::from_f32(i8::sample(rank, index).into())
            }
        }

        /// Few bits, so that sums and products of four are exact.
        impl Small for $type {
            fn small(rank: usize, index: usize) -> $type {
                $type::from_f32(f32::from(i8::sample(rank, index) / 32) / 2.0)
            }
        }

        fn $type(world: &Communicator) -> Result<()> {
            travels::<$type>(world)?;
            agrees::<$type, _>(world, "SUM", Op::SUM, |a, b| a + b)?;
            agrees::<$type, _>(world, "PROD", Op::PROD, |a, b| a * b)?;
            agrees::<$type, _>(world, "MAX", Op::MAX, |a, b| if a > b { a } else { b })?;
            agrees::<$type, _>(world, "MIN", Op::MIN, |a, b| if a < b { a } else { b })
        }
    )* };
}

halves! { f16 bf16 }

#[oxmpi_test(ranks = [1, 2, 3, 4])]
fn halves_travel_and_reduce_as_numbers(world: &Communicator) -> Result<()> {
    f16(world)?;
    bf16(world)?;
    // As integers, -1.0 (0xBC00) would be larger than 1.0 (0x3C00).
    let sign = if world.rank() == 0 { -1.0 } else { 1.0 };
    let expected = if world.size() == 1 { -1.0 } else { 1.0 };
    assert_eq!(world.all_reduce(&f16::from_f32(sign), Op::MAX)?.to_f32(), expected);
    assert_eq!(world.all_reduce(&bf16::from_f32(sign), Op::MIN)?.to_f32(), -1.0);
    Ok(())
}
