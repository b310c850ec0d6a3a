//! Persistent sends and receives: set up once, started again and again.

use crate::point_to_point::neighbours;
use crate::sample::{Sample, assert_same, for_each_type, samples};
use oxmpi::point_to_point::{BSEND_OVERHEAD, PersistentSend, start_all};
use oxmpi::prelude::*;
use oxmpi::request::{RequestSet, block_on, wait_all};
use oxmpi::{ErrorKind, Result};
use oxmpi_test::oxmpi_test;
use std::sync::Arc;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Mode {
    Standard,
    Synchronous,
    Buffered,
    Ready,
}

const MODES: [Mode; 4] = [Mode::Standard, Mode::Synchronous, Mode::Buffered, Mode::Ready];

/// A message of `len` elements, which nobody expects before it is changed.
fn set_up<T: Sample>(world: &Communicator, mode: Mode, len: usize, to: usize) -> Result<PersistentSend<Vec<T>>> {
    let message = samples(99, len);
    Ok(match mode {
        Mode::Standard => world.send_init(message, to)?,
        Mode::Synchronous => world.ssend_init(message, to)?,
        Mode::Buffered => world.bsend_init(message, to)?,
        // SAFETY: `round_the_ring` starts it behind a barrier that comes after each receive was posted.
        Mode::Ready => unsafe { world.rsend_init(message, to) }?,
    })
}

/// To the right, from the left, `rounds` times with other contents each.
fn round_the_ring<T: Sample>(world: &Communicator, mode: Mode, len: usize, rounds: usize) -> Result<()> {
    let (left, right) = neighbours(world);
    let mut sending = set_up::<T>(world, mode, len, right)?;
    let mut receiving = world.recv_init(samples::<T>(98, len + 3), left)?;
    for round in 0..rounds {
        let what = format!("{mode:?}, round {round}");
        sending.buffer_mut().copy_from_slice(&samples::<T>(world.rank() + 10 * round, len));
        let posted = receiving.start()?;
        if mode == Mode::Ready {
            world.barrier()?;
        }
        let sent = sending.start()?;
        let status;
        (receiving, status) = posted.wait()?;
        sending = sent.wait()?;
        assert_eq!((status.source(), status.tag(), status.count::<T>()), (Some(left), Some(0), Some(len)), "{what}");
        assert_same(&receiving.buffer()[..len], &samples::<T>(left + 10 * round, len), &what);
        assert_same(&receiving.buffer()[len..], &samples::<T>(98, len + 3)[len..], "behind what arrived");
        assert_same(sending.buffer(), &samples::<T>(world.rank() + 10 * round, len), "what was sent stays");
    }
    assert_eq!(receiving.into_buffer().len(), len + 3);
    assert_same(&sending.into_buffer(), &samples::<T>(world.rank() + 10 * (rounds - 1), len), "given back");
    Ok(())
}

fn rings<T: Sample>(world: &Communicator) -> Result<()> {
    // With more ranks than two every wait is for a busy machine, so there are fewer.
    let lengths: &[usize] = if world.size() <= 2 { &[0, 1, 7, 4095] } else { &[0, 7] };
    for &len in lengths {
        for mode in MODES {
            round_the_ring::<T>(world, mode, len, if len == 7 { 3 } else { 2 })?;
        }
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2, 3])]
fn every_mode_carries_every_type_around_a_ring_several_times(world: &Communicator) -> Result<()> {
    for_each_type!(rings(world));
    Ok(())
}

