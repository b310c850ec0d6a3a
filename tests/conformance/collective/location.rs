//! The smallest and the largest value and where they are, for each value with each index.

use super::reduce::{Small, agrees};
use crate::sample::Sample;
use oxmpi::Result;
use oxmpi::collective::{Operation, predefined};
use oxmpi::datatype::ValueIndex;
use oxmpi::prelude::*;
use oxmpi_test::oxmpi_test;

/// Indexes at both ends of a type's range, different for each rank.
trait Index: Sample + Ord {
    fn index(rank: usize, index: usize) -> Self;
}

macro_rules! indexes {
    ($( $type:ty )*) => { $(
        impl Index for $type {
            fn index(rank: usize, index: usize) -> $type {
                let rank = rank as $type;
                match index % 3 {
                    0 => rank,
                    1 => <$type>::MAX - rank,
                    _ => <$type>::MIN + 4 - rank,
                }
            }
        }
    )* };
}

indexes! { i32 u32 i64 u64 isize usize }

/// Every third value is the same on all ranks, the others often are on some.
impl<V: Small, I: Index> Small for ValueIndex<V, I> {
    fn small(rank: usize, index: usize) -> ValueIndex<V, I> {
        let of = if index % 3 == 0 { 0 } else { rank / 2 };
        ValueIndex::new(V::small(of, index), I::index(rank, index))
    }
}

fn both<V: Small + PartialOrd, I: Index>(world: &Communicator) -> Result<()>
where
    predefined::MinLocation: Operation<ValueIndex<V, I>>,
    predefined::MaxLocation: Operation<ValueIndex<V, I>>,
{
    let name = std::any::type_name::<ValueIndex<V, I>>();
    agrees::<ValueIndex<V, I>, _>(world, name, Op::MIN_LOCATION, |a, b| {
        if b.value < a.value || (b.value == a.value && b.index < a.index) { b } else { a }
    })?;
    agrees::<ValueIndex<V, I>, _>(world, name, Op::MAX_LOCATION, |a, b| {
        if b.value > a.value || (b.value == a.value && b.index < a.index) { b } else { a }
    })
}

macro_rules! each_index {
    ($world:ident, $( $value:ty )*) => { $(
        both::<$value, i32>($world)?;
        both::<$value, u32>($world)?;
        both::<$value, i64>($world)?;
        both::<$value, u64>($world)?;
        both::<$value, isize>($world)?;
        both::<$value, usize>($world)?;
    )* };
}

#[oxmpi_test(ranks = [1, 2, 3, 4])]
fn integers_with_each_index(world: &Communicator) -> Result<()> {
    each_index! { world, i8 i16 i32 i64 isize u8 u16 u32 u64 usize }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2, 3, 4])]
fn floats_with_each_index(world: &Communicator) -> Result<()> {
    each_index! { world, f32 f64 }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2, 3, 4])]
fn ties_have_the_lowest_index_and_nan_loses(world: &Communicator) -> Result<()> {
    let (rank, size) = (world.rank(), world.size());
    let tie = ValueIndex::new(7.5, u64::MAX - rank as u64);
    let lowest = u64::MAX - (size as u64 - 1);
    assert_eq!(world.all_reduce(&tie, Op::MIN_LOCATION)?, ValueIndex::new(7.5, lowest));
    assert_eq!(world.all_reduce(&tie, Op::MAX_LOCATION)?, ValueIndex::new(7.5, lowest));
    let last = size - 1;
    let mine = ValueIndex::new(if rank == last { -1.0f64 } else { f64::NAN }, rank);
    assert_eq!(world.all_reduce(&mine, Op::MAX_LOCATION)?, ValueIndex::new(-1.0, last));
    assert_eq!(world.reduce(&mine, Op::MIN_LOCATION, last)?, (rank == last).then_some(ValueIndex::new(-1.0, last)));
    let all = world.all_reduce(&ValueIndex::new(f32::NAN, rank as i32), Op::MIN_LOCATION)?;
    assert!(all.value.is_nan() && all.index == 0, "{all:?}");
    // Arrays, element by element.
    let pairs = [ValueIndex::new(rank as i32, rank), ValueIndex::new(-(rank as i32), rank)];
    let expected = [ValueIndex::new(0, 0), ValueIndex::new(-(last as i32), last)];
    assert_eq!(world.all_reduce(&pairs, Op::MIN_LOCATION)?, expected);
    Ok(())
}
