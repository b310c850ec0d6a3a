//! Which message a receive takes: source, tag, order.

use super::neighbours;
use oxmpi::Result;
use oxmpi::prelude::*;
use oxmpi_test::oxmpi_test;

#[oxmpi_test(ranks = [1, 2, 4])]
fn any_source_takes_from_everybody_and_says_from_whom(world: &Communicator) -> Result<()> {
    let size = world.size();
    for to_rank in 0..size {
        world.bsend(&(world.rank() * 10 + to_rank), to(to_rank).tag(3))?;
    }
    let mut seen = vec![false; size];
    for _ in 0..size {
        let (value, status) = world.recv_from::<usize>(ANY.tag(3))?;
        let source = status.source().expect("somebody");
        assert_eq!(value, source * 10 + world.rank());
        assert_eq!(status.tag(), Some(3));
        assert!(!std::mem::replace(&mut seen[source], true), "each once");
        // A status names the rank to reply to.
        world.bsend(&(value + 1), to(status.source()).tag(4))?;
    }
    for from_rank in 0..size {
        assert_eq!(world.recv::<usize>(from(from_rank).tag(4))?, world.rank() * 10 + from_rank + 1);
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn tags_from_zero_to_the_upper_bound_tell_messages_apart(mpi: &Mpi) -> Result<()> {
    let world = mpi.world();
    let (left, right) = neighbours(&world);
    let tags = [0, 1, 255, 32767, mpi.tag_upper_bound() - 1, mpi.tag_upper_bound()];
    for tag in tags {
        world.bsend(&tag, to(right).tag(tag))?;
    }
    // In another order than sent.
    for tag in tags.into_iter().rev() {
        let (value, status) = world.recv_from::<i32>(from(left).tag(tag))?;
        assert_eq!((value, status.tag()), (tag, Some(tag)));
    }
    // Any tag takes the first that is there.
    for tag in tags {
        world.bsend(&tag, to(right).tag(tag))?;
    }
    for tag in tags {
        let (value, status) = world.recv_from::<i32>(from(left).tag(ANY))?;
        assert_eq!((value, status.tag()), (tag, Some(tag)));
    }
    world.bsend(&1, to(right).tag(9))?;
    assert_eq!(world.recv::<i32>(ANY.tag(ANY))?, 1);
    Ok(())
}

#[oxmpi_test(ranks = [1, 2, 3])]
fn messages_of_one_sender_with_one_tag_do_not_overtake(world: &Communicator) -> Result<()> {
    let (left, right) = neighbours(world);
    // Short and long ones take different ways through a library.
    let length = |index: usize| [0, 1, 3000, 5, 20_000, 2][index % 6];
    for index in 0..60 {
        world.bsend(&vec![index; length(index)], right)?;
    }
    for index in 0..60 {
        let got: Vec<usize> = world.recv(left)?;
        assert_eq!(got.len(), length(index), "message {index}");
        assert!(got.iter().all(|&value| value == index), "message {index}");
    }
    Ok(())
}

#[oxmpi_test(ranks = [2])]
fn a_plain_receive_takes_the_plain_send_and_leaves_the_tagged(world: &Communicator) -> Result<()> {
    if world.rank() == 0 {
        world.send(&7, to(1).tag(7))?;
        world.send(&0, 1)?;
    } else {
        assert_eq!(world.recv::<i32>(0)?, 0);
        assert_eq!(world.recv::<i32>(from(Some(0)).tag(7))?, 7);
    }
    Ok(())
}
