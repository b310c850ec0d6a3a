//! What nonblocking calls take: values that the request owns, or memory that is lent to a scope.

use super::{Abandoned, Common, Failed, Over, Procedure, Request, Status};
use crate::buffer::{OwnedBuffer, OwnedBufferMut, RawBuffer};
use crate::datatype::{Datatype, Of, validate};
use crate::error::Result;
use crate::gate::Instance;
use crate::gate::held::Held;
use oxmpi_sys as ffi;

/// A buffer that a nonblocking call reads: any [`OwnedBuffer`], or what [`Scope::lend`](super::Scope::lend) returns.
#[diagnostic::on_unimplemented(
    message = "a nonblocking call cannot read from a `{Self}`",
    note = "it takes a `Vec`, `Box<[T]>`, `Arc<[T]>`, `String`, `Obj` or a value of an MPI datatype, and gives it back",
    note = "to lend memory in place of giving it away: `mpi.scope(|s| {{ world.isend(s.lend(&x), 1)?; Ok(()) }})`"
)]
pub trait RequestBuffer: Sized {
    /// The request: it yields the buffer.
    type Reading;

    /// Has an operation started that reads the buffer.
    #[doc(hidden)]
    fn start_reading(
        self,
        instance: &'static Instance,
        start: impl FnOnce(RawBuffer) -> Result<ffi::MPI_Request>,
    ) -> Result<Self::Reading, Failed<Self>>;
}

/// A buffer that a nonblocking call fills: any [`OwnedBufferMut`], or what [`Scope::lend_mut`](super::Scope::lend_mut) returns.
#[diagnostic::on_unimplemented(
    message = "a nonblocking call cannot fill a `{Self}`",
    note = "it takes a `Vec` or `Box<[T]>` as long as it is, or a value of an MPI datatype, and gives it back",
    note = "to lend memory in place of giving it away: `mpi.scope(|s| {{ world.irecv_into(s.lend_mut(&mut x), 1)?; Ok(()) }})`"
)]
pub trait RequestBufferMut: Sized {
    /// The request: it yields the buffer and the status of what arrived.
    type Filling;

    /// Has an operation started that fills the buffer.
    #[doc(hidden)]
    fn start_filling(
        self,
        instance: &'static Instance,
        start: impl FnOnce(RawBuffer) -> Result<ffi::MPI_Request>,
    ) -> Result<Self::Filling, Failed<Self>>;
}

/// The procedures for a type of buffer.
struct For<B>(std::marker::PhantomData<B>);

impl<B: OwnedBuffer> For<B> {
    const READ: Common = Common::send("MPI_Isend", abandon::<B, false>);
    const READ_REF: &'static Common = &Self::READ;
}

impl<B: OwnedBufferMut> For<B> {
    const FILL: Common = Common::receive("MPI_Irecv", abandon::<B, true>);
    const FILL_REF: &'static Common = &Self::FILL;
}

/// How a request ends that owns a buffer which is read.
pub(crate) fn reading<B: OwnedBuffer>() -> Procedure<B> {
    Procedure { common: For::<B>::READ_REF, finish: finish_reading::<B> }
}

/// How a request ends that owns a buffer which a message fills.
pub(crate) fn filling<B: OwnedBufferMut>() -> Procedure<(B, Status)> {
    Procedure { common: For::<B>::FILL_REF, finish: finish_filling::<B> }
}

unsafe fn abandon<B: OwnedBuffer, const RECEIVES: bool>(abandoned: Abandoned) {
    // SAFETY: the caller's promise: what the request holds, once.
    unsafe {
        let memory = B::abandon(abandoned.held);
        abandoned.park(RECEIVES, memory);
    }
}

unsafe fn finish_reading<B: OwnedBuffer>(held: Held, over: Over<'_>) -> Result<B, Failed<B>> {
    // SAFETY: the caller's promise: the operation is over.
    let buffer = unsafe { B::rebuild(held) };
    match over.outcome {
        Ok(()) => Ok(buffer),
        Err(error) => Err(Failed::with_value(error, buffer)),
    }
}

unsafe fn finish_filling<B: OwnedBufferMut>(held: Held, over: Over<'_>) -> Result<(B, Status), Failed<(B, Status)>> {
    // SAFETY: the caller's promise: the operation is over, and nobody looked at the buffer since it was started.
    let (result, buffer) = unsafe {
        let (first, len) = B::place(held);
        let result = look_at_arrived("MPI_Irecv", first, len, &over);
        (result, B::rebuild(held))
    };
    match over.outcome.and(result) {
        Ok(status) => Ok((buffer, status)),
        Err(error) => Err(Failed::with_value(error, (buffer, Status::of_sender(over.status)))),
    }
}

/// Looks at a buffer that a message filled: whether it fit, and is whole; makes all of the buffer valid.
///
/// # Safety
/// The elements are initialized, and nobody else uses them.
#[inline(always)]
pub(crate) unsafe fn look_at_arrived<T: Datatype>(
    name: &'static str,
    first: *mut T,
    len: usize,
    over: &Over<'_>,
) -> Result<Status> {
    let result = match over.outcome {
        // SAFETY: the receive succeeded.
        Ok(()) => unsafe { Status::of_receive::<T>(name, over.status, len * Of::<T>::BYTES, over.call) },
        Err(_) => Ok(Status::of_nobody()), // the caller has the error
    };
    // SAFETY: the caller's promise.
    unsafe {
        if Of::<T>::TAGGED && (result.is_err() || over.outcome.is_err()) {
            first.write_bytes(0, len);
        }
        validate::repair(name, first, len)?;
    }
    result
}

impl<B: OwnedBuffer> RequestBuffer for B {
    type Reading = Request<B>;

    #[inline(always)]
    fn start_reading(
        self,
        instance: &'static Instance,
        start: impl FnOnce(RawBuffer) -> Result<ffi::MPI_Request>,
    ) -> Result<Request<B>, Failed<B>> {
        let (held, raw) = self.dissolve().map_err(|(error, buffer)| Failed::with_value(error, buffer))?;
        match start(raw) {
            // SAFETY: the operation works in what is held.
            Ok(request) => Ok(unsafe { Request::started(request, held, reading(), instance) }),
            // SAFETY: nothing was started; rebuilt once.
            Err(error) => Err(Failed::with_value(error, unsafe { B::rebuild(held) })),
        }
    }
}

impl<B: OwnedBufferMut> RequestBufferMut for B {
    type Filling = Request<(B, Status)>;

    #[inline(always)]
    fn start_filling(
        self,
        instance: &'static Instance,
        start: impl FnOnce(RawBuffer) -> Result<ffi::MPI_Request>,
    ) -> Result<Request<(B, Status)>, Failed<B>> {
        let (held, raw) = self.dissolve().map_err(|(error, buffer)| Failed::with_value(error, buffer))?;
        match start(raw) {
            // SAFETY: the operation works in what is held.
            Ok(request) => Ok(unsafe { Request::started(request, held, filling(), instance) }),
            // SAFETY: nothing was started; rebuilt once.
            Err(error) => Err(Failed::with_value(error, unsafe { B::rebuild(held) })),
        }
    }
}
