//! Buffered mode: attached memory, automatic memory, and what is under way at the end.

use super::neighbours;
use oxmpi::point_to_point::BSEND_OVERHEAD;
use oxmpi::prelude::*;
use oxmpi::{ErrorKind, Result};
use oxmpi_test::oxmpi_test;

#[oxmpi_test(ranks = [1, 2, 3])]
fn automatic_buffering_returns_before_anybody_receives(world: &Communicator) -> Result<()> {
    let (left, right) = neighbours(world);
    // 8 MB under way from each rank, the receives only afterwards; the data is copied, so it may change at once.
    let mut data = vec![0u64; 100_000];
    for round in 0..10 {
        data.fill(round);
        world.bsend(&data, right)?;
        data.fill(u64::MAX);
    }
    world.barrier()?;
    for round in 0..10 {
        let got: Vec<u64> = world.recv(left)?;
        assert!(got.len() == data.len() && got.iter().all(|&value| value == round), "round {round}");
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn an_attached_buffer_bounds_what_is_under_way(mpi: &Mpi) -> Result<()> {
    let world = mpi.world();
    let other = world.duplicate()?;
    let (left, right) = neighbours(&world);
    assert_eq!(mpi.attach_buffer(0).expect_err("no memory").kind(), ErrorKind::Arg);
    assert_eq!(mpi.attach_buffer(usize::MAX).expect_err("beyond int").kind(), ErrorKind::Arg);
    for round in 0..3u64 {
        let message = vec![round; 10_000];
        mpi.attach_buffer(2 * (80_000 + BSEND_OVERHEAD))?;
        assert_eq!(mpi.attach_buffer(1000).expect_err("one at a time").kind(), ErrorKind::Buffer);
        world.bsend(&message, right)?;
        world.bsend(&message, right)?;
        // More than there is room for in all. On another communicator: in Open MPI the message that was not sent has a place
        // in the order of those to its destination, and none is delivered after it.
        let error = other.bsend(&vec![0u8; 300_000], right).expect_err("the buffer is full");
        assert_eq!((error.kind(), error.call()), (ErrorKind::Buffer, "MPI_Bsend"));
        for _ in 0..2 {
            assert_eq!(world.recv::<Vec<u64>>(left)?, message);
        }
        // Waits until the neighbour has them.
        mpi.detach_buffer()?;
        assert!(world.iprobe(ANY.tag(ANY))?.is_none());
        world.barrier()?;
    }
    // None attached: it only waits; and automatic buffering works afterwards.
    mpi.detach_buffer()?;
    world.bsend(&1, right)?;
    assert_eq!(world.recv::<i32>(left)?, 1);
    mpi.detach_buffer()
}

#[oxmpi_test(ranks = [2])]
fn a_buffer_in_use_at_the_end_is_detached_after_delivery(mpi: &Mpi) -> Result<()> {
    let world = mpi.world();
    mpi.attach_buffer(100_000 + BSEND_OVERHEAD)?;
    if world.rank() == 0 {
        world.bsend(&vec![7u8; 100_000], 1)?;
    } else {
        std::thread::sleep(std::time::Duration::from_millis(100));
        assert_eq!(world.recv::<Vec<u8>>(0)?, vec![7; 100_000]);
    }
    Ok(())
}

#[oxmpi_test(ranks = [2])]
fn automatic_messages_under_way_at_the_end_are_delivered(world: &Communicator) -> Result<()> {
    if world.rank() == 0 {
        for _ in 0..5 {
            world.bsend(&vec![7u8; 1_000_000], 1)?;
        }
    } else {
        std::thread::sleep(std::time::Duration::from_millis(100));
        for _ in 0..5 {
            assert_eq!(world.recv::<Vec<u8>>(0)?, vec![7; 1_000_000]);
        }
    }
    Ok(())
}
