//! Counts past the `int` of MPI's functions.
//!
//! Takes 9 GB of memory, so it runs with `OXMPI_TEST_FULL=1` alone.

use oxmpi::Result;
use oxmpi::prelude::*;
use oxmpi_test::oxmpi_test;

/// Just past `i32::MAX` elements, and no multiple of a block.
const LEN: usize = (1 << 31) + 5;

fn is_full_run() -> bool {
    std::env::var_os("OXMPI_TEST_FULL").is_some_and(|value| value == "1")
}

/// Cheap, and different in all regions of the buffer.
fn byte(index: usize) -> u8 {
    (index ^ (index >> 8) ^ (index >> 16) ^ (index >> 24)) as u8
}

fn check(what: &str, data: &[u8]) {
    assert_eq!(data.len(), LEN, "{what}");
    // Each page somewhere, and the ends of the regions in full: a debug build looks at 2 GB for half a minute.
    let edges = [0, 1 << 30, (1 << 31) - 64, LEN - 64].into_iter().flat_map(|start| start..start + 64);
    for index in (0..LEN).step_by(509).chain(edges) {
        assert_eq!(data[index], byte(index), "{what}: element {index}");
    }
}

#[oxmpi_test(ranks = [2], timeout = 600)]
fn messages_of_more_than_two_gigabytes_arrive_whole(world: &Communicator) -> Result<()> {
    if !is_full_run() {
        return Ok(());
    }
    if world.rank() == 0 {
        let data: Vec<u8> = (0..LEN).map(byte).collect();
        world.send(&data, 1)?;
        world.send(&data, 1)?;
    } else {
        let mut into = vec![0u8; LEN];
        let status = world.recv_into(&mut into, 0)?;
        assert_eq!((status.bytes(), status.count::<u8>()), (LEN, Some(LEN)));
        check("recv_into", &into);
        drop(into);
        let vector: Vec<u8> = world.recv(0)?;
        check("recv", &vector);
    }
    Ok(())
}
