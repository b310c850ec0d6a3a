//! Partitioned messages: parts that become ready one by one, by several threads, and can be looked at as they arrive.
//!
//! Where the library has them ([`oxmpi::partitioned::is_native`]) and where they are made of other calls: what is promised is the same.

use crate::point_to_point::neighbours;
use crate::sample::{Sample, assert_same, for_each_type, samples};
use oxmpi::partitioned::{PartitionedReceive, PartitionedSend};
use oxmpi::prelude::*;
use oxmpi::request::{RequestSet, block_on};
use oxmpi::{ErrorKind, Result};
use oxmpi_test::oxmpi_test;

type Pair<T> = (PartitionedSend<Vec<T>>, PartitionedReceive<Vec<T>>);

/// A message to the right neighbour and one from the left, in so many partitions each.
fn set_up<T: Sample>(world: &Communicator, len: usize, sent: usize, received: usize, tag: i32) -> Result<Pair<T>> {
    let (left, right) = neighbours(world);
    let sending = world.psend_init(samples::<T>(99, len), sent, to(right).tag(tag))?;
    let receiving = world.precv_init(samples::<T>(98, len), received, from(left).tag(tag))?;
    assert_eq!((sending.partitions(), receiving.partitions()), (sent, received));
    Ok((sending, receiving))
}

/// One message around the ring, with partitions ready in this order.
fn once<T: Sample>(
    world: &Communicator,
    (mut sending, receiving): Pair<T>,
    round: usize,
    order: &[usize],
) -> Result<Pair<T>> {
    let (left, _) = neighbours(world);
    let len = sending.buffer().len();
    sending.buffer_mut().copy_from_slice(&samples::<T>(world.rank() + 10 * round, len));
    let posted = receiving.start()?;
    let mut started = sending.start()?;
    for &partition in order {
        started.ready(partition)?;
    }
    let sending = started.wait()?;
    let receiving = posted.wait()?;
    assert_same(receiving.buffer(), &samples::<T>(left + 10 * round, len), "partitioned");
    assert_same(sending.buffer(), &samples::<T>(world.rank() + 10 * round, len), "what was sent stays");
    Ok((sending, receiving))
}

