use oxmpi::prelude::*;

#[derive(Datatype)]
struct Vector {
    good: f64,
    bad: Vec<u8>,
}

#[derive(Datatype)]
struct Text(u8, String);

#[derive(Datatype)]
struct Boxed(u8, Box<f64>);

fn main() {}
