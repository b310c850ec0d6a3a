//! Slices and views of the crate `cudarc`, by the feature of that name.
//!
//! ```no_run
//! use cudarc::driver::CudaContext;
//! use oxmpi::prelude::*;
//!
//! fn exchange(mpi: &Mpi, peer: usize) -> Result<(), Box<dyn std::error::Error>> {
//!     let stream = CudaContext::new(0)?.default_stream();
//!     let field = stream.clone_htod(&vec![1.0f32; 1024])?;
//!     let mut halo = stream.alloc_zeros::<f32>(1024)?;
//!     mpi.world().sendrecv_into(&mpi.device(&field)?, peer, &mut mpi.device_mut(&mut halo)?, peer)?;
//!     Ok(())
//! }
//! ```

use super::{DeviceBuffer, DeviceBufferMut, DeviceKind};
use crate::datatype::Datatype;
use cudarc::driver::{CudaSlice, CudaView, CudaViewMut, DevicePtr, DevicePtrMut, DeviceSlice};

/// The address, once the stream that the memory belongs to has done what was queued on it.
fn ready<T>(memory: &impl DevicePtr<T>) -> Result<u64, String> {
    let stream = memory.stream();
    let (address, reading) = memory.device_ptr(stream);
    drop(reading);
    stream.synchronize().map_err(|error| error.to_string())?;
    Ok(address)
}

fn ready_mut<T>(memory: &mut impl DevicePtrMut<T>) -> Result<u64, String> {
    let stream = memory.stream().clone();
    let (address, writing) = memory.device_ptr_mut(&stream);
    drop(writing);
    stream.synchronize().map_err(|error| error.to_string())?;
    Ok(address)
}

macro_rules! device_memory {
    ($( $type:ty $( , $mutable:ident )? ; )*) => { $(
        // SAFETY: cudarc's own memory, in place while it is borrowed; `ready` waits for its stream, which itself waits for the
        // writes that other streams queued.
        unsafe impl<T: Datatype> DeviceBuffer for $type {
            type Elem = T;

            fn kind(&self) -> DeviceKind {
                DeviceKind::Cuda
            }

            fn len(&self) -> usize {
                DeviceSlice::len(self)
            }

            fn ready(&self) -> Result<u64, String> {
                ready(self)
            }
        }

        $( device_memory! { @ $mutable $type } )?
    )* };
    (@ mutable $type:ty) => {
        // SAFETY: as above, and mutably borrowed.
        unsafe impl<T: Datatype> DeviceBufferMut for $type {
            fn ready_mut(&mut self) -> Result<u64, String> {
                ready_mut(self)
            }
        }
    };
}

device_memory! {
    CudaSlice<T>, mutable;
    CudaView<'_, T>;
    CudaViewMut<'_, T>, mutable;
}
