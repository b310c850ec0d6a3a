//! `#[derive(Datatype)]` on structs: every representation, padded, reordered, packed, aligned, nested, generic.
#![allow(clippy::repr_packed_without_abi, reason = "with and without one, both are tested")]

use crate::derive_moves::{moves_everywhere, next, shape};
use crate::sample::{Sample, samples};
use oxmpi::datatype::{TypeSignature, Typemap};
use oxmpi::ffi;
use oxmpi::prelude::*;
use oxmpi::{Datatype, Result};
use oxmpi_test::oxmpi_test;
use std::marker::PhantomData;

shape! { struct Reordered { a: u8, b: f64, c: u16, d: u32 } }
shape! { #[repr(C)] struct Padded { a: i32, b: f64 } }
shape! { #[repr(C)] struct Tail { a: f64, b: i32 } }
shape! { #[repr(C)] struct Sandwich { a: u32, b: u64, c: u32 } }
shape! { #[repr(C)] struct Twelve {
    a: u8, b: u16, c: u32, d: u64, e: i8, f: i16, g: i32, h: i64, i: f32, j: f64, k: bool, l: char,
} }
shape! { #[repr(C, packed)] struct Packed { a: u8, b: f64, c: char, d: bool } }
shape! { #[repr(packed(2))] struct PackedByTwo { a: u8, b: f64, c: u16, d: char } }
shape! { #[repr(C, packed(4))] struct PackedByFour { a: u8, b: u64, c: bool } }
shape! { #[repr(align(64))] struct Line { a: u8, b: f64 } }
shape! { #[repr(C, align(32))] struct Half { a: u64, b: [bool; 3] } }
shape! { struct Pair(u8, f32) }
shape! { #[repr(C)] struct Numbers(f64, [f64; 3], Meter) }
shape! { #[repr(transparent)] struct Meter(f64) }
shape! { struct Nested { a: u8, b: Reordered, c: [Pair; 3], d: Packed } }
shape! { #[repr(packed)] struct PackedNest { a: u8, b: Nested, c: [Tail; 2] } }
shape! { #[repr(C)] struct Deep { a: [[Padded; 2]; 3], b: bool, c: Line, d: [Twelve; 2] } }
shape! { #[repr(C)] struct Large { a: u16, b: [[f32; 31]; 33], c: u8 } }

/// Has type and constant parameters, and a field without bytes.
#[derive(Clone, Copy, Debug, PartialEq, Datatype)]
struct Generic<T: Copy, U, const N: usize> {
    a: [T; N],
    b: U,
    c: PhantomData<T>,
    d: bool,
}

impl<T: Sample, U: Sample, const N: usize> Sample for Generic<T, U, N> {
    fn sample(rank: usize, index: usize) -> Self {
        let mut index = index * 64;
        let (a, b, d) = (next(rank, &mut index), next(rank, &mut index), next(rank, &mut index));
        Generic { a, b, c: PhantomData, d }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Datatype)]
#[repr(C, packed)]
struct GenericPacked<T: Copy>(u8, T, PhantomData<fn() -> T>);

impl<T: Sample> Sample for GenericPacked<T> {
    fn sample(rank: usize, index: usize) -> Self {
        let mut index = index * 64;
        GenericPacked(next(rank, &mut index), next(rank, &mut index), PhantomData)
    }
}

/// A unit that is no value: not even `Copy`.
#[derive(Debug)]
struct Seconds;

#[derive(Debug, Datatype)]
struct Quantity<Unit>(f32, u8, PhantomData<Unit>);

impl<Unit> Clone for Quantity<Unit> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Unit> Copy for Quantity<Unit> {}

impl<Unit> PartialEq for Quantity<Unit> {
    fn eq(&self, other: &Self) -> bool {
        (self.0, self.1) == (other.0, other.1)
    }
}

impl Sample for Quantity<Seconds> {
    fn sample(rank: usize, index: usize) -> Self {
        Quantity(f32::sample(rank, index), u8::sample(rank, index), PhantomData)
    }
}

/// By another path to the crate.
mod elsewhere {
    pub(super) use oxmpi as renamed;
}

#[derive(Clone, Copy, Debug, PartialEq, Datatype)]
#[mpi(crate = elsewhere::renamed)]
struct ByPath {
    a: u8,
    b: u64,
}

/// Names that a careless macro would take for its own or for the standard's.
#[allow(non_camel_case_types, dead_code, reason = "the names are the point")]
mod names {
    use super::{Datatype, Padded};

    pub(super) struct Option;
    pub(super) struct Copy;
    pub(super) struct Send;
    pub(super) struct u64;
    pub(super) mod core {}
    pub(super) mod std {}

    #[derive(Clone, ::std::marker::Copy, Debug, PartialEq, Datatype)]
    pub(super) struct Field {
        pub(super) at: u8,
        pub(super) tag: f64,
        pub(super) value: bool,
        pub(super) r#type: Padded,
    }

    #[derive(Clone, ::std::marker::Copy, Debug, PartialEq, Datatype)]
    #[repr(u8)]
    pub(super) enum Datatypes {
        Some { at: u8, value: bool, tag: f32, field: u16 },
        None,
        Ok(bool),
    }
}

fn with_awkward_names(world: &Communicator) -> Result<()> {
    use names::{Datatypes, Field};
    let right = (world.rank() + 1) % world.size();
    let left = (world.rank() + world.size() - 1) % world.size();
    let field = Field { at: 1, tag: 2.0, value: true, r#type: Padded { a: 3, b: 4.0 } };
    assert_eq!(world.sendrecv::<_, Field>(&field, right, left)?, field);
    for value in [Datatypes::Some { at: 1, value: true, tag: 2.0, field: 3 }, Datatypes::None, Datatypes::Ok(true)] {
        assert_eq!(world.sendrecv::<_, Datatypes>(&value, right, left)?, value);
    }
    let by_path = ByPath { a: 1, b: 2 };
    assert_eq!(world.sendrecv::<_, ByPath>(&by_path, right, left)?, by_path);
    Ok(())
}

#[oxmpi_test(ranks = [1, 2, 3])]
fn structs_of_every_representation_move_exactly(world: &Communicator) -> Result<()> {
    moves_everywhere::<Reordered>(world)?;
    moves_everywhere::<Padded>(world)?;
    moves_everywhere::<Tail>(world)?;
    moves_everywhere::<Sandwich>(world)?;
    moves_everywhere::<Twelve>(world)?;
    moves_everywhere::<Packed>(world)?;
    moves_everywhere::<PackedByTwo>(world)?;
    moves_everywhere::<PackedByFour>(world)?;
    moves_everywhere::<Line>(world)?;
    moves_everywhere::<Half>(world)?;
    moves_everywhere::<Pair>(world)?;
    moves_everywhere::<Numbers>(world)?;
    with_awkward_names(world)
}

#[oxmpi_test(ranks = [1, 2, 3])]
fn nested_and_generic_structs_move_exactly(world: &Communicator) -> Result<()> {
    moves_everywhere::<Nested>(world)?;
    moves_everywhere::<PackedNest>(world)?;
    moves_everywhere::<Deep>(world)?;
    moves_everywhere::<Large>(world)?;
    moves_everywhere::<Generic<u8, f64, 3>>(world)?;
    moves_everywhere::<Generic<Padded, char, 1>>(world)?;
    moves_everywhere::<Generic<u16, Generic<bool, u32, 2>, 5>>(world)?;
    moves_everywhere::<GenericPacked<Nested>>(world)?;
    moves_everywhere::<GenericPacked<f64>>(world)?;
    moves_everywhere::<Quantity<Seconds>>(world)?;
    moves_everywhere::<[Reordered; 3]>(world)
}

/// Element by element, at the distance of the Rust type, whatever MPI makes of the type: the bytes that arrive as bytes are those in
/// memory.
fn is_as_in_memory<T: Sample>(world: &Communicator) -> Result<()> {
    let sent = samples::<T>(7, 5);
    world.bsend(&sent, 0)?;
    let bytes: Vec<u8> = world.recv(0)?;
    assert_eq!(bytes.len(), size_of_val(&sent[..]), "{}", std::any::type_name::<T>());
    for (element, expected) in bytes.chunks(size_of::<T>()).zip(&sent) {
        // SAFETY: the bytes of a valid element, which may be unaligned there.
        let element = unsafe { element.as_ptr().cast::<T>().read_unaligned() };
        assert_eq!(element, *expected);
    }
    Ok(())
}

#[oxmpi_test(ranks = 1)]
fn on_the_wire_structs_lie_as_in_memory(world: &Communicator) -> Result<()> {
    is_as_in_memory::<Reordered>(world)?;
    is_as_in_memory::<Padded>(world)?;
    is_as_in_memory::<Twelve>(world)?;
    is_as_in_memory::<Packed>(world)?;
    is_as_in_memory::<PackedByTwo>(world)?;
    is_as_in_memory::<Line>(world)?;
    is_as_in_memory::<PackedNest>(world)?;
    is_as_in_memory::<Deep>(world)?;
    is_as_in_memory::<Generic<Padded, char, 1>>(world)
}

/// What MPI says of a type: its extent, and the bytes of one value that travel.
fn measures<T: Datatype>(mpi: &Mpi) -> Result<(usize, usize)> {
    let of = mpi.type_of::<[T; 2]>()?;
    let (mut lower, mut extent, mut size) = (0, 0, 0);
    // SAFETY: MPI is initialized, and this thread may call; a live type, locals.
    unsafe {
        assert_eq!(ffi::MPI_Type_get_extent(of.as_raw(), &mut lower, &mut extent), 0);
        assert_eq!(ffi::MPI_Type_size(of.as_raw(), &mut size), 0);
    }
    assert_eq!(lower, 0);
    Ok((extent as usize / 2, size as usize / 2))
}

#[oxmpi_test(ranks = 1)]
fn the_extent_is_the_size_of_the_rust_type(mpi: &Mpi) -> Result<()> {
    fn check<T: Datatype>(mpi: &Mpi, padding: usize) -> Result<()> {
        let (extent, size) = measures::<T>(mpi)?;
        assert_eq!((extent, size), (size_of::<T>(), size_of::<T>() - padding), "{}", std::any::type_name::<T>());
        Ok(())
    }
    check::<Reordered>(mpi, 0)?;
    check::<Padded>(mpi, 0)?;
    check::<Tail>(mpi, 0)?;
    check::<Sandwich>(mpi, 0)?;
    check::<Twelve>(mpi, 0)?;
    check::<Packed>(mpi, 0)?;
    check::<PackedByTwo>(mpi, 0)?;
    check::<PackedByFour>(mpi, 0)?;
    check::<Line>(mpi, 0)?;
    check::<Half>(mpi, 0)?;
    check::<Pair>(mpi, 0)?;
    check::<Numbers>(mpi, 0)?;
    check::<Nested>(mpi, 0)?;
    check::<PackedNest>(mpi, 0)?;
    check::<Deep>(mpi, 0)?;
    check::<Large>(mpi, 0)?;
    check::<Generic<u16, Generic<bool, u32, 2>, 5>>(mpi, 0)?;
    check::<GenericPacked<Nested>>(mpi, 0)?;
    // 24 bytes, of which 13 are data; the padding around and between them.
    check::<Shared>(mpi, 11)?;
    check::<SharedNest>(mpi, size_of::<SharedNest>() - (1 + 2 * 13 + 2 + 4))?;
    check::<Generic<Shared, u8, 2>>(mpi, 2 * 11)
}

#[test]
fn typemaps_are_those_of_the_memory() {
    fn is<T: Datatype>(text: &str) {
        assert_eq!(format!("{:?}", T::TYPEMAP), text);
    }
    is::<Padded>(
        "Struct { fields: [Field { offset: 0, of: Basic(I32) }, Field { offset: 8, of: Basic(F64) }], size: 16, gaps: Filled }",
    );
    is::<Packed>(
        "Struct { fields: [Field { offset: 0, of: Basic(U8) }, Field { offset: 1, of: Basic(F64) }, \
         Field { offset: 9, of: Basic(U32) }, Field { offset: 13, of: Basic(Bool) }], size: 14, gaps: Filled }",
    );
    // Doubles all over need no type of their own.
    assert!(matches!(Numbers::TYPEMAP.uniform(), Some((oxmpi::datatype::Basic::F64, 5))));
    assert!(Line::TYPEMAP.uniform().is_none() && matches!(Line::TYPEMAP, Typemap::Struct { size: 64, .. }));
    assert_eq!(TypeSignature::of::<Numbers>(), TypeSignature::of::<[Meter; 5]>());
    assert_ne!(TypeSignature::of::<Padded>(), TypeSignature::of::<Tail>());
    const { assert!(Packed::CHECKED && !Padded::CHECKED && !Numbers::CHECKED && Deep::CHECKED) };
    assert_eq!(<Pair as Datatype>::REPAIR, Pair(0, 0.0));
}

#[test]
fn validity_is_that_of_the_fields_wherever_they_lie() {
    let valid = Packed { a: 1, b: 2.0, c: 'c', d: true };
    let mut bytes = [0u8; size_of::<Packed>() + 8];
    for start in 0..8 {
        let at = bytes[start..].as_mut_ptr().cast::<Packed>();
        // SAFETY: room for a value, initialized.
        unsafe {
            at.write_unaligned(valid);
            assert!(Packed::is_valid(at));
            at.cast::<u8>().add(13).write(2);
            assert!(!Packed::is_valid(at), "no bool");
            at.write_unaligned(valid);
            at.cast::<u8>().add(9).cast::<u32>().write_unaligned(0xD800);
            assert!(!Packed::is_valid(at), "no char");
        }
    }
    let mut nest = [0u8; size_of::<PackedNest>()];
    let at = nest.as_mut_ptr().cast::<PackedNest>();
    // SAFETY: room for a value, initialized.
    unsafe {
        at.write_unaligned(PackedNest::sample(1, 1));
        assert!(PackedNest::is_valid(at));
        let wrong = std::mem::offset_of!(PackedNest, b.d.d);
        at.cast::<u8>().add(wrong).write(0xFF);
        assert!(!PackedNest::is_valid(at));
    }
}

/// A C struct `{ int a; double b; char c; }` as a C program makes it.
fn c_struct() -> ffi::MPI_Datatype {
    let (lengths, offsets) = ([1, 1, 1], [0, 8, 16]);
    let types = [ffi::MPI_INT32_T, ffi::MPI_DOUBLE, ffi::MPI_UINT8_T];
    let (mut joined, mut resized) = (ffi::MPI_DATATYPE_NULL, ffi::MPI_DATATYPE_NULL);
    // SAFETY: MPI is initialized, and this thread may call; arrays of three, locals.
    unsafe {
        ffi::MPI_Type_create_struct(3, lengths.as_ptr(), offsets.as_ptr(), types.as_ptr(), &mut joined);
        ffi::MPI_Type_create_resized(joined, 0, 24, &mut resized);
        ffi::MPI_Type_commit(&mut resized);
        ffi::MPI_Type_free(&mut joined);
    }
    resized
}

shape! {
    #[repr(C)]
    #[mpi(no_padding)]
    struct Shared { a: i32, b: f64, c: u8 }
}

shape! { #[mpi(no_padding)] struct SharedNest { a: u8, b: [Shared; 2], c: u16, d: char } }

#[oxmpi_test(ranks = 2)]
fn structs_without_padding_are_those_of_a_c_program(world: &Communicator) -> Result<()> {
    moves_everywhere::<Shared>(world)?;
    moves_everywhere::<SharedNest>(world)?;
    moves_everywhere::<Generic<Shared, u8, 2>>(world)?;
    let (rank, peer) = (world.rank(), 1 - world.rank());
    let mut ours = samples::<Shared>(rank, 50);
    let mut of_c = c_struct();
    let comm = world.as_raw();
    let raw_peer = peer as i32;
    if rank == 0 {
        // Typed to C, then C to typed.
        world.send(&ours, to(peer).tag(5))?;
        let back: Vec<Shared> = world.recv(from(peer).tag(6))?;
        assert_eq!(back, ours);
        let mut into = vec![Shared::sample(9, 9); 60];
        let status = world.recv_into(&mut into, from(peer).tag(7))?;
        assert_eq!((status.count::<Shared>(), status.bytes()), (Some(50), 50 * 13));
        assert_eq!(into[..50], samples::<Shared>(1, 50));
        assert_eq!(into[50..], [Shared::sample(9, 9); 10]);
        let mut root = samples::<Shared>(0, 10);
        world.broadcast_into(&mut root, 0)?;
    } else {
        let mut got = vec![Shared::sample(8, 8); 50];
        let mut status = std::mem::MaybeUninit::<ffi::MPI_Status>::zeroed();
        let mut root = vec![Shared::sample(8, 8); 10];
        // SAFETY: MPI is initialized; each buffer has as many structs as are sent and received, of a type that describes them.
        unsafe {
            let into = got.as_mut_ptr().cast();
            assert_eq!(ffi::MPI_Recv(into, 50, of_c, raw_peer, 5, comm, status.as_mut_ptr()), 0);
            assert_eq!(got, samples::<Shared>(0, 50));
            ffi::MPI_Send(got.as_mut_ptr().cast(), 50, of_c, raw_peer, 6, comm);
            ffi::MPI_Send(ours.as_mut_ptr().cast(), 50, of_c, raw_peer, 7, comm);
            ffi::MPI_Bcast(root.as_mut_ptr().cast(), 10, of_c, 0, comm);
        }
        assert_eq!(root, samples::<Shared>(0, 10));
    }
    // SAFETY: ours, committed, and used by nobody any more.
    unsafe { ffi::MPI_Type_free(&mut of_c) };
    assert_eq!(Shared::TYPEMAP.bytes(), 13);
    Ok(())
}
