//! Intel's standard-ABI library (2021.18) still has draft values of a few constants; asked for at run time.
//!
//! A program built against the standard ABI runs unchanged under MPICH and Intel MPI, so only the library that is
//! loaded can say which values hold.

use oxmpi_sys as ffi;
use std::ffi::c_int;

/// Whether the loaded library has the draft values.
#[cfg(oxmpi_family = "standard")]
fn is_draft() -> bool {
    use std::sync::OnceLock;
    static DRAFT: OnceLock<bool> = OnceLock::new();
    *DRAFT.get_or_init(|| crate::environment::library_version().is_ok_and(|text| text.contains("Intel")))
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
