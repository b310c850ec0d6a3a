//! The MPI library that is loaded: what it calls itself, and what only it can say at run time.

use crate::error::{Result, check};
use crate::gate::Instance;
use oxmpi_sys as ffi;
use std::ffi::{c_char, c_int, c_void};
use std::fmt;

/// A version of the MPI standard, as in "MPI 4.1".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// 4 of "4.1".
    pub major: u32,
    /// 1 of "4.1".
    pub minor: u32,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// The version of the standard that the MPI library claims at run time.
///
/// Local; may be called at any time, by any thread, before initialization and after finalization too. A library can
/// have more than it claims (Open MPI 5.0 says 3.1 and has much of 4.0).
///
/// MPI 5.0 section 9.1.1.
///
/// ```
/// assert!(oxmpi::version()?.major >= 3);
/// # Ok::<(), oxmpi::Error>(())
/// ```
#[doc(alias = "MPI_Get_version")]
pub fn version() -> Result<Version> {
    let (mut major, mut minor): (c_int, c_int) = (0, 0);
    // SAFETY: allowed at any time; both pointers are to live integers.
    check("MPI_Get_version", unsafe { ffi::MPI_Get_version(&mut major, &mut minor) })?;
    Ok(Version { major: major.unsigned_abs(), minor: minor.unsigned_abs() })
}

/// The name and version of the MPI library, such as `Open MPI v4.1.4, package: …`, as it says them at run time.
///
/// Local; may be called at any time, by any thread, before initialization and after finalization too.
///
/// MPI 5.0 section 9.1.1.
///
/// ```
/// println!("{}", oxmpi::library_version()?);
/// # Ok::<(), oxmpi::Error>(())
/// ```
#[doc(alias = "MPI_Get_library_version")]
pub fn library_version() -> Result<String> {
    // SAFETY: allowed at any time; the buffer is as long as the standard demands.
    text_of("MPI_Get_library_version", ffi::MPI_MAX_LIBRARY_VERSION_STRING as usize, |text, length| unsafe {
        ffi::MPI_Get_library_version(text, length)
    })
}

/// The major version of the loaded library, if it is an Open MPI.
pub(crate) fn open_mpi_major() -> Option<u32> {
    library_version().ok().as_deref().and_then(open_mpi_major_in)
}

/// The major version in Open MPI's own version text, `Open MPI v4.1.4, package: …`; `None` for other libraries.
fn open_mpi_major_in(library: &str) -> Option<u32> {
    let version = library.strip_prefix("Open MPI v")?;
    version.split('.').next()?.parse().ok()
}

/// Whether the loaded library is an MPICH that does not wake a thread which waits for a message of this rank to itself
/// ([`oneself`](crate::gate::oneself)): mended in 4.0.3, and older ones have no such code.
pub(crate) fn forgets_to_wake() -> bool {
    let version = library_version().ok().as_deref().and_then(mpich_version_in);
    version.is_some_and(|version| ((4, 0, 0)..(4, 0, 3)).contains(&version))
}

