//! Two operations as one request.

use super::procedure::{Abandoned, Common, Event, Over, Procedure, ProcedureRef, Step};
use super::{Failed, Request};
use crate::error::Result;
use crate::gate::held::Held;
use crate::gate::{Call, Instance};
use oxmpi_sys as ffi;

/// Both, and what they yielded so far.
struct Joint<A, B, T> {
    first: Half<A>,
    second: Half<B>,
    make: fn(A, B) -> T,
}

enum Half<A> {
    Active(Request<A>),
    Over(Result<A, Failed<A>>),
    /// Only while it is looked at.
    Taken,
}

impl<A> Half<A> {
    /// Goes on; says whether it is over.
    fn advance(&mut self, wait: bool) -> bool {
        let (over, half) = match std::mem::replace(self, Half::Taken) {
            Half::Active(request) if wait => (true, Half::Over(request.wait())),
            Half::Active(mut request) => match request.test() {
                Ok(None) => (false, Half::Active(request)),
                Ok(Some(value)) => (true, Half::Over(Ok(value))),
                Err(failed) => (true, Half::Over(Err(failed))),
            },
            half => (true, half),
        };
        *self = half;
        over
    }

    fn into_result(self) -> Result<A, Failed<A>> {
        match self {
            Half::Over(result) => result,
            _ => unreachable!("asked for when both are over"),
        }
    }
}

/// One request of two that were started. Fails if one of them does, with what is left of both if there is something left of each.
pub(crate) fn joint<A, B, T>(
    first: Request<A>,
    second: Request<B>,
    instance: &'static Instance,
    make: fn(A, B) -> T,
) -> Request<T> {
    let joint = Joint { first: Half::Active(first), second: Half::Active(second), make };
    let procedure = const {
        ProcedureRef::new(&Procedure {
            common: Joint::<A, B, T>::COMMON_REF,
            finish: Joint::<A, B, T>::finish,
            succeed: None,
        })
    };
    // SAFETY: no MPI request of its own; the stage works in what is held.
    unsafe { Request::started(ffi::MPI_REQUEST_NULL, Held::of(Box::into_raw(Box::new(joint))), procedure, instance) }
}

impl<A, B, T> Joint<A, B, T> {
    const COMMON: Common = Common {
        stage: Some(Self::stage),
        special: true,
        cancellable: false,
        ..Common::send("MPI_Isendrecv", Self::abandon)
    };
    const COMMON_REF: &'static Common = &Self::COMMON;

    unsafe fn stage(held: Held, _: &mut ffi::MPI_Request, event: Event<'_>, _: &Call) -> Result<Step> {
        // SAFETY: what the request holds, and nobody else uses.
        let this = unsafe { &mut *held.get::<*mut Self>() };
        let wait = matches!(event, Event::Idle { wait: true });
        // Both, in each case: each test may let the other go on.
        let over = [this.first.advance(wait), this.second.advance(wait)];
        Ok(if over == [true, true] { Step::Finished } else { Step::NotYet })
    }

    unsafe fn finish(held: Held, over: Over<'_>) -> Result<T, Failed<T>> {
        // SAFETY: what the request holds, taken once.
        let this = *unsafe { Box::from_raw(held.get::<*mut Self>()) };
        over.outcome.map_err(Failed::new)?;
        let make = this.make;
        match (this.first.into_result(), this.second.into_result()) {
            (Ok(first), Ok(second)) => Ok(make(first, second)),
            (Err(failed), Ok(second)) => Err(failed.map(|first| Some(make(first, second)))),
            (Ok(first), Err(failed)) => Err(failed.map(|second| Some(make(first, second)))),
            (Err(failed), Err(other)) => Err(failed.map(|first| Some(make(first, other.into_value()?)))),
        }
    }

    unsafe fn abandon(abandoned: Abandoned) {
        // SAFETY: what the request holds, once. Each half gives itself up.
        drop(unsafe { Box::from_raw(abandoned.held.get::<*mut Self>()) });
    }
}
