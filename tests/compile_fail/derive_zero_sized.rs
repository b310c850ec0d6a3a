use oxmpi::prelude::*;
use std::marker::PhantomData;

#[derive(Clone, Copy, Datatype)]
struct Unit;

#[derive(Clone, Copy, Datatype)]
struct Empty {}

#[derive(Clone, Copy, Datatype)]
struct Marker(PhantomData<u8>, [u64; 0]);

fn main() {}
