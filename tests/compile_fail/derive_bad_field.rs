use oxmpi::prelude::*;
use std::num::NonZeroU32;

#[derive(Clone, Copy, Datatype)]
#[repr(transparent)]
struct Id(NonZeroU32);

#[derive(Datatype)]
#[repr(transparent)]
struct NotCopy(f64);

#[derive(Clone, Copy, Datatype)]
#[mpi(transparent)]
#[repr(transparent)]
struct Option(f64);

fn main() {}
