//! Memory of devices. There is none here: memory of the host stands in for it, which every library can read.

use crate::sample::samples;
use oxmpi::environment::{DeviceBuffer, DeviceBufferMut, DeviceKind};
use oxmpi::prelude::*;
use oxmpi::{ErrorKind, Result};
use oxmpi_test::oxmpi_test;

/// Memory of the host under another name.
struct Pretended(Vec<f32>, DeviceKind);

// SAFETY: a vector's own memory, in place while it is borrowed; nothing is queued.
unsafe impl DeviceBuffer for Pretended {
    type Elem = f32;

    fn kind(&self) -> DeviceKind {
        self.1
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn ready(&self) -> std::result::Result<u64, String> {
        Ok(self.0.as_ptr().expose_provenance() as u64)
    }
}

// SAFETY: as above, and mutably borrowed.
unsafe impl DeviceBufferMut for Pretended {
    fn ready_mut(&mut self) -> std::result::Result<u64, String> {
        Ok(self.0.as_mut_ptr().expose_provenance() as u64)
    }
}

#[oxmpi_test(ranks = [1])]
fn a_library_that_is_not_aware_is_named(mpi: &Mpi) -> Result<()> {
    for kind in [DeviceKind::Cuda, DeviceKind::Rocm, DeviceKind::LevelZero] {
        if mpi.is_gpu_aware(kind)? {
            eprintln!("this library is aware of {kind}");
            continue;
        }
        let mut memory = Pretended(vec![0.0; 4], kind);
        let error = mpi.device(&memory).expect_err("not aware");
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        assert!(
            error.to_string().contains(&kind.to_string()) && error.to_string().contains("OXMPI_GPU_AWARE"),
            "{error}"
        );
        assert_eq!(mpi.device_mut(&mut memory).expect_err("not aware").kind(), ErrorKind::Unsupported);
    }
    Ok(())
}

#[oxmpi_test(ranks = [2, 3])]
fn device_memory_is_a_buffer_where_the_user_vouches_for_the_library(mpi: &Mpi) -> Result<()> {
    // SAFETY: the test's own process, where no other thread reads the environment now.
    unsafe { std::env::set_var("OXMPI_GPU_AWARE", "rocm,cuda") };
    let world = mpi.world();
    let (rank, size) = (world.rank(), world.size());
    let (right, left) = ((rank + 1) % size, (rank + size - 1) % size);
    for len in [0, 1, 1000, 300_000] {
        let from = Pretended(samples(rank, len), DeviceKind::Cuda);
        let mut into = Pretended(vec![-1.0; len + 2], DeviceKind::Cuda);
        let status = world.sendrecv_into(&mpi.device(&from)?, right, &mut mpi.device_mut(&mut into)?, left)?;
        assert_eq!(status.count::<f32>(), Some(len));
        assert!(into.0[..len] == samples::<f32>(left, len)[..]);
        assert_eq!(into.0[len..], [-1.0, -1.0], "a shorter message leaves the rest");
        world.bsend(&mpi.device(&from)?, right)?;
        assert!(world.recv::<Vec<f32>>(left)? == samples::<f32>(left, len));
        let mut all = Pretended(samples(rank, len), DeviceKind::Cuda);
        world.broadcast_into(&mut mpi.device_mut(&mut all)?, size - 1)?;
        assert!(all.0 == samples::<f32>(size - 1, len));
        let mut packer = world.packer();
        packer.pack(&mpi.device(&from)?)?;
        assert!(world.unpacker(packer.as_bytes()).unpack_vec::<f32>(len)? == from.0);
    }
    let mut short = Pretended(vec![0.0; 2], DeviceKind::Cuda);
    world.bsend(&[1.0f32, 2.0, 3.0], rank)?;
    let error = world.recv_into(&mut mpi.device_mut(&mut short)?, rank).expect_err("three into two");
    assert_eq!(error.kind(), ErrorKind::Truncated);
    Ok(())
}
