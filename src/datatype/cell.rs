//! Where the MPI type of a Rust type is kept once it is made: one for each type, read without a lock.

use super::{Datatype, Typemap, make};
use crate::error::Result;
use crate::gate::{Call, WORLD};
use oxmpi_sys as ffi;
use std::any::TypeId;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The MPI type of one Rust type: made and committed at first use, freed at finalization.
#[derive(Debug)]
pub struct TypeCell {
    /// The handle, or 0 before it is made.
    typed: AtomicUsize,
    /// The same bytes as `MPI_BYTE`s, for types with gaps.
    bytes: AtomicUsize,
}

/// What the elements of a made type are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// The predefined types of the typemap.
    Typed,
    /// Bytes in their places.
    Bytes,
}

/// The cells that hold a type, for finalization; also the lock under which types are made, so that each is made once.
static MADE: Mutex<Vec<&'static TypeCell>> = Mutex::new(Vec::new());

fn made() -> MutexGuard<'static, Vec<&'static TypeCell>> {
    MADE.lock().unwrap_or_else(PoisonError::into_inner)
}

impl TypeCell {
    /// A cell without a type.
    #[allow(clippy::new_without_default, reason = "made by derived code, in statics")]
    pub const fn new() -> TypeCell {
        TypeCell { typed: AtomicUsize::new(0), bytes: AtomicUsize::new(0) }
    }

    /// The committed type: one load when it is made.
    #[inline(always)]
    pub(crate) fn get(&'static self, map: &Typemap, form: Form, call: &Call) -> Result<ffi::MPI_Datatype> {
        let slot = match form {
            Form::Typed => &self.typed,
            Form::Bytes => &self.bytes,
        };
        match slot.load(Ordering::Acquire) {
            0 => self.make(slot, map, form, call),
            handle => Ok(handle as ffi::MPI_Datatype),
        }
    }

    #[cold]
    fn make(
        &'static self,
        slot: &'static AtomicUsize,
        map: &Typemap,
        form: Form,
        call: &Call,
    ) -> Result<ffi::MPI_Datatype> {
        let mut made = made();
        let handle = slot.load(Ordering::Acquire);
        if handle != 0 {
            return Ok(handle as ffi::MPI_Datatype); // another thread was first
        }
        let datatype = make::committed(map, form, call)?;
        if made.is_empty() {
            WORLD.before_finalize(free_all);
        }
        if !made.iter().any(|cell| std::ptr::eq(*cell, self)) {
            made.push(self);
        }
        slot.store(datatype as usize, Ordering::Release);
        Ok(datatype)
    }
}

/// Frees all types that were made. The finalizing thread calls this when nobody is inside of MPI any more.
fn free_all() {
    for cell in made().drain(..) {
        for slot in [&cell.typed, &cell.bytes] {
            let handle = slot.swap(0, Ordering::AcqRel);
            if handle != 0 {
                let mut datatype = handle as ffi::MPI_Datatype;
                // SAFETY: inside of the gate, before MPI is finalized; made by `make`, and freed once.
                unsafe { ffi::MPI_Type_free(&mut datatype) };
            }
        }
    }
}

/// The cell of a type that has no static of its own: generic types share their statics, so these are found by `TypeId`.
pub(super) fn of<T: Datatype>() -> &'static TypeCell {
    TABLE.find(TypeId::of::<T>())
}

/// How many lists the table has. A program has a handful of such types; longer lists are only slower.
const BUCKETS: usize = 256;

/// A hash table whose entries are never removed: lists that grow at the head.
struct Table([AtomicPtr<Entry>; BUCKETS]);

struct Entry {
    id: TypeId,
    cell: TypeCell,
    next: *const Entry,
}

static TABLE: Table = Table([const { AtomicPtr::new(null_mut()) }; BUCKETS]);

impl Table {
    fn find(&self, id: TypeId) -> &'static TypeCell {
        let head = &self.0[BuildHasherDefault::<DefaultHasher>::default().hash_one(id) as usize % BUCKETS];
        let mut first = head.load(Ordering::Acquire);
        let mut new: *mut Entry = null_mut();
        loop {
            let mut at: *const Entry = first;
            // SAFETY: entries are leaked boxes that never change once they are in a list.
            while let Some(entry) = unsafe { at.as_ref() } {
                if entry.id == id {
                    if !new.is_null() {
                        // SAFETY: a box that we leaked below and that got into no list.
                        drop(unsafe { Box::from_raw(new) });
                    }
                    return &entry.cell;
                }
                at = entry.next;
            }
            if new.is_null() {
                new = Box::into_raw(Box::new(Entry { id, cell: TypeCell::new(), next: first }));
            } else {
                // SAFETY: ours alone until it is in the list.
                unsafe { (*new).next = first };
            }
            match head.compare_exchange(first, new, Ordering::AcqRel, Ordering::Acquire) {
                // SAFETY: in the list, and never freed.
                Ok(_) => return unsafe { &(*new).cell },
                Err(now) => first = now,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_has_one_cell_for_all_threads() {
        let threads: Vec<_> = (0..4)
            .map(|_| {
                std::thread::spawn(|| {
                    [of::<u8>() as *const TypeCell as usize, of::<[u8; 2]>() as *const TypeCell as usize]
                })
            })
            .collect();
        let cells: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        assert!(cells.iter().all(|pair| *pair == cells[0] && pair[0] != pair[1]));
    }
}
