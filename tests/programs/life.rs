//! A process that tries what its state does not allow: before initialization, at a second one, at finalization, after it.

#[path = "../misuse/every_call.rs"]
mod every_call;

use oxmpi::datatype::layout::Layout;
use oxmpi::prelude::*;
use oxmpi::request::{RequestSet, block_on};
use oxmpi::{Error, ErrorKind, is_finalized, is_initialized};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Waker};
use std::time::Duration;

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("whole life") => whole_life(),
        Some("run twice") => run_twice(),
        Some("threads that end") => finalize_while_inside(true),
        Some("threads that stay") => finalize_while_inside(false),
        Some("serialized") => serialized(),
        other => panic!("no such life: {other:?}"),
    }
    println!("as it should be");
}

fn kind<T>(result: oxmpi::Result<T>) -> Option<ErrorKind> {
    result.err().map(|error| error.kind())
}

fn whole_life() {
    assert!(!is_initialized() && !is_finalized());
    assert!(oxmpi::version().is_ok() && oxmpi::library_version().is_ok());
    // SAFETY: refused, since there is no MPI to attach to.
    assert_eq!(kind(unsafe { oxmpi::attach() }), Some(ErrorKind::NotInitialized));
    // Values, which need no MPI; their types are made when they are used.
    let layouts = [3, 4, 5].map(|stride| Layout::<u64>::vector(4, 1, stride).expect("is a layout"));
    let mpi = oxmpi::init().expect("initializes");
    assert!(is_initialized() && !is_finalized());
    assert_eq!(kind(oxmpi::init()), Some(ErrorKind::AlreadyInitialized));
    assert_eq!(kind(oxmpi::builder().threads(ThreadLevel::Multiple).init()), Some(ErrorKind::AlreadyInitialized));

    // All that can outlive the guard, some of it until the end of the process.
    let world = mpi.world();
    let own = mpi.comm_self();
    let copy = world.duplicate().expect("duplicates");
    let grid = own.cartesian(&[1]).periodic(&[false]).create().expect("makes a grid").expect("is in it");
    let other = (world.rank() + 1) % world.size();
    for tag in 1..=4 {
        world.bsend(&[1u8; 100], to(other).tag(tag)).expect("sends");
    }
    let [by_value, into_slice, dropped] = [1, 2, 3].map(|tag| world.mprobe(ANY.tag(tag)).expect("matches"));
    let _: Vec<u8> = world.recv(ANY.tag(4)).expect("receives");
    static KEPT: std::sync::OnceLock<Communicator> = std::sync::OnceLock::new();
    thread_local!(static LOCAL: std::cell::RefCell<Option<Communicator>> = const { std::cell::RefCell::new(None) });
    KEPT.get_or_init(|| world.duplicate().expect("duplicates"));
    LOCAL.set(Some(world.duplicate().expect("duplicates")));
    let (numbers, mut room) = (std::array::from_fn::<u64, 20, _>(|index| index as u64), [0; 20]);
    for layout in &layouts[..2] {
        let (out, mut into) = (layout.of(&numbers).expect("fits"), layout.of_mut(&mut room).expect("fits"));
        own.sendrecv_into(&out, 0, &mut into, 0).expect("exchanges");
        assert!(out.iter().eq(into.iter()));
    }
    let types = [layouts[0].commit(&mpi).expect("makes"), mpi.type_of::<[u16; 3]>().expect("finds")];
    for message in [&by_value, &into_slice, &dropped] {
        assert_eq!(message.status().bytes(), 100);
    }
    // A matched message has to be received before MPI is finalized; these ranks do not, but for the handles of `world`.
    let kept = [by_value, into_slice, dropped].map(|message| message.recv::<Vec<u8>>().expect("receives"));
    assert_eq!(kept.concat().len(), 300);
    let late = world.mprobe(None).expect("nobody's message");
    let late_slice = world.mprobe(None).expect("nobody's message");

    // Requests of every kind, under way and complete.
    let receive = || world.irecv_into(vec![7u8; 10], ANY.tag(90)).expect("starts");
    let [mut tested, waited, mut polled, dropped, elsewhere] = std::array::from_fn(|_| receive());
    let looking = world.irecv::<Vec<u8>>(ANY.tag(90)).expect("starts");
    let sending = world.isend(vec![1u8; 10], None).expect("starts");
    let mut set = RequestSet::new();
    assert!(Pin::new(&mut polled).poll(&mut Context::from_waker(Waker::noop())).is_pending());
    let member = set.add(receive());
    let complete = set.add(world.isend(vec![1u8; 10], None).expect("starts"));
    assert!(set.wait_any().expect("one is complete").is_some_and(|done| done.is(&complete)));

    mpi.finalize().expect("finalizes");
    assert!(is_initialized() && is_finalized());
    for handle in [&world, &own, &copy, KEPT.get().expect("is there")] {
        every_call::all_are_refused(handle, &grid, ErrorKind::Finalized);
        let elsewhere = std::thread::scope(|scope| scope.spawn(|| kind(handle.barrier())).join().expect("no panic"));
        assert_eq!(elsewhere, Some(ErrorKind::Finalized));
    }
    assert_eq!(kind(late.recv::<u8>()), Some(ErrorKind::Finalized));
    assert_eq!(kind(late_slice.recv_into(&mut [0u8; 2][..])), Some(ErrorKind::Finalized));
    assert_eq!(kind(oxmpi::init()), Some(ErrorKind::Finalized));
    for layout in &layouts {
        assert_eq!(kind(own.send(&layout.of(&numbers).expect("still fits"), 0)), Some(ErrorKind::Finalized));
    }
    for datatype in &types {
        assert_eq!(kind(datatype.size()), Some(ErrorKind::Finalized));
        assert_eq!(kind(datatype.dup()), Some(ErrorKind::Finalized));
    }
    let failed = waited.wait().expect_err("is refused");
    assert_eq!(failed.kind(), ErrorKind::Finalized);
    drop(failed.into_request().expect("goes on, for all that is known"));
    assert_eq!(kind(tested.test().map_err(Error::from)), Some(ErrorKind::Finalized));
    assert_eq!(kind(tested.cancel()), Some(ErrorKind::Finalized));
    assert_eq!(kind(tested.get_status()), Some(ErrorKind::Finalized));
    assert_eq!(kind(looking.wait().map_err(Error::from)), Some(ErrorKind::Finalized));
    assert_eq!(kind(sending.wait().map_err(Error::from)), Some(ErrorKind::Finalized));
    assert_eq!(kind(block_on(polled).map_err(Error::from)), Some(ErrorKind::Finalized));
    assert_eq!(kind(set.wait_all()), Some(ErrorKind::Finalized));
    assert_eq!(kind(set.take(complete).map_err(Error::from)), Some(ErrorKind::Finalized));
    assert_eq!(kind(set.take(member).map_err(Error::from)), Some(ErrorKind::Pending));
    drop((tested, dropped, set));
    std::thread::spawn(move || drop(elsewhere)).join().expect("drops are inert");
    drop(types);
    std::thread::spawn(move || drop(layouts)).join().expect("drops are inert");
    // SAFETY: refused, since MPI is finalized.
    assert_eq!(kind(unsafe { oxmpi::attach() }), Some(ErrorKind::Finalized));
    std::thread::spawn(move || drop(copy)).join().expect("drops are inert");
    drop((world, own, grid));
    assert!(oxmpi::version().is_ok());
}

