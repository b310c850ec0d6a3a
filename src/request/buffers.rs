//! What nonblocking calls take: values that the request owns, or memory that is lent to a scope.

use super::{Abandoned, Common, Failed, Over, Procedure, ProcedureRef, Request, Status};
use crate::buffer::{OwnedBuffer, OwnedBufferMut, RawBuffer};
use crate::datatype::{Datatype, Of, validate};
use crate::error::{Error, Result};
use crate::gate::held::Held;
use crate::gate::{Call, Instance};
use oxmpi_sys as ffi;
use std::marker::PhantomData;
use std::mem::MaybeUninit;

/// A buffer that a nonblocking call reads: any [`OwnedBuffer`], or what [`Scope::lend`](super::Scope::lend) returns.
#[diagnostic::on_unimplemented(
    message = "a nonblocking call cannot read from a `{Self}`",
    note = "it takes a `Vec`, `Box<[T]>`, `Arc<[T]>`, `String`, `Obj` or a value of an MPI datatype, and gives it back",
    note = "to lend memory in place of giving it away: `mpi.scope(|s| {{ world.isend(s.lend(&x), 1)?; Ok(()) }})`"
)]
pub trait RequestBuffer: Sized {
    /// The request: it yields the buffer.
    type Reading;

    /// The buffer while an operation is being started.
    #[doc(hidden)]
    type Kept;

    /// Keeps the buffer where it is, for [`reading`](RequestBuffer::reading) or [`refused`](RequestBuffer::refused).
    #[doc(hidden)]
    fn keep(self) -> Result<(Self::Kept, RawBuffer), Failed<Self>>;

