//! Scatter: a part of one rank's data to every rank.

use super::length::{agree, at_root, divide, expect};
use crate::buffer::{Buffer, ContiguousMut, Filled, RawBuffer, fill_all};
use crate::communicator::Communicator;
use crate::datatype::Datatype;
use crate::error::{Error, ErrorKind, Result, check};
use oxmpi_sys as ffi;

/// What a rank gets of a scatter: `T`, one element each; `Vec<T>`, an equal share; `Obj<T>` or `Encoded<C, T>`, one object each.
///
/// Not for you to implement.
///
/// # Safety
/// `scatter` returns nothing that it was not given or that did not arrive.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the part of a scatter",
    note = "each rank gets one MPI datatype (`T`), an equal share of them (`Vec<T>`), or one object (`Obj<T>`)"
)]
pub unsafe trait Part: Sized {
    /// What the root has a slice of.
    type Elem;

    /// The scatter.
    #[doc(hidden)]
    fn scatter(from: Option<&[Self::Elem]>, communicator: &Communicator, root: usize) -> Result<Self>;
}

const CALL: &str = "MPI_Scatter";

impl Communicator {
    /// Scatters the root's elements: rank `r` gets the `r`-th part. The root passes `Some(slice)`, the others `None`.
    ///
    /// Collective, blocking. As `T`, each rank gets one element and the root has as many as there are ranks; as `Vec<T>`, an
    /// equal share. The length of a part is broadcast first (8 bytes), so that a slice of a wrong length at the root is an
    /// error on every rank and nobody waits; [`scatter_into`](Communicator::scatter_into) saves that.
    ///
    /// As `Obj<T>`, the root has one `T` for each rank, and they may differ in length: each rank is sent the length of its part (8 bytes), and
    /// then the part by `MPI_Scatterv`.
    ///
    /// # Errors
    /// [`Count`](ErrorKind::Count) at the root for a length that can't be shared equally, [`Buffer`](ErrorKind::Buffer)
    /// for `None` at the root, and [`PeerFailed`](ErrorKind::PeerFailed) on the other ranks then.
    ///
    /// MPI 5.0 section 6.6.
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// let table: Vec<u64> = (0..world.size() as u64).collect();
    /// let mine: u64 = world.scatter((world.rank() == 0).then_some(&table[..]), 0)?;
    /// let share: Vec<u64> = world.scatter((world.rank() == 0).then_some(&table[..]), 0)?;
    ///
    /// let names: Vec<String> = (0..world.size()).map(|rank| format!("rank {rank}")).collect();
    /// let Obj(name): Obj<String> = world.scatter((world.rank() == 0).then_some(&names[..]), 0)?;
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Scatter")]
    pub fn scatter<R: Part>(&self, from: Option<&[R::Elem]>, root: usize) -> Result<R> {
        R::scatter(from, self, root)
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
    #[inline]
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
    #[inline(always)]
    pub(super) unsafe fn scatter_raw(&self, from: RawBuffer, into: RawBuffer, root: usize) -> Result<()> {
        let call = self.enter(CALL)?;
        let root = self.check_root(CALL, root)?;
        let (from, into) = (from.share(self.size(), into.units, &call)?, into.counted(&call)?);
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

/// The scatter of elements: the root tells the length of a part, which `share` finds, and `part` makes room for one.
fn scatter_elements<T: Datatype, R>(
    communicator: &Communicator,
    from: Option<&[T]>,
    root: usize,
    share: impl FnOnce(usize) -> Result<usize>,
    part: impl FnOnce(usize, &dyn Fn(*mut T) -> Result<()>) -> Result<R>,
) -> Result<R> {
    communicator.check_root(CALL, root)?;
    // Where threads take turns, none comes between the length and the parts.
    let _turn = communicator.enter(CALL)?;
    let is_root = communicator.rank() == root;
    let mine = is_root.then(|| at_root(CALL, "from", from).and_then(|from| share(from.len())));
    let length = agree(communicator, CALL, root, mine)?;
    let from = if is_root { from.map_or_else(RawBuffer::empty, Buffer::raw) } else { RawBuffer::empty() };
    part(length, &|room| {
        // SAFETY: `part` gives zeroed room for `length` elements, the share that the root announced.
        unsafe { communicator.scatter_raw(from, RawBuffer::at(room, length), root) }
    })
}

// SAFETY: `filled` makes the room, and returns it if it was filled.
unsafe impl<T: Datatype> Part for T {
    type Elem = T;

    fn scatter(from: Option<&[T]>, communicator: &Communicator, root: usize) -> Result<T> {
        let ranks = communicator.size();
        let share = |given| expect(CALL, "from", given, ranks, "one for each rank").map(|()| 1);
        scatter_elements(communicator, from, root, share, |length, fill| {
            if length != 1 {
                let message = format!("the root announced parts of {length} elements, this rank takes one");
                return Err(Error::new(ErrorKind::Truncated, CALL, message));
            }
            T::filled(CALL, 1, fill)
        })
    }
}

// SAFETY: `filled` makes the room, and returns it if it was filled.
unsafe impl<T: Datatype> Part for Vec<T> {
    type Elem = T;

    fn scatter(from: Option<&[T]>, communicator: &Communicator, root: usize) -> Result<Vec<T>> {
        let share = |given| divide(CALL, "from", given, communicator.size());
        scatter_elements(communicator, from, root, share, |length, fill| Vec::filled(CALL, length, fill))
    }
}
