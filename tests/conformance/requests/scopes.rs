//! Memory that is lent to a scope.

use super::halves::given_back;
use super::{Ends, TAG, neighbours};
use crate::sample::{Sample, assert_same, samples};
use oxmpi::prelude::*;
use oxmpi::request::{RequestSet, block_on};
use oxmpi::{ErrorKind, Result};
use oxmpi_test::oxmpi_test;

/// Both waited for within the scope.
pub(super) fn waited<T: Sample>(ends: &Ends<'_>, out: &[T]) -> Result<Vec<T>> {
    let mut room = ends.room::<T>();
    let (place, len) = (room.as_ptr(), room.len());
    let status = ends.world.scope(|s| {
        let receiving = ends.world.irecv_into(s.lend_mut(&mut room), from(ends.from).tag(TAG))?;
        let sending = ends.world.isend(s.lend(out), to(ends.to).tag(TAG))?;
        let (lent, status) = receiving.wait()?;
        assert_eq!((lent.as_ptr(), lent.len()), (place, len), "the same memory");
        assert_eq!(sending.wait()?.as_ptr(), out.as_ptr(), "the same memory");
        Ok(status)
    })?;
    Ok(ends.arrived((room, status)))
}

/// Nobody waits but the end of the scope.
pub(super) fn left_to_the_end<T: Sample>(ends: &Ends<'_>, out: &[T]) -> Result<Vec<T>> {
    let mut room = ends.room::<T>();
    ends.world.scope(|s| {
        ends.world.irecv_into(s.lend_mut(&mut room[..]), from(ends.from).tag(TAG))?;
        ends.world.isend(s.lend(out), to(ends.to).tag(TAG))?;
        Ok(())
    })?;
    Ok(ends.message(room))
}

/// By turns; the memory that comes back is used before the scope ends.
pub(super) fn tested<T: Sample>(ends: &Ends<'_>, out: &[T]) -> Result<Vec<T>> {
    let mut room = ends.room::<T>();
    ends.world.scope(|s| {
        let mut receiving = ends.world.irecv_into(s.lend_mut(&mut room), from(ends.from).tag(TAG))?;
        let mut sending = ends.world.isend(s.lend(out), to(ends.to).tag(TAG))?;
        let (mut arrived, mut sent) = (None, false);
        while arrived.is_none() || !sent {
            if arrived.is_none() {
                arrived = receiving.test()?;
            }
            sent = sent || sending.test()?.is_some();
            std::thread::yield_now();
        }
        let (lent, status) = arrived.expect("tested");
        Ok(ends.arrived((std::mem::take(lent), status)))
    })
}

pub(super) fn awaited<T: Sample>(ends: &Ends<'_>, out: &[T]) -> Result<Vec<T>> {
    let mut room: Box<[T]> = ends.room::<T>().into();
    let status = ends.world.scope(|s| {
        let receiving = ends.world.irecv_into(s.lend_mut(&mut room), from(ends.from).tag(TAG))?;
        let sending = ends.world.issend(s.lend(out), to(ends.to).tag(TAG))?;
        block_on(async {
            let (_, status) = receiving.await?;
            sending.await?;
            Ok(status)
        })
    })?;
    Ok(ends.arrived((room, status)))
}

/// Handles that are leaked change nothing.
pub(super) fn leaked<T: Sample>(ends: &Ends<'_>, out: &[T]) -> Result<Vec<T>> {
    let mut room = ends.room::<T>();
    ends.world.scope(|s| {
        std::mem::forget(ends.world.irecv_into(s.lend_mut(&mut room[..]), from(ends.from).tag(TAG))?);
        std::mem::forget(ends.world.issend(s.lend(out), to(ends.to).tag(TAG))?);
        Ok(())
    })?;
    Ok(ends.message(room))
}

pub(super) fn ready<T: Sample>(ends: &Ends<'_>, out: &[T]) -> Result<Vec<T>> {
    let mut room = ends.room::<T>();
    ends.world.scope(|s| {
        ends.world.irecv_into(s.lend_mut(&mut room), from(ends.from).tag(TAG))?;
        ends.tell_posted()?;
        // SAFETY: the receiver posted its receive before it sent the token.
        unsafe { ends.world.irsend(s.lend(out), to(ends.to).tag(TAG)) }?;
        Ok(())
    })?;
    Ok(ends.message(room))
}