    /// The request of an operation that reads the buffer.
    ///
    /// # Safety
    /// `request` reads what `keep` returned with `kept`, and nothing else of ours.
    #[doc(hidden)]
    unsafe fn reading(kept: Self::Kept, request: ffi::MPI_Request, instance: &'static Instance) -> Self::Reading;

    /// The buffer again, since no operation was started.
    #[doc(hidden)]
    fn refused(kept: Self::Kept, error: Error) -> Failed<Self>;
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

    /// The buffer while an operation is being started.
    #[doc(hidden)]
    type Kept;

    /// Keeps the buffer where it is, for [`filling`](RequestBufferMut::filling) or [`refused`](RequestBufferMut::refused).
    #[doc(hidden)]
    fn keep(self) -> Result<(Self::Kept, RawBuffer), Failed<Self>>;

    /// The request of an operation that fills the buffer.
    ///
    /// # Safety
    /// `request` fills what `keep` returned with `kept`, and nothing else of ours.
    #[doc(hidden)]
    unsafe fn filling(kept: Self::Kept, request: ffi::MPI_Request, instance: &'static Instance) -> Self::Filling;

    /// The buffer again, since no operation was started.
    #[doc(hidden)]
    fn refused(kept: Self::Kept, error: Error) -> Failed<Self>;
}

/// The procedures for a type of buffer.
struct For<B>(PhantomData<B>);

impl<B: OwnedBuffer> For<B> {
    const READ: Common = Common::send("MPI_Isend", abandon::<B, false>);
    const READ_REF: &'static Common = &Self::READ;
}

impl<B: OwnedBufferMut> For<B> {
    const FILL: Common = Common::receive("MPI_Irecv", abandon::<B, true>);
    const FILL_REF: &'static Common = &Self::FILL;
}

/// How a request ends that owns a buffer which is read.
pub(crate) const fn reading<B: OwnedBuffer>() -> ProcedureRef<B> {
    const {
        ProcedureRef::new(&Procedure {
            common: For::<B>::READ_REF,
            finish: finish_reading::<B>,
            succeed: Some(succeed_reading::<B>),
        })
    }
}

/// How a request ends that owns a buffer which a message fills.
pub(crate) const fn filling<B: OwnedBufferMut>() -> ProcedureRef<(B, Status)> {
    const {
        ProcedureRef::new(&Procedure {
            common: For::<B>::FILL_REF,
            finish: finish_filling::<B>,
            succeed: Some(succeed_filling::<B>),
        })
    }
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

unsafe fn succeed_reading<B: OwnedBuffer>(
    held: &Held,
    _: &MaybeUninit<ffi::MPI_Status>,
    _: Call,
) -> Result<B, Failed<B>> {
    // SAFETY: the caller's promise: the operation is over.
    Ok(unsafe { B::rebuild(*held) })
}

unsafe fn succeed_filling<B: OwnedBufferMut>(
    held: &Held,
    status: &MaybeUninit<ffi::MPI_Status>,
    call: Call,
) -> Result<(B, Status), Failed<(B, Status)>> {
    // SAFETY: the caller's promise.
    let (_, len) = unsafe { B::place(*held) };
    // SAFETY: the caller's promise: the receive succeeded.
    let Some(arrived) = (unsafe { Status::read_at_once(status) }) else {
        // SAFETY: the caller's promise.
        return unsafe { look_closer(held, status, call) };
    };
    if <B::Elem as Datatype>::CHECKED || arrived.bytes() > len * Of::<B::Elem>::BYTES {
        // SAFETY: the caller's promise.
        return unsafe { look_closer(held, status, call) };
    }
    if arrived.count::<B::Elem>().is_none() {
        // SAFETY: the caller's promise.
        return unsafe { look_closer(held, status, call) };
    }
    // SAFETY: the caller's promise; all bit patterns are valid.
    Ok((unsafe { B::rebuild(*held) }, arrived))
}

/// Where elements have to be looked at, or something is wrong.
#[inline(never)]
unsafe fn look_closer<B: OwnedBufferMut>(
    held: &Held,
    status: &MaybeUninit<ffi::MPI_Status>,
    call: Call,
) -> Result<(B, Status), Failed<(B, Status)>> {
    // SAFETY: the caller's promise.
    unsafe { finish_filling(*held, Over { outcome: Ok(()), status, request: ffi::MPI_REQUEST_NULL, call: &call }) }
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

/// An owned buffer, dissolved.
pub struct Dissolved<B: OwnedBuffer>(Held, PhantomData<B>);

#[inline(always)]
fn dissolve<B: OwnedBuffer>(buffer: B) -> Result<(Dissolved<B>, RawBuffer), Failed<B>> {
    match buffer.dissolve() {
        Ok((held, raw)) => Ok((Dissolved(held, PhantomData), raw)),
        Err((error, buffer)) => Err(Failed::with_value(error, buffer)),
    }
}

#[cold]
#[inline(never)]
fn rebuilt<B: OwnedBuffer>(Dissolved(held, _): Dissolved<B>, error: Error) -> Failed<B> {
    // SAFETY: dissolved, and MPI was not given it; rebuilt once.
    Failed::with_value(error, unsafe { B::rebuild(held) })
}

impl<B: OwnedBuffer> RequestBuffer for B {
    type Reading = Request<B>;
    type Kept = Dissolved<B>;

    #[inline(always)]
    fn keep(self) -> Result<(Dissolved<B>, RawBuffer), Failed<B>> {
        dissolve(self)
    }

    #[inline(always)]
    unsafe fn reading(kept: Dissolved<B>, request: ffi::MPI_Request, instance: &'static Instance) -> Request<B> {
        // SAFETY: the caller's promise.
        unsafe { Request::started(request, kept.0, reading(), instance) }
    }

    #[inline(always)]
    fn refused(kept: Dissolved<B>, error: Error) -> Failed<B> {
        rebuilt(kept, error)
    }
}

impl<B: OwnedBufferMut> RequestBufferMut for B {
    type Filling = Request<(B, Status)>;
    type Kept = Dissolved<B>;

    #[inline(always)]
    fn keep(self) -> Result<(Dissolved<B>, RawBuffer), Failed<B>> {
        dissolve(self)
    }

    #[inline(always)]
    unsafe fn filling(
        kept: Dissolved<B>,
        request: ffi::MPI_Request,
        instance: &'static Instance,
    ) -> Request<(B, Status)> {
        // SAFETY: the caller's promise.
        unsafe { Request::started(request, kept.0, filling(), instance) }
    }

    #[inline(always)]
    fn refused(kept: Dissolved<B>, error: Error) -> Failed<B> {
        rebuilt(kept, error)
    }
}
