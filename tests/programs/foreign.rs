//! Code of the user that runs in the midst of our calls (serde, wakers) and finalizes MPI there. Arguments: where, and the thread level.

#![allow(clippy::drop_non_drop, clippy::unit_arg, reason = "only whether a call succeeds matters")]

use oxmpi::prelude::*;
use oxmpi::{Mpi, ThreadLevel};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::task::{Context, RawWaker, RawWakerVTable, Waker};

thread_local! {
    static MPI: RefCell<Option<Mpi>> = const { RefCell::new(None) };
}

static REFUSED: AtomicBool = AtomicBool::new(false);

/// Finalizes, and says how that went.
fn finalize() {
    if let Some(mpi) = MPI.with(|mpi| mpi.borrow_mut().take()) {
        match mpi.finalize() {
            Ok(()) => println!("finalized"),
            Err(error) => {
                println!("refused: {error}");
                REFUSED.store(true, Relaxed);
            }
        }
    }
}

struct Evil;

/// Finalizes when it is dropped.
struct Last;

impl Drop for Last {
    fn drop(&mut self) {
        finalize();
    }
}

impl Serialize for Last {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&[0; 100_000])
    }
}

impl Serialize for Evil {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        finalize();
        serializer.serialize_u8(1)
    }
}

impl<'de> Deserialize<'de> for Evil {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Evil, D::Error> {
        u8::deserialize(deserializer)?;
        finalize();
        Ok(Evil)
    }
}

/// A waker that finalizes when it is woken.
fn waker() -> Waker {
    const TABLE: RawWakerVTable =
        RawWakerVTable::new(|_| RawWaker::new(std::ptr::null(), &TABLE), |_| finalize(), |_| finalize(), |_| {});
    // SAFETY: no function of the table uses the pointer.
    unsafe { Waker::from_raw(RawWaker::new(std::ptr::null(), &TABLE)) }
}

fn main() {
    let place = std::env::args().nth(1).expect("where");
    let level = match std::env::args().nth(2).as_deref() {
        Some("serialized") => ThreadLevel::Serialized,
        Some("multiple") => ThreadLevel::Multiple,
        _ => ThreadLevel::Funneled,
    };
    let mpi = oxmpi::builder().threads(level).init().expect("initializes");
    let world = mpi.world();
    MPI.with(|own| *own.borrow_mut() = Some(mpi));
    let one = Obj(1u8);
    let outcome = match place.as_str() {
        // Each message is received: else a library may wait for that.
        "send" => world.bsend(&Obj(Evil), 0).and_then(|()| world.recv::<Obj<u8>>(0).map(drop)),
        "isend" => world.isend(Obj(Evil), 0).map_err(oxmpi::Error::from).and_then(|request| {
            world.recv::<Obj<u8>>(0)?;
            Ok(drop(request.wait()?))
        }),
        "recv" => world.bsend(&one, 0).and_then(|()| world.recv::<Obj<Evil>>(0).map(drop)),
        "matched" => world.bsend(&one, 0).and_then(|()| world.mprobe(0)?.recv::<Obj<Evil>>().map(drop)),
        "irecv" => world.bsend(&one, 0).and_then(|()| Ok(drop(world.irecv::<Obj<Evil>>(0)?.wait()?))),
        "sendrecv" => world.sendrecv::<_, Obj<Evil>>(&one, 0, 0).map(drop),
        "broadcast" => world.broadcast(Some(Obj(Evil)), 0).map(drop),
        "gather" => world.gather(&Obj(Evil), 0).map(drop),
        "all_gather" => world.all_gather(&Obj(Evil)).map(drop),
        // Too long to be sent at once, so the object is kept until a later call finds that it was received.
        "dropped" => world.issend(Obj(Last), 0).map_err(oxmpi::Error::from).and_then(|request| {
            drop(request);
            world.recv::<Vec<u8>>(0)?;
            (0..100).try_for_each(|_| world.iprobe(0).map(drop))
        }),
        "waker" => (|| {
            let mut request = world.irecv_into(0u8, 0)?;
            let mut other = world.irecv_into(0u8, from(0).tag(1))?;
            let _ = Pin::new(&mut other).poll(&mut Context::from_waker(Waker::noop()));
            // Messages to oneself arrive at once.
            let _ = Pin::new(&mut request).poll(&mut Context::from_waker(&waker()));
            world.bsend(&1u8, 0)?;
            // Asks for both, and has the first one's task woken: here, in the midst of a call.
            other.get_status().map(drop)
        })(),
        other => panic!("no such place: {other}"),
    };
    match outcome {
        Ok(()) => println!("the call succeeded"),
        Err(error) => println!("the call failed: {error}"),
    }
    finalize();
    if REFUSED.load(Relaxed) {
        // Else the job would be aborted, which takes seconds.
        // SAFETY: initialized, and not finalized; nobody else is inside of MPI.
        unsafe { oxmpi::ffi::MPI_Finalize() };
    }
}
