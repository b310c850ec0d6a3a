use oxmpi::prelude::*;

#[derive(Clone, Copy, Datatype)]
#[mpi(transparent)]
struct Unknown(f64);

#[derive(Clone, Copy, Datatype)]
#[mpi(no_padding = true)]
struct WithValue(f64);

#[derive(Clone, Copy, Datatype)]
struct OnField {
    good: f64,
    #[mpi(skip)]
    bad: f64,
}

#[derive(Clone, Copy, Datatype)]
#[repr(u8)]
enum OnVariant {
    Good,
    #[mpi(no_padding)]
    Bad(f64),
}

fn main() {}
