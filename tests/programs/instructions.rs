//! The frequent calls, each many times in a loop of its own: for `cargo xtask instructions`, which runs this program under callgrind
//! and counts the instructions of oxmpi's part. One process, without a launcher: messages go to nobody or to oneself.
//!
//! `measured` runs twice for each case, and callgrind writes its counts down after each: the first time, once around, is for
//! what happens at first use only. The names of the cases are printed in their order. To add a call, add a line to the table.

use oxmpi::prelude::*;
use oxmpi::request::{Completed, Request, RequestSet, Ticket};
use oxmpi::{Result, ffi};
use std::hint::black_box;

/// How often a call is repeated. `xtask/src/instructions.rs` divides by it.
const TIMES: usize = 1000;

/// How many messages are under way at a time, in the cases of many requests.
const HALF_WINDOW: usize = 8;

/// What the calls work on. They get it through `black_box`, so that nothing of a call moves out of the loop.
struct Subject {
    world: Communicator,
    me: usize,
    nobody: Option<usize>,
    value: f64,
    numbers: Vec<f64>,
    into: Vec<f64>,
    /// One buffer for each call, those that are being sent, and those that are being filled.
    spare: Vec<Vec<f64>>,
    sending: Vec<Request<Vec<f64>>>,
    filling: Vec<Request<(Vec<f64>, Status)>>,
    window: [f64; HALF_WINDOW],
    set: RequestSet,
    sends: Vec<Ticket<Vec<f64>>>,
    receives: Vec<Ticket<(Vec<f64>, Status)>>,
    completed: Vec<Completed>,
}

impl Subject {
    fn spare(&mut self) -> Vec<f64> {
        self.spare.pop().expect("one for each call")
    }
}

/// Messages to oneself by requests of a set, which give their buffers back.
fn exchange(s: &mut Subject, complete: impl Fn(&mut RequestSet, &mut Vec<Completed>) -> Result<()>) -> Result<()> {
    for _ in 0..HALF_WINDOW {
        let buffer = s.spare();
        s.receives.push(s.set.add(s.world.irecv_into(buffer, s.me)?));
    }
    for _ in 0..HALF_WINDOW {
        let buffer = s.spare();
        s.sends.push(s.set.add(s.world.isend(buffer, s.me)?));
    }
    complete(&mut s.set, &mut s.completed)?;
    for ticket in s.sends.drain(..) {
        s.spare.push(s.set.take(ticket)?);
    }
    for ticket in s.receives.drain(..) {
        s.spare.push(s.set.take(ticket)?.0);
    }
    Ok(())
}

/// What is there before the loop.
enum Before {
    /// Nothing.
    Nothing,
    /// A receive from oneself for each call.
    Receives,
    /// A message from oneself for each call.
    Messages,
}
use Before::{Messages, Nothing, Receives};

/// From each line of the table, its name and a loop of its own.
macro_rules! cases {
    ($( $name:literal, $before:ident: |$subject:ident| $call:expr; )*) => {
        const NAMES: &[&str] = &[$( $name ),*];

        fn run(name: &str, subject: &mut Subject) -> Result<()> {
            match name {
                $( $name => prepared($before, subject, |$subject: &mut Subject| $call), )*
                _ => panic!("no case {name:?}; there are {}", NAMES.join(", ")),
            }
        }
    };
}

