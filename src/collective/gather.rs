//! Gather: a part from every rank to one.

use super::length::{at_root, expect};
use crate::buffer::{Contiguous, Filled, RawBuffer, fill_all};
use crate::communicator::Communicator;
use crate::error::{Result, check};
use oxmpi_sys as ffi;

/// What a rank contributes to a gather: a value, an array, a slice, a vector; or an object, `Obj<T>` or `Encoded<C, T>`.
///
/// Sealed by its method's hidden types.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be gathered",
    note = "contribute a value, an array, a slice or a vector of MPI datatypes, or any serde value as `Obj(value)`"
)]
pub trait Contribution {
    /// What the gatherer gets: the contributions of all ranks, in rank order.
    type Gathered;

    /// The gather.
    #[doc(hidden)]
    fn gather(&self, communicator: &Communicator, root: usize) -> Result<Option<Self::Gathered>>;

    /// The gather to all.
    #[doc(hidden)]
    fn all_gather(&self, communicator: &Communicator) -> Result<Self::Gathered>;
}

const CALL: &str = "MPI_Gather";

impl Communicator {
    /// Gathers a contribution of the same length from every rank to the root, which gets `Some` of them all in rank
    /// order; the others get `None`.
    ///
    /// Collective, blocking; one `MPI_Gather`. Values make a `Vec<T>` with one element a rank, slices a `Vec<T>` with all elements, arrays
    /// a `Vec<[T; N]>`.
    ///
    /// Objects (`Obj(value)`) make a `Vec<T>` with one value a rank, and may differ in length: an all-gather of the lengths (8
    /// bytes each) and one `MPI_Gatherv`. An error of one rank before that is an error on every rank.
    ///
    /// # Errors
    /// [`Root`](crate::ErrorKind::Root) for a root out of range; [`InvalidValue`](crate::ErrorKind::InvalidValue). A rank that
    /// contributes less than the root leaves zeros, or an error, at the root; one that contributes more an error.
    ///
    /// MPI 5.0 section 6.5.
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// if let Some(squares) = world.gather(&world.rank().pow(2), 0)? {
    ///     println!("{squares:?}");
    /// }
    /// let names: Option<Vec<String>> = world.gather(&Obj(format!("rank {}", world.rank())), 0)?;
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Gather")]
    pub fn gather<C: Contribution + ?Sized>(&self, contribution: &C, root: usize) -> Result<Option<C::Gathered>> {
        contribution.gather(self, root)
    }

    /// Gathers a contribution of the same length from every rank into a slice of the root; the others pass `None`.
    ///
    /// Collective, blocking; one `MPI_Gather`.
    ///
    /// # Errors
    /// [`Count`](crate::ErrorKind::Count) when the root's buffer is not exactly `size` times the contribution, and
    /// [`Buffer`](crate::ErrorKind::Buffer) when the root passes `None`: the root does not take part then.
    ///
    /// MPI 5.0 section 6.5.
    ///
    /// ```no_run
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// let mut all = vec![0.0; 3 * world.size()];
    /// let at_root = (world.rank() == 0).then_some(&mut all[..]);
    /// world.gather_into(&[1.0, 2.0, 3.0][..], at_root, 0)?;
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Gather")]
    #[inline]
    pub fn gather_into<C: Contiguous + ?Sized>(
        &self,
        contribution: &C,
        into: Option<&mut [C::Elem]>,
        root: usize,
    ) -> Result<()> {
        self.check_root(CALL, root)?;
        if self.rank() != root {
            // SAFETY: not the root: nothing is received.
            return unsafe { self.gather_raw(contribution.raw(), RawBuffer::empty(), root) };
        }
        let into = at_root(CALL, "into", into)?;
        let expected = contribution.elements().len() * self.size();
        expect(CALL, "into", into.len(), expected, "the contributions of all ranks")?;
        // SAFETY: mutably borrowed, of the length that all contributions have together.
        fill_all(CALL, into, |into| unsafe { self.gather_raw(contribution.raw(), into, root) })
    }

    /// The body of every gather.
    ///
    /// # Safety
    /// At the root, `into` may be written, and has room for `size` times what `from` has.
    #[inline(always)]
    pub(super) unsafe fn gather_raw(&self, from: RawBuffer, into: RawBuffer, root: usize) -> Result<()> {
        let call = self.enter(CALL)?;
        let root = self.check_root(CALL, root)?;
        let (from, into) = (from.counted(&call)?, into.share(self.size(), from.units, &call)?);
        // SAFETY: past the gate; a live communicator; the caller's promise on the buffers; checked root.
        check(CALL, unsafe {
            ffi::MPI_Gather(
                from.address,
                from.count,
                from.datatype,
                into.address,
                into.count,
                into.datatype,
                root,
                self.as_raw(),
            )
        })
    }
}

impl<B: Contiguous + ?Sized> Contribution for B {
    type Gathered = Vec<B::Elem>;

    fn gather(&self, communicator: &Communicator, root: usize) -> Result<Option<Vec<B::Elem>>> {
        communicator.check_root(CALL, root)?;
        if communicator.rank() != root {
            // SAFETY: not the root: nothing is received.
            unsafe { communicator.gather_raw(self.raw(), RawBuffer::empty(), root) }?;
            return Ok(None);
        }
        let len = self.elements().len() * communicator.size();
        Vec::filled(CALL, len, |room| {
            // SAFETY: `filled` gives zeroed room for `len` elements, all contributions together.
            unsafe { communicator.gather_raw(self.raw(), RawBuffer::at(room, len), root) }
        })
        .map(Some)
    }

    fn all_gather(&self, communicator: &Communicator) -> Result<Vec<B::Elem>> {
        super::all_gather::by_value(communicator, self)
    }
}
