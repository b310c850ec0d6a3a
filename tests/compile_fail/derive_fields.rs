use oxmpi::prelude::*;

#[derive(Clone, Copy, Datatype)]
struct Reference {
    good: f64,
    bad: &'static u8,
}

#[derive(Clone, Copy, Datatype)]
struct References([&'static u8; 3], u8);

#[derive(Clone, Copy, Datatype)]
struct Pointer(f64, *const u8);

#[derive(Clone, Copy, Datatype)]
struct Function(f64, fn(f64) -> f64);

#[derive(Clone, Copy, Datatype)]
#[repr(u8)]
enum InVariant {
    Good,
    Bad { good: u8, bad: &'static str },
}

#[derive(Clone, Copy, Datatype)]
struct Borrowing<'a> {
    good: f64,
    bad: std::marker::PhantomData<&'a u8>,
}

fn main() {}
