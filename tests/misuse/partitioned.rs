//! Partitioned messages that are dropped, leaked, marked twice, divided wrongly, or received as something else.

use crate::support::works;
use oxmpi::ErrorKind::{Arg, Finalized, InvalidValue, Other, Pending, Rank, Tag, Truncated, WrongThread};
use oxmpi::partitioned::{PartitionedSending, is_native};
use oxmpi::prelude::*;
use oxmpi_test::oxmpi_test;

fn peer(world: &Communicator) -> usize {
    (world.rank() + 1) % world.size()
}

fn left(world: &Communicator) -> usize {
    (world.rank() + world.size() - 1) % world.size()
}

/// The numbers of the partitions that are not ready.
fn missing(sending: &mut PartitionedSending<Vec<u8>>) -> Vec<usize> {
    sending.partitions().map(|part| part.number()).collect()
}

#[oxmpi_test(ranks = [1, 2])]
fn what_cannot_be_marked_ready_marks_nothing(world: &Communicator) {
    let receiving = world.precv_init(vec![0u8; 12], 2, left(world)).unwrap().start().unwrap();
    let mut sending = world.psend_init(vec![5u8; 12], 6, peer(world)).unwrap().start().unwrap();
    assert_eq!(sending.ready(6).unwrap_err().kind(), Arg);
    assert_eq!(sending.ready(usize::MAX).unwrap_err().kind(), Arg);
    assert_eq!(sending.ready_range(3..7).unwrap_err().kind(), Arg);
    #[allow(clippy::reversed_empty_ranges, reason = "it is what is refused")]
    let reversed = 4..2;
    assert_eq!(sending.ready_range(reversed).unwrap_err().kind(), Arg);
    assert_eq!(sending.ready_list(&[0, 1, 6]).unwrap_err().kind(), Arg);
    assert_eq!(sending.ready_list(&[0, 1, 2, 1]).unwrap_err().kind(), Arg);
    assert_eq!(sending.ready_list(&[3, 3]).unwrap_err().kind(), Arg);
    assert_eq!(missing(&mut sending), [0, 1, 2, 3, 4, 5]);
    sending.ready(2).unwrap();
    assert_eq!(sending.ready(2).unwrap_err().kind(), Arg);
    assert_eq!(sending.ready_range(0..4).unwrap_err().kind(), Arg);
    assert_eq!(sending.ready_list(&[5, 2]).unwrap_err().kind(), Arg);
    assert_eq!(missing(&mut sending), [0, 1, 3, 4, 5]);
    let unready = sending.into_request().expect_err("it would never be complete");
    assert_eq!(unready.kind(), Pending);
    assert!(unready.to_string().contains("5 partitions are not ready, the first is number 0"), "{unready}");
    let mut sending = unready.into_value().expect("the message");
    // A partition that is dropped or leaked is not ready, and can be had again.
    drop(sending.partitions());
    sending.partitions().for_each(drop);
    sending.partitions().for_each(std::mem::forget);
    for mut part in sending.partitions() {
        part.fill(6);
    }
    sending.ready_list(&[0, 1]).unwrap();
    sending.ready_range(3..6).unwrap();
    let _ = sending.wait().unwrap();
    assert_eq!(receiving.wait().unwrap().buffer(), [6, 6, 6, 6, 5, 5, 6, 6, 6, 6, 6, 6]);
    works(world);
}

