use oxmpi::prelude::*;

#[derive(Clone, Copy, Datatype)]
#[repr(transparent)]
struct Two(f64, ());

#[derive(Clone, Copy, Datatype)]
#[repr(transparent)]
struct NoField;

fn main() {}
