//! Scatter: a part of one rank's data to every rank.

use super::length::{agree, at_root, divide, expect};
use crate::buffer::{Buffer, ContiguousMut, Filled, RawBuffer, fill_all};
use crate::communicator::Communicator;
use crate::datatype::Datatype;
use crate::error::{Error, ErrorKind, Result, check};
use oxmpi_sys as ffi;

/// What a rank gets of a scatter: `T`, one element each, or `Vec<T>`, an equal share.
///
/// Not for you to implement.
///
/// # Safety
/// `part` calls `fill` with room for `length` elements, or not at all, and returns them only if it succeeds.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the part of a scatter",
    note = "each rank gets one MPI datatype (`T`) or an equal share of them (`Vec<T>`)"
)]
pub unsafe trait Part: Sized {
    /// What the root has a slice of.
    type Elem: Datatype;

    /// The length of a part when the root has `given` elements for `ranks` ranks.
    #[doc(hidden)]
    fn part_length(given: usize, ranks: usize) -> Result<usize>;

    /// Makes room for a part, has it filled, and returns it.
    #[doc(hidden)]
    fn part(length: usize, fill: impl FnOnce(*mut Self::Elem) -> Result<()>) -> Result<Self>;
}

const CALL: &str = "MPI_Scatter";

impl Communicator {
    /// Scatters the root's elements: rank `r` gets the `r`-th part. The root passes `Some(slice)`, the others `None`.
    ///
    /// Collective, blocking. As `T`, each rank gets one element and the root has as many as there are ranks; as `Vec<T>`, an
    /// equal share. The length of a part is broadcast first (8 bytes), so that a slice of a wrong length at the root is an
    /// error on every rank and nobody waits; [`scatter_into`](Communicator::scatter_into) saves that.
    ///
    /// # Errors
    /// [`Count`](ErrorKind::Count) at the root for a length that can't be shared equally, [`Buffer`](ErrorKind::Buffer)
    /// for `None` at the root, and [`PeerFailed`](ErrorKind::PeerFailed) on the other ranks then.
    ///
    /// MPI 5.0 section 6.6.
    ///
    /// ```no_run
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// let table: Vec<u64> = (0..world.size() as u64).collect();
    /// let mine: u64 = world.scatter((world.rank() == 0).then_some(&table[..]), 0)?;
    /// let share: Vec<u64> = world.scatter((world.rank() == 0).then_some(&table[..]), 0)?;
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Scatter")]
    pub fn scatter<R: Part>(&self, from: Option<&[R::Elem]>, root: usize) -> Result<R> {
        self.check_root(CALL, root)?;
        // Where threads take turns, none comes between the length and the parts.
        let _turn = self.enter(CALL)?;
        let mine = (self.rank() == root)
            .then(|| at_root(CALL, "from", from).and_then(|from| R::part_length(from.len(), self.size())));
        let length = agree(self, CALL, root, mine)?;
        let from =
            if self.rank() == root { from.map_or_else(RawBuffer::empty, Buffer::raw) } else { RawBuffer::empty() };
        R::part(length, |room| {
            // SAFETY: `part` gives zeroed room for `length` elements, the share that the root announced.
            unsafe { self.scatter_raw(from, RawBuffer::at(room, length), root) }
        })
    }

    /// Scatters the root's elements into memory of every rank. The root passes `Some(slice)`, the others `None`.
    ///
    /// Collective, blocking; one `MPI_Scatter`. `into` has the same length on every rank.
    ///
    /// # Errors
    /// [`Count`](ErrorKind::Count) when the root's slice is not exactly `size` times `into`, [`Buffer`](ErrorKind::Buffer) when
    /// the root passes `None`: the root does not take part then.
    ///
    /// MPI 5.0 section 6.6.
    #[doc(alias = "MPI_Scatter")]
    pub fn scatter_into<B: ContiguousMut + ?Sized>(
        &self,
        from: Option<&[B::Elem]>,
        into: &mut B,
        root: usize,
    ) -> Result<()> {
        self.check_root(CALL, root)?;
        let from = if self.rank() == root {
            let from = at_root(CALL, "from", from)?;
            let expected = into.elements().len() * self.size();
            expect(CALL, "from", from.len(), expected, "a part for every rank")?;
            from.raw()
        } else {
            RawBuffer::empty()
        };
        // SAFETY: mutably borrowed; the root's slice was checked.
        fill_all(CALL, into, |into| unsafe { self.scatter_raw(from, into, root) })
    }

    /// The body of every scatter.
    ///
    /// # Safety
    /// `into` may be written; at the root, `from` is `size` times as long.
    unsafe fn scatter_raw(&self, from: RawBuffer, into: RawBuffer, root: usize) -> Result<()> {
        let call = self.enter(CALL)?;
        let root = self.check_root(CALL, root)?;
        let (from, into) = (from.share(self.size(), &call)?, into.counted(&call)?);
        // SAFETY: past the gate; a live communicator; the caller's promise on the buffers; checked root.
        check(CALL, unsafe {
            ffi::MPI_Scatter(
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

// SAFETY: `filled` makes the room.
unsafe impl<T: Datatype> Part for T {
    type Elem = T;

    fn part_length(given: usize, ranks: usize) -> Result<usize> {
        expect(CALL, "from", given, ranks, "one for each rank")?;
        Ok(1)
    }

    fn part(length: usize, fill: impl FnOnce(*mut T) -> Result<()>) -> Result<T> {
        if length != 1 {
            let message = format!("the root announced parts of {length} elements, this rank takes one");
            return Err(Error::new(ErrorKind::Truncated, CALL, message));
        }
        T::filled(CALL, length, fill)
    }
}

// SAFETY: `filled` makes the room.
unsafe impl<T: Datatype> Part for Vec<T> {
    type Elem = T;

    fn part_length(given: usize, ranks: usize) -> Result<usize> {
        divide(CALL, "from", given, ranks)
    }

    fn part(length: usize, fill: impl FnOnce(*mut T) -> Result<()>) -> Result<Vec<T>> {
        Vec::filled(CALL, length, fill)
    }
}
