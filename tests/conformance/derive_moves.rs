//! Moves values of a type by every call, exactly, and looks at what lies around them.

use crate::sample::{Sample, assert_same, samples};
use oxmpi::Result;
use oxmpi::prelude::*;
use std::alloc::{Layout, alloc, dealloc};
use std::ptr::NonNull;

/// The next value of a sequence: for the fields of a sample, one after the other.
pub(crate) fn next<T: Sample>(rank: usize, index: &mut usize) -> T {
    *index += 1;
    T::sample(rank, *index)
}

/// A struct or an enum without data, with a sample of it: `shape! { #[repr(C)] struct A { a: u8, b: f64 } }`.
macro_rules! shape {
    ($( #[$meta:meta] )* struct $name:ident { $( $field:ident : $type:ty ),* $(,)? } ) => {
        #[derive(Clone, Copy, Debug, PartialEq, oxmpi::Datatype)]
        $( #[$meta] )*
        struct $name { $( $field: $type ),* }

        impl crate::sample::Sample for $name {
            fn sample(rank: usize, index: usize) -> $name {
                let mut index = index * 64;
                $name { $( $field: crate::derive_moves::next(rank, &mut index) ),* }
            }
        }
    };
    ($( #[$meta:meta] )* struct $name:ident ( $( $type:ty ),* $(,)? ) ) => {
        #[derive(Clone, Copy, Debug, PartialEq, oxmpi::Datatype)]
        $( #[$meta] )*
        struct $name($( $type ),*);

        impl crate::sample::Sample for $name {
            fn sample(rank: usize, index: usize) -> $name {
                let mut index = index * 64;
                $name($( crate::derive_moves::next::<$type>(rank, &mut index) ),*)
            }
        }
    };
    ($( #[$meta:meta] )* enum $name:ident { $( $variant:ident $( = $value:expr )? ),* $(,)? } ) => {
        #[derive(Clone, Copy, Debug, PartialEq, oxmpi::Datatype)]
        $( #[$meta] )*
        enum $name { $( $variant $( = $value )? ),* }

        impl crate::sample::Sample for $name {
            fn sample(rank: usize, index: usize) -> $name {
                let all = [ $( $name::$variant ),* ];
                all[u64::sample(rank, index) as usize % all.len()]
            }
        }
    };
}
pub(crate) use shape;

/// What lies around the elements.
const FENCE: u8 = 0xA5;

/// Elements with bytes directly before and behind them that nobody may touch.
pub(crate) struct Fenced<T> {
    memory: NonNull<u8>,
    layout: Layout,
    margin: usize,
    len: usize,
    _elements: std::marker::PhantomData<T>,
}

impl<T: Copy> Fenced<T> {
    /// These elements, in memory of their own.
    pub(crate) fn new(elements: &[T]) -> Fenced<T> {
        let margin = align_of::<T>().max(64);
        let layout = Layout::from_size_align(2 * margin + size_of_val(elements), margin).unwrap();
        // SAFETY: not of size 0; the elements fit between the margins, and are aligned, since the margin is a multiple of their
        // alignment.
        let memory = unsafe {
            let memory = NonNull::new(alloc(layout)).unwrap();
            memory.as_ptr().write_bytes(FENCE, layout.size());
            memory.as_ptr().add(margin).cast::<T>().copy_from_nonoverlapping(elements.as_ptr(), elements.len());
            memory
        };
        Fenced { memory, layout, margin, len: elements.len(), _elements: std::marker::PhantomData }
    }

    /// The elements.
    pub(crate) fn slice(&mut self) -> &mut [T] {
        // SAFETY: `len` elements are there, borrowed as `self` is.
        unsafe { std::slice::from_raw_parts_mut(self.memory.as_ptr().add(self.margin).cast(), self.len) }
    }

    /// The elements, when nothing around them was touched.
    #[track_caller]
    pub(crate) fn checked(&self, what: &str) -> &[T] {
        let end = self.layout.size() - self.margin;
        for (side, start) in [("before", 0), ("behind", end)] {
            // SAFETY: inside of our memory, and initialized by `new`.
            let fence = unsafe { std::slice::from_raw_parts(self.memory.as_ptr().add(start), self.margin) };
            let touched = fence.iter().position(|byte| *byte != FENCE);
            assert_eq!(touched, None, "{what}: bytes {side} the elements ({})", std::any::type_name::<T>());
        }
        // SAFETY: as in `slice`.
        unsafe { std::slice::from_raw_parts(self.memory.as_ptr().add(self.margin).cast(), self.len) }
    }
}

impl<T> Drop for Fenced<T> {
    fn drop(&mut self) {
        // SAFETY: from `alloc` with this layout.
        unsafe { dealloc(self.memory.as_ptr(), self.layout) }
    }
}

/// Every call with values of this type.
pub(crate) fn moves_everywhere<T: Sample>(world: &Communicator) -> Result<()> {
    one_to_one::<T>(world)?;
    replaced::<T>(world)?;
    from_one::<T>(world)?;
    to_all::<T>(world)
}

fn one_to_one<T: Sample>(world: &Communicator) -> Result<()> {
    let (rank, size) = (world.rank(), world.size());
    let (right, left) = ((rank + 1) % size, (rank + size - 1) % size);
    let one = T::sample(rank, 5);
    world.bsend(&one, right)?;
    assert_eq!(world.recv::<T>(left)?, T::sample(left, 5), "recv");
    if size > 1 {
        let (mine, other) = (samples::<T>(rank, 70), samples::<T>(left, 70));
        if rank == 0 {
            world.send(&mine, right)?;
            assert_same(&world.recv::<Vec<T>>(left)?, &other, "send");
        } else {
            let got = world.recv::<Vec<T>>(left)?;
            world.ssend(&mine, right)?;
            assert_same(&got, &other, "recv of a Vec");
        }
    }
    // Three arrive in five places: the others stay.
    let mut into = Fenced::new(&samples::<T>(size, 5));
    world.bsend(&samples::<T>(rank, 3), right)?;
    let status = world.recv_into(into.slice(), left)?;
    assert_eq!(status.count::<T>(), Some(3));
    let expected = [samples::<T>(left, 3), samples::<T>(size, 5)[3..].to_vec()].concat();
    assert_same(into.checked("recv_into"), &expected, "recv_into");
    let mut all = samples::<T>(size, 2);
    world.bsend(&samples::<T>(rank, 9), right)?;
    world.recv_append(&mut all, left)?;
    assert_same(&all, &[samples::<T>(size, 2), samples(left, 9)].concat(), "recv_append");
    let exchanged: T = world.sendrecv(&one, right, left)?;
    assert_eq!(exchanged, T::sample(left, 5), "sendrecv");
    let mut into = Fenced::new(&samples::<T>(size, 9));
    world.sendrecv_into(&samples::<T>(rank, 9), right, into.slice(), left)?;
    assert_same(into.checked("sendrecv_into"), &samples(left, 9), "sendrecv_into");
    Ok(())
}

fn replaced<T: Sample>(world: &Communicator) -> Result<()> {
    let (rank, size) = (world.rank(), world.size());
    let (right, left) = ((rank + 1) % size, (rank + size - 1) % size);
    let mut buffer = Fenced::new(&samples::<T>(rank, 6));
    world.sendrecv_replace(buffer.slice(), right, left)?;
    assert_same(buffer.checked("sendrecv_replace"), &samples(left, 6), "sendrecv_replace");
    Ok(())
}

fn from_one<T: Sample>(world: &Communicator) -> Result<()> {
    let (rank, size, root) = (world.rank(), world.size(), world.size() - 1);
    let is_root = rank == root;
    let value: T = world.broadcast(is_root.then(|| T::sample(root, 3)), root)?;
    assert_eq!(value, T::sample(root, 3), "broadcast");
    let values: Vec<T> = world.broadcast(is_root.then(|| samples(root, 4)), root)?;
    assert_same(&values, &samples(root, 4), "broadcast of a Vec");
    let mut buffer = Fenced::new(&samples::<T>(rank, 7));
    world.broadcast_into(buffer.slice(), root)?;
    assert_same(buffer.checked("broadcast_into"), &samples(root, 7), "broadcast_into");
    let all = samples::<T>(root, 3 * size);
    let part: Vec<T> = world.scatter(is_root.then_some(&all[..]), root)?;
    assert_same(&part, &all[3 * rank..3 * rank + 3], "scatter");
    let mut part = Fenced::new(&samples::<T>(size, 3));
    world.scatter_into(is_root.then_some(&all[..]), part.slice(), root)?;
    assert_same(part.checked("scatter_into"), &all[3 * rank..3 * rank + 3], "scatter_into");
    Ok(())
}

fn to_all<T: Sample>(world: &Communicator) -> Result<()> {
    let (rank, size, root) = (world.rank(), world.size(), world.size() - 1);
    let mine = samples::<T>(rank, 2);
    let expected: Vec<T> = (0..size).flat_map(|rank| samples(rank, 2)).collect();
    let gathered = world.gather(&mine, root)?;
    assert_eq!(gathered.is_some(), rank == root);
    assert_same(&gathered.unwrap_or(expected.clone()), &expected, "gather");
    let mut into = Fenced::new(&samples::<T>(size, 2 * size));
    world.gather_into(&mine, (rank == root).then(|| into.slice()), root)?;
    let unchanged = samples::<T>(size, 2 * size);
    assert_same(into.checked("gather_into"), if rank == root { &expected } else { &unchanged }, "gather_into");
    assert_same(&world.all_gather(&mine)?, &expected, "all_gather");
    let mut into = Fenced::new(&unchanged);
    world.all_gather_into(&mine, into.slice())?;
    assert_same(into.checked("all_gather_into"), &expected, "all_gather_into");
    // To rank r go the elements from 2r on.
    let parts = samples::<T>(rank, 2 * size);
    let expected: Vec<T> = (0..size).flat_map(|from| samples::<T>(from, 2 * size)[2 * rank..][..2].to_vec()).collect();
    assert_same(&world.all_to_all(&parts)?, &expected, "all_to_all");
    let mut into = Fenced::new(&unchanged);
    world.all_to_all_into(&parts, into.slice())?;
    assert_same(into.checked("all_to_all_into"), &expected, "all_to_all_into");
    Ok(())
}
