//! # oxmpi: MPI for Rust
//!
//! Safe, typed bindings to the MPI library that is installed: Open MPI, MPICH and its family, or any library with the
//! standard ABI of MPI 5.0. It is thin: each call checks its arguments, calls MPI, and returns a [`Result`].
//!
//! ```no_run
//! use oxmpi::prelude::*;
//!
//! fn main() -> ExitCode {
//!     oxmpi::run(|mpi| {
//!         let world = mpi.world();
//!         if world.rank() == 0 {
//!             world.send(&[1.0, 2.0, 3.0], 1)?;
//!         } else if world.rank() == 1 {
//!             let v: Vec<f64> = world.recv(0)?;
//!             println!("{v:?}");
//!         }
//!         let sum = world.all_reduce(&world.rank(), Op::SUM)?;
//!         println!("rank {} of {}: the ranks add up to {sum}", world.rank(), world.size());
//!         Ok(())
//!     })
//! }
//! ```
//!
//! The modules are the chapters of the standard; the calls are methods of [`Communicator`] and [`Mpi`], and a search for a C
//! name (`MPI_Allreduce`) finds them.
//!
//! | chapter of MPI 5.0 | module |
//! |---|---|
//! | 3 Point-to-Point Communication | [`point_to_point`] |
//! | 3.7 to 3.9 Nonblocking and Persistent Communication | [`request`] (what they return), [`point_to_point`] (the calls) |
//! | 4 Partitioned Communication | [`partitioned`] |
//! | 5 Datatypes | [`datatype`] (element types), [`datatype::layout`] (which elements), [`buffer`] (what calls take) |
//! | 5.2, 5.3 Pack and Unpack | [`packing`] |
//! | 6 Collective Communication | [`collective`] |
//! | 7 Groups, Contexts, Communicators, and Caching | [`communicator`] |
//! | 8 Virtual Topologies | [`topology`] |
//! | 9 MPI Environmental Management | [`environment`] |
//! | 11 Process Initialization, Creation, and Management | [`process`] |
//! | the whole C API | [`ffi`] |
//!
//! # Features
//!
//! None is on by default: without them a program builds oxmpi and oxmpi-sys alone. Most programs that send structs want `derive`, and those
//! that send objects `postcard`.
//!
//! | feature | adds |
//! |---|---|
//! | `derive` | `#[derive(Datatype)]` for structs and enums of your own |
//! | `postcard` | [`Obj`](buffer::Obj): any serde value as one message |
//! | `message-pack` | [`MessagePack`](buffer::Codec): objects for ranks in any language |
//! | `json` | [`Json`](buffer::Codec): the same, as text |
//! | `pickle` | [`Pickle`](buffer::Codec): objects for Python ranks with mpi4py |
//! | `serde` | [`Codec`](buffer::Codec), [`Encoded`](buffer::Encoded): a codec of your choice; on with each of the four codecs |
//! | `num-complex` | element types `Complex<f32>`, `Complex<f64>`, with sums and products |
//! | `half` | element types `f16`, `bf16`, with sums, products and extremes |
//! | `uuid` | element type `Uuid` |
//! | `bytemuck` | `datatype::Pod`, `datatype::Checked`: types that `bytemuck` vouches for |
//! | `cudarc` | GPU memory of the crate `cudarc` as [`DeviceBuffer`](environment::DeviceBuffer) |
//! | `ndarray` | arrays of `ndarray` and any view of them as buffers (`buffer::views`) |
//! | `nalgebra` | matrices of `nalgebra` and views of them as buffers (`buffer::views`); `Vector3<f64>` and its like as elements |
//! | `faer` | matrices of `faer` and views of them as buffers (`buffer::views`) |
//! | `full` | all of these |
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod buffer;
pub mod collective;
pub mod communicator;
pub mod datatype;
pub mod environment;
mod error;
mod gate;
mod library;
pub mod packing;
pub mod partitioned;
pub mod point_to_point;
pub mod prelude;
pub mod process;
pub mod request;
pub mod topology;

pub use communicator::Communicator;
pub use datatype::Datatype;
pub use environment::{Error, ErrorKind, MpiVec, Result, Version, library_version, version};
pub use point_to_point::{ANY, Status, from, to};
pub use process::{
    Builder, ErrorPolicy, Mpi, ThreadLevel, abort, attach, builder, init, is_finalized, is_initialized, is_main_thread,
    run,
};

#[cfg(feature = "derive")]
#[doc(inline)]
pub use oxmpi_derive::Datatype;

/// The C API of MPI, all of it: for what the safe API does not have yet. See [`Communicator::as_raw`].
pub use oxmpi_sys as ffi;

/// How this build found MPI: family, compiler wrapper, launcher.
pub use oxmpi_sys::build_info;

/// The README's programs compile.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
