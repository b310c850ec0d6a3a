use oxmpi::prelude::*;

#[derive(Clone, Copy, Datatype)]
struct Kelvin(f64);

#[derive(Clone, Copy, Datatype)]
#[repr(C)]
struct Point {
    x: f64,
}

fn main() {}
