//! Errors as values: which call failed, how, on what argument, and what is allowed (MPI 5.0 sections 9.3 to 9.5).

mod kind;

use oxmpi_sys as ffi;
use std::ffi::{c_char, c_int};
use std::fmt;

pub use kind::ErrorKind;

/// What every fallible call of oxmpi returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failed call: its MPI name, the [kind](ErrorKind) of failure, the library's own message, and for a bad argument
/// its name, what was given and what is allowed.
///
/// One pointer in size, so that a `Result<()>` costs nothing on the way out of a successful call.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    call: &'static str,
    argument: Option<Argument>,
    message: String,
}

/// The argument that an [`Error`] complains of.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Argument {
    /// The parameter's name, as in the signature of the oxmpi method.
    pub name: &'static str,
    /// What was given, as text.
    pub given: String,
    /// What would have been allowed.
    pub allowed: String,
}

impl Error {
    /// The kind of failure.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The name of the MPI function that failed, or that was not called because its arguments are invalid.
    pub fn call(&self) -> &'static str {
        self.0.call
    }

    /// The argument at fault, where one is known.
    pub fn argument(&self) -> Option<&Argument> {
        self.0.argument.as_ref()
    }

    /// The explanation: the MPI library's message where the library found the error, else ours.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// An error that oxmpi found.
    #[cold]
    pub(crate) fn new(kind: ErrorKind, call: &'static str, message: impl Into<String>) -> Error {
        Error(Box::new(Inner { kind, call, argument: None, message: message.into() }))
    }

    /// An argument that oxmpi refused.
    #[cold]
    pub(crate) fn argument_error(
        kind: ErrorKind,
        call: &'static str,
        name: &'static str,
        given: impl fmt::Display,
        allowed: impl Into<String>,
    ) -> Error {
        // Written once for all types of what was given.
        fn refused(
            kind: ErrorKind,
            call: &'static str,
            name: &'static str,
            given: &dyn fmt::Display,
            allowed: String,
        ) -> Error {
            let argument = Argument { name, given: given.to_string(), allowed };
            Error(Box::new(Inner { kind, call, argument: Some(argument), message: String::new() }))
        }
        refused(kind, call, name, &given, allowed.into())
    }

    /// What the library is missing, and which library and version has it.
    #[cold]
    pub(crate) fn unsupported(call: &'static str, message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Unsupported, call, message)
    }

    /// An error code that an MPI function returned.
    #[cold]
    pub(crate) fn from_code(call: &'static str, code: c_int) -> Error {
        let mut class = code;
        let mut text = [0u8; ffi::MPI_MAX_ERROR_STRING as usize + 1];
        let mut length: c_int = 0;
        // SAFETY: both functions are local, take any error code, and may be called by any thread at any time between
        // init and finalize (and, since MPI 4.0, outside). A code only comes from a call that passed the gate. `text`
        // is longer than MPI_MAX_ERROR_STRING, the most that MPI_Error_string writes.
        unsafe {
            ffi::MPI_Error_class(code, &mut class);
            ffi::MPI_Error_string(code, text.as_mut_ptr().cast::<c_char>(), &mut length);
        }
        let text = &text[..usize::try_from(length).unwrap_or(0).min(text.len())];
        let text = text.split(|&b| b == 0).next().unwrap_or_default();
        Error::new(ErrorKind::from_class(class), call, String::from_utf8_lossy(text).trim())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { kind, call, argument, message } = &*self.0;
        write!(f, "{call}: {}", kind.description())?;
        if let Some(Argument { name, given, allowed }) = argument {
            write!(f, ": `{name}` is {given}; allowed: {allowed}")?;
        }
        if !message.is_empty() {
            write!(f, ": {message}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

/// Turns the return code of an MPI function into a `Result`.
#[inline(always)]
pub(crate) fn check(call: &'static str, code: c_int) -> Result<()> {
    if code == ffi::MPI_SUCCESS as c_int { Ok(()) } else { Err(Error::from_code(call, code)) }
}

impl From<Error> for std::io::Error {
    fn from(error: Error) -> std::io::Error {
        let kind = match error.kind() {
            ErrorKind::NoSuchFile => std::io::ErrorKind::NotFound,
            ErrorKind::Access => std::io::ErrorKind::PermissionDenied,
            ErrorKind::FileExists => std::io::ErrorKind::AlreadyExists,
            ErrorKind::Unsupported => std::io::ErrorKind::Unsupported,
            ErrorKind::NoMem => std::io::ErrorKind::OutOfMemory,
            _ => std::io::ErrorKind::Other,
        };
        std::io::Error::new(kind, error)
    }
}
