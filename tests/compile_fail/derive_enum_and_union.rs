use oxmpi::prelude::*;

#[derive(Clone, Copy, Datatype)]
#[repr(u8)]
enum Color {
    Red,
}

#[derive(Clone, Copy, Datatype)]
#[repr(C)]
union Bits {
    float: f32,
    word: u32,
}

fn main() {}
