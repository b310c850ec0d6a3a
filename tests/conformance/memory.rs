//! Memory that MPI allocates.

use crate::sample::{Sample, samples};
use oxmpi::prelude::*;
use oxmpi::{ErrorKind, Result, ThreadLevel};
use oxmpi_test::oxmpi_test;

#[oxmpi_test(ranks = [1, 2, 3])]
fn mpi_memory_is_a_buffer_of_every_call(mpi: &Mpi) -> Result<()> {
    let world = mpi.world();
    let (rank, size) = (world.rank(), world.size());
    let (right, left) = ((rank + 1) % size, (rank + size - 1) % size);
    for len in [0, 1, 1000] {
        let mut from = mpi.alloc_mem(len, 0.0f64)?;
        assert_eq!(from.len(), len);
        from.copy_from_slice(&samples(rank, len));
        let mut into = mpi.alloc_mem(len, -1.0)?;
        let status = world.sendrecv_into(&from, right, &mut into, left)?;
        assert_eq!(status.count::<f64>(), Some(len));
        assert_eq!(into[..], samples::<f64>(left, len));
        world.broadcast_into(&mut into, 0)?;
        assert_eq!(into[..], samples::<f64>(size - 1, len));
        let sums = world.all_reduce(&from, Op::SUM)?;
        let expected: Vec<f64> = (0..len).map(|at| (0..size).map(|rank| f64::sample(rank, at)).sum()).collect();
        assert_eq!(sums, expected);
        assert_eq!(world.all_gather(&from)?.len(), len * size);
    }
    Ok(())
}

#[oxmpi_test(ranks = [1])]
fn elements_are_aligned_as_their_type_needs_it(mpi: &Mpi) -> Result<()> {
    let bytes = mpi.alloc_mem(3, 7u8)?;
    let wide = mpi.alloc_mem(3, [1u64; 8])?;
    assert!(wide.as_ptr().is_aligned());
    assert_eq!((&bytes[..], &wide[2]), (&[7; 3][..], &[1; 8]));
    Ok(())
}

#[oxmpi_test(ranks = [1])]
fn too_much_memory_is_an_error(mpi: &Mpi) {
    for len in [usize::MAX, usize::MAX / 8, isize::MAX as usize / 8] {
        let error = mpi.alloc_mem(len, 0.0f64).expect_err("nobody has that much");
        assert_eq!(error.kind(), ErrorKind::NoMem, "{len}: {error}");
    }
}

#[oxmpi_test(ranks = [1], threads = "multiple")]
fn memory_dropped_elsewhere_is_freed_later(mpi: &Mpi) -> Result<()> {
    assert_eq!(mpi.thread_level(), ThreadLevel::Multiple);
    let memory = mpi.alloc_mem(100, 1u32)?;
    std::thread::scope(|scope| scope.spawn(move || assert_eq!(memory.iter().sum::<u32>(), 100)).join()).unwrap();
    Ok(())
}

#[oxmpi_test(ranks = [1])]
fn memory_dropped_on_a_thread_that_may_not_call_is_freed_later(mpi: &Mpi) -> Result<()> {
    for _ in 0..100 {
        let memory = mpi.alloc_mem(1000, 1u32)?;
        std::thread::scope(|scope| scope.spawn(move || drop(memory)).join()).unwrap();
    }
    Ok(())
}