/// The send lent, in buffered mode; the receive owned, in a set, within the scope.
pub(super) fn beside_owned<T: Sample>(ends: &Ends<'_>, out: &[T]) -> Result<Vec<T>> {
    ends.world.scope(|s| {
        let sending = ends.world.ibsend(s.lend(out), to(ends.to).tag(TAG))?;
        let mut set = RequestSet::new();
        let receiving = set.add(ends.world.irecv::<Vec<T>>(from(ends.from).tag(TAG))?);
        set.wait_all()?;
        given_back(out, sending.wait()?.to_vec());
        Ok(ends.arrived(set.take(receiving)?))
    })
}

pub(super) fn matched<T: Sample>(ends: &Ends<'_>, out: &[T]) -> Result<Vec<T>> {
    let mut room = ends.room::<T>();
    let status = ends.world.scope(|s| {
        ends.world.isend(s.lend(out), to(ends.to).tag(TAG))?;
        let message = ends.world.mprobe(from(ends.from).tag(TAG))?;
        let (_, status) = message.irecv_into(s.lend_mut(&mut room))?.wait()?;
        Ok(status)
    })?;
    Ok(ends.arrived((room, status)))
}

/// One element each.
pub(super) fn values<T: Sample>(ends: &Ends<'_>, out: &[T]) -> Result<Vec<T>> {
    let mut value = T::sample(9, 9);
    let status = ends.world.scope(|s| {
        let receiving = ends.world.irecv_into(s.lend_mut(&mut value), from(ends.from).tag(TAG))?;
        let sending = ends.world.isend(s.lend(&out[0]), to(ends.to).tag(TAG))?;
        assert_eq!(sending.wait()?, &out[0]);
        Ok(receiving.wait()?.1)
    })?;
    Ok(ends.arrived((value, status)))
}

