//! Sending while the program goes on, in the four modes. One body, four MPI functions.

use super::IntoDestination;
use super::envelope::{Destination, Envelope};
use crate::buffer::RawBuffer;
use crate::communicator::Communicator;
use crate::error::Result;
use crate::request::{Failed, RequestBuffer};
use oxmpi_sys as ffi;
use std::ffi::{c_int, c_void};

/// The C signature that the nonblocking and the persistent sends share.
pub(super) type IsendFn = unsafe extern "C" fn(
    *const c_void,
    c_int,
    ffi::MPI_Datatype,
    c_int,
    c_int,
    ffi::MPI_Comm,
    *mut ffi::MPI_Request,
) -> c_int;

impl Communicator {
    /// Starts to send, and returns at once. The [`Request`](crate::request::Request) keeps what is sent, and gives it back.
    ///
    /// Takes a `Vec`, `Box<[T]>`, `Arc<[T]>`, `String`, `Obj`, a value of an MPI datatype (which the request boxes), or what a
    /// [`Scope`](crate::request::Scope) lends. Sending to `None` is complete at once. A request that is dropped goes on by itself.
    ///
    /// Local. One `MPI_Isend`, whatever is sent: objects too are one message.
    ///
    /// # Errors
    /// As [`send`](Communicator::send), with what was to be sent: see [`Failed`].
    ///
    /// MPI 5.0 section 3.7.2.
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # use std::sync::Arc;
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// let numbers = world.isend(vec![1.0, 2.0, 3.0], 1)?;
    /// let text = world.isend(String::from("hello"), to(1).tag(7))?;
    /// let shared: Arc<[u8]> = Arc::from([1, 2, 3]);
    /// let to_all = (1..world.size()).map(|rank| world.isend(shared.clone(), rank)).collect::<Result<Vec<_>, _>>()?;
    /// let object = world.isend(Obj(("a", 1)), 1)?;
    ///
    /// let numbers: Vec<f64> = numbers.wait()?;
    /// let text: String = text.wait()?;
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Isend")]
    #[inline(always)]
    pub fn isend<B: RequestBuffer>(&self, message: B, to: impl IntoDestination) -> Result<B::Reading, Failed<B>> {
        self.isend_by("MPI_Isend", ffi::MPI_Isend, message, to.into_destination())
    }

    /// Starts to send in synchronous mode: complete when the receiver has begun to receive.
    ///
    /// As [`isend`](Communicator::isend). MPI 5.0 section 3.7.2.
    #[doc(alias = "MPI_Issend")]
    #[inline(always)]
    pub fn issend<B: RequestBuffer>(&self, message: B, to: impl IntoDestination) -> Result<B::Reading, Failed<B>> {
        self.isend_by("MPI_Issend", ffi::MPI_Issend, message, to.into_destination())
    }

    /// Starts to send in buffered mode: complete when the message is copied, whether or not anybody receives.
    ///
    /// As [`bsend`](Communicator::bsend), which copies at once too: without an attached buffer the request is complete when it is returned.
    /// MPI 5.0 section 3.7.2.
    #[doc(alias = "MPI_Ibsend")]
    pub fn ibsend<B: RequestBuffer>(&self, message: B, to: impl IntoDestination) -> Result<B::Reading, Failed<B>> {
        let to = to.into_destination();
        if self.is_buffer_attached() {
            return self.isend_by("MPI_Ibsend", ffi::MPI_Ibsend, message, to);
        }
        let (kept, raw) = message.keep()?;
        match self.bsend_automatic("MPI_Ibsend", raw, to) {
            // SAFETY: the message was copied: the null request reads nothing.
            Ok(()) => Ok(unsafe { B::reading(kept, ffi::MPI_REQUEST_NULL, self.instance()) }),
            Err(error) => Err(B::refused(kept, error)),
        }
    }

    /// Starts to send in ready mode: the receiver has posted its receive already.
    ///
    /// As [`isend`](Communicator::isend). MPI 5.0 section 3.7.2.
    ///
    /// # Safety
    /// The matching receive is posted before this call starts; else the standard leaves the outcome undefined. (A receive of a length that only the
    /// message tells is not posted: see [`irecv`](Communicator::irecv).)
    #[doc(alias = "MPI_Irsend")]
    #[inline]
    pub unsafe fn irsend<B: RequestBuffer>(
        &self,
        message: B,
        to: impl IntoDestination,
    ) -> Result<B::Reading, Failed<B>> {
        self.isend_by("MPI_Irsend", ffi::MPI_Irsend, message, to.into_destination())
    }

    /// The body of the nonblocking sends.
    #[inline(always)]
    fn isend_by<B: RequestBuffer>(
        &self,
        name: &'static str,
        function: IsendFn,
        message: B,
        to: Destination,
    ) -> Result<B::Reading, Failed<B>> {
        let (kept, raw) = message.keep()?;
        // SAFETY: the request keeps the buffer, described by its `OwnedBuffer` or lent, until MPI is done with it.
        match unsafe { self.isend_raw(name, function, raw, to) } {
            // SAFETY: as above.
            Ok(request) => Ok(unsafe { B::reading(kept, request, self.instance()) }),
            Err(error) => Err(B::refused(kept, error)),
        }
    }

    /// Starts a send.
    ///
    /// # Safety
    /// The buffer stays as it is until the request is complete.
    #[inline(always)]
    pub(super) unsafe fn isend_raw(
        &self,
        name: &'static str,
        function: IsendFn,
        raw: RawBuffer,
        to: Destination,
    ) -> Result<ffi::MPI_Request> {
        let call = self.enter(name)?;
        let Envelope { rank, tag } = self.destination(name, to)?;
        let buffer = raw.counted(&call)?;
        let mut request = ffi::MPI_REQUEST_NULL;
        // SAFETY: past the gate; a live communicator; the caller's promise on the buffer; rank and tag are checked.
        let code =
            unsafe { function(buffer.address, buffer.count, buffer.datatype, rank, tag, self.as_raw(), &mut request) };
        drop(buffer);
        call.end(name, code)?;
        Ok(request)
    }
}
