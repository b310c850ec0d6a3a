//! What a status says is what MPI's own functions say of it, wherever oxmpi reads it.

use oxmpi::prelude::*;
use oxmpi::{Result, Status, ffi};
use oxmpi_test::oxmpi_test;
use std::mem::MaybeUninit;
use std::ptr::from_mut;

const SUCCESS: i32 = ffi::MPI_SUCCESS;

/// The length that MPI tells.
fn elements(raw: &ffi::MPI_Status) -> usize {
    let mut count: ffi::MPI_Count = -1;
    // SAFETY: initialized; a status that MPI wrote; local.
    assert_eq!(unsafe { ffi::MPI_Get_elements_x(raw, ffi::MPI_BYTE, &mut count) }, SUCCESS);
    usize::try_from(count).expect("a length")
}

/// A receive in C.
fn received(world: &Communicator, from: i32, into: &mut [u8]) -> ffi::MPI_Status {
    let mut raw = MaybeUninit::<ffi::MPI_Status>::zeroed();
    let count = i32::try_from(into.len()).expect("a short buffer");
    // SAFETY: initialized; a live communicator; room for `count` bytes; MPI writes the status.
    unsafe {
        let memory = into.as_mut_ptr().cast();
        let code =
            ffi::MPI_Recv(memory, count, ffi::MPI_BYTE, from, ffi::MPI_ANY_TAG, world.as_raw(), raw.as_mut_ptr());
        assert_eq!(code, SUCCESS);
        raw.assume_init()
    }
}

#[oxmpi_test(ranks = [1, 2])]
fn lengths_are_those_that_mpi_tells(world: &Communicator) -> Result<()> {
    let (left, right) = super::neighbours(world);
    for len in [0, 1, 7, 65536] {
        let message = vec![len as u8; len];
        for _ in 0..2 {
            world.bsend(&message[..], to(right).tag(5))?;
        }
        // With room to spare, so that the length is the message's.
        let mut into = vec![0u8; len + 9];
        assert_eq!(world.probe(from(left).tag(5))?.bytes(), len);
        let raw = received(world, left as i32, &mut into);
        // SAFETY: written by a receive.
        let status = unsafe { Status::from_raw(raw) }?;
        assert_eq!((status.bytes(), elements(&raw)), (len, len));
        assert_eq!((status.source(), status.tag()), (Some(left), Some(5)));
        assert_eq!(world.recv_into(&mut into[..], from(left).tag(5))?, status);
    }
    Ok(())
}

#[oxmpi_test(ranks = [1])]
fn nothing_arrives_from_nobody(world: &Communicator) -> Result<()> {
    let raw = received(world, ffi::MPI_PROC_NULL, &mut [0u8; 8]);
    // SAFETY: written by a receive.
    let status = unsafe { Status::from_raw(raw) }?;
    assert_eq!((status.bytes(), status.source(), status.tag()), (0, None, None));
    assert_eq!(elements(&raw), 0);
    assert_eq!(world.recv_into(&mut [0u8; 8], None)?, status);
    assert_eq!(world.probe(None)?, status);
    Ok(())
}

#[oxmpi_test(ranks = [1])]
fn lengths_beyond_32_bits_are_those_that_mpi_tells(_: &Communicator) -> Result<()> {
    for len in [0, 1, 7, 65536, 0x7FFF_FFFF, 0x8000_0000, 0x1_2345_6789, 0x12_FFFF_FFFF] {
        for cancelled in [0, 1] {
            let mut raw = MaybeUninit::<ffi::MPI_Status>::zeroed();
            // SAFETY: initialized; both write into the status alone, which was zeroed.
            let mut raw = unsafe {
                assert_eq!(ffi::MPI_Status_set_elements_x(raw.as_mut_ptr(), ffi::MPI_BYTE, len), SUCCESS);
                assert_eq!(ffi::MPI_Status_set_cancelled(raw.as_mut_ptr(), cancelled), SUCCESS);
                raw.assume_init()
            };
            let told = elements(&raw);
            assert_eq!(told, len as usize);
            // SAFETY: set by MPI.
            assert_eq!(unsafe { Status::from_raw(raw) }?.bytes(), told);
            let mut flag = -1;
            // SAFETY: initialized; a status; local.
            assert_eq!(unsafe { ffi::MPI_Test_cancelled(from_mut(&mut raw), &mut flag) }, SUCCESS);
            assert_eq!(flag, cancelled);
        }
    }
    Ok(())
}
