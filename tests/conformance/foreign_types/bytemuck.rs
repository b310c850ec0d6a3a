//! Types that bytemuck vouches for.

use crate::element_types::travels;
use crate::sample::Sample;
use bytemuck::TransparentWrapper;
use oxmpi::Result;
use oxmpi::datatype::{Checked, Pod};
use oxmpi::prelude::*;
use oxmpi_test::oxmpi_test;

/// Of another crate, for all we know.
#[derive(Clone, Copy, Debug, PartialEq, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
struct Vertex {
    place: [f32; 3],
    color: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, bytemuck::CheckedBitPattern, bytemuck::NoUninit, bytemuck::Zeroable)]
#[repr(u16)]
enum Phase {
    Start,
    Run,
    End,
}

#[derive(Clone, Copy, Debug, PartialEq, bytemuck::CheckedBitPattern, bytemuck::NoUninit, bytemuck::Zeroable)]
#[repr(C)]
struct Job {
    number: u32,
    phase: Phase,
    urgent: bool,
    late: bool,
}

impl Sample for Pod<Vertex> {
    fn sample(rank: usize, index: usize) -> Pod<Vertex> {
        Pod(Vertex { place: Sample::sample(rank, index), color: u32::sample(rank, index) })
    }
}

impl Sample for Checked<Job> {
    fn sample(rank: usize, index: usize) -> Checked<Job> {
        let number = u32::sample(rank, index);
        let phase = [Phase::Start, Phase::Run, Phase::End][number as usize % 3];
        Checked(Job { number, phase, urgent: number % 2 == 0, late: number % 7 == 0 })
    }
}

#[oxmpi_test(ranks = [1, 2])]
fn types_of_bytemuck_travel(world: &Communicator) -> Result<()> {
    travels::<Pod<Vertex>>(world)?;
    travels::<Checked<Job>>(world)?;
    travels::<[Checked<Job>; 2]>(world)
}

#[oxmpi_test(ranks = [2])]
fn slices_are_wrapped_where_they_are(world: &Communicator) -> Result<()> {
    let vertices: Vec<Vertex> = (0..100).map(|index| <Pod<Vertex>>::sample(0, index).0).collect();
    if world.rank() == 0 {
        return world.send(Pod::wrap_slice(&vertices), 1);
    }
    let mut into = vec![Vertex { place: [0.0; 3], color: 0 }; 100];
    world.recv_into(Pod::wrap_slice_mut(&mut into), 0)?;
    assert_eq!(into, vertices);
    Ok(())
}