#[oxmpi_test(ranks = [1, 2])]
fn what_cannot_be_divided_or_addressed_is_refused_with_the_buffer(world: &Communicator) {
    for partitions in [0, 5, 13, usize::MAX] {
        let refused = world.psend_init(vec![1u8; 12], partitions, 0).expect_err("indivisible");
        assert_eq!((refused.kind(), refused.into_value()), (Arg, Some(vec![1; 12])), "{partitions}");
        let refused = world.precv_init(vec![1u8; 12], partitions, 0).expect_err("indivisible");
        assert_eq!((refused.kind(), refused.into_value()), (Arg, Some(vec![1; 12])), "{partitions}");
    }
    let nobody = world.size();
    assert_eq!(world.psend_init(vec![1u8; 12], 3, nobody).expect_err("no such rank").kind(), Rank);
    assert_eq!(world.precv_init(vec![1u8; 12], 3, nobody).expect_err("no such rank").kind(), Rank);
    assert_eq!(world.precv_init(vec![1u8; 12], 3, ANY).expect_err("any source").kind(), Rank);
    assert_eq!(world.precv_init(vec![1u8; 12], 3, from(0).tag(ANY)).expect_err("any tag").kind(), Tag);
    assert_eq!(world.psend_init(vec![1u8; 12], 3, to(0).tag(-1)).expect_err("no such tag").kind(), Tag);
    works(world);
}

#[oxmpi_test(ranks = [1, 2])]
fn operations_that_are_not_started_may_be_dropped_or_leaked(world: &Communicator) {
    for _ in 0..20 {
        drop(world.psend_init(vec![1u8; 12], 3, to(peer(world)).tag(1)).unwrap());
        drop(world.precv_init(vec![1u8; 12], 3, from(left(world)).tag(1)).unwrap());
    }
    std::mem::forget(world.psend_init(vec![1u8; 12], 3, to(peer(world)).tag(2)).unwrap());
    std::mem::forget(world.precv_init(vec![1u8; 12], 3, from(left(world)).tag(2)).unwrap());
    works(world);
}

#[oxmpi_test(ranks = [1, 2])]
fn operations_that_are_dropped_under_way_go_on(world: &Communicator) {
    // Both sides are dropped when all is ready: the message still arrives, in memory that nobody else has.
    for _ in 0..20 {
        let receiving = world.precv_init(vec![0u8; 6000], 2, from(left(world)).tag(3)).unwrap().start().unwrap();
        let mut sending = world.psend_init(vec![5u8; 6000], 3, to(peer(world)).tag(3)).unwrap().start().unwrap();
        sending.ready_range(0..3).unwrap();
        drop(sending);
        let _ = receiving.wait().unwrap();
    }
    works(world);
}

#[oxmpi_test(ranks = [1, 2])]
fn a_receive_that_is_dropped_steals_nothing_where_the_message_is_one(world: &Communicator) {
    // A library's own partitioned receive cannot be cancelled.
    if is_native() {
        return;
    }
    for round in 0..30u8 {
        drop(world.precv_init(vec![0u8; 12], 3, left(world)).unwrap().start().unwrap());
        // Dropped before it is ready: never sent.
        let mut sending = world.psend_init(vec![9u8; 12], 3, peer(world)).unwrap().start().unwrap();
        sending.ready_range(0..2).unwrap();
        drop(sending);
        world.barrier().unwrap(); // a message that came before the drop would be lost
        world.bsend(&[round; 12], peer(world)).unwrap();
        assert_eq!(world.recv::<Vec<u8>>(left(world)).unwrap(), [round; 12]);
    }
    works(world);
}

#[oxmpi_test(ranks = [1, 2], threads = "funneled")]
fn on_a_thread_that_may_not_call_it_is_refused_and_drops_wait(world: &Communicator) {
    for _ in 0..10 {
        let idle = world.psend_init(vec![1u8; 12], 3, to(peer(world)).tag(5)).unwrap();
        let other = world.precv_init(vec![1u8; 12], 3, from(left(world)).tag(5)).unwrap();
        std::thread::spawn(move || {
            drop(idle.start().expect_err("not by this thread").into_value().expect("it"));
            drop(other);
        })
        .join()
        .unwrap();
        let receiving = world.precv_init(vec![0u8; 12], 3, from(left(world)).tag(6)).unwrap().start().unwrap();
        let mut sending = world.psend_init(vec![7u8; 12], 3, to(peer(world)).tag(6)).unwrap().start().unwrap();
        let (mut sending, receiving) = std::thread::spawn(move || {
            assert_eq!(sending.ready(0).unwrap_err().kind(), WrongThread);
            assert_eq!(sending.ready_range(0..3).unwrap_err().kind(), WrongThread);
            assert_eq!(receiving.parrived(0).unwrap_err().kind(), WrongThread);
            (sending, receiving)
        })
        .join()
        .unwrap();
        assert_eq!(missing(&mut sending), [0, 1, 2]);
        sending.ready_range(0..3).unwrap();
        std::thread::spawn(move || drop(sending)).join().unwrap();
        assert_eq!(receiving.wait().unwrap().buffer(), [7; 12]);
    }
    works(world);
}

