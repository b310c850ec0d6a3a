//! Broadcast: one rank's data to all.

use super::length::{agree, at_root};
use crate::buffer::{BufferMut, Filled, RawBuffer, fill, fill_all};
use crate::communicator::Communicator;
use crate::datatype::{Datatype, Of};
use crate::error::{Error, ErrorKind, Result, check};
use oxmpi_sys as ffi;

/// A value that can be broadcast: `T`, `Vec<T>`, `String`, `Obj<T>`, `Encoded<C, T>`.
///
/// Sealed by its method's hidden types.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be broadcast as a value",
    note = "broadcast an MPI datatype, a `Vec` of one, a `String`, or any serde value as `Obj<T>`; \
            or fill a buffer on every rank with `broadcast_into`"
)]
pub trait Broadcast: Sized {
    /// Sends at the root (which gives the value), receives elsewhere.
    #[doc(hidden)]
    fn broadcast(value: Option<Self>, communicator: &Communicator, root: usize) -> Result<Self>;
}

const CALL: &str = "MPI_Bcast";

impl Communicator {
    /// Gives the root's value to every rank: the root passes `Some(value)`, the others `None`, and all get it back.
    ///
    /// Collective, blocking. For `Vec`, `String` and `Obj` the length is broadcast first (8 bytes), and an error of the
    /// root is an error on every rank; for types of fixed size there is one broadcast, and a root that passes `None` returns an error
    /// without taking part.
    ///
    /// MPI 5.0 section 6.4.
    ///
    /// ```no_run
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// let seed: u64 = world.broadcast((world.rank() == 0).then_some(42), 0)?;
    /// let names: Vec<f64> = world.broadcast((world.rank() == 0).then(|| vec![1.0, 2.0]), 0)?;
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Bcast")]
    #[doc(alias = "bcast")]
    pub fn broadcast<R: Broadcast>(&self, value: Option<R>, root: usize) -> Result<R> {
        self.check_root(CALL, root)?;
        let value = if self.rank() == root { value } else { None };
        R::broadcast(value, self, root)
    }

    /// Fills every rank's buffer with the root's: the root's is read, the others' are overwritten.
    ///
    /// Collective, blocking; one `MPI_Bcast`. Every rank gives a buffer of the same length.
    ///
    /// # Errors
    /// [`Root`](ErrorKind::Root) for a root out of range; [`InvalidValue`](ErrorKind::InvalidValue) for elements that are no values of their type;
    /// libraries report different lengths as [`Truncated`](ErrorKind::Truncated), or not at all.
    ///
    /// MPI 5.0 section 6.4.
    ///
    /// ```no_run
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// let mut table = vec![0.0; 1000];
    /// if world.rank() == 0 {
    ///     table.fill(3.5);
    /// }
    /// world.broadcast_into(&mut table, 0)?;
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Bcast")]
    #[doc(alias = "bcast")]
    #[inline]
    pub fn broadcast_into<B: BufferMut + ?Sized>(&self, buffer: &mut B, root: usize) -> Result<()> {
        // SAFETY: mutably borrowed, and initialized before and after.
        let broadcast = |buffer| unsafe { self.broadcast_raw(buffer, root) };
        // (Both are the same where no element can be half of one kind and half of another.)
        if !Of::<B::Elem>::TAGGED || self.rank() == root {
            fill(CALL, buffer, broadcast)
        } else {
            fill_all(CALL, buffer, broadcast)
        }
    }

    /// The body of every broadcast.
    ///
    /// # Safety
    /// `raw` is initialized at the root and may be written elsewhere.
    #[inline(always)]
    unsafe fn broadcast_raw(&self, raw: RawBuffer, root: usize) -> Result<()> {
        let call = self.enter(CALL)?;
        let root = self.check_root(CALL, root)?;
        let buffer = raw.counted(&call)?;
        // SAFETY: past the gate; a live communicator; the caller's promise on the buffer; checked root.
        check(CALL, unsafe { ffi::MPI_Bcast(buffer.address, buffer.count, buffer.datatype, root, self.as_raw()) })
    }
}

impl<T: Datatype> Broadcast for T {
    fn broadcast(value: Option<T>, communicator: &Communicator, root: usize) -> Result<T> {
        if communicator.rank() == root {
            let mut value = at_root(CALL, "value", value)?;
            communicator.broadcast_into(&mut value, root)?;
            return Ok(value);
        }
        // SAFETY: `filled` gives zeroed room for one `T`.
        T::filled(CALL, 1, |room| unsafe { communicator.broadcast_raw(RawBuffer::at(room, 1), root) })
    }
}

impl<T: Datatype> Broadcast for Vec<T> {
    fn broadcast(value: Option<Vec<T>>, communicator: &Communicator, root: usize) -> Result<Vec<T>> {
        // Where threads take turns, none comes between the two broadcasts.
        let _turn = communicator.enter(CALL)?;
        if communicator.rank() == root {
            let length = value.as_ref().map(Vec::len);
            agree(communicator, CALL, root, Some(at_root(CALL, "value", length)))?;
            let mut value = value.unwrap_or_default();
            communicator.broadcast_into(&mut value, root)?;
            return Ok(value);
        }
        let len = agree(communicator, CALL, root, None)?;
        // SAFETY: `filled` gives zeroed room for `len` elements.
        Vec::filled(CALL, len, |room| unsafe { communicator.broadcast_raw(RawBuffer::at(room, len), root) })
    }
}

impl Broadcast for String {
    fn broadcast(value: Option<String>, communicator: &Communicator, root: usize) -> Result<String> {
        let bytes = Vec::<u8>::broadcast(value.map(String::into_bytes), communicator, root)?;
        String::from_utf8(bytes).map_err(|error| {
            Error::new(ErrorKind::InvalidValue, CALL, format!("the message is not UTF-8 text: {}", error.utf8_error()))
        })
    }
}