// The first is what the others are compared with: the loop alone.
cases! {
    "nothing", Nothing: |_s| Ok(());
    "send-value-none", Nothing: |s| s.world.send(&s.value, s.nobody);
    "send-slice-none", Nothing: |s| s.world.send(&s.numbers[..], s.nobody);
    "send-slice-self", Receives: |s| s.world.send(&s.numbers[..], s.me);
    "ssend-value-none", Nothing: |s| s.world.ssend(&s.value, s.nobody);
    "bsend-value-none", Nothing: |s| s.world.bsend(&s.value, s.nobody);
    "recv-value-self", Messages: |s| s.world.recv(s.me).map(|value| s.value = value);
    "recv-option-none", Nothing: |s| s.world.recv(s.nobody).map(|value: Option<f64>| { black_box(value); });
    "recv-into-value-none", Nothing: |s| s.world.recv_into(&mut s.value, s.nobody).map(drop);
    "recv-into-slice-none", Nothing: |s| s.world.recv_into(&mut s.into[..], s.nobody).map(drop);
    "recv-into-slice-self", Messages: |s| s.world.recv_into(&mut s.into[..], s.me).map(drop);
    "recv-into-status-any", Messages: |s| s.world.recv_into(&mut s.into[..], ANY).map(|status| { black_box(status); });
    "isend-wait-none", Nothing: |s| {
        let sent = s.world.isend(std::mem::take(&mut s.numbers), s.nobody)?.wait()?;
        s.numbers = sent;
        Ok(())
    };
    "isend-wait-self", Receives: |s| {
        let sent = s.world.isend(std::mem::take(&mut s.numbers), s.me)?.wait()?;
        s.numbers = sent;
        Ok(())
    };
    "irecv-into-wait-none", Nothing: |s| {
        let (filled, status) = s.world.irecv_into(std::mem::take(&mut s.into), s.nobody)?.wait()?;
        s.into = filled;
        black_box(status);
        Ok(())
    };
    "irecv-into-wait-any", Messages: |s| {
        let (filled, status) = s.world.irecv_into(std::mem::take(&mut s.into), ANY)?.wait()?;
        s.into = filled;
        black_box(status);
        Ok(())
    };
    "isend-none", Nothing: |s| {
        let buffer = s.spare();
        let request = s.world.isend(buffer, s.nobody)?;
        s.sending.push(request);
        Ok(())
    };
    "isend-wait-half", Nothing: |s| {
        let sent = s.sending.pop().expect("one for each call").wait()?;
        s.spare.push(sent);
        Ok(())
    };
    "irecv-into-half", Nothing: |s| {
        let buffer = s.spare();
        let request = s.world.irecv_into(buffer, s.nobody)?;
        s.filling.push(request);
        Ok(())
    };
    "irecv-into-wait-half", Nothing: |s| {
        let (filled, status) = s.filling.pop().expect("one for each call").wait()?;
        black_box(status);
        s.spare.push(filled);
        Ok(())
    };
    "scope-of-16-self", Nothing: |s| {
        s.world.scope(|scope| {
            for number in s.window.iter_mut() {
                s.world.irecv_into(scope.lend_mut(number), s.me)?;
            }
            for _ in 0..HALF_WINDOW {
                s.world.isend(scope.lend(&s.value), s.me)?;
            }
            Ok(())
        })
    };
    "scope-of-2-waits-self", Nothing: |s| {
        s.world.scope(|scope| {
            let receiving = s.world.irecv_into(scope.lend_mut(&mut s.into[..]), s.me)?;
            s.world.isend(scope.lend(&s.numbers[..]), s.me)?.wait()?;
            receiving.wait().map(drop)
        })
    };
    "set-of-16-self", Nothing: |s| exchange(s, |set, _| set.wait_all());
    "set-of-16-some-self", Nothing: |s| exchange(s, |set, completed| {
        while set.wait_some(completed)? > 0 {}
        Ok(())
    });
    "sendrecv-value-self", Nothing: |s| s.world.sendrecv(&s.value, s.me, s.me).map(|value| s.value = value);
    "sendrecv-into-none", Nothing: |s| s.world.sendrecv_into(&s.value, s.nobody, &mut s.into[..], s.nobody).map(drop);
    "probe-none", Nothing: |s| s.world.probe(s.nobody).map(|status| { black_box(status); });
    "iprobe-none", Nothing: |s| s.world.iprobe(s.nobody).map(|status| { black_box(status); });
    "iprobe-nothing-there", Nothing: |s| s.world.iprobe(s.me).map(|status| { black_box(status); });
    "barrier", Nothing: |s| s.world.barrier();
    "broadcast-into-slice", Nothing: |s| s.world.broadcast_into(&mut s.into[..], 0);
    "reduce-into-slice", Nothing: |s| s.world.reduce_into(&s.numbers[..], Some(&mut s.into[..]), Op::SUM, 0);
    "gather-into-slice", Nothing: |s| s.world.gather_into(&s.numbers[..], Some(&mut s.into[..]), 0);
    "scatter-into-slice", Nothing: |s| s.world.scatter_into(Some(&s.numbers[..]), &mut s.into[..], 0);
    "all-reduce-value", Nothing: |s| s.world.all_reduce(&s.value, Op::SUM).map(|sum| s.value = sum);
    "all-reduce-into-slice", Nothing: |s| s.world.all_reduce_into(&s.numbers[..], &mut s.into, Op::SUM);
}

fn main() -> ExitCode {
    let only = std::env::args().nth(1).unwrap_or_default();
    oxmpi::run(move |mpi| {
        let world = mpi.world();
        assert_eq!(world.size(), 1, "started without a launcher");
        let me = world.rank();
        let spare = vec![vec![1.0]; TIMES + 1];
        let (sending, filling) = (Vec::with_capacity(TIMES + 1), Vec::with_capacity(TIMES + 1));
        let mut subject = Subject {
            world,
            me,
            nobody: None,
            value: 1.0,
            numbers: vec![1.0],
            into: vec![0.0],
            spare,
            sending,
            filling,
            window: [0.0; HALF_WINDOW],
            set: RequestSet::new(),
            sends: Vec::new(),
            receives: Vec::new(),
            completed: Vec::new(),
        };
        for &name in NAMES {
            if name == NAMES[0] || name.contains(&only) {
                println!("case {name} {TIMES}");
                run(name, &mut subject)?;
            }
        }
        Ok(())
    })
}

/// Runs a case twice: once around, then as often as counts.
fn prepared(before: Before, subject: &mut Subject, call: impl Fn(&mut Subject) -> Result<()>) -> Result<()> {
    for times in [1, TIMES] {
        let mut posted = Vec::new();
        let mut memory = vec![0.0; times];
        for element in &mut memory {
            match before {
                Nothing => {}
                Messages => subject.world.bsend(&1.0, subject.me)?,
                Receives => posted.push(post(&subject.world, subject.me, element)),
            }
        }
        measured(times, subject, &call)?;
        for mut request in posted {
            let mut status = std::mem::MaybeUninit::uninit();
            // SAFETY: initialized; an active request of `post`.
            unsafe { ffi::MPI_Wait(&mut request, status.as_mut_ptr()) };
        }
        drop(memory);
    }
    Ok(())
}

/// The loop that callgrind looks at; it is called by this name in `xtask/src/instructions.rs`.
#[inline(never)]
fn measured(times: usize, subject: &mut Subject, call: &impl Fn(&mut Subject) -> Result<()>) -> Result<()> {
    for _ in 0..times {
        call(black_box(&mut *subject))?;
    }
    Ok(())
}

/// Posts a receive of one number. `into` stays in place until its request is waited for, in `prepared`.
fn post(world: &Communicator, from: usize, into: &mut f64) -> ffi::MPI_Request {
    let mut request = ffi::MPI_REQUEST_NULL;
    let from = i32::try_from(from).expect("a rank");
    // SAFETY: initialized; a live communicator; room for one number, which lives until the wait.
    unsafe {
        ffi::MPI_Irecv(std::ptr::from_mut(into).cast(), 1, ffi::MPI_DOUBLE, from, 0, world.as_raw(), &mut request)
    };
    request
}
