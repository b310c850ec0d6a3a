use oxmpi::prelude::*;

#[derive(Datatype)]
struct NotCopy(f64);

#[derive(Datatype)]
enum Neither {
    One,
    Two,
}

fn main() {}
