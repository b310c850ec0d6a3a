//! Ping-pong of derived structs, against the same bytes as `u8`; and what C's naive struct type costs.

use crate::case::{Block, Case, Contestant, Memory};
use crate::lab::Lab;
use crate::options::Pace;
use oxmpi::{Datatype, Result};
use std::ffi::{c_int, c_longlong};
use std::marker::PhantomData;
use std::mem::offset_of;

unsafe extern "C" {
    /// c/structs.c
    fn lab_structs_naive(block: *const Block) -> f64;
    /// c/ping_pong.c
    fn lab_ping_pong(block: *const Block) -> f64;
    /// c/ping_pong.c
    fn lab_ping_pong_status(block: *const Block) -> f64;
}

/// `struct lab_fields` of c/structs.c.
#[repr(C)]
struct Fields {
    count: c_int,
    kinds: [c_int; 16],
    offsets: [c_longlong; 16],
    size: c_longlong,
}

/// A struct that is measured.
trait Sample: Datatype {
    const NAME: &'static str;
    /// Kind and offset of each field.
    const FIELDS: &'static [(c_int, usize)];

    fn fields() -> Fields {
        let mut fields = Fields {
            count: Self::FIELDS.len() as c_int,
            kinds: [0; 16],
            offsets: [0; 16],
            size: size_of::<Self>() as c_longlong,
        };
        for (index, &(kind, offset)) in Self::FIELDS.iter().enumerate() {
            fields.kinds[index] = kind;
            fields.offsets[index] = offset as c_longlong;
        }
        fields
    }
}

/// The index of a type in `kinds` of c/structs.c.
macro_rules! kind {
    (u8) => {
        0
    };
    (u16) => {
        1
    };
    (u32) => {
        2
    };
    (u64) => {
        3
    };
    (i32) => {
        4
    };
    (i64) => {
        5
    };
    (f32) => {
        6
    };
    (f64) => {
        7
    };
}

macro_rules! samples {
    ($( $(#[$repr:meta])* $name:ident $text:literal { $( $field:ident: $kind:ident, )* } )*) => { $(
        #[derive(Clone, Copy, Datatype)]
        $(#[$repr])*
        struct $name { $( $field: $kind, )* }

        impl Sample for $name {
            const NAME: &'static str = $text;
            const FIELDS: &'static [(c_int, usize)] = &[ $( (kind!($kind), offset_of!($name, $field)), )* ];
        }
    )* };
}

samples! {
    #[repr(C)]
    Padded "struct {i32, f64}" { a: i32, b: f64, }
    #[repr(C)]
    Tailed "struct {f64, i32}" { a: f64, b: i32, }
    #[repr(C)]
    Sandwich "struct {u32,u64,u32}" { a: u32, b: u64, c: u32, }
    Mixed "struct of 12 fields" {
        a: u8, b: f64, c: u16, d: u32, e: u8, f: i64, g: f32, h: u8, i: f64, j: u16, k: i32, l: u64,
    }
}

#[derive(Clone, Copy, Datatype)]
#[repr(C)]
struct Nested {
    tag: u8,
    inner: Padded,
    tail: u16,
}

impl Sample for Nested {
    const NAME: &'static str = "struct nested";
    const FIELDS: &'static [(c_int, usize)] = &[
        (kind!(u8), offset_of!(Nested, tag)),
        (kind!(i32), offset_of!(Nested, inner.a)),
        (kind!(f64), offset_of!(Nested, inner.b)),
        (kind!(u16), offset_of!(Nested, tail)),
    ];
}

struct Structs<T>(PhantomData<T>);

impl<T: Sample> Case for Structs<T> {
    fn name(&self) -> &'static str {
        T::NAME
    }

    fn sizes(&self, _: Pace) -> Vec<usize> {
        [1, 64, 4096, 100_000].map(|elements| elements * size_of::<T>()).to_vec()
    }

    fn contestants<'a>(&'a self, lab: &'a Lab, size: usize) -> Result<Vec<Contestant<'a>>> {
        let elements = size / size_of::<T>();
        // The same memory for all, seen as bytes or as structs: where it lies makes a difference of some percent.
        let (send, receive) = (Memory::new(0u64, size.div_ceil(8)), Memory::new(0u64, size.div_ceil(8)));
        let fields = Box::new(T::fields());
        let memory = (send.clone(), receive.clone());
        let fill = move |block: &mut Block, count: usize| {
            block.send = memory.0.address();
            block.receive = memory.1.address();
            block.count = count as i64;
        };
        let (bytes, bytes_with_status, naive) = (fill.clone(), fill.clone(), fill);
        // SAFETY: both memories have `size` bytes, and the closure keeps them. Every bit pattern is a value of these structs.
        let c = unsafe { Contestant::c("C raw bytes", lab, lab_ping_pong, move |block| bytes(block, size)) };
        // SAFETY: as above.
        let c_status = unsafe {
            Contestant::c("C bytes, status", lab, lab_ping_pong_status, move |block| bytes_with_status(block, size))
        };
        // SAFETY: as above; `fields` describes the struct, and the closure keeps it.
        let naive = unsafe {
            Contestant::c("C naive struct", lab, lab_structs_naive, move |block| {
                naive(block, elements);
                block.extra = std::ptr::from_ref(&*fields).cast();
            })
        };
        let structs = rust::<T>("oxmpi", lab, send.clone(), receive.clone(), elements);
        let bytes = rust::<u8>("oxmpi bytes", lab, send, receive, size);
        Ok(vec![bytes, structs, c, c_status, naive])
    }
}

/// oxmpi, with memory seen as `len` elements of `T`.
fn rust<'a, T: Datatype>(
    name: &'static str,
    lab: &'a Lab,
    send: Memory<u64>,
    receive: Memory<u64>,
    len: usize,
) -> Contestant<'a> {
    const { assert!(!T::CHECKED && align_of::<T>() <= align_of::<u64>()) };
    Contestant::new(name, lab, move |iterations| {
        let (world, peer) = (&lab.world, lab.peer);
        let (send, mut receive) = (send.borrow(), receive.borrow());
        assert!(len * size_of::<T>() <= size_of_val(&send[..]));
        // SAFETY: initialized memory, aligned and as long as needed; every bit pattern is a value of `T`.
        let (send, receive) = unsafe {
            (
                std::slice::from_raw_parts(send.as_ptr().cast::<T>(), len),
                std::slice::from_raw_parts_mut(receive.as_mut_ptr().cast::<T>(), len),
            )
        };
        for _ in 0..iterations {
            if lab.rank == 0 {
                world.send(send, peer)?;
                world.recv_into(receive, peer)?;
            } else {
                world.recv_into(receive, peer)?;
                world.send(send, peer)?;
            }
        }
        Ok(())
    })
}

/// A case for each struct.
pub(crate) fn cases() -> Vec<Box<dyn Case>> {
    vec![
        Box::new(Structs::<Padded>(PhantomData)),
        Box::new(Structs::<Tailed>(PhantomData)),
        Box::new(Structs::<Sandwich>(PhantomData)),
        Box::new(Structs::<Mixed>(PhantomData)),
        Box::new(Structs::<Nested>(PhantomData)),
    ]
}
