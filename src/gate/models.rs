//! Models of the gate: loom runs each in every order of its threads, and knows which memory accesses are ordered by what.
//!
//! `cargo xtask sanitize loom` runs them. The code is the one that ships; only MPI is made up.

use super::deferred::Deferred;
use super::sync::model::{check, check_without_fences};
use super::{Admission, Instance, threads};
use crate::error::{ErrorKind, Result};
use loom::cell::UnsafeCell;
use loom::sync::atomic::AtomicUsize;
use loom::thread;
use std::ffi::c_void;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};

/// What MPI is in a model.
struct Library {
    /// Until it is finalized. Loom reports accesses that overlap, and those that nothing orders.
    running: UnsafeCell<bool>,
    /// Changed in the middle of a call, so that others get their turn there.
    steps: AtomicUsize,
}

// SAFETY: loom's threads take turns, and loom ends the model where two accesses of `running` overlap.
unsafe impl Sync for Library {}

impl Library {
    /// A call that others may make at the same time.
    fn call(&self) {
        self.running.with(|running| {
            self.steps.fetch_add(1, Relaxed);
            // SAFETY: nobody writes, or loom has ended the model.
            assert!(unsafe { *running }, "a call after finalization");
        });
    }

    /// A call that nobody else may make at the same time.
    fn call_alone(&self) {
        self.alone(true);
    }

    fn finalize(&self) {
        self.alone(false);
    }

    fn alone(&self, runs_then: bool) {
        self.running.with_mut(|running| {
            self.steps.fetch_add(1, Relaxed);
            // SAFETY: nobody else reads or writes, or loom has ended the model.
            let ran = std::mem::replace(unsafe { &mut *running }, runs_then);
            assert!(ran, "a call after finalization");
        });
    }
}

/// An instance that is open, and its library.
fn opened(admission: Admission) -> (&'static Instance, &'static Library) {
    let instance: &'static Instance = Box::leak(Box::new(Instance::new()));
    let _ = (instance.gate.made(), instance.inside.made());
    instance.open(admission, 9);
    (instance, Box::leak(Box::new(Library { running: UnsafeCell::new(true), steps: AtomicUsize::new(0) })))
}

/// As `Mpi::finalize` does, with `drain` for what was dropped.
fn finalize(instance: &'static Instance, library: &'static Library, drain: impl FnOnce()) {
    instance.close();
    threads::wait_until_outside(|_| {});
    drain();
    library.finalize();
    instance.finalized();
}

fn is(kind: ErrorKind, result: &Result<super::Call>) -> bool {
    result.as_ref().is_err_and(|error| error.kind() == kind)
}

#[test]
fn nobody_is_inside_when_mpi_is_finalized() {
    check(|| {
        let (instance, library) = opened(Admission::AnyThread);
        let workers = [(); 2].map(|()| {
            thread::spawn(move || {
                let call = instance.enter("MPI_Send");
                if call.is_ok() {
                    library.call();
                }
                assert!(call.is_ok() || is(ErrorKind::Finalized, &call));
            })
        });
        finalize(instance, library, || {});
        workers.into_iter().for_each(|worker| worker.join().unwrap());
    });
}

#[test]
fn finalization_comes_after_what_was_done_inside() {
    check_without_fences(|| {
        let (instance, library) = opened(Admission::AnyThread);
        let is_inside: &'static AtomicUsize = Box::leak(Box::new(AtomicUsize::new(0)));
        let worker = thread::spawn(move || {
            let _call = instance.enter("MPI_Recv").expect("not closed yet");
            is_inside.store(1, Release);
            library.call();
        });
        while is_inside.load(Acquire) == 0 {
            thread::yield_now();
        }
        finalize(instance, library, || {});
        worker.join().unwrap();
    });
}

#[test]
fn nobody_gets_in_once_the_gate_is_closed() {
    check(|| {
        let (instance, library) = opened(Admission::AnyThread);
        // A thread that was inside before has its note already.
        drop(instance.enter("MPI_Send").unwrap());
        instance.close();
        let late = thread::spawn(move || assert!(is(ErrorKind::Finalized, &instance.enter("MPI_Send"))));
        threads::wait_until_outside(|_| {});
        library.finalize();
        assert!(is(ErrorKind::Finalized, &instance.enter("MPI_Send")));
        instance.finalized();
        late.join().unwrap();
    });
}

