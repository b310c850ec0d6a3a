//! Packing and unpacking, native and portable.

use crate::sample::{Sample, for_each_type, samples};
use oxmpi::datatype::{Field, Gaps, Typemap};
use oxmpi::packing::Packed;
use oxmpi::prelude::*;
use oxmpi::{ErrorKind, Result};
use oxmpi_test::oxmpi_test;
use std::mem::offset_of;

/// Values of a type, among others, come out as they went in, in both representations.
fn comes_out<T: Sample>(mpi: &Mpi) -> Result<()> {
    let world = mpi.world();
    let (one, many) = (T::sample(0, 1), samples::<T>(1, 7));
    for portable in [false, true] {
        let mut packer = if portable { mpi.external32_packer() } else { world.packer() };
        packer.pack(&3u8)?.pack(&one)?.pack(&many.len())?.pack(&many)?.pack(&many[..0])?.pack(&-1i16)?;
        let packed = packer.finish();
        let bytes = packed.as_bytes();
        let mut unpacker = if portable { mpi.external32_unpacker(bytes) } else { world.unpacker(bytes) };
        assert_eq!(unpacker.unpack::<u8>()?, 3);
        assert_eq!(unpacker.unpack::<T>()?, one);
        assert_eq!(unpacker.unpack::<usize>()?, 7);
        assert_eq!(unpacker.unpack_vec::<T>(7)?, many);
        assert_eq!(unpacker.unpack_vec::<T>(0)?, []);
        assert_eq!(unpacker.unpack::<i16>()?, -1);
        unpacker.finish()?;
    }
    comes_out_into(mpi, &many)
}

fn comes_out_into<T: Sample>(mpi: &Mpi, many: &[T]) -> Result<()> {
    let mut packer = mpi.external32_packer();
    packer.pack(many)?;
    let mut got = samples::<T>(9, many.len() + 2);
    let guards = (got[0], got[many.len() + 1]);
    let packed = packer.finish();
    mpi.external32_unpacker(packed.as_bytes()).unpack_into(&mut got[1..=many.len()])?;
    assert_eq!(got[1..=many.len()], *many);
    assert_eq!((got[0], got[many.len() + 1]), guards, "the neighbours are untouched");
    Ok(())
}

#[oxmpi_test(ranks = [1])]
fn every_type_comes_out_as_it_went_in(mpi: &Mpi) -> Result<()> {
    for_each_type!(comes_out(mpi));
    Ok(())
}

#[oxmpi_test(ranks = [2, 3])]
fn packed_values_travel(world: &Communicator) -> Result<()> {
    let (rank, size) = (world.rank(), world.size());
    let (right, left) = ((rank + 1) % size, (rank + size - 1) % size);
    let mut packer = world.packer();
    packer.pack(&rank)?.pack(&samples::<f64>(rank, 100 * rank))?;
    let got: Packed = world.sendrecv(&packer.finish(), right, left)?;
    let mut unpacker = world.unpacker(got.as_bytes());
    assert_eq!(unpacker.unpack::<usize>()?, left);
    assert_eq!(unpacker.unpack_vec::<f64>(100 * left)?, samples::<f64>(left, 100 * left));
    unpacker.finish()?;
    // What is of one type can be received as it.
    let mut packer = world.packer();
    packer.pack(&samples::<i32>(rank, 5))?;
    let got: Vec<i32> = world.sendrecv(&packer.finish(), right, left)?;
    assert_eq!(got, samples::<i32>(left, 5));
    Ok(())
}

#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Record {
    id: u16,
    weight: f64,
    flags: [bool; 3],
}

// By hand, as a program can that does not derive. SAFETY: the offsets are the fields' own; padding may hold anything; valid when the flags are.
unsafe impl oxmpi::Datatype for Record {
    const TYPEMAP: &'static Typemap = &Typemap::Struct {
        fields: &[
            Field { offset: offset_of!(Record, id), of: u16::TYPEMAP },
            Field { offset: offset_of!(Record, weight), of: f64::TYPEMAP },
            Field { offset: offset_of!(Record, flags), of: <[bool; 3]>::TYPEMAP },
        ],
        size: size_of::<Record>(),
        gaps: Gaps::Filled,
    };
    const CHECKED: bool = true;
    const REPAIR: Record = Record { id: 0, weight: 0.0, flags: [false; 3] };

    unsafe fn is_valid(at: *const Record) -> bool {
        // SAFETY: the caller's promise.
        unsafe { <[bool; 3]>::is_valid(at.byte_add(offset_of!(Record, flags)).cast()) }
    }
}

#[oxmpi_test(ranks = [1])]
fn the_portable_form_is_big_endian_on_every_library(mpi: &Mpi) -> Result<()> {
    let mut packer = mpi.external32_packer();
    packer.pack(&0x0102u16)?.pack(&1.0f64)?.pack(&[true, false])?.pack(&'é')?.pack(&[-1i32, 2])?;
    let expected = [1, 2, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0xe9, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 2];
    assert_eq!(packer.as_bytes(), expected);
    let records =
        [Record { id: 1, weight: -2.0, flags: [true, false, true] }, Record { id: 2, weight: 0.5, flags: [false; 3] }];
    let mut packer = mpi.external32_packer();
    packer.pack(&records)?;
    let packed = packer.finish();
    assert_eq!(packed.as_bytes()[..2], [0, 1]);
    assert_eq!(packed.as_bytes()[8..16], [0xc0, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(mpi.external32_unpacker(packed.as_bytes()).unpack::<[Record; 2]>()?, records);
    Ok(())
}

#[oxmpi_test(ranks = [1])]
fn an_error_keeps_the_position(mpi: &Mpi) -> Result<()> {
    let world = mpi.world();
    let mut packer = world.packer();
    packer.pack(&[1u8, 7])?;
    let packed = packer.finish();
    let mut unpacker = world.unpacker(packed.as_bytes());
    assert_eq!(unpacker.unpack::<u64>().expect_err("two bytes").kind(), ErrorKind::Truncated);
    assert_eq!(unpacker.unpack::<[bool; 2]>().expect_err("7 is no bool").kind(), ErrorKind::InvalidValue);
    assert_eq!(unpacker.unpack::<[u8; 2]>()?, [1, 7]);
    assert_eq!(world.unpacker(&[0]).finish().expect_err("a byte is left").kind(), ErrorKind::Incomplete);
    Ok(())
}
