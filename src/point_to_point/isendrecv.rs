//! Sending and receiving at once while the program goes on.

use super::envelope::{Destination, Envelope};
use super::{IntoDestination, IntoSource, Receive};
use crate::buffer::{Copied, OwnedBuffer, OwnedBufferMut};
use crate::communicator::Communicator;
use crate::error::{Result, check};
use crate::gate::held::{Held, Memory};
use crate::request::{Abandoned, Common, Failed, Over, Procedure, ProcedureRef, Request, Status, joint};
use oxmpi_sys as ffi;

impl Communicator {
    /// Starts to send one message and to receive another as a value, and returns at once. The request yields what was sent, what was received, and
    /// the status of that.
    ///
    /// As [`isend`](Communicator::isend) and [`irecv`](Communicator::irecv), whose rules hold for each half. Local. On every library, also those without
    /// `MPI_Isendrecv`, by one request for each half. Cannot be cancelled; dropping it cancels the receive.
    ///
    /// # Errors
    /// As those two, with what was to be sent: see [`Failed`].
    ///
    /// MPI 5.0 section 3.10.
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// # let (left, right) = (0, 0);
    /// let exchange = world.isendrecv::<_, Vec<f64>>(vec![1.0; 100], right, left)?;
    /// let (edge, ghost, status) = exchange.wait()?;
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Isendrecv")]
    pub fn isendrecv<M: OwnedBuffer, R: Receive>(
        &self,
        message: M,
        to: impl IntoDestination,
        from: impl IntoSource,
    ) -> Result<Request<(M, R, Status)>, Failed<M>> {
        let (to, from) = (to.into_destination(), from.into_source());
        if let Err(error) = self.check_exchange(to) {
            return Err(Failed::with_value(error, message));
        }
        let receiving = match self.irecv::<R>(from) {
            Ok(receiving) => receiving,
            Err(error) => return Err(Failed::with_value(error, message)),
        };
        // Where this fails the receive is dropped, and so cancelled.
        let sending = self.isend(message, to)?;
        Ok(joint(receiving, sending, self.instance(), |(received, status), sent| (sent, received, status)))
    }

    /// Starts to send one message and to receive another into a buffer that the request keeps, and returns at once.
    ///
    /// As [`isend`](Communicator::isend) and [`irecv_into`](Communicator::irecv_into), whose rules hold for each half. Local. The request yields what
    /// was sent, the buffer, and the status. Cannot be cancelled; dropping it cancels the receive.
    ///
    /// # Errors
    /// As those two, with both buffers: see [`Failed`].
    ///
    /// MPI 5.0 section 3.10.
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// # let (left, right) = (0, 0);
    /// let exchange = world.isendrecv_into(vec![1.0; 100], right, vec![0.0; 100], left)?;
    /// let (edge, ghost, status) = exchange.wait()?;
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Isendrecv")]
    #[allow(clippy::type_complexity, reason = "what is given back, in full")]
    pub fn isendrecv_into<M: OwnedBuffer, B: OwnedBufferMut>(
        &self,
        message: M,
        to: impl IntoDestination,
        buffer: B,
        from: impl IntoSource,
    ) -> Result<Request<(M, B, Status)>, Failed<(M, B)>> {
        let to = to.into_destination();
        if let Err(error) = self.check_exchange(to) {
            return Err(Failed::with_value(error, (message, buffer)));
        }
        let receiving = match self.irecv_into(buffer, from) {
            Ok(receiving) => receiving,
            Err(failed) => return Err(failed.map(|buffer| Some((message, buffer)))),
        };
        let sending = match self.isend(message, to) {
            Ok(sending) => sending,
            Err(failed) => {
                let buffer = withdraw(receiving);
                return Err(failed.map(|message| Some((message, buffer?))));
            }
        };
        Ok(joint(receiving, sending, self.instance(), |(buffer, status), sent| (sent, buffer, status)))
    }