/// The edges of a field: parts of one vector, all lent at the same time, some read and some filled.
#[oxmpi_test(ranks = [1, 2, 3])]
fn parts_of_one_vector_are_lent_at_the_same_time(world: &Communicator) -> Result<()> {
    let (right, left) = neighbours(world);
    let rank = world.rank();
    for len in [1, 100, 20_000] {
        let mut field: Vec<f64> = samples(rank, 4 * len);
        let (low, high) = field.split_at_mut(2 * len);
        let (low_ghost, low_edge) = low.split_at_mut(len);
        let (high_edge, high_ghost) = high.split_at_mut(len);
        world.scope(|s| {
            world.irecv_into(s.lend_mut(low_ghost), from(left).tag(1))?;
            world.irecv_into(s.lend_mut(high_ghost), from(right).tag(2))?;
            world.isend(s.lend(&*high_edge), to(right).tag(1))?;
            world.isend(s.lend(&*low_edge), to(left).tag(2))?;
            // The same memory can be read by many.
            world.isend(s.lend(&*low_edge), to(left).tag(3))?;
            let third: Vec<f64> = world.recv(from(right).tag(3))?;
            assert_same(&third, &samples::<f64>(right, 2 * len)[len..], "the third");
            Ok(())
        })?;
        assert_same(&field[..len], &samples::<f64>(left, 3 * len)[2 * len..], "the low ghost");
        assert_same(&field[len..3 * len], &samples::<f64>(rank, 3 * len)[len..], "the field");
        assert_same(&field[3 * len..], &samples::<f64>(right, 2 * len)[len..], "the high ghost");
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn scopes_nest_and_serve_many_operations(mpi: &Mpi) -> Result<()> {
    let world = mpi.world();
    let (right, left) = neighbours(&world);
    let mine: Vec<[u64; 4]> = samples(world.rank(), 200);
    let mut into = vec![[0u64; 4]; 200];
    let mut inner = [0u8; 3];
    let total = mpi.scope(|s| {
        let requests = into
            .iter_mut()
            .enumerate()
            .map(|(at, place)| world.irecv_into(s.lend_mut(place), from(left).tag(at as i32)))
            .collect::<std::result::Result<Vec<_>, _>>()?;
        for (at, value) in mine.iter().enumerate().rev() {
            world.isend(s.lend(value), to(right).tag(at as i32))?;
        }
        mpi.scope(|s| {
            world.irecv_into(s.lend_mut(&mut inner), from(left).tag(1000))?;
            world.isend(s.lend(&[1u8, 2, 3]), to(right).tag(1000))?;
            Ok(())
        })?;
        let mut total = 0;
        for request in requests.into_iter().rev() {
            total += request.wait()?.1.bytes();
        }
        Ok(total)
    })?;
    assert_eq!((total, inner), (200 * 32, [1, 2, 3]));
    assert_same(&into, &samples(left, 200), "in the other order");
    Ok(())
}

/// What nobody waited for is an error of the scope, what somebody was told is not; the memory is valid in either case.
#[oxmpi_test(ranks = [1, 2])]
fn errors_of_operations_are_told_once(world: &Communicator) -> Result<()> {
    let (right, left) = neighbours(world);
    for _ in 0..3 {
        let mut flags = [true; 3];
        world.bsend(&[1u8, 2, 0], right)?;
        let error = world.scope(|s| world.irecv_into(s.lend_mut(&mut flags[..]), left).map(drop).map_err(Into::into));
        assert_eq!(error.expect_err("2 is no bool").kind(), ErrorKind::InvalidValue);
        assert_eq!(flags, [true, false, false]);
        world.bsend(&[1u8, 2, 0], right)?;
        world.scope(|s| {
            let error = world.irecv_into(s.lend_mut(&mut flags[..]), left)?.wait().expect_err("2 is no bool");
            assert_eq!(error.kind(), ErrorKind::InvalidValue);
            Ok(())
        })?;
        // An error of the function itself comes first.
        let error = world.scope(|s| {
            world.irecv_into(s.lend_mut(&mut flags[..]), left)?;
            world.recv::<u8>(world.size()).map(drop)
        });
        assert_eq!(error.expect_err("no such rank").kind(), ErrorKind::Rank);
        // The receive that was under way is cancelled: it takes nothing.
        world.barrier()?;
        world.bsend(&7u8, right)?;
        assert_eq!(world.recv::<u8>(left)?, 7);
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn lent_requests_are_cancelled_and_spent(world: &Communicator) -> Result<()> {
    let (right, left) = neighbours(world);
    let mut into = [0u8; 4];
    world.scope(|s| {
        let mut request = world.irecv_into(s.lend_mut(&mut into), left)?;
        assert!(request.test()?.is_none());
        request.cancel()?;
        assert_eq!(request.wait().expect_err("cancelled").kind(), ErrorKind::Cancelled);
        Ok(())
    })?;
    world.barrier()?;
    world.scope(|s| {
        let mut request = world.irecv_into(s.lend_mut(&mut into), left)?;
        world.bsend(&[1u8, 2, 3, 4], right)?;
        while request.test()?.is_none() {
            std::thread::yield_now();
        }
        assert_eq!(request.test().expect_err("taken").kind(), ErrorKind::Request);
        assert_eq!(request.cancel().expect_err("taken").kind(), ErrorKind::Request);
        assert_eq!(request.wait().expect_err("taken").kind(), ErrorKind::Request);
        Ok(())
    })?;
    assert_eq!(into, [1, 2, 3, 4]);
    // To and from nobody.
    world.scope(|s| {
        world.isend(s.lend(&1.5), None)?;
        let (into, status) = world.irecv_into(s.lend_mut(&mut into), None)?.wait()?;
        assert_eq!((*into, status.source(), status.bytes()), ([1, 2, 3, 4], None, 0));
        Ok(())
    })
}

/// A long send that nobody receives until the scope of another operation is over.
#[oxmpi_test(ranks = [2])]
fn a_scope_waits_for_long_sends(world: &Communicator) -> Result<()> {
    let long: Vec<f64> = samples(0, 300_000);
    if world.rank() == 0 {
        world.scope(|s| {
            for _ in 0..3 {
                drop(world.isend(s.lend(&long), 1)?);
            }
            Ok(())
        })?;
    } else {
        std::thread::sleep(std::time::Duration::from_millis(50));
        for _ in 0..3 {
            assert_same(&world.recv::<Vec<f64>>(0)?, &long, "a long message");
        }
    }
    Ok(())
}