#[oxmpi_test(ranks = [1, 2], timeout = 120)]
fn long_messages_in_every_mode(world: &Communicator) -> Result<()> {
    for mode in MODES {
        round_the_ring::<u8>(world, mode, 65536, 2)?;
        round_the_ring::<f64>(world, mode, 65536, 2)?;
    }
    for mode in [Mode::Standard, Mode::Buffered] {
        round_the_ring::<u8>(world, mode, 3_000_000, 1)?;
        round_the_ring::<f64>(world, mode, 3_000_000, 1)?;
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn an_attached_buffer_serves_buffered_ones(mpi: &Mpi) -> Result<()> {
    let world = mpi.world();
    let (left, right) = neighbours(&world);
    let mut sending = world.bsend_init(vec![0u64; 1000], right)?;
    // Set up before there was one, and started with one and without.
    for attached in [true, false, true] {
        if attached {
            mpi.attach_buffer(3 * (8000 + BSEND_OVERHEAD))?;
        }
        for round in 0..3 {
            sending.buffer_mut().fill(round);
            sending = sending.start()?.wait()?; // complete, though nobody receives
            sending.buffer_mut().fill(u64::MAX);
        }
        for round in 0..3 {
            assert_eq!(world.recv::<Vec<u64>>(left)?, [round; 1000]);
        }
        mpi.detach_buffer()?;
    }
    Ok(())
}

#[oxmpi_test(ranks = [2])]
fn a_synchronous_one_is_complete_when_the_receive_began(world: &Communicator) -> Result<()> {
    if world.rank() == 0 {
        let mut sending = world.ssend_init(vec![5u8; 10], 1)?;
        for _ in 0..3 {
            let mut request = sending.start()?;
            for _ in 0..100 {
                assert!(request.test()?.is_none(), "nobody receives it yet");
                assert_eq!(request.get_status()?, None);
            }
            world.send(&0u8, to(1).tag(1))?;
            sending = request.wait()?;
        }
    } else {
        for _ in 0..3 {
            world.recv::<u8>(from(0).tag(1))?;
            assert_eq!(world.recv::<Vec<u8>>(0)?, [5; 10]);
        }
    }
    Ok(())
}

#[oxmpi_test(ranks = [2, 3])]
fn all_pairs_at_once_by_start_all(world: &Communicator) -> Result<()> {
    let (rank, size) = (world.rank(), world.size());
    let mut sending = (0..size).map(|other| world.send_init(vec![0; 50], other)).collect::<Result<Vec<_>, _>>()?;
    let mut receiving = (0..size).map(|other| world.recv_init(vec![0; 50], other)).collect::<Result<Vec<_>, _>>()?;
    for round in 0..4 {
        for (other, message) in sending.iter_mut().enumerate() {
            message.buffer_mut().fill(round * 1000 + rank * 10 + other);
        }
        let posted = start_all(receiving)?;
        let sent = start_all(sending)?;
        let done = wait_all(posted)?;
        for (other, (receive, status)) in done.iter().enumerate() {
            assert_eq!((status.source(), status.count::<usize>()), (Some(other), Some(50)));
            assert_eq!(receive.buffer(), [round * 1000 + other * 10 + rank; 50]);
        }
        receiving = done.into_iter().map(|(receive, _)| receive).collect();
        sending = wait_all(sent)?;
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn start_all_takes_none_and_buffered_ones_too(world: &Communicator) -> Result<()> {
    let (left, right) = neighbours(world);
    assert!(start_all(Vec::<PersistentSend<Vec<u8>>>::new())?.is_empty());
    // A buffered send is made of other calls; beside others it is started one by one.
    let sending = vec![
        world.send_init(vec![1u8; 9], to(right).tag(1))?,
        world.bsend_init(vec![2u8; 9], to(right).tag(2))?,
        world.ssend_init(vec![3u8; 9], to(right).tag(3))?,
    ];
    let sent = start_all(sending)?;
    for tag in [3, 2, 1] {
        assert_eq!(world.recv::<Vec<u8>>(from(left).tag(tag))?, [tag as u8; 9]);
    }
    assert_eq!(wait_all(sent)?.len(), 3);
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn the_other_side_may_use_ordinary_calls(world: &Communicator) -> Result<()> {
    let (left, right) = neighbours(world);
    let mut sending = world.send_init(vec![0u16; 300], right)?;
    for round in 0..3 {
        sending.buffer_mut().fill(round);
        let sent = sending.start()?;
        match round {
            0 => assert_eq!(world.recv::<Vec<u16>>(left)?, [round; 300]),
            1 => assert_eq!(world.irecv_into(vec![0u16; 300], left)?.wait()?.0, [round; 300]),
            _ => {
                let message = world.mprobe(ANY)?;
                assert_eq!(message.status().count::<u16>(), Some(300));
                assert_eq!(message.recv::<Vec<u16>>()?, [round; 300]);
            }
        }
        sending = sent.wait()?;
    }
    let mut receiving = world.recv_init(vec![0u16; 300], ANY.tag(ANY))?;
    for round in 0..3u16 {
        let posted = receiving.start()?;
        let message = vec![round; 100 * usize::from(round)];
        let destination = to(right).tag(round.into());
        let sent = world.isend(message, destination)?;
        let status;
        (receiving, status) = posted.wait()?;
        assert_eq!((status.source(), status.tag()), (Some(left), Some(round.into())));
        assert_eq!(status.count::<u16>(), Some(100 * usize::from(round)));
        assert_eq!(receiving.buffer()[..100 * usize::from(round)], vec![round; 100 * usize::from(round)]);
        sent.wait()?;
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn whatever_a_request_can_own_is_sent(world: &Communicator) -> Result<()> {
    let (left, right) = neighbours(world);
    let shared: Arc<[u32]> = (0..100).collect();
    let text = world.send_init(String::from("grüße"), to(right).tag(1))?.start()?;
    let list = world.send_init(Arc::clone(&shared), to(right).tag(2))?.start()?;
    let object = world.send_init(Obj(vec![Some(1), None]), to(right).tag(3))?.start()?;
    let number = world.send_init(2.5, to(right).tag(4))?.start()?;
    let boxed = world.send_init(vec![7i8; 3].into_boxed_slice(), to(right).tag(5))?.start()?;
    assert_eq!(world.recv::<String>(from(left).tag(1))?, "grüße");
    assert_eq!(world.recv::<Vec<u32>>(from(left).tag(2))?, *shared);
    assert_eq!(world.recv::<Obj<Vec<Option<i32>>>>(from(left).tag(3))?.0, [Some(1), None]);
    let (number_receive, status) = world.recv_init(0.0, from(left).tag(4))?.start()?.wait()?;
    assert_eq!((number_receive.buffer(), status.bytes()), (&[2.5][..], 8));
    assert_eq!(number_receive.into_buffer(), 2.5);
    let (array, _) = world.recv_init([0i8; 3], from(left).tag(5))?.start()?.wait()?;
    assert_eq!(array.into_buffer(), [7; 3]);
    assert_eq!(text.wait()?.into_buffer(), "grüße");
    assert_eq!(*list.wait()?.into_buffer(), *shared);
    assert_eq!(object.wait()?.into_buffer().0, [Some(1), None]);
    assert_eq!(number.wait()?.into_buffer(), 2.5);
    assert_eq!(*boxed.wait()?.into_buffer(), [7; 3]);
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn in_a_set_with_others_again_and_again(world: &Communicator) -> Result<()> {
    let (left, right) = neighbours(world);
    let mut set = RequestSet::new();
    let mut sending = world.send_init(vec![0u32; 20], to(right).tag(1))?;
    let mut buffered = world.bsend_init(vec![0u32; 20], to(right).tag(2))?;
    let mut receiving = world.recv_init(vec![0u32; 20], from(left).tag(1))?;
    for round in 0..12 {
        sending.buffer_mut().fill(round);
        buffered.buffer_mut().fill(round + 100);
        let received = set.add(receiving.start()?);
        let sent = set.add(sending.start()?);
        let copied = set.add(buffered.start()?);
        let ordinary = set.add(world.irecv::<Vec<u32>>(from(left).tag(2))?);
        let mut told = Vec::new();
        match round % 4 {
            0 => set.wait_all()?,
            1 => while set.wait_any()?.is_some() {},
            2 => while set.wait_some(&mut told)? > 0 {},
            _ => while !set.test_all()? {},
        }
        assert_eq!(set.active(), 0, "round {round}");
        let status;
        (receiving, status) = set.take(received)?;
        assert_eq!((receiving.buffer(), status.bytes()), (&[round; 20][..], 80));
        sending = set.take(sent)?;
        buffered = set.take(copied)?;
        assert_eq!(set.take(ordinary)?.0, [round + 100; 20]);
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn awaited(world: &Communicator) -> Result<()> {
    let (left, right) = neighbours(world);
    block_on(async {
        let mut sending = world.send_init(vec![0u32; 20], right)?;
        let mut buffered = world.bsend_init(vec![9u8; 20], to(right).tag(2))?;
        let mut receiving = world.recv_init(vec![0u32; 20], left)?;
        for round in 0..10 {
            sending.buffer_mut().fill(round);
            let (received, sent) = (receiving.start()?, sending.start()?);
            (receiving, _) = received.await?;
            sending = sent.await?;
            buffered = buffered.start()?.await?;
            assert_eq!(receiving.buffer(), [round; 20]);
            let (bytes, _) = world.irecv_into(vec![0u8; 20], from(left).tag(2))?.await?;
            assert_eq!(bytes, [9; 20]);
        }
        Ok(())
    })
}

#[oxmpi_test(ranks = [1, 2])]
fn to_and_from_nobody(world: &Communicator) -> Result<()> {
    let mut receiving = world.recv_init(vec![7u32; 3], None)?;
    let mut sending = vec![
        world.send_init(vec![1u8; 3], None)?,
        world.ssend_init(vec![1u8; 3], None)?,
        world.bsend_init(vec![1u8; 3], None)?,
    ];
    let mut set = RequestSet::new();
    for _ in 0..3 {
        let status;
        (receiving, status) = receiving.start()?.wait()?;
        assert_eq!((status.source(), status.bytes(), receiving.buffer()), (None, 0, &[7; 3][..]));
        (receiving, _) = block_on(receiving.start()?)?;
        let ticket = set.add(receiving.start()?);
        let tickets: Vec<_> = start_all(sending)?.into_iter().map(|request| set.add(request)).collect();
        while set.wait_any()?.is_some() {}
        (receiving, _) = set.take(ticket)?;
        sending = tickets.into_iter().map(|ticket| set.take(ticket)).collect::<Result<_, _>>()?;
    }
    assert_eq!(world.iprobe(ANY.tag(ANY))?, None);
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn a_cancelled_receive_can_be_started_again(world: &Communicator) -> Result<()> {
    let (left, right) = neighbours(world);
    let mut receiving = world.recv_init(vec![0u8; 5], left)?;
    for round in 0..3 {
        let mut posted = receiving.start()?;
        posted.cancel()?;
        let cancelled = posted.wait().expect_err("nothing was sent");
        assert_eq!(cancelled.kind(), ErrorKind::Cancelled);
        receiving = cancelled.into_value().expect("the receive").0;
        world.barrier()?;
        let posted = receiving.start()?;
        world.bsend(&[round; 5], right)?;
        (receiving, _) = posted.wait()?;
        assert_eq!(receiving.buffer(), [round; 5]);
    }
    Ok(())
}

#[oxmpi_test(ranks = [2])]
fn what_is_refused_comes_back(world: &Communicator) -> Result<()> {
    let refused = world.send_init(vec![1u8; 3], 2).expect_err("no such rank");
    assert_eq!((refused.kind(), refused.into_value()), (ErrorKind::Rank, Some(vec![1; 3])));
    let refused = world.bsend_init(vec![1u8; 3], to(1).tag(-1)).expect_err("no such tag");
    assert_eq!((refused.kind(), refused.into_value()), (ErrorKind::Tag, Some(vec![1; 3])));
    let refused = world.recv_init(vec![1u8; 3], 2).expect_err("no such rank");
    assert_eq!((refused.kind(), refused.into_value()), (ErrorKind::Rank, Some(vec![1; 3])));
    Ok(())
}