#[test]
fn a_call_that_is_inside_may_call_on() {
    for admission in [Admission::AnyThread, Admission::OneAtATime] {
        check(move || {
            let (instance, library) = opened(admission);
            let worker = thread::spawn(move || {
                let Ok(_outer) = instance.enter("MPI_Allgatherv") else { return };
                let _inner = instance.enter("MPI_Allgather").expect("the finalizer waits for it");
                library.call_alone();
            });
            finalize(instance, library, || {});
            worker.join().unwrap();
        });
    }
}

#[test]
fn a_slot_that_changes_hands_keeps_its_notes() {
    check(|| {
        let (instance, library) = opened(Admission::AnyThread);
        // The second thread may get the slot of the first.
        let first = thread::spawn(move || drop(instance.enter("MPI_Send")));
        let second = thread::spawn(move || {
            let call = instance.enter("MPI_Recv");
            if call.is_ok() {
                library.call();
            }
        });
        first.join().unwrap();
        finalize(instance, library, || {});
        second.join().unwrap();
    });
}

#[test]
fn one_at_a_time_is_one_at_a_time() {
    check_without_fences(|| {
        let (instance, library) = opened(Admission::OneAtATime);
        let others = [(); 2].map(|()| {
            thread::spawn(move || {
                let call = instance.enter("MPI_Send");
                if call.is_ok() {
                    library.call_alone();
                }
                assert!(call.is_ok() || is(ErrorKind::WrongThread, &call));
            })
        });
        if let Ok(_outer) = instance.enter("MPI_Recv") {
            library.call_alone();
            drop(instance.enter("MPI_Comm_free").expect("its own turn"));
            library.call_alone();
        }
        others.into_iter().for_each(|other| other.join().unwrap());
        assert!(instance.enter("MPI_Barrier").is_ok(), "every turn was given back");
    });
}

#[test]
fn one_at_a_time_ends_in_order() {
    check(|| {
        let (instance, library) = opened(Admission::OneAtATime);
        let other = thread::spawn(move || {
            let call = instance.enter("MPI_Send");
            if call.is_ok() {
                library.call_alone();
            }
            assert!(call.is_ok() || is(ErrorKind::Finalized, &call));
        });
        finalize(instance, library, || {});
        other.join().unwrap();
    });
}

/// Something that a model can tell from all others.
fn dropped(number: usize) -> Deferred {
    Deferred::Memory(number as *mut c_void)
}

/// The numbers of what is waiting.
fn taken(instance: &Instance, when_many: bool) -> Vec<usize> {
    let number = |what: Deferred| match what {
        Deferred::Memory(number) => number as usize,
        _ => unreachable!("the models drop nothing else"),
    };
    instance.take_deferred(when_many).into_iter().map(number).collect()
}

#[test]
fn what_is_dropped_inside_is_freed_exactly_once() {
    check(|| {
        let (instance, library) = opened(Admission::AnyThread);
        let workers = [1, 2].map(|number| {
            thread::spawn(move || {
                let Ok(_call) = instance.enter("MPI_Bsend") else { return (0, Vec::new()) };
                instance.defer(dropped(number));
                // Another call looks at what waits, and leaves there what is still under way.
                let mut freed = taken(instance, false);
                if let Some(still) = freed.pop() {
                    instance.defer(dropped(still));
                }
                (number, freed)
            })
        });
        let mut freed = Vec::new();
        finalize(instance, library, || freed = taken(instance, false));
        let mut kept = Vec::new();
        for worker in workers {
            let (number, by_worker) = worker.join().unwrap();
            kept.extend((number != 0).then_some(number));
            freed.extend(by_worker);
        }
        freed.sort_unstable();
        assert_eq!(freed, kept);
        assert!(taken(instance, false).is_empty(), "nothing comes after finalization");
    });
}

#[test]
fn what_is_dropped_elsewhere_is_freed_once_or_kept_forever() {
    check(|| {
        let (instance, library) = opened(Admission::ThisThread);
        let others = [1, 2].map(|number| {
            thread::spawn(move || {
                // As a communicator does that is dropped on the wrong thread.
                let refused = instance.enter("MPI_Comm_free");
                if is(ErrorKind::WrongThread, &refused) {
                    instance.defer(dropped(number));
                    return number;
                }
                assert!(is(ErrorKind::Finalized, &refused));
                0
            })
        });
        let mut seen = Vec::new();
        finalize(instance, library, || seen = taken(instance, false));
        let mut dropped: Vec<usize> = others.map(|other| other.join().unwrap()).into_iter().collect();
        // One that was refused before the gate closed and kept after the last look stays here, never to be used: as if it
        // had been dropped after finalization.
        seen.extend(taken(instance, false));
        seen.sort_unstable();
        dropped.retain(|number| *number != 0);
        assert_eq!(seen, dropped);
    });
}
