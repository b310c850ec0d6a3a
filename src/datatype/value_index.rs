//! A value and where it was found: what `MPI_MINLOC` and `MPI_MAXLOC` reduce.

use super::{Datatype, Field, Gaps, Typemap};
use std::mem::offset_of;

/// A value and an index that says where it was found, often a rank: for [`Op::MIN_LOCATION`](crate::collective::Op::MIN_LOCATION) and
/// [`Op::MAX_LOCATION`](crate::collective::Op::MAX_LOCATION).
///
/// The value is any number, the index an `i32`, `u32`, `i64`, `u64`, `isize` or `usize`: 64 bits count all elements of a large
/// distributed array.
///
/// `repr(C)`: in memory it is the C struct of that value and that index, which is the layout of MPI's own pairs (`MPI_DOUBLE_INT` is
/// `ValueIndex<f64, i32>`).
///
/// ```no_run
/// use oxmpi::prelude::*;
/// use oxmpi::datatype::ValueIndex;
///
/// # let mpi = oxmpi::init()?;
/// # let world = mpi.world();
/// # let seconds = 0.5;
/// let slowest = world.all_reduce(&ValueIndex::new(seconds, world.rank()), Op::MAX_LOCATION)?;
/// println!("rank {} took longest: {} seconds", slowest.index, slowest.value);
/// # Ok::<(), oxmpi::Error>(())
/// ```
#[doc(alias = "MPI_FLOAT_INT")]
#[doc(alias = "MPI_DOUBLE_INT")]
#[doc(alias = "MPI_LONG_INT")]
#[doc(alias = "MPI_2INT")]
#[doc(alias = "MPI_SHORT_INT")]
#[doc(alias = "MPI_Type_get_value_index")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(C)]
pub struct ValueIndex<V, I> {
    /// What is compared.
    pub value: V,
    /// Where it was found.
    pub index: I,
}

impl<V, I> ValueIndex<V, I> {
    /// A value and where it was found.
    pub const fn new(value: V, index: I) -> ValueIndex<V, I> {
        ValueIndex { value, index }
    }
}

// SAFETY: two fields at their offsets, and what is between and behind them is padding; valid when both are.
#[diagnostic::do_not_recommend]
unsafe impl<V: Datatype, I: Datatype> Datatype for ValueIndex<V, I> {
    const TYPEMAP: &'static Typemap = &Typemap::Struct {
        fields: &[
            Field { offset: offset_of!(ValueIndex<V, I>, value), of: V::TYPEMAP },
            Field { offset: offset_of!(ValueIndex<V, I>, index), of: I::TYPEMAP },
        ],
        size: size_of::<ValueIndex<V, I>>(),
        gaps: Gaps::Filled,
    };
    const CHECKED: bool = V::CHECKED || I::CHECKED;
    const REPAIR: ValueIndex<V, I> = ValueIndex { value: V::REPAIR, index: I::REPAIR };

    #[inline(always)]
    unsafe fn is_valid(at: *const ValueIndex<V, I>) -> bool {
        let value = at.wrapping_byte_add(offset_of!(ValueIndex<V, I>, value)).cast();
        let index = at.wrapping_byte_add(offset_of!(ValueIndex<V, I>, index)).cast();
        // SAFETY: the caller's promise, for the parts.
        unsafe { V::is_valid(value) & I::is_valid(index) }
    }
}
