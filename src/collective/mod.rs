//! Collective communication (MPI 5.0 chapter 6): all ranks of a communicator call the same function.
//!
//! | to | call, result by value | result in your memory |
//! |---|---|---|
//! | wait for all | [`barrier`](crate::Communicator::barrier) | |
//! | one to all, the same | [`broadcast`](crate::Communicator::broadcast) | [`broadcast_into`](crate::Communicator::broadcast_into) |
//! | one to all, a part each | [`scatter`](crate::Communicator::scatter) | [`scatter_into`](crate::Communicator::scatter_into) |
//! | all to one | [`gather`](crate::Communicator::gather) | [`gather_into`](crate::Communicator::gather_into) |
//! | all to all, the same | [`all_gather`](crate::Communicator::all_gather) | [`all_gather_into`](crate::Communicator::all_gather_into) |
//! | all to all, a part each | [`all_to_all`](crate::Communicator::all_to_all) | [`all_to_all_into`](crate::Communicator::all_to_all_into) |
//! | combine to one | [`reduce`](crate::Communicator::reduce) | [`reduce_into`](crate::Communicator::reduce_into) |
//! | combine to all | [`all_reduce`](crate::Communicator::all_reduce) | [`all_reduce_into`](crate::Communicator::all_reduce_into), [`all_reduce_in_place`](crate::Communicator::all_reduce_in_place) |
//!
//! **Agreement.** All ranks call the same collectives in the same order, with the same root and operation and with lengths that
//! fit together. No rank can check that alone: where ranks disagree a call may fail or hang, but never reads or
//! writes outside of the buffers it was given, and never returns uninitialized memory.
//!
//! **Lengths.** A result by value has the length that the arguments imply. Where a rank cannot know it (`broadcast` of a
//! `Vec`, `scatter`), the length is broadcast first, 8 bytes; each call says so. The `_into` forms never do.
//!
//! **Root.** What matters only at the root is an `Option`: `Some` there, `None` elsewhere.

mod all_gather;
mod all_to_all;
mod barrier;
mod broadcast;
mod gather;
mod length;
#[cfg(feature = "serde")]
mod object;
mod op;
mod reduce;
mod scatter;
mod substitute;
#[cfg(feature = "serde")]
mod varied;

pub use all_to_all::Parts;
pub use broadcast::Broadcast;
pub use gather::Contribution;
pub use op::{Lowered, Op, Operation, predefined};
pub use scatter::Part;
