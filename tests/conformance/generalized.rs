//! Generalized requests: completed by the program, on whichever thread, and waited for like MPI's.

use oxmpi::prelude::*;
use oxmpi::request::{Completer, Failed, RequestSet, block_on};
use oxmpi::{ErrorKind, Result};
use oxmpi_test::oxmpi_test;
use std::sync::mpsc;
use std::time::Duration;

fn later() {
    std::thread::sleep(Duration::from_millis(20));
}

/// The result, or `None` where another thread has its turn.
fn unless_refused<T>(result: Result<T>) -> Result<Option<T>> {
    match result {
        Err(error) if error.kind() == ErrorKind::WrongThread => Ok(None),
        result => result.map(Some),
    }
}

/// Completed by another thread while this one waits, tests, looks at a set, awaits; and before that.
fn completed_elsewhere(mpi: &Mpi) -> Result<()> {
    for late in [false, true] {
        for way in 0..5 {
            let (mut request, completer) = mpi.generalized_request::<Vec<usize>>()?;
            assert!(request.test()?.is_none(), "nobody completed it");
            assert_eq!(request.get_status()?, None);
            // Under Serialized it is refused where the other thread is inside at the same time.
            let thread = std::thread::spawn(move || {
                if late {
                    later();
                }
                completer.complete_with(vec![way; 3], 1000 + way);
            });
            let thread = if late { Some(thread) } else { thread.join().map(|()| None).expect("no panic") };
            let mut set = RequestSet::new();
            let (value, status) = match way {
                0 => loop {
                    match request.wait() {
                        Err(failed) if failed.kind() == ErrorKind::WrongThread => {
                            request = failed.into_request().expect("it goes on");
                        }
                        result => break result?,
                    }
                },
                1 => loop {
                    if let Some(Some(done)) = unless_refused(request.test().map_err(Failed::into_error))? {
                        break done;
                    }
                },
                2 => block_on(request)?,
                _ => {
                    let ticket = set.add(request);
                    if way == 3 {
                        while !unless_refused(set.wait_any())?.flatten().is_some_and(|done| done.is(&ticket)) {}
                    } else {
                        while unless_refused(set.wait_all())?.is_none() {}
                    }
                    loop {
                        if let Some(done) = unless_refused(set.take(ticket).map_err(Failed::into_error))? {
                            break done;
                        }
                    }
                }
            };
            assert_eq!((value, status.bytes(), status.source(), status.tag()), (vec![way; 3], 1000 + way, None, None));
            if let Some(thread) = thread {
                thread.join().expect("no panic");
            }
        }
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2], threads = "funneled")]
fn another_thread_completes_it_under_funneled(mpi: &Mpi) -> Result<()> {
    completed_elsewhere(mpi)
}

#[oxmpi_test(ranks = [1, 2], threads = "serialized")]
fn another_thread_completes_it_under_serialized(mpi: &Mpi) -> Result<()> {
    completed_elsewhere(mpi)
}

#[oxmpi_test(ranks = [1, 2], threads = "multiple")]
fn another_thread_completes_it_under_multiple(mpi: &Mpi) -> Result<()> {
    completed_elsewhere(mpi)
}

#[oxmpi_test(ranks = [1], threads = "single")]
fn the_one_thread_completes_it_under_single(mpi: &Mpi) -> Result<()> {
    let (request, completer) = mpi.generalized_request::<String>()?;
    completer.complete("done".into());
    let (value, status) = request.wait()?;
    assert_eq!((&value[..], status.bytes()), ("done", 0));
    let (request, completer) = mpi.generalized_request::<String>()?;
    completer.complete("done".into());
    assert_eq!(block_on(request)?.0, "done");
    Ok(())
}

#[oxmpi_test(ranks = [1], threads = "multiple")]
fn many_at_once_from_four_threads(mpi: &Mpi) -> Result<()> {
    let mut set = RequestSet::new();
    let mut tickets = Vec::new();
    let mut shares: [Vec<(usize, Completer<usize>)>; 4] = Default::default();
    for number in 0..400 {
        let (request, completer) = mpi.generalized_request::<usize>()?;
        tickets.push(set.add(request));
        shares[number % 4].push((number, completer));
    }
    std::thread::scope(|threads| {
        for share in shares {
            threads.spawn(move || {
                for (number, completer) in share {
                    completer.complete_with(number, number);
                }
            });
        }
        set.wait_all()
    })?;
    for (number, ticket) in tickets.into_iter().enumerate() {
        let (value, status) = set.take(ticket)?;
        assert_eq!((value, status.bytes()), (number, number));
    }
    Ok(())
}

