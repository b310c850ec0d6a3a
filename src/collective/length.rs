//! Lengths that one rank knows and the others have to be told, and the checks of lengths that all know.

use crate::communicator::Communicator;
use crate::error::{Error, ErrorKind, Result};

/// What the root says instead of a length when it cannot go on: its error becomes an error on every rank.
const ROOT_FAILED: u64 = u64::MAX;

/// Tells all ranks the length that the root has, or that the root failed. One broadcast of 8 bytes.
pub(super) fn agree(
    communicator: &Communicator,
    call: &'static str,
    root: usize,
    mine: Option<Result<usize>>,
) -> Result<usize> {
    let (mut word, failure) = match mine {
        Some(Ok(length)) => (length as u64, None),
        Some(Err(error)) => (ROOT_FAILED, Some(error)),
        None => (0, None),
    };
    communicator.broadcast_into(&mut word, root)?;
    if let Some(error) = failure {
        return Err(error);
    }
    if word == ROOT_FAILED {
        let message = format!("rank {root}, the root; its own error says which");
        return Err(Error::new(ErrorKind::PeerFailed, call, message));
    }
    usize::try_from(word).map_err(|_| Error::new(ErrorKind::Count, call, format!("the root announced {word} elements")))
}

/// Checks the length of a buffer.
#[inline(always)]
pub(super) fn expect(
    call: &'static str,
    argument: &'static str,
    given: usize,
    expected: usize,
    why: &str,
) -> Result<()> {
    if given == expected { Ok(()) } else { Err(unexpected(call, argument, given, expected, why)) }
}

#[cold]
fn unexpected(call: &'static str, argument: &'static str, given: usize, expected: usize, why: &str) -> Error {
    let given = format!("{given} elements long");
    Error::argument_error(ErrorKind::Count, call, argument, given, format!("exactly {expected} elements: {why}"))
}

/// The length of each rank's part of a buffer.
pub(super) fn divide(call: &'static str, argument: &'static str, given: usize, ranks: usize) -> Result<usize> {
    if given % ranks == 0 {
        return Ok(given / ranks);
    }
    let allowed = format!("a multiple of the {ranks} ranks, so that each gets the same number");
    Err(Error::argument_error(ErrorKind::Count, call, argument, format!("{given} elements long"), allowed))
}

/// The buffer that only the root gives, where this rank is the root; an error if it didn't.
pub(super) fn at_root<T>(call: &'static str, argument: &'static str, given: Option<T>) -> Result<T> {
    given.ok_or_else(|| {
        Error::argument_error(ErrorKind::Buffer, call, argument, "None on the root", "Some(buffer) on the root")
    })
}
