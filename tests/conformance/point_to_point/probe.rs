//! Looking at messages before receiving them.

use super::neighbours;
use oxmpi::prelude::*;
use oxmpi::{ErrorKind, Result};
use oxmpi_test::oxmpi_test;

#[oxmpi_test(ranks = [1, 2, 3])]
fn a_probe_tells_source_tag_and_length_and_takes_nothing(world: &Communicator) -> Result<()> {
    let (left, right) = neighbours(world);
    for (tag, len) in [(4, 0), (5, 1), (6, 5000)] {
        world.bsend(&vec![1.5f64; len], to(right).tag(tag))?;
        for source in [from(left).tag(tag), ANY.tag(tag), ANY.tag(ANY)] {
            let status = world.probe(source)?;
            assert_eq!((status.source(), status.tag()), (Some(left), Some(tag)));
            assert_eq!((status.bytes(), status.count::<f64>()), (8 * len, Some(len)));
            assert_eq!(status.count::<[f64; 2]>(), (len % 2 == 0).then_some(len / 2));
            assert_eq!(world.iprobe(source)?, Some(status));
        }
        assert_eq!(world.iprobe(from(left).tag(7))?, None);
        assert_eq!(world.recv::<Vec<f64>>(from(left).tag(tag))?, vec![1.5; len]);
        assert_eq!(world.iprobe(from(left).tag(tag))?, None);
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2, 3])]
fn a_matched_message_is_received_by_its_handle_alone(world: &Communicator) -> Result<()> {
    let (left, right) = neighbours(world);
    assert!(world.improbe(from(left).tag(1))?.is_none());
    for value in [10, 20, 30] {
        world.bsend(&[value, value + 1], to(right).tag(1))?;
    }
    let first = world.mprobe(from(left).tag(1))?;
    assert_eq!((first.status().source(), first.status().count::<i32>()), (Some(left), Some(2)));
    // The second is received past the first, which is matched.
    assert_eq!(world.recv::<[i32; 2]>(from(left).tag(1))?, [20, 21]);
    let third = loop {
        if let Some(third) = world.improbe(ANY.tag(ANY))? {
            break third;
        }
    };
    assert!(world.improbe(ANY.tag(1))?.is_none());
    let mut into = [0; 3];
    assert_eq!(third.recv_into(&mut into[..])?.count::<i32>(), Some(2));
    assert_eq!(into, [30, 31, 0]);
    assert_eq!(first.recv::<Vec<i32>>()?, [10, 11]);
    world.barrier()
}

#[oxmpi_test(ranks = [1, 2])]
fn a_matched_message_is_received_in_every_shape(world: &Communicator) -> Result<()> {
    let me = world.rank();
    world.bsend(&5u16, me)?;
    assert_eq!(world.mprobe(me)?.recv::<u16>()?, 5);
    world.bsend(&5u16, me)?;
    assert_eq!(world.mprobe(me)?.recv::<Option<[u8; 2]>>()?, Some(5u16.to_ne_bytes()));
    world.bsend("text", me)?;
    assert_eq!(world.mprobe(me)?.recv::<String>()?, "text");
    world.bsend(&Obj(vec![Some(1), None]), me)?;
    assert_eq!(world.mprobe(me)?.recv::<Obj<Vec<Option<i32>>>>()?, Obj(vec![Some(1), None]));
    // A message of another size is consumed by the error.
    world.bsend(&[1, 2, 3], me)?;
    assert_eq!(world.mprobe(me)?.recv::<i32>().expect_err("longer").kind(), ErrorKind::Truncated);
    assert!(world.improbe(ANY.tag(ANY))?.is_none());
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn probing_nobody_answers_at_once(world: &Communicator) -> Result<()> {
    let status = world.probe(None)?;
    assert_eq!((status.source(), status.tag(), status.bytes()), (None, None, 0));
    assert_eq!(world.iprobe(None)?, Some(status));
    let message = world.mprobe(None)?;
    assert_eq!(message.status().source(), None);
    assert_eq!(message.recv::<Option<f64>>()?, None);
    let message = world.improbe(None)?.expect("nobody is always there");
    assert!(message.recv::<Vec<f64>>()?.is_empty());
    drop(world.mprobe(None)?);
    Ok(())
}

/// Short and long: the sender of a long one returns only when it is taken, which finalization sees to.
#[oxmpi_test(ranks = [1, 2])]
fn dropped_matched_messages_do_not_hang_finalization(world: &Communicator) -> Result<()> {
    let (left, right) = neighbours(world);
    for len in [0, 3, 1_000_000] {
        world.bsend(&vec![1u8; len], right)?;
        let message = world.mprobe(left)?;
        assert_eq!(message.status().bytes(), len);
        drop(message);
    }
    // What comes later is not disturbed.
    world.bsend(&1, right)?;
    assert_eq!(world.recv::<i32>(left)?, 1);
    Ok(())
}
