//! Row 18: unpacking past the end, from short buffers, and as types with invalid patterns.

use crate::support::{kind, works};
use oxmpi::ErrorKind::{InvalidValue, Truncated};
use oxmpi::prelude::*;
use oxmpi_test::oxmpi_test;

#[oxmpi_test(ranks = [1])]
fn nothing_is_read_past_the_end(mpi: &Mpi) {
    let world = mpi.world();
    // What is behind the slice must not come out: MPICH itself reads it.
    let memory = [0x11u8; 64];
    for len in 0..8 {
        for mut unpacker in [world.unpacker(&memory[..len]), mpi.external32_unpacker(&memory[..len])] {
            assert_eq!(kind("unpack", unpacker.unpack::<u64>()), Truncated, "{len}");
            assert_eq!(kind("unpack", unpacker.unpack::<[u32; 9]>()), Truncated, "{len}");
            assert_eq!(kind("unpack_vec", unpacker.unpack_vec::<f64>(3)), Truncated, "{len}");
            let mut into = [5u16; 9];
            assert_eq!(kind("unpack_into", unpacker.unpack_into(&mut into[..])), Truncated, "{len}");
            assert_eq!(into, [5; 9]);
            assert_eq!(unpacker.remaining(), len, "an error takes nothing");
        }
    }
    works(&world);
}

#[oxmpi_test(ranks = [1])]
fn a_hostile_length_allocates_nothing(mpi: &Mpi) {
    let world = mpi.world();
    for len in [9, usize::MAX, usize::MAX / 8 + 1, 1 << 60] {
        for mut unpacker in [world.unpacker(&[0; 8]), mpi.external32_unpacker(&[0; 8])] {
            assert_eq!(kind("unpack_vec", unpacker.unpack_vec::<u8>(len)), Truncated);
            assert_eq!(kind("unpack_vec", unpacker.unpack_vec::<f64>(len)), Truncated);
            assert_eq!(kind("unpack_vec", unpacker.unpack_vec::<[u64; 4]>(len)), Truncated);
        }
    }
    works(&world);
}

#[oxmpi_test(ranks = [1])]
fn invalid_values_never_come_out(mpi: &Mpi) {
    let world = mpi.world();
    let bytes = [1, 7, 0, 0, 0xff, 0xff, 0xff, 0xff];
    for mut unpacker in [world.unpacker(&bytes), mpi.external32_unpacker(&bytes)] {
        assert_eq!(kind("unpack", unpacker.unpack::<[bool; 2]>()), InvalidValue);
        assert_eq!(kind("unpack_vec", unpacker.unpack_vec::<bool>(8)), InvalidValue);
        let mut into = [true; 8];
        assert_eq!(kind("unpack_into", unpacker.unpack_into(&mut into[..])), InvalidValue);
        assert_eq!(into, [true, false, false, false, false, false, false, false], "repaired");
        assert!(unpacker.unpack::<u32>().is_ok());
        assert_eq!(kind("unpack", unpacker.unpack::<char>()), InvalidValue);
    }
    works(&world);
}

#[oxmpi_test(ranks = [1])]
fn handles_that_outlive_mpi_are_inert(mpi: &Mpi) {
    let world = mpi.world();
    let mut packer = world.packer();
    packer.pack(&1u8).unwrap();
    std::thread::scope(|scope| {
        // At this thread level no other thread may pack.
        scope.spawn(|| assert_eq!(kind("pack", world.packer().pack(&1u8).map(|_| ())), oxmpi::ErrorKind::WrongThread));
    });
    assert_eq!(packer.as_bytes(), [1]);
}
