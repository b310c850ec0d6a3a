//! Where the MPI types of views are kept: one for each shape and strides, found without a lock and without allocating.

use super::strided::Axis;
use crate::buffer::Made;
use crate::error::Result;
use crate::gate::latest;
use oxmpi_sys as ffi;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// How many types are kept. A program has a handful; one that has ever new ones should not fill memory with them.
const MOST: usize = 1024;

/// How many lists the table has.
const BUCKETS: usize = 512;

/// A hash table whose entries are never removed: lists that grow at the head.
static TABLE: [AtomicPtr<Entry>; BUCKETS] = [const { AtomicPtr::new(null_mut()) }; BUCKETS];

struct Entry {
    element: ffi::MPI_Datatype,
    /// Strides in bytes.
    axes: Box<[Axis]>,
    /// The type's handle; 0 once it was freed.
    datatype: AtomicUsize,
    next: *const Entry,
}

/// The lock under which types are made, so that each is made once.
static KEPT: Mutex<Kept> = Mutex::new(Kept { entries: 0, to_be_freed: false });

struct Kept {
    entries: usize,
    /// Whether finalization knows of the types.
    to_be_freed: bool,
}

/// The type of these elements at these axes: found, or made by `make`, which gives it away.
#[inline]
pub(super) fn get(
    element: ffi::MPI_Datatype,
    axes: &[Axis],
    make: impl FnOnce() -> Result<ffi::MPI_Datatype>,
) -> Result<Made> {
    let list = &TABLE[bucket(element, axes)];
    match find(list, element, axes).map(|entry| entry.datatype.load(Ordering::Acquire)) {
        None | Some(0) => insert(list, element, axes, make),
        Some(handle) => Ok(Made { datatype: handle as ffi::MPI_Datatype, for_one_call: false }),
    }
}

/// Multiplication mixes upwards, so the upper bits choose.
fn bucket(element: ffi::MPI_Datatype, axes: &[Axis]) -> usize {
    let mix = |hash: u64, word: u64| (hash.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let hash = axes
        .iter()
        .fold(mix(0, element as usize as u64), |hash, axis| mix(mix(hash, axis.len as u64), axis.stride as u64));
    (hash >> 32) as usize % BUCKETS
}

fn find(list: &AtomicPtr<Entry>, element: ffi::MPI_Datatype, axes: &[Axis]) -> Option<&'static Entry> {
    let mut at: *const Entry = list.load(Ordering::Acquire);
    loop {
        // SAFETY: entries are leaked boxes; but for the handle, they never change once they are in a list.
        let entry = unsafe { at.as_ref() }?;
        if entry.element == element && *entry.axes == *axes {
            return Some(entry);
        }
        at = entry.next;
    }
}

#[cold]
fn insert(
    list: &AtomicPtr<Entry>,
    element: ffi::MPI_Datatype,
    axes: &[Axis],
    make: impl FnOnce() -> Result<ffi::MPI_Datatype>,
) -> Result<Made> {
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let found = find(list, element, axes);
    match found.map(|entry| entry.datatype.load(Ordering::Acquire)) {
        None if kept.entries == MOST => {
            drop(kept);
            return Ok(Made { datatype: make()?, for_one_call: true });
        }
        None | Some(0) => {}
        // Another thread was first.
        Some(handle) => return Ok(Made { datatype: handle as ffi::MPI_Datatype, for_one_call: false }),
    }
    let datatype = make()?;
    match found {
        Some(entry) => entry.datatype.store(datatype as usize, Ordering::Release),
        None => {
            let handle = AtomicUsize::new(datatype as usize);
            let next = list.load(Ordering::Acquire);
            let entry = Box::new(Entry { element, axes: axes.into(), datatype: handle, next });
            // Only who has the lock adds to a list.
            list.store(Box::into_raw(entry), Ordering::Release);
            kept.entries += 1;
        }
    }
    if !kept.to_be_freed {
        latest().before_finalize(free_all);
        kept.to_be_freed = true;
    }
    Ok(Made { datatype, for_one_call: false })
}

/// Frees all types. The finalizing thread calls this when nobody is inside of MPI any more.
fn free_all() {
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    kept.to_be_freed = false;
    for list in &TABLE {
        let mut at: *const Entry = list.load(Ordering::Acquire);
        while !at.is_null() {
            // SAFETY: as in `find`.
            let entry = unsafe { &*at };
            let handle = entry.datatype.swap(0, Ordering::AcqRel);
            if handle != 0 {
                let mut datatype = handle as ffi::MPI_Datatype;
                // SAFETY: inside of the gate, before MPI is finalized; made by `insert`'s caller for us, and freed once.
                unsafe { ffi::MPI_Type_free(&mut datatype) };
            }
            at = entry.next;
        }
    }
}
