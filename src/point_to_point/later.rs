//! Receiving a value by a request: posted where its size is known, else by a matched probe that each test or wait tries.

use super::{MatchedMessage, Receive, Source, Status};
use crate::buffer::{RawBuffer, VecParts, reserve};
use crate::communicator::Communicator;
use crate::datatype::{Datatype, Of, assert_sized, validate};
use crate::error::Result;
use crate::gate::Call;
use crate::gate::held::{Held, Memory};
use crate::request::{Abandoned, Common, Event, Failed, Over, Procedure, ProcedureRef, Request, Step, incomplete};
use oxmpi_sys as ffi;

/// Starts to receive a value.
pub(super) fn start<R: Receive>(communicator: &Communicator, source: Source) -> Result<Request<(R, Status)>> {
    if R::FIXED { post::<R>(communicator, source) } else { probe::<R>(communicator, source) }
}

/// Where a message goes that a request receives.
fn room<E: Datatype>(call: &'static str, len: usize) -> Result<VecParts<E>> {
    const { assert_sized::<E>() };
    let mut vector = Vec::new();
    reserve(call, &mut vector, len)?;
    Ok(VecParts::of(vector))
}

/// Makes the value of what arrived.
///
/// # Safety
/// `parts` are of a vector that was not put together again, with room for `posted` elements; the message that `status` tells of is in it.
unsafe fn value<R: Receive>(
    call: &'static str,
    parts: VecParts<R::Elem>,
    posted: usize,
    status: Result<Status>,
) -> Result<(R, Status), Failed<(R, Status)>> {
    let whole = status.and_then(|status| {
        status.check_fits(call, posted * Of::<R::Elem>::BYTES)?;
        status.count::<R::Elem>().map(|len| (len, status)).ok_or_else(|| incomplete::<R::Elem>(call, status))
    });
    // SAFETY: the caller's promise; only what arrived, all of it and valid, becomes part of the vector.
    let elements = unsafe {
        match whole {
            Ok((len, status)) => {
                let valid = validate::repair(call, parts.first, len);
                let elements = parts.with_len(if valid.is_ok() { len } else { 0 });
                valid.map(|()| (elements, status))
            }
            Err(error) => {
                drop(parts.with_len(0));
                Err(error)
            }
        }
    };
    elements.and_then(|(elements, status)| Ok((R::from_arrived(call, elements, status)?, status))).map_err(Failed::new)
}

/// Frees room that nothing was made of.
unsafe fn release_room<E>(held: Held) {
    // SAFETY: the parts of a vector, of which no element is known to be initialized; none needs a drop.
    drop(unsafe { held.get::<VecParts<E>>().with_len(0) });
}

/// A receive of fixed size, which holds the parts of its room.
struct Posted<R>(std::marker::PhantomData<R>);

fn post<R: Receive>(communicator: &Communicator, source: Source) -> Result<Request<(R, Status)>> {
    let parts = room::<R::Elem>("MPI_Irecv", 1)?;
    // SAFETY: the room is the request's until MPI is done with it.
    match unsafe { communicator.post(RawBuffer::at(parts.first, 1), source) } {
        Ok(request) => {
            let procedure = const {
                ProcedureRef::new(&Procedure {
                    common: Posted::<R>::COMMON_REF,
                    finish: Posted::<R>::finish,
                    succeed: None,
                })
            };
            // SAFETY: the operation works in what is held.
            Ok(unsafe { Request::started(request, Held::of(parts), procedure, communicator.instance()) })
        }
        Err(error) => {
            // SAFETY: nothing was started.
            drop(unsafe { parts.with_len(0) });
            Err(error)
        }
    }
}

impl<R: Receive> Posted<R> {
    const COMMON: Common = Common::receive("MPI_Irecv", Self::abandon);
    const COMMON_REF: &'static Common = &Self::COMMON;

    unsafe fn finish(held: Held, over: Over<'_>) -> Result<(R, Status), Failed<(R, Status)>> {
        // SAFETY: the receive succeeded, if there is no error; the parts are taken once.
        unsafe {
            let status = over.outcome.and_then(|()| Status::read_within(over.status, over.call));
            value::<R>("MPI_Irecv", held.get(), 1, status)
        }
    }

    unsafe fn abandon(abandoned: Abandoned) {
        // SAFETY: the room is the request's own, and any thread may free it: elements are `Send`.
        unsafe {
            let memory = Memory::new(abandoned.held, release_room::<R::Elem>);
            abandoned.park(true, memory);
        }
    }
}

/// A receive of a length that the message tells.
struct Probed<E> {
    /// Where it looks for a message; `None`: it has one.
    from: Option<(Communicator, Source)>,
    /// Where the message goes, once there is one, and how many elements it has.
    room: Option<(VecParts<E>, usize)>,
    /// What is known of the message once it arrived.
    status: Option<Status>,
}

