//! All-to-all: from every rank another part to every rank.

use super::length::{divide, expect};
use crate::buffer::{Contiguous, Filled, RawBuffer, fill_all};
use crate::communicator::Communicator;
use crate::error::{Result, check};
use oxmpi_sys as ffi;

const CALL: &str = "MPI_Alltoall";

/// What a rank gives to an all-to-all: the elements of a slice, an equal share for each rank; or a slice of objects (`[Obj<T>]`,
/// `[Encoded<C, T>]`), one for each rank.
///
/// Sealed by its method's hidden types.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be shared among all ranks",
    note = "give a slice or a vector of MPI datatypes, an equal share for each rank, or one object (`Obj(value)`) for each rank"
)]
pub trait Parts {
    /// What comes back: the parts from all ranks, in rank order.
    type Got;

    /// The all-to-all.
    #[doc(hidden)]
    fn all_to_all(&self, communicator: &Communicator) -> Result<Self::Got>;
}

impl<B: Contiguous + ?Sized> Parts for B {
    type Got = Vec<B::Elem>;

    fn all_to_all(&self, communicator: &Communicator) -> Result<Vec<B::Elem>> {
        let len = self.elements().len();
        divide(CALL, "parts", len, communicator.size())?;
        Vec::filled(CALL, len, |room| {
            // SAFETY: `filled` gives zeroed room for `len` elements, as many as are sent.
            unsafe { communicator.all_to_all_raw(self.raw(), RawBuffer::at(room, len)) }
        })
    }
}

impl Communicator {
    /// Sends the `r`-th part of `parts` to rank `r`, and returns the parts that came from all ranks, in rank order.
    ///
    /// Collective, blocking; one `MPI_Alltoall`. `parts` has the same length on every rank, a multiple of the number of
    /// ranks.
    ///
    /// Of objects (`[Obj<T>]`) there is one for each rank, and they may differ in length: an `MPI_Alltoall` of the lengths (8 bytes each), a
    /// reduction of 4 bytes (all ranks agree that the lengths are possible), and one `MPI_Alltoallv`; what comes is a `Vec<T>`. An error
    /// of one rank before that is an error on every rank.
    ///
    /// # Errors
    /// [`Count`](crate::ErrorKind::Count) when the length is no such multiple: this rank does not take part then (of objects: it
    /// does, and the other ranks have [`PeerFailed`](crate::ErrorKind::PeerFailed)).
    ///
    /// MPI 5.0 section 6.8.
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// let parts = vec![world.rank(); world.size()];
    /// let one_from_each = world.all_to_all(&parts)?;
    /// assert_eq!(one_from_each, (0..world.size()).collect::<Vec<_>>());
    ///
    /// let letters: Vec<Obj<String>> = (0..world.size()).map(|to| Obj(format!("dear {to}"))).collect();
    /// let letters: Vec<String> = world.all_to_all(&letters)?;
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Alltoall")]
    pub fn all_to_all<P: Parts + ?Sized>(&self, parts: &P) -> Result<P::Got> {
        parts.all_to_all(self)
    }

    /// As [`all_to_all`](Communicator::all_to_all), into your own slice, of the same length.
    ///
    /// Collective, blocking; one `MPI_Alltoall`. MPI 5.0 section 6.8.
    ///
    /// # Errors
    /// [`Count`](crate::ErrorKind::Count) when the lengths differ or are no multiple of the number of ranks.
    #[doc(alias = "MPI_Alltoall")]
    #[inline]
    pub fn all_to_all_into<C: Contiguous + ?Sized>(&self, parts: &C, into: &mut [C::Elem]) -> Result<()> {
        let len = parts.elements().len();
        divide(CALL, "parts", len, self.size())?;
        expect(CALL, "into", into.len(), len, "as many as are sent")?;
        // SAFETY: mutably borrowed, and as long as what is sent.
        fill_all(CALL, into, |into| unsafe { self.all_to_all_raw(parts.raw(), into) })
    }

    /// The body of every all-to-all.
    ///
    /// # Safety
    /// `into` may be written and is as long as `from`, a multiple of the number of ranks.
    #[inline(always)]
    pub(super) unsafe fn all_to_all_raw(&self, from: RawBuffer, into: RawBuffer) -> Result<()> {
        let call = self.enter(CALL)?;
        let each = from.units / self.size();
        let (from, into) = (from.share(self.size(), each, &call)?, into.share(self.size(), each, &call)?);
        // SAFETY: past the gate; a live communicator; the caller's promise on the buffers.
        check(CALL, unsafe {
            ffi::MPI_Alltoall(
                from.address,
                from.count,
                from.datatype,
                into.address,
                into.count,
                into.datatype,
                self.as_raw(),
            )
        })
    }
}
