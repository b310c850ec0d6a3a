//! Every send mode, for every type, over every pattern.

use super::{lengths, neighbours};
use crate::sample::{Sample, assert_same, for_each_type, samples};
use oxmpi::datatype::Datatype;
use oxmpi::prelude::*;
use oxmpi::{Result, ffi};
use oxmpi_test::oxmpi_test;
use std::ffi::c_int;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Mode {
    Standard,
    Synchronous,
    Buffered,
}

const MODES: [Mode; 3] = [Mode::Standard, Mode::Synchronous, Mode::Buffered];

fn send<T: Datatype>(world: &Communicator, mode: Mode, data: &[T], to: usize) -> Result<()> {
    match mode {
        Mode::Standard => world.send(data, to),
        Mode::Synchronous => world.ssend(data, to),
        Mode::Buffered => world.bsend(data, to),
    }
}

/// From one rank to another, every mode and length, both as one slice and element by element.
fn along<T: Sample>(world: &Communicator, from: usize, to: usize) -> Result<()> {
    for &len in lengths(world) {
        for mode in MODES {
            let salt = from + mode as usize;
            if world.rank() == from {
                send(world, mode, &samples::<T>(salt, len), to)?;
            } else if world.rank() == to {
                let got: Vec<T> = world.recv(from)?;
                assert_same(&got, &samples(salt, len), "recv");
            }
        }
    }
    if world.rank() == from {
        world.send(&T::sample(from, 3), to)?;
        world.ssend(&T::sample(from, 4), to)?;
        world.bsend(&T::sample(from, 5), to)?;
    } else if world.rank() == to {
        for index in 3..=5 {
            assert_eq!(world.recv::<T>(from)?, T::sample(from, index));
        }
    }
    Ok(())
}

fn pairs<T: Sample>(world: &Communicator) -> Result<()> {
    along::<T>(world, 0, world.size() - 1)?;
    along::<T>(world, world.size() - 1, 0)
}

#[oxmpi_test(ranks = [2, 3])]
fn every_mode_carries_every_type_between_a_pair(world: &Communicator) -> Result<()> {
    for_each_type!(pairs(world));
    Ok(())
}

/// Around the ring: even ranks send first, odd ones receive first (in a ring of odd length the last even rank waits for its
/// turn, which is no deadlock).
fn rings<T: Sample>(world: &Communicator) -> Result<()> {
    let (left, right) = neighbours(world);
    for &len in lengths(world) {
        for mode in MODES {
            let mine: Vec<T> = samples(world.rank(), len);
            let mut got: Vec<T> = samples(9, len);
            if world.rank() % 2 == 0 {
                send(world, mode, &mine, right)?;
                world.recv_into(&mut got, left)?;
            } else {
                world.recv_into(&mut got, left)?;
                send(world, mode, &mine, right)?;
            }
            assert_same(&got, &samples(left, len), "recv_into");
        }
    }
    Ok(())
}

#[oxmpi_test(ranks = [2, 3, 4])]
fn every_mode_carries_every_type_around_a_ring(world: &Communicator) -> Result<()> {
    for_each_type!(rings(world));
    Ok(())
}

/// Everybody to everybody, itself included, buffered: all messages are under way at the same time.
fn crowds<T: Sample>(world: &Communicator) -> Result<()> {
    let len = 7;
    for to in 0..world.size() {
        world.bsend(&samples::<T>(world.rank() * 10 + to, len), to)?;
    }
    for from in (0..world.size()).rev() {
        let got: Vec<T> = world.recv(from)?;
        assert_same(&got, &samples(from * 10 + world.rank(), len), "recv");
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2, 3, 4])]
fn all_pairs_exchange_at_the_same_time(world: &Communicator) -> Result<()> {
    for_each_type!(crowds(world));
    // The blocking modes, pair by pair.
    for from in 0..world.size() {
        for to in 0..world.size() {
            if from != to {
                along::<u32>(world, from, to)?;
            }
        }
    }
    Ok(())
}

fn to_myself<T: Sample>(world: &Communicator) -> Result<()> {
    for &len in lengths(world) {
        for mode in MODES {
            let mine: Vec<T> = samples(world.rank(), len);
            let sent = std::thread::scope(|scope| {
                let sender = scope.spawn(|| send(world, mode, &mine, world.rank()));
                let got: Vec<T> = world.recv(world.rank())?;
                assert_same(&got, &mine, "from myself");
                sender.join().expect("no panic")
            });
            sent?;
        }
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2], threads = "multiple")]
fn every_mode_carries_every_type_to_oneself(mpi: &Mpi) -> Result<()> {
    for_each_type!(to_myself(&mpi.world()));
    Ok(())
}

/// Posts a receive by way of C, since a blocking one can't be posted before a send of the same thread; then tells the sender.
fn ready<T: Sample>(world: &Communicator) -> Result<()> {
    let (left, right) = neighbours(world);
    for &len in lengths(world) {
        let mut got: Vec<T> = samples(9, len);
        let count = (len * size_of::<T>()) as c_int;
        let mut request = ffi::MPI_REQUEST_NULL;
        // SAFETY: MPI is initialized; the buffer has `count` elements of the type and lives, unmoved, until the wait.
        let code = unsafe {
            ffi::MPI_Irecv(
                got.as_mut_ptr().cast(),
                count,
                ffi::MPI_BYTE,
                left as c_int,
                5,
                world.as_raw(),
                &mut request,
            )
        };
        assert_eq!(code, ffi::MPI_SUCCESS as c_int);
        // To the left: "posted"; from the right the same.
        let posted: u8 = world.sendrecv(&1u8, left, right)?;
        assert_eq!(posted, 1);
        // SAFETY: the right neighbour posted its receive before it sent the token above.
        unsafe { world.rsend(&samples::<T>(world.rank(), len), to(right).tag(5)) }?;
        // SAFETY: an active request; the status is ours.
        let code = unsafe { ffi::MPI_Wait(&mut request, &mut std::mem::zeroed()) };
        assert_eq!(code, ffi::MPI_SUCCESS as c_int);
        assert_same(&got, &samples(left, len), "ready mode");
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2, 3])]
fn ready_mode_carries_every_type_to_a_posted_receive(world: &Communicator) -> Result<()> {
    for_each_type!(ready(world));
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn sending_to_none_does_nothing_in_every_mode(world: &Communicator) -> Result<()> {
    for data in [&[1, 2, 3][..], &[]] {
        world.send(data, None)?;
        world.ssend(data, None)?;
        world.bsend(data, to(None).tag(7))?;
        // SAFETY: to nobody: there is no receive that would have to be posted.
        unsafe { world.rsend(data, None) }?;
    }
    world.send("text", None)?;
    assert_eq!(world.iprobe(ANY.tag(ANY))?, None);
    Ok(())
}