fn rings<T: Sample>(world: &Communicator) -> Result<()> {
    let mut pair = set_up::<T>(world, 12, 4, 3, 1)?;
    for (round, order) in [[0, 1, 2, 3], [3, 2, 1, 0]].iter().enumerate() {
        pair = once(world, pair, round, order)?;
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2, 3])]
fn every_type_travels_in_partitions(world: &Communicator) -> Result<()> {
    for_each_type!(rings(world));
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn the_two_sides_may_divide_it_differently(world: &Communicator) -> Result<()> {
    for (len, sent, received) in
        [(64, 1, 1), (64, 1, 64), (64, 64, 1), (64, 64, 64), (96, 8, 3), (96, 3, 8), (4096, 64, 32), (240, 5, 5)]
    {
        let mut pair = set_up::<u32>(world, len, sent, received, 2)?;
        let order: Vec<usize> = (0..sent).collect();
        for round in 0..3 {
            pair = once(world, pair, round, &order)?;
        }
        assert_eq!((pair.0.into_buffer().len(), pair.1.into_buffer().len()), (len, len));
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn partitions_may_be_empty(world: &Communicator) -> Result<()> {
    let mut pair = set_up::<f64>(world, 0, 3, 2, 2)?;
    for round in 0..2 {
        pair = once(world, pair, round, &[2, 0, 1])?;
    }
    Ok(())
}

/// All orders of the numbers below `count`.
fn orders(count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![vec![]];
    }
    let mut all = Vec::new();
    for rest in orders(count - 1) {
        for place in 0..count {
            let mut order = rest.clone();
            order.insert(place, count - 1);
            all.push(order);
        }
    }
    all
}

#[oxmpi_test(ranks = [1, 2])]
fn partitions_may_become_ready_in_every_order(world: &Communicator) -> Result<()> {
    let mut pair = set_up::<u64>(world, 8, 4, 2, 3)?;
    for (round, order) in orders(4).iter().enumerate() {
        pair = once(world, pair, round, order)?;
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn ranges_lists_and_single_ones_mix(world: &Communicator) -> Result<()> {
    let (left, _) = neighbours(world);
    let (mut sending, mut receiving) = set_up::<u16>(world, 40, 10, 4, 4)?;
    for round in 0..5 {
        sending.buffer_mut().copy_from_slice(&samples::<u16>(world.rank() + round, 40));
        let posted = receiving.start()?;
        let mut started = sending.start()?;
        match round {
            0 => started.ready_range(0..10)?,
            1 => started.ready_list(&[9, 7, 5, 3, 1, 0, 2, 4, 6, 8])?,
            2 => {
                started.ready_range(4..7)?;
                started.ready_range(7..7)?;
                started.ready_list(&[])?;
                started.ready_list(&[9, 0])?;
                assert_eq!(started.partitions().map(|part| part.number()).collect::<Vec<_>>(), [1, 2, 3, 7, 8]);
                started.ready(8)?;
                started.ready_range(1..4)?;
                started.ready_list(&[7])?;
            }
            3 => {
                for part in started.partitions().collect::<Vec<_>>().into_iter().rev() {
                    part.ready()?;
                }
            }
            _ => {
                for part in started.partitions().filter(|part| part.number() % 2 == 0) {
                    part.ready()?;
                }
                started.ready_list(&[1, 3, 5, 7, 9])?;
            }
        }
        assert_eq!(started.partitions().count(), 0, "all are ready");
        sending = started.wait()?;
        receiving = posted.wait()?;
        assert_same(receiving.buffer(), &samples::<u16>(left + round, 40), "ranges and lists");
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2], threads = "multiple")]
fn four_threads_fill_their_partitions_and_mark_them_ready(world: &Communicator) -> Result<()> {
    let (left, _) = neighbours(world);
    let (mut sending, mut receiving) = set_up::<f64>(world, 16 * 1000, 16, 4, 5)?;
    for round in 0..5 {
        let posted = receiving.start()?;
        let mut started = sending.start()?;
        let mut shares: [Vec<_>; 4] = Default::default();
        for part in started.partitions() {
            shares[part.number() % 4].push(part);
        }
        std::thread::scope(|threads| {
            let threads = shares.map(|share| {
                threads.spawn(move || {
                    for mut part in share {
                        let first = part.number() * part.len();
                        for (index, element) in part.iter_mut().enumerate() {
                            *element = f64::sample(world.rank() + round, first + index);
                        }
                        part.ready()?;
                    }
                    Ok::<_, oxmpi::Error>(())
                })
            });
            threads.map(|thread| thread.join().expect("no panic")).into_iter().collect::<Result<()>>()
        })?;
        sending = started.wait()?;
        receiving = posted.wait()?;
        assert_same(receiving.buffer(), &samples::<f64>(left + round, 16_000), "filled by four threads");
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2], threads = "multiple")]
fn threads_may_look_for_different_partitions(world: &Communicator) -> Result<()> {
    let (left, _) = neighbours(world);
    let (mut sending, receiving) = set_up::<u32>(world, 4000, 8, 4, 6)?;
    sending.buffer_mut().copy_from_slice(&samples::<u32>(world.rank(), 4000));
    let posted = receiving.start()?;
    let mut started = sending.start()?;
    started.ready_range(0..8)?;
    std::thread::scope(|threads| {
        for partition in 0..4 {
            let posted = &posted;
            threads.spawn(move || {
                let part = loop {
                    match posted.arrived(partition).expect("a partition") {
                        Some(part) => break part,
                        None => std::thread::yield_now(),
                    }
                };
                assert_same(part, &samples::<u32>(left, 4000)[partition * 1000..][..1000], "arrived");
            });
        }
    });
    let _ = started.wait()?;
    let _ = posted.wait()?;
    Ok(())
}

#[oxmpi_test(ranks = [1, 2], threads = "funneled")]
fn threads_that_may_not_call_mpi_fill_what_the_main_one_marks_ready(world: &Communicator) -> Result<()> {
    let (left, _) = neighbours(world);
    let (mut sending, mut receiving) = set_up::<u64>(world, 4000, 4, 2, 7)?;
    for round in 0..3 {
        let posted = receiving.start()?;
        let mut started = sending.start()?;
        std::thread::scope(|threads| {
            for mut part in started.partitions() {
                threads.spawn(move || {
                    let first = part.number() * part.len();
                    for (index, element) in part.iter_mut().enumerate() {
                        *element = u64::sample(world.rank() + round, first + index);
                    }
                    assert_eq!(part.ready().expect_err("not by this thread").kind(), ErrorKind::WrongThread);
                });
            }
        });
        assert_eq!(started.partitions().count(), 4, "none is ready");
        started.ready_list(&[1, 3, 0, 2])?;
        sending = started.wait()?;
        receiving = posted.wait()?;
        assert_same(receiving.buffer(), &samples::<u64>(left + round, 4000), "filled elsewhere");
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn all_partitions_arrive_in_the_end_and_none_before_it_is_ready(world: &Communicator) -> Result<()> {
    let (left, _) = neighbours(world);
    let (mut sending, mut receiving) = set_up::<u32>(world, 60, 6, 3, 8)?;
    for round in 0..3 {
        sending.buffer_mut().copy_from_slice(&samples::<u32>(world.rank() + round, 60));
        let posted = receiving.start()?;
        let mut started = sending.start()?;
        started.ready_range(0..5)?;
        world.barrier()?;
        for _ in 0..20 {
            assert!(!posted.parrived(2)?, "its last part is not ready");
            assert!(posted.arrived(2)?.is_none());
        }
        world.barrier()?;
        started.ready(5)?;
        for partition in [2, 0, 1] {
            let part = loop {
                if let Some(part) = posted.arrived(partition)? {
                    break part;
                }
            };
            assert!(posted.parrived(partition)?);
            assert_same(part, &samples::<u32>(left + round, 60)[partition * 20..][..20], "arrived");
        }
        assert_eq!(posted.parrived(3).expect_err("no such partition").kind(), ErrorKind::Arg);
        sending = started.wait()?;
        receiving = posted.wait()?;
        assert_same(receiving.buffer(), &samples::<u32>(left + round, 60), "all");
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn in_a_set_with_others_again_and_again(world: &Communicator) -> Result<()> {
    let (left, right) = neighbours(world);
    let (mut sending, mut receiving) = set_up::<u32>(world, 60, 6, 3, 9)?;
    let mut set = RequestSet::new();
    for round in 0..6 {
        sending.buffer_mut().fill(round);
        let mut started = sending.start()?;
        started.ready_range(0..6)?;
        let received = set.add(receiving.start()?.into_request());
        let ordinary = set.add(world.irecv::<Vec<u32>>(left)?);
        let sent = set.add(started.into_request()?);
        world.bsend(&[round; 3], right)?;
        match round % 3 {
            0 => set.wait_all()?,
            1 => while set.wait_any()?.is_some() {},
            _ => while !set.test_all()? {},
        }
        receiving = set.take(received)?;
        sending = set.take(sent)?;
        assert_eq!(receiving.buffer(), [round; 60]);
        assert_eq!(set.take(ordinary)?.0, [round; 3]);
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn awaited(world: &Communicator) -> Result<()> {
    block_on(async {
        let (mut sending, mut receiving) = set_up::<u32>(world, 60, 6, 3, 10)?;
        for round in 0..5 {
            sending.buffer_mut().fill(round);
            let posted = receiving.start()?;
            let mut started = sending.start()?;
            started.ready_range(0..6)?;
            sending = started.into_request()?.await?;
            receiving = posted.into_request().await?;
            assert_eq!(receiving.buffer(), [round; 60]);
        }
        Ok(())
    })
}

#[oxmpi_test(ranks = [1, 2])]
fn to_and_from_nobody(world: &Communicator) -> Result<()> {
    let mut sending = world.psend_init(vec![1u8; 12], 4, None)?;
    let mut receiving = world.precv_init(vec![7u8; 12], 3, None)?;
    for _ in 0..3 {
        let posted = receiving.start()?;
        let mut started = sending.start()?;
        started.ready_list(&[2, 0])?;
        started.ready(1)?;
        started.ready_range(3..4)?;
        sending = started.wait()?;
        assert!(posted.parrived(2)?, "nothing is waited for");
        assert_eq!(posted.arrived(0)?, Some(&[7; 4][..]));
        receiving = posted.wait()?;
        assert_eq!(receiving.buffer(), [7; 12]);
    }
    Ok(())
}

#[oxmpi_test(ranks = [2])]
fn several_messages_with_one_tag_match_in_the_order_of_their_setup(world: &Communicator) -> Result<()> {
    let peer = 1 - world.rank();
    let mut sending = Vec::new();
    let mut receiving = Vec::new();
    for _ in 0..3 {
        sending.push(world.psend_init(vec![0u32; 6], 2, to(peer).tag(11))?);
        receiving.push(world.precv_init(vec![0u32; 6], 3, from(peer).tag(11))?);
    }
    let posted = receiving.into_iter().map(|receive| receive.start()).collect::<Result<Vec<_>, _>>()?;
    let mut sent = Vec::new();
    for (index, mut message) in sending.into_iter().enumerate() {
        message.buffer_mut().fill(index as u32);
        let mut started = message.start()?;
        started.ready_range(0..2)?;
        sent.push(started);
    }
    for (index, posted) in posted.into_iter().enumerate() {
        assert_eq!(posted.wait()?.buffer(), [index as u32; 6]);
    }
    sent.into_iter().try_for_each(|started| started.wait().map(drop))
}

#[oxmpi_test(ranks = [2])]
fn long_ones(world: &Communicator) -> Result<()> {
    let mut pair = set_up::<f64>(world, 3_000_000, 60, 25, 12)?;
    let order: Vec<usize> = (0..60).rev().collect();
    for round in 0..2 {
        pair = once(world, pair, round, &order)?;
    }
    Ok(())
}

#[oxmpi_test(ranks = [1])]
fn it_says_whether_the_library_does_it(_: &Communicator) -> Result<()> {
    let library = oxmpi::library_version()?;
    assert_eq!(oxmpi::partitioned::is_native(), !library.contains("Open MPI"), "{library}");
    Ok(())
}
