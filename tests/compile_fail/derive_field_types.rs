use oxmpi::prelude::*;

#[derive(Clone, Copy, Datatype)]
struct Optional {
    good: f64,
    bad: Option<u8>,
}

#[derive(Clone, Copy, Datatype)]
#[repr(u8)]
enum InVariant {
    Good,
    Bad(u8, (u8, u16)),
}

#[derive(Clone, Copy)]
struct NotDerived(u8);

#[derive(Clone, Copy, Datatype)]
struct Nested(f64, [NotDerived; 3]);

fn main() {}
