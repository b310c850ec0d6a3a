//! Memory that the MPI library gives (MPI 5.0 section 9.2).

use crate::buffer::{Buffer, BufferMut, Contiguous, ContiguousMut, RawBuffer};
use crate::datatype::{Datatype, assert_sized};
use crate::error::{Error, ErrorKind, Result, check};
use crate::gate::deferred::Deferred;
use crate::process::Mpi;
use oxmpi_sys as ffi;
use std::ffi::c_void;
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::ptr::NonNull;

/// A slice in memory that the MPI library allocated: registered with the network or shared with neighbours, where that is faster.
///
/// Everything that a slice is: it derefs to `[T]`, and is a buffer of every call. It cannot outlive MPI:
///
/// ```compile_fail,E0597
/// let memory = {
///     let mpi = oxmpi::init().unwrap();
///     mpi.alloc_mem(10, 0.0).unwrap()
/// };
/// println!("{}", memory[0]); // MPI is finalized, and may have taken the memory along
/// ```
pub struct MpiVec<'mpi, T: Datatype> {
    /// The first element; dangling where there is none.
    first: NonNull<T>,
    len: usize,
    /// What `MPI_Alloc_mem` returned; null where nothing was allocated.
    base: *mut c_void,
    mpi: PhantomData<&'mpi Mpi>,
    elements: PhantomData<T>,
}

// SAFETY: it owns plain memory, as a `Vec` does. It is freed by a thread that may call MPI (see `drop`), and nothing else in it
// belongs to a thread: `Mpi` is only a lifetime here.
unsafe impl<T: Datatype> Send for MpiVec<'_, T> {}
// SAFETY: as above; shared, it gives `&[T]` only.
unsafe impl<T: Datatype + Sync> Sync for MpiVec<'_, T> {}

impl Mpi {
    /// Memory for `len` elements from the MPI library, filled with `value`.
    ///
    /// Local. Ordinary memory (`Vec`) can be used in every call as well; this may be faster for buffers that are used often, and for
    /// windows. Freed when it is dropped. Aligned as `T` needs it.
    ///
    /// # Errors
    /// [`NoMem`](ErrorKind::NoMem) when the library has none, or `len` elements are beyond the address space.
    ///
    /// MPI 5.0 section 9.2.
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// let mut halo = mpi.alloc_mem(1024, 0.0f64)?;
    /// halo[3] = 1.5;
    /// world.broadcast_into(&mut halo, 0)?;
    /// println!("{}", halo.iter().sum::<f64>());
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Alloc_mem")]
    #[doc(alias = "MPI_Free_mem")]
    pub fn alloc_mem<T: Datatype>(&self, len: usize, value: T) -> Result<MpiVec<'_, T>> {
        const CALL: &str = "MPI_Alloc_mem";
        const { assert_sized::<T>() };
        let _call = self.instance().enter(CALL)?;
        let mut memory = MpiVec {
            first: NonNull::dangling(),
            len: 0,
            base: std::ptr::null_mut(),
            mpi: PhantomData,
            elements: PhantomData,
        };
        if len == 0 {
            return Ok(memory);
        }
        // The library aligns for numbers; a type that wants more gets room to be moved up.
        let bytes = len.checked_mul(size_of::<T>()).and_then(|bytes| bytes.checked_add(align_of::<T>()));
        let size = bytes.and_then(|bytes| ffi::MPI_Aint::try_from(bytes).ok()).ok_or_else(|| too_much::<T>(len))?;
        // SAFETY: past the gate; MPI writes a pointer to where `base` is.
        check(CALL, unsafe { ffi::MPI_Alloc_mem(size, ffi::MPI_INFO_NULL, (&raw mut memory.base).cast()) })?;
        let first = memory.base.cast::<u8>().wrapping_add(memory.base.align_offset(align_of::<T>())).cast::<T>();
        memory.first = NonNull::new(first).filter(|_| !memory.base.is_null()).ok_or_else(|| too_much::<T>(len))?;
        for index in 0..len {
            // SAFETY: aligned, and `len` elements from there on are inside of what was allocated; ours alone.
            unsafe { memory.first.add(index).write(value) };
        }
        memory.len = len;
        Ok(memory)
    }
}

#[cold]
fn too_much<T>(len: usize) -> Error {
    let message = format!("{len} elements of {} bytes cannot be allocated", size_of::<T>());
    Error::new(ErrorKind::NoMem, "MPI_Alloc_mem", message)
}

impl<T: Datatype> Drop for MpiVec<'_, T> {
    fn drop(&mut self) {
        if self.base.is_null() || std::thread::panicking() {
            return; // a panic ends the job; nothing is worth calling then
        }
        let instance = &crate::gate::WORLD;
        match instance.enter("MPI_Free_mem") {
            // SAFETY: past the gate; allocated by `MPI_Alloc_mem`, and freed once.
            Ok(_call) => drop(unsafe { ffi::MPI_Free_mem(self.base) }),
            Err(error) if error.kind() == ErrorKind::WrongThread => instance.defer(Deferred::Memory(self.base)),
            Err(_) => {} // finalized by a host: the library's memory is gone with it
        }
    }
}

impl<T: Datatype> Deref for MpiVec<'_, T> {
    type Target = [T];

    #[inline(always)]
    fn deref(&self) -> &[T] {
        // SAFETY: `len` initialized elements, which live as long as `self`.
        unsafe { std::slice::from_raw_parts(self.first.as_ptr(), self.len) }
    }
}

impl<T: Datatype> DerefMut for MpiVec<'_, T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [T] {
        // SAFETY: as above, and mutably borrowed.
        unsafe { std::slice::from_raw_parts_mut(self.first.as_ptr(), self.len) }
    }
}

// SAFETY: the slice's own promise.
unsafe impl<T: Datatype> Buffer for MpiVec<'_, T> {
    type Elem = T;

    #[inline(always)]
    fn raw(&self) -> RawBuffer {
        (**self).raw()
    }
}

// SAFETY: the slice's own promise.
unsafe impl<T: Datatype> BufferMut for MpiVec<'_, T> {
    #[inline(always)]
    fn raw_mut(&mut self) -> RawBuffer {
        (**self).raw_mut()
    }

    #[inline(always)]
    unsafe fn repair(&mut self, call: &'static str) -> Result<()> {
        // SAFETY: the caller's promise.
        unsafe { (**self).repair(call) }
    }

    unsafe fn clear(&mut self) {
        // SAFETY: the caller's promise.
        unsafe { (**self).clear() }
    }
}

// SAFETY: both are the whole slice.
unsafe impl<T: Datatype> Contiguous for MpiVec<'_, T> {
    type Owned = Vec<T>;

    #[inline(always)]
    fn elements(&self) -> &[T] {
        self
    }
}

// SAFETY: both are the whole slice.
unsafe impl<T: Datatype> ContiguousMut for MpiVec<'_, T> {
    #[inline(always)]
    fn elements_mut(&mut self) -> &mut [T] {
        self
    }
}

impl<T: Datatype + fmt::Debug> fmt::Debug for MpiVec<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
