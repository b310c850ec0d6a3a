//! Packing: values of several types, one after another, in one sequence of bytes (MPI 5.0 sections 5.2 and 5.3).
//!
//! A [`Packer`] grows as values are put in; an [`Unpacker`] takes them out in the same order and never reads past the end: what is not
//! there is an error. Two representations:
//!
//! - **native**, [`Communicator::packer`]: for a message between ranks of the job. Such bytes travel as [`Packed`], and may also be received
//!   as what was packed, if that is one type.
//! - **external32**, [`Mpi::external32_packer`](crate::Mpi::external32_packer): the standard's portable one, big-endian, the same on every
//!   machine and library: for files and for other programs.
//!
//! Structs and objects are often simpler: `#[derive(Datatype)]`, or `Obj(&value)`.
//!
//! ```no_run
//! use oxmpi::packing::Packed;
//! use oxmpi::prelude::*;
//! # let mpi = oxmpi::init()?;
//! # let world = mpi.world();
//! let (step, field) = (7u64, [0.5, 1.5]);
//! if world.rank() == 0 {
//!     let mut packer = world.packer();
//!     packer.pack(&step)?.pack(&field.len())?.pack(&field)?;
//!     world.send(&packer.finish(), 1)?;
//! } else if world.rank() == 1 {
//!     let packed: Packed = world.recv(0)?;
//!     let mut unpacker = world.unpacker(packed.as_bytes());
//!     let step: u64 = unpacker.unpack()?;
//!     let len: usize = unpacker.unpack()?;
//!     let field: Vec<f64> = unpacker.unpack_vec(len)?;
//!     unpacker.finish()?; // an error if anything is left over
//! }
//! # Ok::<(), oxmpi::Error>(())
//! ```

mod external32;
mod packed;
mod packer;
mod representation;
mod unpacker;

pub use packed::Packed;
pub use packer::Packer;
pub use unpacker::Unpacker;

use crate::communicator::Communicator;
use crate::process::Mpi;
use representation::Representation;

impl Communicator {
    /// An empty packer of the native representation, for messages to ranks of this communicator. Local.
    ///
    /// MPI 5.0 section 5.2.
    #[doc(alias = "MPI_Pack")]
    pub fn packer(&self) -> Packer<'_> {
        Packer::new(Representation::Native(self))
    }

    /// Takes values out of bytes that a [`packer`](Communicator::packer) of a rank of this communicator made. Local.
    ///
    /// MPI 5.0 section 5.2.
    #[doc(alias = "MPI_Unpack")]
    pub fn unpacker<'a>(&'a self, bytes: &'a [u8]) -> Unpacker<'a> {
        Unpacker::new(Representation::Native(self), bytes)
    }
}

impl Mpi {
    /// An empty packer of the portable representation, external32. Local.
    ///
    /// MPI 5.0 section 5.3.
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # let mpi = oxmpi::init()?;
    /// let mut packer = mpi.external32_packer();
    /// packer.pack(&1u32)?;
    /// assert_eq!(packer.finish().as_bytes(), [0, 0, 0, 1]);
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Pack_external")]
    pub fn external32_packer(&self) -> Packer<'_> {
        Packer::new(Representation::External32(self.instance()))
    }

    /// Takes values out of bytes in the portable representation, external32. Local.
    ///
    /// MPI 5.0 section 5.3.
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # let mpi = oxmpi::init()?;
    /// let mut unpacker = mpi.external32_unpacker(&[0, 0, 0, 1, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0]);
    /// assert_eq!(unpacker.unpack::<u32>()?, 1);
    /// assert_eq!(unpacker.unpack::<f64>()?, 1.0);
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Unpack_external")]
    pub fn external32_unpacker<'a>(&'a self, bytes: &'a [u8]) -> Unpacker<'a> {
        Unpacker::new(Representation::External32(self.instance()), bytes)
    }
}
