//! Counts past the `int` of MPI's functions.
//!
//! Takes 5 GB of memory, so it runs with `OXMPI_TEST_FULL=1` alone. No call may take more than its buffers: the two ranks of a message
//! stay below three times its length together.

use oxmpi::Result;
use oxmpi::prelude::*;
use oxmpi_test::oxmpi_test;

/// Just past `i32::MAX` elements, and no multiple of a block.
const LEN: usize = (1 << 31) + 5;

fn is_full_run() -> bool {
    std::env::var_os("OXMPI_TEST_FULL").is_some_and(|value| value == "1")
}

/// Each page of 4 KB begins with its number; also a debug build writes and checks that fast.
fn page(number: usize) -> [u8; 8] {
    (number as u64 + 1).to_le_bytes()
}

fn numbered_pages() -> Vec<u8> {
    let mut data = vec![0u8; LEN];
    for (number, page_of_data) in data.chunks_mut(4096).enumerate() {
        let mark = page(number);
        let len = page_of_data.len().min(8);
        page_of_data[..len].copy_from_slice(&mark[..len]);
    }
    data
}

fn check(what: &str, data: &[u8]) {
    assert_eq!(data.len(), LEN, "{what}");
    for (number, page_of_data) in data.chunks(4096).enumerate() {
        let len = page_of_data.len().min(8);
        assert_eq!(page_of_data[..len], page(number)[..len], "{what}: page {number}");
    }
}

#[oxmpi_test(ranks = [2], timeout = 600)]
fn messages_of_more_than_two_gigabytes_arrive_whole(world: &Communicator) -> Result<()> {
    if !is_full_run() {
        return Ok(());
    }
    if world.rank() == 0 {
        let data = numbered_pages();
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

/// Two ranks hold the message twice; a library that copied it, or a request that did, would hold it a third time.
fn check_memory(world: &Communicator) -> Result<()> {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("the peak of resident memory");
    let kib: u64 = peak.trim().trim_end_matches("kB").trim().parse().expect("a number");
    let total = world.all_reduce(&(1024 * kib), Op::SUM)?;
    assert!(total < 3 * LEN as u64, "{total} bytes at the peak, for a message of {LEN}");
    Ok(())
}

#[oxmpi_test(ranks = [2], timeout = 600)]
fn nonblocking_messages_of_more_than_two_gigabytes_arrive_whole(world: &Communicator) -> Result<()> {
    if !is_full_run() {
        return Ok(());
    }
    if world.rank() == 0 {
        let back = world.isend(numbered_pages(), 1)?.wait()?;
        check("given back", &back);
    } else {
        let (into, status) = world.irecv_into(vec![0u8; LEN], 0)?.wait()?;
        assert_eq!((status.bytes(), status.count::<u8>()), (LEN, Some(LEN)));
        check("irecv_into", &into);
    }
    check_memory(world)
}

/// A struct of one byte, which has a datatype of its own.
#[derive(Clone, Copy, Datatype)]
struct One {
    x: u8,
}

#[oxmpi_test(ranks = [2], timeout = 600)]
fn more_than_two_thousand_million_structs_arrive_whole(world: &Communicator) -> Result<()> {
    if !is_full_run() {
        return Ok(());
    }
    // At many places and the last ones: each has its number's bits, which differ from those of its neighbours and of the next pages.
    let places = || (0..LEN).step_by(4093).chain(LEN - 9..LEN).chain((1 << 31) - 9..(1 << 31) + 5);
    let value = |at: usize| (at as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).to_le_bytes()[7];
    if world.rank() == 0 {
        let mut data = vec![One { x: 0 }; LEN];
        places().for_each(|at| data[at].x = value(at));
        world.isend(data, 1)?.wait()?;
    } else {
        // Of the length that the message tells.
        let (got, status) = world.irecv::<Vec<One>>(0)?.wait()?;
        assert_eq!((got.len(), status.count::<One>()), (LEN, Some(LEN)));
        for at in places() {
            assert_eq!(got[at].x, value(at), "element {at}");
        }
    }
    check_memory(world)
}