    /// Starts to send the contents of a buffer and to receive a message of at most that length in their place, and returns at once.
    ///
    /// As [`isendrecv_into`](Communicator::isendrecv_into); what is sent is copied first. MPI 5.0 section 3.10.
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// let other = world.rank() ^ 1;
    /// let exchange = world.isendrecv_replace(vec![world.rank(); 100], other, other)?;
    /// let (theirs, status) = exchange.wait()?;
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Isendrecv_replace")]
    pub fn isendrecv_replace<B: OwnedBufferMut>(
        &self,
        buffer: B,
        to: impl IntoDestination,
        from: impl IntoSource,
    ) -> Result<Request<(B, Status)>, Failed<B>> {
        let to = to.into_destination();
        if let Err(error) = self.check_exchange(to) {
            return Err(Failed::with_value(error, buffer));
        }
        let (held, raw) = buffer.dissolve().map_err(|(error, buffer)| Failed::with_value(error, buffer))?;
        let copied = self.enter(REPLACE).and_then(|call| Copied::of(raw, REPLACE, &call));
        // SAFETY: nothing was started; rebuilt once.
        let buffer = unsafe { B::rebuild(held) };
        let copied = match copied {
            Ok(copied) => copied,
            Err(error) => return Err(Failed::with_value(error, buffer)),
        };
        let receiving = self.irecv_into(buffer, from)?;
        match self.isend_copied(copied, to) {
            Ok(sending) => Ok(joint(receiving, sending, self.instance(), |received, ()| received)),
            Err(error) => Err(match withdraw(receiving) {
                Some(buffer) => Failed::with_value(error, buffer),
                None => Failed::new(error),
            }),
        }
    }

    /// What can be wrong with the half that is sent, before anything is received.
    fn check_exchange(&self, to: Destination) -> Result<()> {
        const CALL: &str = "MPI_Isendrecv";
        let _call = self.enter(CALL)?;
        self.destination(CALL, to).map(drop)
    }

    /// Sends a copy, which the request frees.
    fn isend_copied(&self, copied: Copied, to: Destination) -> Result<Request<()>> {
        let call = self.enter(REPLACE)?;
        let Envelope { rank, tag } = self.destination(REPLACE, to)?;
        let Copied { data, raw } = copied;
        let held = Copied::held(data);
        let mut request = ffi::MPI_REQUEST_NULL;
        let started = raw.counted(&call).and_then(|copy| {
            // SAFETY: past the gate; a live communicator; the request keeps the copy until MPI is done with it. MPI reads it with byte loads,
            // whatever its alignment.
            let code = unsafe {
                ffi::MPI_Isend(copy.address, copy.count, copy.datatype, rank, tag, self.as_raw(), &mut request)
            };
            check(REPLACE, code)
        });
        if let Err(error) = started {
            // SAFETY: nothing was started; freed once.
            unsafe { Copied::release(held) };
            return Err(error);
        }
        const COMMON: &Common = &Common::send(REPLACE, abandon_copy);
        const PROCEDURE: ProcedureRef<()> =
            ProcedureRef::new(&Procedure { common: COMMON, finish: finish_copy, succeed: None });
        // SAFETY: the operation works in what is held.
        Ok(unsafe { Request::started(request, held, PROCEDURE, self.instance()) })
    }
}

const REPLACE: &str = "MPI_Isendrecv_replace";

/// Takes a receive back that was posted in vain.
fn withdraw<B>(mut receiving: Request<(B, Status)>) -> Option<B> {
    receiving.cancel().ok()?;
    match receiving.wait() {
        Ok((buffer, _)) => Some(buffer),
        Err(failed) => failed.into_value().map(|(buffer, _)| buffer),
    }
}

unsafe fn finish_copy(held: Held, over: Over<'_>) -> Result<(), Failed<()>> {
    // SAFETY: the caller's promise.
    unsafe { Copied::release(held) };
    over.outcome.map_err(|error| Failed::with_value(error, ()))
}

unsafe fn abandon_copy(abandoned: Abandoned) {
    // SAFETY: the caller's promise; bytes may be freed by any thread.
    unsafe {
        let memory = Memory::new(abandoned.held, Copied::release);
        abandoned.park(false, memory);
    }
}