/// What a request yields whose completer is gone.
fn is_given_up(mpi: &Mpi, give_up: impl FnOnce(Completer<u8>)) -> Result<()> {
    let (request, completer) = mpi.generalized_request::<u8>()?;
    give_up(completer);
    let failed = request.wait().expect_err("nobody completed it");
    assert_eq!(failed.kind(), ErrorKind::Cancelled);
    assert!(failed.into_value().is_none());
    Ok(())
}

fn given_up(mpi: &Mpi) -> Result<()> {
    is_given_up(mpi, drop)?;
    is_given_up(mpi, |completer| std::thread::spawn(move || drop(completer)).join().expect("no panic"))?;
    is_given_up(mpi, |completer| {
        std::thread::spawn(move || {
            later();
            drop(completer);
        });
    })?;
    is_given_up(mpi, Completer::complete_cancelled)?;
    // A thread that panics must not leave anybody waiting.
    is_given_up(mpi, |completer| {
        std::thread::spawn(move || {
            let _completer = completer;
            panic!("this thread gives up");
        });
    })
}

#[oxmpi_test(ranks = [1], threads = "funneled")]
fn a_completer_that_is_dropped_ends_the_wait_under_funneled(mpi: &Mpi) -> Result<()> {
    given_up(mpi)
}

#[oxmpi_test(ranks = [1], threads = "multiple")]
fn a_completer_that_is_dropped_ends_the_wait_under_multiple(mpi: &Mpi) -> Result<()> {
    given_up(mpi)
}

#[oxmpi_test(ranks = [1, 2])]
fn cancelling_asks_the_completer(mpi: &Mpi) -> Result<()> {
    let (mut request, completer) = mpi.generalized_request::<u8>()?;
    assert!(!completer.is_cancelled());
    request.cancel()?;
    assert!(completer.is_cancelled());
    assert!(request.test()?.is_none(), "it has to be completed all the same");
    completer.complete_cancelled();
    assert_eq!(request.wait().expect_err("cancelled").kind(), ErrorKind::Cancelled);
    // The completer may not care.
    let (mut request, completer) = mpi.generalized_request::<u8>()?;
    request.cancel()?;
    completer.complete(5);
    assert_eq!(request.wait()?.0, 5);
    Ok(())
}

#[oxmpi_test(ranks = [2], threads = "funneled")]
fn in_a_set_with_requests_of_mpi(mpi: &Mpi) -> Result<()> {
    let world = mpi.world();
    let peer = 1 - world.rank();
    let (sender, receiver) = mpsc::channel::<(usize, Completer<usize>)>();
    let worker = std::thread::spawn(move || {
        for (number, completer) in receiver {
            completer.complete(number * number);
        }
    });
    let mut set = RequestSet::new();
    for round in 0..20 {
        let (request, completer) = mpi.generalized_request::<usize>()?;
        sender.send((round, completer)).expect("it listens");
        let square = set.add(request);
        let number = set.add(world.irecv::<usize>(peer)?);
        let text = set.add(world.irecv::<String>(from(peer).tag(1))?);
        world.bsend(&round, peer)?;
        world.bsend("text", to(peer).tag(1))?;
        if round % 2 == 0 {
            set.wait_all()?
        } else {
            while set.wait_any()?.is_some() {}
        }
        assert_eq!(set.take(square)?.0, round * round);
        assert_eq!(set.take(number)?.0, round);
        assert_eq!(set.take(text)?.0, "text");
    }
    drop(sender);
    worker.join().expect("no panic");
    Ok(())
}

#[oxmpi_test(ranks = [1], threads = "funneled")]
fn nobody_need_wait_for_it(mpi: &Mpi) -> Result<()> {
    // Dropped before it is completed, by this thread and by another, and after.
    let (request, completer) = mpi.generalized_request::<String>()?;
    drop(request);
    completer.complete("nobody takes it".into());
    let (request, completer) = mpi.generalized_request::<String>()?;
    drop(request);
    std::thread::spawn(move || completer.complete("nobody takes it".into())).join().expect("no panic");
    let (request, completer) = mpi.generalized_request::<String>()?;
    completer.complete("nobody takes it".into());
    std::thread::spawn(move || drop(request)).join().expect("no panic");
    Ok(())
}

#[oxmpi_test(ranks = [1])]
fn a_value_is_dropped_once_whoever_has_it(mpi: &Mpi) -> Result<()> {
    let counted = std::sync::Arc::new(());
    let (request, completer) = mpi.generalized_request()?;
    completer.complete(std::sync::Arc::clone(&counted));
    let (value, _) = request.wait()?;
    drop(value);
    let (request, completer) = mpi.generalized_request()?;
    completer.complete(std::sync::Arc::clone(&counted));
    drop(request);
    assert_eq!(std::sync::Arc::strong_count(&counted), 1);
    Ok(())
}
