//! Random walks through what a set of requests can be asked: whatever the order, each request is told at most once, and its result taken once.

use crate::support::works;
use oxmpi::ErrorKind;
use oxmpi::prelude::*;
use oxmpi::request::{Completed, RequestSet, Ticket};
use oxmpi_test::oxmpi_test;

const WALKS: u64 = 60;
const STEPS: usize = 80;

/// What tells a request, by what it yields.
#[derive(Clone, Copy)]
enum Which {
    /// A send.
    Sent(Ticket<Vec<u64>>),
    /// A receive into a vector, or of a vector of any length, which the set has to look for.
    Received(Ticket<(Vec<u64>, Status)>),
}

/// A request that was added, as the test knows it.
struct Known {
    which: Which,
    tag: i32,
    /// Whether nothing is missing for it to complete.
    can_complete: bool,
    told: bool,
    taken: bool,
}

impl Known {
    fn is(&self, done: &Completed) -> bool {
        match &self.which {
            Which::Sent(ticket) => done.is(ticket),
            Which::Received(ticket) => done.is(ticket),
        }
    }
}

struct Walk<'a> {
    world: &'a Communicator,
    set: RequestSet,
    known: Vec<Known>,
    /// Numbers that look random and are the same each time (Numerical Recipes' 64-bit generator).
    seed: u64,
}

impl Walk<'_> {
    fn random(&mut self, below: usize) -> usize {
        self.seed = self.seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.seed >> 33) as usize % below
    }

    /// One of the requests of which this holds.
    fn any(&mut self, holds: impl Fn(&Known) -> bool) -> Option<usize> {
        let some: Vec<usize> = (0..self.known.len()).filter(|&at| holds(&self.known[at])).collect();
        if some.is_empty() { None } else { Some(some[self.random(some.len())]) }
    }

    fn add(&mut self, which: Which, tag: i32, can_complete: bool) {
        self.known.push(Known { which, tag, can_complete, told: false, taken: false });
    }

    fn receive(&mut self) {
        let (tag, me) = (self.known.len() as i32, self.world.rank());
        let from = from(me).tag(tag);
        let ticket = match self.random(2) {
            0 => self.set.add(self.world.irecv_into(vec![0], from).unwrap()),
            _ => self.set.add(self.world.irecv::<Vec<u64>>(from).unwrap()),
        };
        self.add(Which::Received(ticket), tag, false);
    }

    /// Sends what a receive waits for, by a request of the set or without.
    fn send(&mut self) {
        let Some(at) = self.any(|known| !known.can_complete) else { return };
        let (tag, me) = (self.known[at].tag, self.world.rank());
        self.known[at].can_complete = true;
        let to = to(me).tag(tag);
        if self.random(2) == 0 {
            self.world.bsend(&[tag as u64], to).unwrap();
        } else {
            let ticket = self.set.add(self.world.isend(vec![tag as u64], to).unwrap());
            self.add(Which::Sent(ticket), tag, true);
        }
    }

    /// A request that is complete from the start.
    fn nobody(&mut self) {
        let tag = self.known.len() as i32;
        let ticket = self.set.add(self.world.isend(vec![tag as u64], to(None).tag(tag)).unwrap());
        self.add(Which::Sent(ticket), tag, true);
    }

    /// Each that is told was added, could complete, and is told for the first time.
    fn hear(&mut self, completed: &[Completed]) {
        for done in completed {
            assert!(done.is_ok());
            let mut named = self.known.iter_mut().filter(|known| known.is(done));
            let known = named.next().expect("one of those that were added");
            assert!(known.can_complete && !known.told && !known.taken, "told of {} for no reason", known.tag);
            known.told = true;
            assert!(named.next().is_none());
        }
    }

    fn look(&mut self) {
        // To wait is right where something can come.
        let waits = self.any(|known| known.can_complete && !known.told && !known.taken).is_some();
        let mut completed = Vec::new();
        match (self.random(2), waits && self.random(2) == 0) {
            (0, true) => completed.extend(Some(self.set.wait_any().unwrap().expect("one can complete"))),
            (0, false) => completed.extend(self.set.test_any().unwrap()),
            (_, true) => assert!(self.set.wait_some(&mut completed).unwrap() > 0),
            (_, false) => {
                self.set.test_some(&mut completed).unwrap();
            }
        }
        self.hear(&completed);
    }

    /// Waits for all, or looks whether all are complete: then nothing is left to be told.
    fn all(&mut self) {
        let can = self.known.iter().all(|known| known.can_complete);
        let over = if can && self.random(2) == 0 {
            self.set.wait_all().unwrap();
            true
        } else {
            self.set.test_all().unwrap()
        };
        if over {
            assert!(can);
            self.known.iter_mut().for_each(|known| known.told = true);
            assert_eq!((self.set.active(), self.set.test_any().unwrap()), (0, None));
        }
    }

    /// Asks for the result of a request: there is one if it was told, there is none if it was taken, and else there may be.
    fn take(&mut self, at: usize) {
        let Known { which, tag, can_complete, told, taken } = self.known[at];
        let result = match which {
            Which::Sent(ticket) => self.set.take(ticket).map_err(|failed| failed.kind()),
            Which::Received(ticket) => match self.set.take(ticket) {
                Ok((message, status)) => {
                    let found = (status.source(), status.tag(), status.count::<u64>());
                    assert_eq!(found, (Some(self.world.rank()), Some(tag), Some(1)));
                    Ok(message)
                }
                Err(failed) => Err(failed.kind()),
            },
        };
        match result {
            Ok(message) => {
                assert!(can_complete && !taken, "{tag}");
                assert_eq!(message, [tag as u64]);
                self.known[at].taken = true;
            }
            Err(kind) if taken => assert_eq!(kind, ErrorKind::Request),
            Err(kind) => assert!(kind == ErrorKind::Pending && !told, "{tag}: {kind:?}"),
        }
    }

    fn step(&mut self) {
        match self.random(10) {
            0..3 => self.receive(),
            3..6 => self.send(),
            6 => self.nobody(),
            7 => self.look(),
            8 => self.all(),
            _ if self.known.is_empty() => {}
            _ => {
                let at = self.random(self.known.len());
                self.take(at);
            }
        }
    }
}

#[oxmpi_test(ranks = [1])]
fn whatever_a_set_is_asked_each_request_is_told_and_taken_once(world: &Communicator) {
    for walk in 0..WALKS {
        let set = RequestSet::new();
        let mut walk = Walk { world, set, known: Vec::new(), seed: walk };
        for _ in 0..STEPS {
            walk.step();
        }
        while walk.known.iter().any(|known| !known.can_complete) {
            walk.send();
        }
        walk.set.wait_all().unwrap();
        walk.known.iter_mut().for_each(|known| known.told = true);
        for at in 0..walk.known.len() {
            walk.take(at);
        }
        assert!(walk.known.iter().all(|known| known.taken));
        assert_eq!((walk.set.active(), walk.set.test_any().unwrap()), (0, None));
    }
    works(world);
}
