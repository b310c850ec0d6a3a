//! The atomics, locks and thread-locals of the gate: those of std; in the model tests those of loom, which tries every order of threads.
//!
//! Only what the gate's promises rest on is taken from here. `RUSTFLAGS="--cfg oxmpi_loom"` chooses loom, in our own tests alone.

#[cfg(all(oxmpi_loom, test))]
pub(super) mod model;

#[cfg(all(oxmpi_loom, test))]
pub(super) use model::{AtomicU32, AtomicU64, Mutex, global, local, yield_now};
#[cfg(not(all(oxmpi_loom, test)))]
pub(super) use real::{global, local};
#[cfg(not(all(oxmpi_loom, test)))]
pub(super) use std::{
    sync::Mutex,
    sync::atomic::{AtomicU32, AtomicU64},
    thread::yield_now,
};

#[cfg(not(all(oxmpi_loom, test)))]
mod real {
    /// A plain static. Loom's has to begin anew in each of its runs.
    macro_rules! global {
        ($($(#[$about:meta])* static $name:ident: $type:ty = $value:expr;)+) => {
            $($(#[$about])* static $name: $type = $value;)+
        };
    }
    pub(in super::super) use global;

    /// `std::thread_local!`, word for word.
    macro_rules! local {
        ($($words:tt)+) => { std::thread_local! { $($words)+ } };
    }
    pub(in super::super) use local;
}