fn probe<R: Receive>(communicator: &Communicator, source: Source) -> Result<Request<(R, Status)>> {
    let _call = communicator.enter("MPI_Irecv")?;
    communicator.source("MPI_Irecv", source)?;
    let probed: Probed<R::Elem> = Probed { from: Some((communicator.alias(), source)), room: None, status: None };
    let held = Held::of(Box::into_raw(Box::new(probed)));
    // SAFETY: nothing is started; the stages work in what is held.
    Ok(unsafe { Request::started(ffi::MPI_REQUEST_NULL, held, Probed::procedure::<R>(), communicator.instance()) })
}

/// Starts to receive a message that was matched before.
pub(super) fn start_matched<R: Receive>(message: MatchedMessage) -> Result<Request<(R, Status)>> {
    let instance = message.instance();
    let call = instance.enter("MPI_Imrecv")?;
    let mut probed: Box<Probed<R::Elem>> = Box::new(Probed { from: None, room: None, status: None });
    let request = probed.take(message, &call)?;
    // SAFETY: the operation works in what is held.
    Ok(unsafe { Request::started(request, Held::of(Box::into_raw(probed)), Probed::procedure::<R>(), instance) })
}

impl<E: Datatype> Probed<E> {
    const COMMON: Common =
        Common { stage: Some(Self::stage), special: true, ..Common::receive("MPI_Irecv", Self::abandon) };
    const COMMON_REF: &'static Common = &Self::COMMON;

    fn procedure<R: Receive<Elem = E>>() -> ProcedureRef<(R, Status)> {
        const { ProcedureRef::new(&Procedure { common: Self::COMMON_REF, finish: Self::finish::<R>, succeed: None }) }
    }

    /// Makes room for a message, and starts to receive it. After an error the message is gone.
    fn take(&mut self, message: MatchedMessage, call: &Call) -> Result<ffi::MPI_Request> {
        const CALL: &str = "MPI_Imrecv";
        let status = message.status();
        let room = match status.count::<E>() {
            Some(len) => room::<E>(CALL, len).map(|parts| (parts, len)),
            None => Err(incomplete::<E>(CALL, status)),
        };
        let (parts, len) = match room {
            Ok(room) => room,
            Err(error) => {
                message.discard()?;
                return Err(error);
            }
        };
        self.room = Some((parts, len));
        // SAFETY: the room is the request's until MPI is done with it.
        unsafe { message.post(RawBuffer::at(parts.first, len), call) }
    }

    unsafe fn stage(held: Held, request: &mut ffi::MPI_Request, event: Event<'_>, call: &Call) -> Result<Step> {
        // SAFETY: what the request holds, and nobody else uses.
        let this = unsafe { &mut *held.get::<*mut Probed<E>>() };
        match event {
            Event::Idle { wait } => {
                let Some((communicator, source)) = &this.from else { return Ok(Step::Finished) };
                let message = if wait {
                    communicator.mprobe(*source)?
                } else {
                    match communicator.improbe(*source)? {
                        Some(message) => message,
                        None => return Ok(Step::NotYet),
                    }
                };
                *request = this.take(message, call)?;
                if *request == ffi::MPI_REQUEST_NULL {
                    // Received already (from nobody, say): there is a status of it all the same.
                    this.status = Some(Status::of_nobody());
                    return Ok(Step::Finished);
                }
                Ok(Step::Started)
            }
            Event::Over(outcome, status) => {
                outcome?;
                // SAFETY: the receive succeeded.
                this.status = Some(unsafe { Status::read_within(status, call) }?);
                Ok(Step::Finished)
            }
        }
    }

    unsafe fn finish<R: Receive<Elem = E>>(held: Held, over: Over<'_>) -> Result<(R, Status), Failed<(R, Status)>> {
        // SAFETY: what the request holds, taken once.
        let this = *unsafe { Box::from_raw(held.get::<*mut Probed<E>>()) };
        let status = over.outcome.map(|()| this.status.unwrap_or_else(Status::of_nobody));
        let (parts, posted) = this.room.unwrap_or_else(|| (VecParts::of(Vec::new()), 0));
        // SAFETY: the message is in the room, if there is no error; the parts are taken once.
        unsafe { value::<R>("MPI_Imrecv", parts, posted, status) }
    }

    unsafe fn abandon(abandoned: Abandoned) {
        // SAFETY: what the request holds, once. The room is its own, and any thread may free it: elements are `Send`. A message
        // that was matched is not cancelled: it is received to nowhere.
        unsafe {
            let this = Box::from_raw(abandoned.held.get::<*mut Probed<E>>());
            if let Some((parts, _)) = this.room {
                abandoned.park(false, Memory::new(Held::of(parts), release_room::<E>));
            }
        }
    }
}
