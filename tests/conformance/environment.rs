//! Versions, the machine, timers, limits, and what errors say.

use oxmpi::prelude::*;
use oxmpi::{ErrorKind, Result};
use oxmpi_test::oxmpi_test;

#[oxmpi_test(ranks = [1, 3])]
fn inquiries_answer(mpi: &Mpi) -> Result<()> {
    let version = oxmpi::version()?;
    assert!((3..=5).contains(&version.major), "{version:?}");
    assert!(!oxmpi::library_version()?.is_empty());
    let name = mpi.processor_name()?;
    assert!(!name.is_empty() && !name.contains('\0'));
    let start = mpi.wtime()?;
    std::thread::sleep(std::time::Duration::from_millis(5));
    let elapsed = mpi.wtime()? - start;
    assert!((0.004..5.0).contains(&elapsed), "{elapsed}");
    assert!(mpi.wtick()? > 0.0 && mpi.wtick()? < 0.1);
    assert!(mpi.tag_upper_bound() >= 32767);
    assert!(mpi.universe_size()?.is_none_or(|room| room >= 1));
    assert!(oxmpi::is_initialized() && !oxmpi::is_finalized());
    assert!(!oxmpi::build_info::FAMILY.is_empty());
    Ok(())
}

#[oxmpi_test(ranks = [1, 3])]
fn world_and_self_are_there(mpi: &Mpi) -> Result<()> {
    let (world, alone) = (mpi.world(), mpi.comm_self());
    assert!(world.rank() < world.size());
    assert_eq!((alone.rank(), alone.size()), (0, 1));
    assert_eq!(world.all_gather(&world.rank())?, (0..world.size()).collect::<Vec<_>>());
    assert_eq!(alone.all_reduce(&world.rank(), Op::SUM)?, world.rank());
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn an_error_names_call_argument_and_allowed_range_and_harms_nothing(mpi: &Mpi) -> Result<()> {
    let world = mpi.world();
    let size = world.size();

    let error = world.send(&1, size).expect_err("no such rank");
    assert_eq!((error.kind(), error.call()), (ErrorKind::Rank, "MPI_Send"));
    let argument = error.argument().expect("known");
    assert_eq!((argument.name, argument.given.as_str()), ("to", size.to_string().as_str()));
    assert!(argument.allowed.contains(&format!("0 to {}", size - 1)), "{argument:?}");

    for tag in [-1, i32::MIN] {
        let error = world.send(&1, to(0).tag(tag)).expect_err("no such tag");
        assert_eq!((error.kind(), error.argument().map(|argument| argument.name)), (ErrorKind::Tag, Some("tag")));
        assert_eq!(world.recv::<i32>(from(0).tag(tag)).expect_err("no such tag").kind(), ErrorKind::Tag);
    }
    if let Some(tag) = mpi.tag_upper_bound().checked_add(1) {
        assert_eq!(world.send(&1, to(0).tag(tag)).expect_err("no such tag").kind(), ErrorKind::Tag);
        assert_eq!(world.iprobe(ANY.tag(tag)).expect_err("no such tag").kind(), ErrorKind::Tag);
    }
    assert_eq!(world.recv::<i32>(usize::MAX).expect_err("no such rank").kind(), ErrorKind::Rank);
    assert_eq!(world.broadcast(Some(1), size).expect_err("no such root").kind(), ErrorKind::Root);
    assert_eq!(world.gather(&1, size).expect_err("no such root").kind(), ErrorKind::Root);
    assert_eq!(world.scatter::<i32>(None, size).expect_err("no such root").kind(), ErrorKind::Root);
    assert_eq!(world.reduce(&1, Op::SUM, size).expect_err("no such root").kind(), ErrorKind::Root);

    // What the library finds itself comes back with its class and its own text.
    let error = mpi.world().duplicate()?.set_name(&"n".repeat(5000)).expect_err("too long");
    assert!(!error.to_string().is_empty());
    assert_eq!(oxmpi::init().expect_err("initialized already").kind(), ErrorKind::AlreadyInitialized);
    assert_eq!(world.all_reduce(&1, Op::SUM)?, size as i32, "the world works as before");
    Ok(())
}