#[oxmpi_test(ranks = [1, 2])]
fn what_outlives_mpi_is_inert() {
    let (send, receive) = {
        let mpi = oxmpi::init().unwrap();
        let world = mpi.world();
        let send = world.psend_init(vec![1u8; 12], 3, to(peer(&world)).tag(1)).unwrap();
        (send, world.precv_init(vec![7u8; 12], 3, from(left(&world)).tag(1)).unwrap())
    };
    let refused = send.start().expect_err("finalized");
    assert_eq!(refused.kind(), Finalized);
    assert_eq!(refused.into_value().expect("it").into_buffer(), [1; 12]);
    assert_eq!(receive.into_buffer(), [7; 12]);
}

#[oxmpi_test(ranks = [2])]
fn invalid_elements_are_never_seen(world: &Communicator) {
    let mut receiving = world.precv_init(vec![true; 100], 4, left(world)).unwrap();
    let mut sending = world.psend_init(vec![7u8; 100], 4, peer(world)).unwrap();
    for _ in 0..3 {
        let posted = receiving.start().unwrap();
        let mut started = sending.start().unwrap();
        started.ready_range(0..4).unwrap();
        let refused = loop {
            match posted.arrived(3) {
                Ok(None) => {}
                Ok(Some(part)) => panic!("of no bool: {} elements", part.len()),
                Err(error) => break error,
            }
        };
        assert_eq!(refused.kind(), InvalidValue);
        let failed = posted.wait().expect_err("no bool is 7");
        assert_eq!(failed.kind(), InvalidValue);
        receiving = failed.into_value().expect("the receive");
        assert!(receiving.buffer().iter().all(|&element| !element), "repaired");
        sending = started.wait().unwrap();
    }
    works(world);
}

#[oxmpi_test(ranks = [2])]
fn a_message_longer_than_the_buffer_is_refused_and_nothing_behind_it_is_touched(world: &Communicator) {
    for (len, long) in [(12usize, 24usize), (12, 6000), (1200, 120_000)] {
        let mut buffer = vec![0xA5u8; len + long + 4096];
        buffer.truncate(len); // behind it, in the same allocation, are bytes that nobody may touch
        let receiving = world.precv_init(buffer, 3, left(world)).unwrap().start().unwrap();
        let mut sending = world.psend_init(vec![7u8; long], 4, peer(world)).unwrap().start().unwrap();
        sending.ready_range(0..4).unwrap();
        let _ = sending.wait().unwrap();
        if !is_native() {
            let refused = loop {
                match receiving.parrived(0) {
                    Ok(false) => {}
                    result => break result,
                }
            };
            assert_eq!(refused.unwrap_err().kind(), Truncated);
        }
        let failed = receiving.wait().expect_err("too long");
        // MPICH 4.0.2 calls it an error of another kind.
        assert_eq!(failed.kind(), if is_native() { Other } else { Truncated });
        let mut buffer = failed.into_value().expect("the receive").into_buffer();
        let spare = buffer.spare_capacity_mut();
        // SAFETY: they were written before the vector was truncated.
        let touched = spare[..long].iter().position(|byte| unsafe { byte.assume_init() } != 0xA5);
        assert_eq!(touched, None, "{long} bytes into {len}");
    }
    works(world);
}
