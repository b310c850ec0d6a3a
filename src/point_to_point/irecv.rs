//! Receiving while the program goes on.

use super::envelope::Envelope;
use super::{IntoSource, MatchedMessage, Receive, Source, later};
use crate::buffer::RawBuffer;
use crate::communicator::Communicator;
use crate::error::{Result, check};
use crate::gate::Call;
use crate::request::{Failed, Request, RequestBufferMut, Status};
use oxmpi_sys as ffi;
use std::ffi::c_int;

impl Communicator {
    /// Starts to receive a value, and returns at once. The [`Request`] yields it and its status.
    ///
    /// The type says what is received, as for [`recv`](Communicator::recv):
    ///
    /// - a fixed size (`f64`, `[u8; 4]`): the receive is posted now, into memory that the request makes;
    /// - a length that the message tells (`Vec<f64>`, `String`, `Obj<T>`): nothing is posted, and no memory is made before there is a message. Each
    ///   test or wait looks for one by a matched probe; the first that finds one takes it out of matching and receives it. So of several such requests from
    ///   one source the one that looks first gets the first message, and receives that were posted go before them. Messages of every length
    ///   are one message.
    ///
    /// `Option<R>` is `None` exactly when the source is `None`. To receive into memory that exists, see
    /// [`irecv_into`](Communicator::irecv_into).
    ///
    /// Local.
    ///
    /// # Errors
    /// [`Rank`](crate::ErrorKind::Rank) and [`Tag`](crate::ErrorKind::Tag) at once; what is wrong with the message, as
    /// [`recv`](Communicator::recv), when it is waited for.
    ///
    /// MPI 5.0 sections 3.7.2 and 3.8.
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// let number = world.irecv::<f64>(0)?;
    /// let names = world.irecv::<Obj<Vec<String>>>(ANY.tag(7))?;
    /// let (number, _) = number.wait()?;
    /// let (Obj(names), status) = names.wait()?;
    /// println!("{} names from rank {:?}", names.len(), status.source());
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Irecv")]
    #[doc(alias = "MPI_Improbe")]
    #[doc(alias = "MPI_Imrecv")]
    pub fn irecv<R: Receive>(&self, from: impl IntoSource) -> Result<Request<(R, Status)>> {
        later::start::<R>(self, from.into_source())
    }

    /// Starts to receive into a buffer that the request keeps and gives back, and returns at once.
    ///
    /// Takes a `Vec` or `Box<[T]>` as long as the longest message, a value of an MPI datatype (which the request boxes), or what a
    /// [`Scope`](crate::request::Scope) lends. A message may be shorter, but must be a whole number of elements: `status.count::<T>()` says how many
    /// arrived, and those behind them stay as they were.
    ///
    /// Local. One `MPI_Irecv`.
    ///
    /// # Errors
    /// [`Rank`](crate::ErrorKind::Rank) and [`Tag`](crate::ErrorKind::Tag) at once; what is wrong with the message, as
    /// [`recv_into`](Communicator::recv_into), when it is waited for. Both with the buffer: see [`Failed`].
    ///
    /// MPI 5.0 section 3.7.2.
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// # fn compute() {}
    /// let receiving = world.irecv_into(vec![0.0; 100], 0)?;
    /// compute();
    /// let (ghost, status) = receiving.wait()?;
    /// println!("{:?} numbers arrived", status.count::<f64>());
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Irecv")]
    #[inline]
    pub fn irecv_into<B: RequestBufferMut>(&self, buffer: B, from: impl IntoSource) -> Result<B::Filling, Failed<B>> {
        let from = from.into_source();
        buffer.start_filling(self.instance(), |raw| {
            let call = self.enter("MPI_Irecv")?;
            // SAFETY: the request keeps the buffer until MPI is done with it.
            unsafe { self.post(raw, from, &call) }
        })
    }

    /// Posts a receive.
    ///
    /// # Safety
    /// `into` may be written until the request is complete.
    #[inline(always)]
    pub(super) unsafe fn post(&self, into: RawBuffer, from: Source, call: &Call) -> Result<ffi::MPI_Request> {
        const CALL: &str = "MPI_Irecv";
        self.instance().tidy(call);
        let Envelope { rank, tag } = self.source(CALL, from)?;
        if rank == ffi::MPI_PROC_NULL as c_int {
            // Complete as it is. MPICH 4.0.2 writes no status for a request of its own from nobody.
            return Ok(ffi::MPI_REQUEST_NULL);
        }
        // Open MPI 4.1.4 and 5.0.11 truncate a message from oneself silently where its receive was posted before.
        let buffer = if cfg!(oxmpi_family = "open_mpi") && rank == self.rank() as c_int {
            into.with_one_more_byte(call)?
        } else {
            into.to_receive().counted(call)?
        };
        let mut request = ffi::MPI_REQUEST_NULL;
        // SAFETY: past the gate; a live communicator; the caller's promise on the buffer; rank and tag are checked.
        let code = unsafe {
            let (address, count, datatype) = (buffer.address, buffer.count, buffer.datatype);
            ffi::MPI_Irecv(address, count, datatype, rank, tag, self.as_raw(), &mut request)
        };
        check(CALL, code)?;
        Ok(request)
    }
}

impl MatchedMessage {
    /// Starts to receive the message as a value, and returns at once.
    ///
    /// As [`Communicator::irecv`]; memory is made as long as the message is. Dropping the request does not cancel it: the message is received and
    /// dropped. MPI 5.0 section 3.8.3.
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// if let Some(message) = world.improbe(ANY)? {
    ///     let receiving = message.irecv::<Vec<f64>>()?;
    ///     let (numbers, status) = receiving.wait()?;
    /// }
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Imrecv")]
    pub fn irecv<R: Receive>(self) -> Result<Request<(R, Status)>> {
        later::start_matched::<R>(self)
    }

    /// Starts to receive the message into a buffer that the request keeps, as [`Communicator::irecv_into`].
    ///
    /// After an error of this call the message is gone, as after [`recv_into`](MatchedMessage::recv_into). MPI 5.0 section 3.8.3.
    #[doc(alias = "MPI_Imrecv")]
    pub fn irecv_into<B: RequestBufferMut>(self, buffer: B) -> Result<B::Filling, Failed<B>> {
        let instance = self.instance();
        buffer.start_filling(instance, |raw| {
            let call = instance.enter("MPI_Imrecv")?;
            // SAFETY: the request keeps the buffer until MPI is done with it.
            unsafe { self.post(raw, &call) }
        })
    }
}
