//! An error of an operation that owns something, and what it owned.

use super::Request;
use crate::error::Error;
use std::fmt;
use std::ops::Deref;

/// The [`Error`] of a call that took a buffer, and the buffer: nothing is lost.
///
/// Derefs to the error, and becomes it by `?`:
///
/// ```no_run
/// # use oxmpi::prelude::*;
/// # let mpi = oxmpi::init()?;
/// # let world = mpi.world();
/// # let long = vec![1.0; 1000];
/// let request = world.isend(long, 1)?; // an `Error`, where nobody wants the buffer back
///
/// let other = match request.wait() {
///     Ok(buffer) => buffer,
///     Err(failed) => {
///         eprintln!("{failed}");
///         failed.into_value().expect("the operation is over")
///     }
/// };
/// # Ok::<(), oxmpi::Error>(())
/// ```
pub struct Failed<T>(Box<Inner<T>>);

struct Inner<T> {
    error: Error,
    rest: Rest<T>,
}

enum Rest<T> {
    /// MPI may still work in the memory, or there was none.
    Nothing,
    Value(T),
    Request(Request<T>),
}

impl<T> Failed<T> {
    /// The error alone.
    #[cold]
    pub(crate) fn new(error: Error) -> Failed<T> {
        Failed(Box::new(Inner { error, rest: Rest::Nothing }))
    }

    /// The error, and what comes back.
    #[cold]
    pub(crate) fn with_value(error: Error, value: T) -> Failed<T> {
        Failed(Box::new(Inner { error, rest: Rest::Value(value) }))
    }

    /// The error, and the request, which goes on.
    #[cold]
    pub(crate) fn with_request(error: Error, request: Request<T>) -> Failed<T> {
        Failed(Box::new(Inner { error, rest: Rest::Request(request) }))
    }

    /// The error.
    pub fn error(&self) -> &Error {
        &self.0.error
    }

    /// The error, without the buffer, which is dropped.
    pub fn into_error(self) -> Error {
        self.0.error
    }

    /// The buffer that was given to the call; with its status, where the call receives. `None` where the operation goes on, and where MPI may
    /// still be at work in the memory. What is in a buffer that was to be filled is unspecified, and valid.
    pub fn into_value(self) -> Option<T> {
        match self.0.rest {
            Rest::Value(value) => Some(value),
            _ => None,
        }
    }

    /// The request, where the operation goes on: when this thread may not wait for it.
    pub fn into_request(self) -> Option<Request<T>> {
        match self.0.rest {
            Rest::Request(request) => Some(request),
            _ => None,
        }
    }

    /// The same error about another value.
    pub(crate) fn map<U>(self, convert: impl FnOnce(T) -> Option<U>) -> Failed<U> {
        let Inner { error, rest } = *self.0;
        let rest = match rest {
            Rest::Value(value) => convert(value).map_or(Rest::Nothing, Rest::Value),
            _ => Rest::Nothing,
        };
        Failed(Box::new(Inner { error, rest }))
    }
}

impl<T> Deref for Failed<T> {
    type Target = Error;

    fn deref(&self) -> &Error {
        &self.0.error
    }
}

impl<T> From<Failed<T>> for Error {
    fn from(failed: Failed<T>) -> Error {
        failed.into_error()
    }
}

impl<T> fmt::Debug for Failed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rest = match self.0.rest {
            Rest::Nothing => "nothing",
            Rest::Value(_) => "the value",
            Rest::Request(_) => "the request",
        };
        f.debug_struct("Failed").field("error", &self.0.error).field("gives back", &rest).finish()
    }
}

impl<T> fmt::Display for Failed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.error.fmt(f)
    }
}

impl<T> std::error::Error for Failed<T> {}
