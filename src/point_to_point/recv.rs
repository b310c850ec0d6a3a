//! Receiving.

use super::IntoSource;
use super::Receive;
use super::Status;
use super::incoming::{From, Incoming, receive};
use crate::buffer::BufferMut;
use crate::communicator::Communicator;
use crate::datatype::Datatype;
use crate::error::Result;

impl Communicator {
    /// Receives a value, and returns it.
    ///
    /// Blocking: returns when the message has arrived. The type says what is received: a fixed size (`f64`, `[u8; 4]`), or a
    /// length that the message tells (`Vec<f64>`, `String`, `Obj<T>`; by a matched probe). `Option<R>` is `None` exactly
    /// when the source is `None`.
    ///
    /// # Errors
    /// [`Rank`](crate::ErrorKind::Rank) and [`Tag`](crate::ErrorKind::Tag) before anything is received;
    /// [`Truncated`](crate::ErrorKind::Truncated) and [`Incomplete`](crate::ErrorKind::Incomplete) for a message of another size,
    /// [`InvalidValue`](crate::ErrorKind::InvalidValue) and [`Decode`](crate::ErrorKind::Decode) for one that is no value of the type. That message
    /// is gone then; the communicator stays usable.
    ///
    /// MPI 5.0 sections 3.2.4 and 3.8.3.
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// let x: f64 = world.recv(0)?;
    /// let v: Vec<f64> = world.recv(from(0).tag(7))?;
    /// let name = world.recv::<String>(ANY)?;
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Recv")]
    #[inline]
    pub fn recv<R: Receive>(&self, from: impl IntoSource) -> Result<R> {
        self.recv_from(from).map(|(value, _)| value)
    }

    /// Receives a value and its status: who sent it, with which tag.
    ///
    /// As [`recv`](Communicator::recv). MPI 5.0 section 3.2.4.
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// let (question, status) = world.recv_from::<String>(ANY.tag(7))?;
    /// world.send("42", to(status.source()).tag(8))?; // a reply
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Recv")]
    #[inline]
    pub fn recv_from<R: Receive>(&self, from: impl IntoSource) -> Result<(R, Status)> {
        R::receive(Incoming(From::Posted { communicator: self, source: from.into_source() }))
    }

    /// Receives into your own memory: `&mut x`, `&mut array`, `&mut slice[..]`, `&mut vec`.
    ///
    /// Blocking. Fills from the start, never grows; `status.count::<T>()` says how many elements arrived, and those behind
    /// them stay as they were.
    ///
    /// # Errors
    /// As [`recv`](Communicator::recv); a message may be shorter, but must be a whole number of elements. After
    /// `Truncated` and other errors the buffer's contents are unspecified, and valid.
    ///
    /// MPI 5.0 section 3.2.4.
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// let mut halo = [0.0; 128];
    /// let status = world.recv_into(&mut halo[..], 0)?;
    /// println!("{:?} numbers arrived", status.count::<f64>());
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Recv")]
    #[inline]
    pub fn recv_into<B: BufferMut + ?Sized>(&self, buffer: &mut B, from: impl IntoSource) -> Result<Status> {
        fill_buffer("MPI_Recv", buffer, |into| {
            // SAFETY: `into` is the buffer that `fill_buffer` borrows mutably.
            unsafe { receive(self, from.into_source(), into) }
        })
    }

    /// Receives a message of any length to the end of a vector.
    ///
    /// Blocking; by a matched probe. Returns the status; after an error the vector is unchanged.
    ///
    /// MPI 5.0 section 3.8.
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// let mut all: Vec<u32> = Vec::new();
    /// for rank in 1..world.size() {
    ///     world.recv_append(&mut all, rank)?;
    /// }
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Mprobe")]
    #[doc(alias = "MPI_Mrecv")]
    pub fn recv_append<T: Datatype>(&self, vector: &mut Vec<T>, from: impl IntoSource) -> Result<Status> {
        super::receive::append(vector, Incoming(From::Posted { communicator: self, source: from.into_source() }))
    }
}

/// Has a buffer filled, and looks at all of it afterwards, whatever happened.
#[inline(always)]
pub(crate) fn fill_buffer<B: BufferMut + ?Sized>(
    call: &'static str,
    buffer: &mut B,
    fill: impl FnOnce(crate::buffer::RawBuffer) -> Result<Status>,
) -> Result<Status> {
    crate::buffer::fill(call, buffer, |into| {
        let status = fill(into)?;
        if status.count::<B::Elem>().is_none() {
            return Err(crate::request::incomplete::<B::Elem>(call, status));
        }
        Ok(status)
    })
}
