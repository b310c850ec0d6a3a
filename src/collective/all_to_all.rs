//! All-to-all: from every rank another part to every rank.

use super::length::{divide, expect};
use crate::buffer::{Contiguous, Filled, RawBuffer, fill_all};
use crate::communicator::Communicator;
use crate::error::{Result, check};
use oxmpi_sys as ffi;

const CALL: &str = "MPI_Alltoall";

impl Communicator {
    /// Sends the `r`-th part of `parts` to rank `r`, and returns the parts that came from all ranks, in rank order.
    ///
    /// Collective, blocking; one `MPI_Alltoall`. `parts` has the same length on every rank, a multiple of the number of
    /// ranks.
    ///
    /// # Errors
    /// [`Count`](crate::ErrorKind::Count) when the length is no such multiple: this rank does not take part then.
    ///
    /// MPI 5.0 section 6.8.
    ///
    /// ```no_run
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// let parts = vec![world.rank(); world.size()];
    /// let one_from_each = world.all_to_all(&parts)?;
    /// assert_eq!(one_from_each, (0..world.size()).collect::<Vec<_>>());
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Alltoall")]
    pub fn all_to_all<C: Contiguous + ?Sized>(&self, parts: &C) -> Result<Vec<C::Elem>> {
        let len = parts.elements().len();
        divide(CALL, "parts", len, self.size())?;
        Vec::filled(CALL, len, |room| {
            // SAFETY: `filled` gives zeroed room for `len` elements, as many as are sent.
            unsafe { self.all_to_all_raw(parts.raw(), RawBuffer::at(room, len)) }
        })
    }

    /// As [`all_to_all`](Communicator::all_to_all), into your own slice, of the same length.
    ///
    /// Collective, blocking; one `MPI_Alltoall`. MPI 5.0 section 6.8.
    ///
    /// # Errors
    /// [`Count`](crate::ErrorKind::Count) when the lengths differ or are no multiple of the number of ranks.
    #[doc(alias = "MPI_Alltoall")]
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
    unsafe fn all_to_all_raw(&self, from: RawBuffer, into: RawBuffer) -> Result<()> {
        let call = self.enter(CALL)?;
        let (from, into) = (from.share(self.size(), &call)?, into.share(self.size(), &call)?);
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
