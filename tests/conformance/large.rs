//! Counts past the `int` of MPI's functions.
//!
//! Takes 5 GB of memory, so it runs with `OXMPI_TEST_FULL=1` alone.

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
