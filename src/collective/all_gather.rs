//! All-gather: a part from every rank to every rank.

use super::gather::Contribution;
use super::length::expect;
use crate::buffer::{Contiguous, Filled, RawBuffer, fill_all};
use crate::communicator::Communicator;
use crate::error::{Result, check};
use oxmpi_sys as ffi;

const CALL: &str = "MPI_Allgather";

impl Communicator {
    /// Gathers a contribution of the same length from every rank to every rank, in rank order.
    ///
    /// Collective, blocking; one `MPI_Allgather`. The result has the shapes of [`gather`](Communicator::gather). Of objects, the
    /// lengths are gathered first (8 bytes each), and then the bytes by `MPI_Allgatherv`.
    ///
    /// MPI 5.0 section 6.7.
    ///
    /// ```no_run
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// let ranks: Vec<usize> = world.all_gather(&world.rank())?;
    /// assert_eq!(ranks, (0..world.size()).collect::<Vec<_>>());
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Allgather")]
    pub fn all_gather<C: Contribution + ?Sized>(&self, contribution: &C) -> Result<C::Gathered> {
        contribution.all_gather(self)
    }

    /// Gathers a contribution of the same length from every rank into memory of every rank.
    ///
    /// Collective, blocking; one `MPI_Allgather`.
    ///
    /// # Errors
    /// [`Count`](crate::ErrorKind::Count) when `into` is not exactly `size` times the contribution: this rank does not take
    /// part then.
    ///
    /// MPI 5.0 section 6.7.
    #[doc(alias = "MPI_Allgather")]
    #[inline]
    pub fn all_gather_into<C: Contiguous + ?Sized>(&self, contribution: &C, into: &mut [C::Elem]) -> Result<()> {
        let expected = contribution.elements().len() * self.size();
        expect(CALL, "into", into.len(), expected, "the contributions of all ranks")?;
        // SAFETY: mutably borrowed, of the length that all contributions have together.
        fill_all(CALL, into, |into| unsafe { self.all_gather_raw(contribution.raw(), into) })
    }

    /// The body of every all-gather.
    ///
    /// # Safety
    /// `into` may be written, and has room for `size` times what `from` has.
    #[inline(always)]
    pub(super) unsafe fn all_gather_raw(&self, from: RawBuffer, into: RawBuffer) -> Result<()> {
        let call = self.enter(CALL)?;
        let (from, into) = (from.counted(&call)?, into.share(self.size(), from.units, &call)?);
        // SAFETY: past the gate; a live communicator; the caller's promise on the buffers.
        check(CALL, unsafe {
            ffi::MPI_Allgather(
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

/// The all-gather of contiguous contributions.
pub(super) fn by_value<B: Contiguous + ?Sized>(communicator: &Communicator, contribution: &B) -> Result<Vec<B::Elem>> {
    let len = contribution.elements().len() * communicator.size();
    Vec::filled(CALL, len, |room| {
        // SAFETY: `filled` gives zeroed room for `len` elements, all contributions together.
        unsafe { communicator.all_gather_raw(contribution.raw(), RawBuffer::at(room, len)) }
    })
}
