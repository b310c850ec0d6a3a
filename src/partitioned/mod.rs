//! Partitioned point-to-point communication (MPI 5.0 chapter 4): one message whose parts become ready one by one, by several threads.
//!
//! ```no_run
//! # use oxmpi::prelude::*;
//! # fn work(_: usize) -> f64 { 0.0 }
//! # let mpi = oxmpi::builder().threads(ThreadLevel::Multiple).init()?;
//! # let world = mpi.world();
//! // Rank 0 sends a million numbers in 8 parts, each by a thread of its own.
//! if world.rank() == 0 {
//!     let message = world.psend_init(vec![0.0; 1_000_000], 8, 1)?;
//!     let mut sending = message.start()?;
//!     std::thread::scope(|threads| {
//!         for mut part in sending.partitions() {
//!             threads.spawn(move || {
//!                 let number = part.number();
//!                 part.fill(work(number));
//!                 part.ready() // gone: the slice is MPI's now
//!             });
//!         }
//!     });
//!     sending.wait()?;
//! } else if world.rank() == 1 {
//!     let message = world.precv_init(vec![0.0; 1_000_000], 4, 0)?;
//!     let receiving = message.start()?;
//!     if let Some(first_quarter) = receiving.arrived(0)? {
//!         println!("{}", first_quarter[0]);
//!     }
//!     let message = receiving.wait()?;
//!     println!("{}", message.buffer()[999_999]);
//! }
//! # Ok::<(), oxmpi::Error>(())
//! ```
//!
//! The number of partitions may differ on the two sides; the total length may not. A partitioned send meets partitioned receives only, in the order
//! in which both were initialized.
//!
//! **Where the library has none of it** (Open MPI 4.1), and where it cannot be relied on (Open MPI 5.0 waits for ranks that take no part), the message goes out as
//! one when the last partition is ready, and all partitions arrive at once. There it meets ordinary receives of the same tag, too: use a tag of its
//! own. [`is_native`] tells.

mod receive;
mod send;
mod setup;

pub use receive::{PartitionedReceive, PartitionedReceiving};
pub use send::{Partition, PartitionedSend, PartitionedSending};

/// Whether partitions travel by themselves with this library; else the message is one. Local, no MPI call.
pub fn is_native() -> bool {
    setup::NATIVE
}
