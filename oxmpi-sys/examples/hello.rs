//! Hello world through raw calls: every rank but the first sends its number to the first, which prints what it got.
//!
//! Run it with `mpiexec -n 2 target/debug/examples/hello`.
#![allow(missing_docs)]

use core::ffi::{c_char, c_int};
use core::ptr;
use oxmpi_sys::*;

fn main() {
    let (mut rank, mut size): (c_int, c_int) = (-1, -1);
    // SAFETY: MPI_Init comes first and accepts null for both; the pointers are to live variables.
    unsafe {
        assert_eq!(MPI_Init(ptr::null_mut(), ptr::null_mut()), MPI_SUCCESS);
        assert_eq!(MPI_Comm_rank(MPI_COMM_WORLD, &mut rank), MPI_SUCCESS);
        assert_eq!(MPI_Comm_size(MPI_COMM_WORLD, &mut size), MPI_SUCCESS);
    }
    if rank == 0 {
        println!("{} ({}): {size} ranks", library().trim(), build_info::FAMILY);
        for source in 1..size {
            let mut number = -1.0_f64;
            // SAFETY: an MPI_Status is integers only, for which zero is a value.
            let mut status: MPI_Status = unsafe { core::mem::zeroed() };
            // SAFETY: the buffer holds the one element asked for, and outlives this blocking call.
            let code =
                unsafe { MPI_Recv((&raw mut number).cast(), 1, MPI_DOUBLE, source, 7, MPI_COMM_WORLD, &mut status) };
            assert_eq!((code, status.MPI_SOURCE, status.MPI_TAG), (MPI_SUCCESS, source, 7));
            println!("rank {source} sent {number}");
        }
    } else {
        let number = f64::from(rank) + 0.5;
        // SAFETY: the buffer holds the one element named, and outlives this blocking call.
        let code = unsafe { MPI_Send((&raw const number).cast(), 1, MPI_DOUBLE, 0, 7, MPI_COMM_WORLD) };
        assert_eq!(code, MPI_SUCCESS);
    }
    // SAFETY: no communication is pending.
    assert_eq!(unsafe { MPI_Finalize() }, MPI_SUCCESS);
}

/// The first line of the library's own description.
fn library() -> String {
    let mut text = vec![0_u8; MPI_MAX_LIBRARY_VERSION_STRING as usize];
    let mut length: c_int = 0;
    // SAFETY: the buffer has the length that the standard asks for.
    unsafe { MPI_Get_library_version(text.as_mut_ptr().cast::<c_char>(), &mut length) };
    text.truncate(length as usize);
    String::from_utf8_lossy(&text).lines().next().unwrap_or_default().to_owned()
}
