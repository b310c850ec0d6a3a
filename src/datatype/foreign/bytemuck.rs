//! Types that the crate `bytemuck` vouches for.

use crate::datatype::{Basic, Datatype, Typemap};
use bytemuck::{CheckedBitPattern, NoUninit, TransparentWrapper, Zeroable};
use std::mem::MaybeUninit;

/// The bytes of a type.
const fn bytes_of<T>() -> Typemap {
    Typemap::Array { of: &Typemap::Basic(Basic::Byte), len: size_of::<T>() }
}

/// A value of a type of another crate that is `bytemuck::Pod`, which moves as bytes.
///
/// For types of your own, `#[derive(Datatype)]` says more. Slices are wrapped without a copy, by
/// [`bytemuck::TransparentWrapper`]:
///
/// ```no_run
/// use bytemuck::TransparentWrapper;
/// use oxmpi::datatype::Pod;
///
/// // Of some crate that you can't change.
/// # #[derive(Clone, Copy)] #[repr(C)] struct Vertex([f32; 3]);
/// # // SAFETY: numbers alone.
/// # unsafe impl bytemuck::Zeroable for Vertex {}
/// # // SAFETY: numbers alone.
/// # unsafe impl bytemuck::Pod for Vertex {}
/// # let mpi = oxmpi::init()?;
/// # let world = mpi.world();
/// let mut vertices: Vec<Vertex> = vec![Vertex([0.0; 3]); 100];
/// if world.rank() == 0 {
///     world.send(Pod::wrap_slice(&vertices), 1)?;
/// } else if world.rank() == 1 {
///     world.recv_into(Pod::wrap_slice_mut(&mut vertices), 0)?;
/// }
/// # Ok::<(), oxmpi::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Pod<T>(pub T);

// SAFETY: `repr(transparent)` around a `T`, without bounds on it.
unsafe impl<T> TransparentWrapper<T> for Pod<T> {}

// SAFETY: `bytemuck::Pod` says that there is no padding, that all bit patterns are valid, and that there is no interior mutability.
#[diagnostic::do_not_recommend]
unsafe impl<T: bytemuck::Pod + Send> Datatype for Pod<T> {
    const TYPEMAP: &'static Typemap = &bytes_of::<T>();
    const CHECKED: bool = false;
    const REPAIR: Pod<T> = Pod(zeroed::<T>());

    #[inline(always)]
    unsafe fn is_valid(_: *const Pod<T>) -> bool {
        true
    }
}

/// A value of a type of another crate that is `bytemuck::CheckedBitPattern`, which moves as bytes that are looked at when they arrive.
///
/// The type is `bytemuck::Zeroable` as well: an invalid value that arrived is overwritten with zeros, and the call returns
/// [`InvalidValue`](crate::ErrorKind::InvalidValue). Slices are wrapped without a copy, by [`bytemuck::TransparentWrapper`].
///
/// ```no_run
/// use oxmpi::datatype::Checked;
///
/// #[derive(Clone, Copy, Debug, bytemuck::CheckedBitPattern, bytemuck::NoUninit, bytemuck::Zeroable)]
/// #[repr(u8)]
/// enum Phase { Start, Run, End }
///
/// # let mpi = oxmpi::init()?;
/// # let world = mpi.world();
/// let phase = (world.rank() == 0).then_some(Checked(Phase::Run));
/// let Checked(phase) = world.broadcast(phase, 0)?;
/// println!("{phase:?}");
/// # Ok::<(), oxmpi::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Checked<T>(pub T);

// SAFETY: `repr(transparent)` around a `T`, without bounds on it.
unsafe impl<T> TransparentWrapper<T> for Checked<T> {}

// SAFETY: `NoUninit` says that there is no padding and no interior mutability; `CheckedBitPattern` tells the valid bit patterns.
#[diagnostic::do_not_recommend]
unsafe impl<T: CheckedBitPattern + NoUninit + Zeroable + Send + 'static> Datatype for Checked<T> {
    const TYPEMAP: &'static Typemap = &bytes_of::<T>();
    const CHECKED: bool = true;
    const REPAIR: Checked<T> = Checked(zeroed::<T>());

    #[inline(always)]
    unsafe fn is_valid(at: *const Checked<T>) -> bool {
        // SAFETY: the caller's promise; `Bits` has the layout of `T`, and every initialized bit pattern is one of its values.
        T::is_valid_bit_pattern(&unsafe { at.cast::<T::Bits>().read_unaligned() })
    }
}

/// The value that is all zeros, which [`Zeroable`] promises to be one.
const fn zeroed<T: Zeroable>() -> T {
    // SAFETY: what the trait says.
    unsafe { MaybeUninit::zeroed().assume_init() }
}
