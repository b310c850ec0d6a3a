use oxmpi::prelude::*;
use std::cell::{Cell, UnsafeCell};
use std::sync::Mutex;
use std::sync::atomic::AtomicU32;

#[derive(Datatype)]
struct InCell {
    good: f64,
    bad: Cell<u8>,
}

#[derive(Datatype)]
struct InUnsafeCell(UnsafeCell<u8>);

#[derive(Datatype)]
struct InMutex(Mutex<u8>);

#[derive(Datatype)]
struct InAtomic(AtomicU32);

#[derive(Datatype)]
#[repr(u8)]
enum InVariant {
    Good,
    Bad(Cell<u8>),
}

fn main() {}
