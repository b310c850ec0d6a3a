//! Tests of every shape that must pass.

use oxmpi::{Communicator, Mpi, ThreadLevel};
use oxmpi_test::oxmpi_test;

#[oxmpi_test]
fn default_ranks(world: &Communicator) {
    assert!(world.rank() < world.size());
}

/// The number of ranks is in the name of the test that runs.
fn ranks_by_name() -> usize {
    let name = std::env::args().skip_while(|argument| argument != "--exact").nth(1).expect("started by --exact");
    name.rsplit('_').next().and_then(|ranks| ranks.parse().ok()).expect("a name that ends with a number")
}

#[oxmpi_test(ranks = [1, 3, 7])]
fn listed_ranks(world: &Communicator) {
    assert_eq!(world.size(), ranks_by_name());
}

#[oxmpi_test(ranks = 2)]
fn whole_mpi(mpi: &Mpi) {
    assert_eq!(mpi.world().size(), 2);
}

#[oxmpi_test(ranks = 2, threads = "multiple", timeout = 30)]
fn thread_level(mpi: &Mpi) {
    assert_eq!(mpi.thread_level(), ThreadLevel::Multiple);
}

#[oxmpi_test(ranks = 2)]
fn result(world: &Communicator) -> oxmpi::Result<()> {
    world.barrier()
}

#[oxmpi_test(ranks = 2)]
fn boxed_result(world: &Communicator) -> Result<(), Box<dyn std::error::Error>> {
    world.barrier()?;
    Ok(())
}

#[oxmpi_test(ranks = 2)]
fn without_mpi() {
    assert!(!oxmpi::is_initialized());
    let mpi = oxmpi::init().expect("initializes");
    assert_eq!(mpi.world().size(), 2);
}

#[oxmpi_test(ranks = 2)]
#[should_panic(expected = "as it must")]
fn panics_as_expected(world: &Communicator) {
    if world.rank() == 1 {
        panic!("fails as it must");
    }
    let _ = world.barrier();
}

#[oxmpi_test(ranks = 3)]
#[ignore = "shows that this attribute works; it would fail"]
fn ignored(_world: &Communicator) {
    panic!("was not ignored");
}

mod nested {
    use super::*;

    #[oxmpi_test(ranks = [2])]
    fn in_a_module(world: &Communicator) {
        assert_eq!(world.size(), 2);
    }
}

type World = Communicator;

#[oxmpi_test(ranks = 1)]
fn by_another_name(world: &World) {
    assert_eq!(world.size(), 1);
}
