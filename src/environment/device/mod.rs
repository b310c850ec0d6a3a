//! Memory of a GPU as a buffer, where the MPI library can read and write it by itself.
//!
//! ```no_run
//! use oxmpi::prelude::*;
//! use oxmpi::environment::DeviceBuffer;
//!
//! fn exchange<B: DeviceBuffer<Elem = f32>>(mpi: &Mpi, on_gpu: &B) -> oxmpi::Result<()> {
//!     mpi.world().send(&mpi.device(on_gpu)?, 1) // Unsupported where the library is not GPU-aware
//! }
//! ```
//!
//! With the feature `cudarc`, slices and views of that crate are such buffers.

mod aware;
#[cfg(feature = "cudarc")]
mod cudarc;

use crate::buffer::{Buffer, BufferMut, RawBuffer};
use crate::datatype::{Datatype, assert_sized};
use crate::error::{Error, ErrorKind, Result};
use crate::process::Mpi;
use std::marker::PhantomData;

pub use aware::DeviceKind;

/// Memory on a device: where it is, how long, on what kind of device.
///
/// # Safety
/// [`ready`](DeviceBuffer::ready) returns the address of [`len`](DeviceBuffer::len) initialized elements on a device of this
/// [`kind`](DeviceBuffer::kind), which stay there while `self` is borrowed, and on which no work that was queued before is still to be done.
pub unsafe trait DeviceBuffer {
    /// What it is made of. Every bit pattern has to be valid: what arrives on a device is not looked at.
    type Elem: Datatype;

    /// The kind of the device.
    fn kind(&self) -> DeviceKind;

    /// How many elements.
    fn len(&self) -> usize;

    /// Whether it has no element.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Waits until all that was queued for this memory is done, and returns its address on the device. An error is a message for the user.
    fn ready(&self) -> std::result::Result<u64, String>;
}

/// Memory on a device that can be filled.
///
/// # Safety
/// As [`DeviceBuffer`], and the memory at [`ready_mut`](DeviceBufferMut::ready_mut) may be written while `self` is mutably borrowed.
pub unsafe trait DeviceBufferMut: DeviceBuffer {
    /// Waits until all that was queued for this memory, reading or writing, is done, and returns its address on the device.
    fn ready_mut(&mut self) -> std::result::Result<u64, String>;
}

/// Device memory lent to calls that read: see [`Mpi::device`].
#[derive(Debug)]
pub struct Device<'a, T: Datatype> {
    memory: Lent<T>,
    borrowed: PhantomData<&'a ()>,
}

/// Device memory lent to calls that fill: see [`Mpi::device_mut`].
#[derive(Debug)]
pub struct DeviceMut<'a, T: Datatype> {
    memory: Lent<T>,
    borrowed: PhantomData<&'a mut ()>,
}

/// Where the memory is. Never looked at from here.
#[derive(Clone, Copy, Debug)]
struct Lent<T> {
    first: *mut T,
    len: usize,
}

impl<T: Datatype> Lent<T> {
    fn new(
        mpi: &Mpi,
        kind: DeviceKind,
        len: usize,
        ready: impl FnOnce() -> std::result::Result<u64, String>,
    ) -> Result<Self> {
        const {
            assert_sized::<T>();
            assert!(!T::CHECKED, "what arrives on a device cannot be looked at, so every bit pattern has to be valid");
        }
        mpi.require_gpu_aware(kind)?;
        let address = ready().map_err(|message| Error::new(ErrorKind::Buffer, "device memory", message))?;
        let first = usize::try_from(address).map_err(|_| {
            Error::new(
                ErrorKind::Buffer,
                "device memory",
                format!("the address {address:#x} is not one of this machine's"),
            )
        })?;
        Ok(Lent { first: std::ptr::without_provenance_mut(first), len })
    }

    fn raw(self) -> RawBuffer {
        RawBuffer::on_device(self.first, self.len)
    }
}

impl Mpi {
    /// Device memory as a buffer of calls that read: `send`, `bsend`, `broadcast_into` at the root, packing.
    ///
    /// Local; waits for work that was queued on the memory. Not for reductions and gathers, which take memory of the host.
    ///
    /// # Errors
    /// [`Unsupported`](ErrorKind::Unsupported) when the MPI library cannot read memory of this kind of device (see
    /// [`is_gpu_aware`](Mpi::is_gpu_aware)): copy to the host first. [`Buffer`](ErrorKind::Buffer) when the device reports an error.
    pub fn device<'a, B: DeviceBuffer + ?Sized>(&self, memory: &'a B) -> Result<Device<'a, B::Elem>> {
        let memory = Lent::new(self, memory.kind(), memory.len(), || memory.ready())?;
        Ok(Device { memory, borrowed: PhantomData })
    }

    /// Device memory as a buffer of calls that fill: `recv_into`, `sendrecv_into`, `broadcast_into`, `unpack_into`.
    ///
    /// Local; waits for work that was queued on the memory. Errors as [`device`](Mpi::device).
    pub fn device_mut<'a, B: DeviceBufferMut + ?Sized>(&self, memory: &'a mut B) -> Result<DeviceMut<'a, B::Elem>> {
        let memory = Lent::new(self, memory.kind(), memory.len(), || memory.ready_mut())?;
        Ok(DeviceMut { memory, borrowed: PhantomData })
    }
}

// SAFETY: initialized memory on a device that MPI can read, borrowed for `'a`, by the promise of `DeviceBuffer`.
unsafe impl<T: Datatype> Buffer for Device<'_, T> {
    type Elem = T;

    fn raw(&self) -> RawBuffer {
        self.memory.raw()
    }
}

// SAFETY: as above.
unsafe impl<T: Datatype> Buffer for DeviceMut<'_, T> {
    type Elem = T;

    fn raw(&self) -> RawBuffer {
        self.memory.raw()
    }
}

// SAFETY: as above, and mutably borrowed; every bit pattern is valid, asserted where it is made.
unsafe impl<T: Datatype> BufferMut for DeviceMut<'_, T> {
    fn raw_mut(&mut self) -> RawBuffer {
        self.memory.raw()
    }

    unsafe fn repair(&mut self, _: &'static str) -> Result<()> {
        Ok(())
    }
}
