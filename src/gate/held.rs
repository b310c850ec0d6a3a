//! Memory that MPI works in after the call that started it has returned: dissolved into words while it does, since a `Box` that is moved
//! while somebody else writes through it is undefined behaviour.

use super::threads::users_code;
use std::mem::MaybeUninit;

/// How many words a buffer dissolves into: address, length, capacity.
const WORDS: usize = 3;

/// The words that a buffer was dissolved into. Plain data: whoever has them knows what they mean, and owns what they own.
#[derive(Clone, Copy)]
pub struct Held([MaybeUninit<*mut ()>; WORDS]);

/// Memory that nobody needs any more but MPI. Dropping it frees it.
pub struct Memory {
    held: Held,
    release: unsafe fn(Held),
}

// SAFETY: the promise of `Memory::new`.
unsafe impl Send for Memory {}

impl Held {
    /// No memory at all.
    pub(crate) const NOTHING: Held = Held([MaybeUninit::uninit(); WORDS]);

    /// Puts plain data into words.
    #[inline(always)]
    pub(crate) fn of<P: Copy>(parts: P) -> Held {
        const { assert!(size_of::<P>() <= size_of::<Held>() && align_of::<P>() <= align_of::<Held>()) };
        let mut held = Held::NOTHING;
        // SAFETY: as long and as aligned as `P` needs; asserted above.
        unsafe { held.0.as_mut_ptr().cast::<P>().write(parts) };
        held
    }

    /// The data again.
    ///
    /// # Safety
    /// Made by [`of`](Held::of) from the same type `P`.
    #[inline(always)]
    pub(crate) unsafe fn get<P: Copy>(self) -> P {
        const { assert!(size_of::<P>() <= size_of::<Held>() && align_of::<P>() <= align_of::<Held>()) };
        // SAFETY: the caller's promise.
        unsafe { self.0.as_ptr().cast::<P>().read() }
    }
}

impl Memory {
    /// Takes over what `held` owns.
    ///
    /// # Safety
    /// `release` frees what `held` owns, may be called on any thread and at any time later, and nobody else frees it.
    pub(crate) unsafe fn new(held: Held, release: unsafe fn(Held)) -> Memory {
        Memory { held, release }
    }

    /// Memory of something that drops itself, kept where it is.
    pub(crate) fn boxed<T: Send + 'static>(value: Box<T>) -> Memory {
        unsafe fn release<T>(held: Held) {
            // SAFETY: from `Box::into_raw` below, and released once.
            drop(unsafe { Box::from_raw(held.get::<*mut T>()) });
        }
        // SAFETY: the box is ours; `T` may be dropped by any thread, at any time.
        unsafe { Memory::new(Held::of(Box::into_raw(value)), release::<T>) }
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        // It may be the user's that is dropped.
        // SAFETY: the promise of `new`; called once.
        users_code(|| unsafe { (self.release)(self.held) });
    }
}