fn run_twice() {
    let mut kept = None;
    let first = oxmpi::run(|mpi| {
        assert_eq!(format!("{:?}", oxmpi::run(|_| panic!("is not run"))), format!("{:?}", ExitCode::FAILURE));
        kept = Some(mpi.world().duplicate()?);
        Ok(())
    });
    assert_eq!(format!("{first:?}"), format!("{:?}", ExitCode::SUCCESS));
    let second = oxmpi::run(|_| panic!("is not run"));
    assert_eq!(format!("{second:?}"), format!("{:?}", ExitCode::FAILURE));
    assert_eq!(kind(kept.expect("was made").barrier()), Some(ErrorKind::Finalized));
}

/// Three threads are inside of calls when the guard is dropped: they end soon, or never.
fn finalize_while_inside(they_end: bool) {
    let mpi = oxmpi::builder().threads(ThreadLevel::Multiple).init().expect("initializes");
    let world = mpi.world();
    let others: Vec<Communicator> = (0..3).map(|_| world.duplicate().expect("duplicates")).collect();
    world.barrier().expect("synchronizes");
    if world.rank() == 1 {
        std::thread::sleep(Duration::from_millis(500));
        for other in &others {
            if they_end {
                other.send(&5u8, 0).expect("sends");
            }
        }
        drop(mpi);
        return;
    }
    let threads: Vec<_> = (others.into_iter().enumerate())
        .map(|(number, other)| {
            let thread = std::thread::Builder::new().name(format!("receiver-{number}"));
            thread.spawn(move || other.recv::<u8>(1)).expect("starts")
        })
        .collect();
    std::thread::sleep(Duration::from_millis(200));
    drop(mpi);
    assert!(is_finalized());
    for thread in threads {
        assert_eq!(thread.join().expect("no panic").expect("received before the end"), 5);
    }
}

/// One thread is inside of a call at the level Serialized when the guard is dropped.
fn serialized() {
    let mpi = oxmpi::builder().threads(ThreadLevel::Serialized).init().expect("initializes");
    let world = mpi.world();
    if world.rank() == 1 {
        std::thread::sleep(Duration::from_millis(500));
        world.send(&5u8, 0).expect("sends");
        return;
    }
    let thread = std::thread::spawn(move || world.recv::<u8>(1));
    std::thread::sleep(Duration::from_millis(200));
    drop(mpi);
    assert!(is_finalized());
    assert_eq!(thread.join().expect("no panic").expect("received before the end"), 5);
}
