//! Sending in buffered mode: the message is copied and the call returns.

use super::IntoDestination;
use super::Message;
use super::envelope::{Destination, Envelope};
use crate::buffer::{Copied, RawBuffer, reserve};
use crate::communicator::Communicator;
use crate::error::{Error, ErrorKind, Result, check};
use crate::gate::deferred::{self, Deferred, Until};
use crate::gate::held::Memory;
use crate::process::Mpi;
use oxmpi_sys as ffi;
use std::ffi::{c_int, c_void};
use std::sync::{Mutex, MutexGuard};

/// Where buffered sends copy to. One per process, as in MPI.
enum Buffering {
    /// To memory made for each message and freed when it is gone.
    Automatic,
    /// To memory that MPI was given and works in.
    Attached(Box<[u8]>),
}

static BUFFERING: Mutex<Buffering> = Mutex::new(Buffering::Automatic);

fn buffering() -> MutexGuard<'static, Buffering> {
    BUFFERING.lock().unwrap_or_else(|poison| poison.into_inner())
}

/// Bytes of an attached buffer that each message takes besides its data.
///
/// MPI 5.0 section 3.6.
#[doc(alias = "MPI_BSEND_OVERHEAD")]
pub const BSEND_OVERHEAD: usize = ffi::MPI_BSEND_OVERHEAD as usize;

impl Mpi {
    /// Gives MPI memory for buffered sends: [`BSEND_OVERHEAD`] plus the size of
    /// each message that may be under way at a time.
    ///
    /// Local. Not needed: without it, [`bsend`](Communicator::bsend) makes its own memory for each message. With it, memory is bounded, and
    /// a send that finds no room is an error. One buffer at a time. MPI 5.0 section 3.6.
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// use oxmpi::point_to_point::BSEND_OVERHEAD;
    /// # let mpi = oxmpi::init()?;
    /// mpi.attach_buffer(10 * (8 + BSEND_OVERHEAD))?; // ten numbers under way
    /// mpi.world().bsend(&1.5, 1)?;
    /// mpi.detach_buffer()?; // waits until they are delivered
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Buffer_attach")]
    pub fn attach_buffer(&self, bytes: usize) -> Result<()> {
        const CALL: &str = "MPI_Buffer_attach";
        let _call = self.instance().enter(CALL)?;
        let mut now = buffering();
        if !matches!(*now, Buffering::Automatic) {
            return Err(Error::new(ErrorKind::Buffer, CALL, "a buffer is in use; detach it first"));
        }
        let size = c_int::try_from(bytes).ok().filter(|&size| size > 0).ok_or_else(|| {
            Error::argument_error(ErrorKind::Arg, CALL, "bytes", bytes, format!("1 to {}", c_int::MAX))
        })?;
        let mut memory: Vec<u8> = Vec::new();
        reserve(CALL, &mut memory, bytes)?;
        memory.resize(bytes, 0);
        let mut memory = memory.into_boxed_slice();
        // SAFETY: past the gate; the memory lives in `BUFFERING`, untouched by us, until it is detached.
        check(CALL, unsafe { ffi::MPI_Buffer_attach(memory.as_mut_ptr().cast::<c_void>(), size) })?;
        *now = Buffering::Attached(memory);
        self.instance().before_finalize(detach_at_finalize);
        Ok(())
    }

    /// Waits until the messages of all buffered sends are delivered, and takes the attached buffer back.
    ///
    /// Blocking until the receivers took them. Without a buffer it only waits. MPI 5.0 section 3.6.
    #[doc(alias = "MPI_Buffer_detach")]
    #[doc(alias = "MPI_Buffer_flush")]
    pub fn detach_buffer(&self) -> Result<()> {
        let _call = self.instance().enter("MPI_Buffer_detach")?;
        detach(&mut buffering())?;
        deferred::drain(self.instance(), Until::Done);
        Ok(())
    }
}

impl Communicator {
    /// Sends in buffered mode: copies the message and returns, whether or not anybody receives.
    ///
    /// Local. The copy lives in the [attached buffer](Mpi::attach_buffer), or, when there is none, in memory of its own, as
    /// `MPI_BUFFER_AUTOMATIC` of MPI 4.1 does, on every library.
    ///
    /// # Errors
    /// As [`send`](Communicator::send), and [`Buffer`](ErrorKind::Buffer) when the attached buffer is full.
    ///
    /// MPI 5.0 sections 3.4 and 3.6.
    #[doc(alias = "MPI_Bsend")]
    #[doc(alias = "MPI_BUFFER_AUTOMATIC")]
    pub fn bsend<M: Message + ?Sized>(&self, message: &M, to: impl IntoDestination) -> Result<()> {
        let to = to.into_destination();
        message.with_raw(|raw| self.bsend_raw(raw, to))
    }

    /// The body of buffered sends.
    pub(super) fn bsend_raw(&self, raw: RawBuffer, to: Destination) -> Result<()> {
        if self.is_buffer_attached() {
            return self.send_raw("MPI_Bsend", ffi::MPI_Bsend, raw, to);
        }
        self.bsend_automatic("MPI_Bsend", raw, to)
    }

    /// Whether buffered sends copy to memory that MPI was given.
    pub(super) fn is_buffer_attached(&self) -> bool {
        matches!(*buffering(), Buffering::Attached(_))
    }

    /// A buffered send whose copy is our own: a nonblocking send of it, kept until it is done.
    pub(super) fn bsend_automatic(&self, name: &'static str, raw: RawBuffer, to: Destination) -> Result<()> {
        let call = self.enter(name)?;
        let Envelope { rank, tag } = self.destination(name, to)?;
        deferred::drain(self.instance(), Until::Now);
        let Copied { data, raw } = Copied::of(raw, name, &call)?;
        let copy = raw.counted(&call)?;
        let mut request = ffi::MPI_REQUEST_NULL;
        // SAFETY: past the gate; a live communicator; the copy lives until
        // the request is complete: `Deferred::Operation` keeps both. MPI reads it with byte loads, whatever its alignment.
        let code =
            unsafe { ffi::MPI_Isend(copy.address, copy.count, copy.datatype, rank, tag, self.as_raw(), &mut request) };
        check(name, code)?;
        // SAFETY: bytes of our own, which any thread may free.
        let memory = unsafe { Memory::new(Copied::held(data), Copied::release) };
        self.instance().defer(Deferred::Operation { request, cancel: false, memory });
        Ok(())
    }
}

/// Takes the attached buffer back; waits for the messages in it.
fn detach(now: &mut Buffering) -> Result<()> {
    if let Buffering::Attached(memory) = std::mem::replace(now, Buffering::Automatic) {
        let (mut address, mut size): (*mut c_void, c_int) = (std::ptr::null_mut(), 0);
        // SAFETY: past the gate (see the callers); a buffer is attached; MPI writes where it was.
        let code = unsafe { ffi::MPI_Buffer_detach((&raw mut address).cast::<c_void>(), &mut size) };
        if let Err(error) = check("MPI_Buffer_detach", code) {
            std::mem::forget(memory); // MPI may still work in it
            return Err(error);
        }
    }
    Ok(())
}

/// At finalization the messages that are under way are delivered, as C programs have it.
fn detach_at_finalize() {
    let _ = detach(&mut buffering());
}