/// The version in `MPICH Version:\t4.0.2…`; relatives that say only that they are MPICH count as old. `None` for other libraries.
pub(crate) fn mpich_version_in(library: &str) -> Option<(u32, u32, u32)> {
    if !library.contains("MPICH") {
        return None;
    }
    let text = library.strip_prefix("MPICH Version:").unwrap_or_default().split_whitespace().next().unwrap_or_default();
    let mut parts = text.split(|byte: char| !byte.is_ascii_digit()).map(|part| part.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    Some((next(), next(), next()))
}

/// Calls an MPI function that writes at most `max` bytes of text and its length.
pub(crate) fn text_of(
    call: &'static str,
    max: usize,
    ask: impl FnOnce(*mut c_char, *mut c_int) -> c_int,
) -> Result<String> {
    let mut text = vec![0u8; max + 1];
    let mut length: c_int = 0;
    check(call, ask(text.as_mut_ptr().cast(), &mut length))?;
    text.truncate(usize::try_from(length).unwrap_or(0));
    if let Some(end) = text.iter().position(|&byte| byte == 0) {
        text.truncate(end);
    }
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// The name of the machine that this rank runs on.
pub(crate) fn processor_name(instance: &'static Instance) -> Result<String> {
    const CALL: &str = "MPI_Get_processor_name";
    let _call = instance.enter(CALL)?;
    // SAFETY: past the gate; the buffer is as long as the standard demands.
    text_of(CALL, ffi::MPI_MAX_PROCESSOR_NAME as usize, |text, length| unsafe {
        ffi::MPI_Get_processor_name(text, length)
    })
}

/// Reads a predefined attribute of `MPI_COMM_WORLD` whose value is a pointer to an int.
///
/// # Safety
/// MPI is initialized and not finalized, the calling thread may call it, and `key` is such a key.
pub(crate) unsafe fn predefined_attribute(call: &'static str, key: c_int) -> Result<Option<c_int>> {
    let mut value: *mut c_int = std::ptr::null_mut();
    let mut found: c_int = 0;
    // SAFETY: the caller's promise; MPI writes a pointer through `value`.
    let code =
        unsafe { ffi::MPI_Comm_get_attr(ffi::MPI_COMM_WORLD, key, (&raw mut value).cast::<c_void>(), &mut found) };
    check(call, code)?;
    // SAFETY: when found, `value` points to the library's own int, which lives until finalize.
    Ok((found != 0 && !value.is_null()).then(|| unsafe { *value }))
}

/// Whether the loaded library still has draft values of a few constants of the standard ABI, as Intel's does (2021.18). A
/// program built against the standard ABI runs unchanged under MPICH and Intel MPI, so only the library can say.
#[cfg(oxmpi_family = "standard")]
fn is_draft() -> bool {
    use std::sync::OnceLock;
    static DRAFT: OnceLock<bool> = OnceLock::new();
    *DRAFT.get_or_init(|| library_version().is_ok_and(|text| text.contains("Intel")))
}

/// `MPI_ERRORS_RETURN`.
pub(crate) fn errors_return() -> ffi::MPI_Errhandler {
    #[cfg(oxmpi_family = "standard")]
    if is_draft() {
        return ffi::draft::MPI_ERRORS_RETURN;
    }
    ffi::MPI_ERRORS_RETURN
}

/// `MPI_UNIVERSE_SIZE`, the attribute key.
pub(crate) fn universe_size() -> c_int {
    #[cfg(oxmpi_family = "standard")]
    if is_draft() {
        return ffi::draft::MPI_UNIVERSE_SIZE as c_int;
    }
    ffi::MPI_UNIVERSE_SIZE as c_int
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_from_open_mpi_only() {
        assert_eq!(open_mpi_major_in("Open MPI v4.1.4, package: Debian OpenMPI, ident: 4.1.4"), Some(4));
        assert_eq!(open_mpi_major_in("Open MPI v5.0.11"), Some(5));
        assert_eq!(open_mpi_major_in("MPICH Version:      4.0.2"), None);
        assert_eq!(open_mpi_major_in("Intel(R) MPI Library 2021.18"), None);
    }

    #[test]
    fn the_version_of_mpich_has_three_numbers() {
        assert_eq!(mpich_version_in("MPICH Version:\t4.0.2\nMPICH Release date:\tThu Apr  7"), Some((4, 0, 2)));
        assert_eq!(mpich_version_in("MPICH Version:      4.0\nMPICH Release date:\tFri Jan 21"), Some((4, 0, 0)));
        assert_eq!(mpich_version_in("MPICH Version:      5.0.0b1\n"), Some((5, 0, 0)));
        assert_eq!(mpich_version_in("A relative of MPICH 9"), Some((0, 0, 0)));
        assert_eq!(mpich_version_in("Open MPI v4.0.2, package: Debian"), None);
        assert_eq!(mpich_version_in("Intel(R) MPI Library 2021.18"), None);
    }
}
