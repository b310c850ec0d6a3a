//! Questions about the library, the machine and the job.

use super::{Error, ErrorKind, Result, check};
use crate::process::Mpi;
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

impl Mpi {
    /// The name of the machine that this rank runs on.
    ///
    /// Local. MPI 5.0 section 9.1.2.
    ///
    /// ```no_run
    /// # let mpi = oxmpi::init()?;
    /// println!("rank {} runs on {}", mpi.world().rank(), mpi.processor_name()?);
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Get_processor_name")]
    pub fn processor_name(&self) -> Result<String> {
        const CALL: &str = "MPI_Get_processor_name";
        let _call = self.instance().enter(CALL)?;
        // SAFETY: past the gate; the buffer is as long as the standard demands.
        text_of(CALL, ffi::MPI_MAX_PROCESSOR_NAME as usize, |text, length| unsafe {
            ffi::MPI_Get_processor_name(text, length)
        })
    }

    /// Seconds since some moment in the past, which does not change during the life of the process.
    ///
    /// Local. The difference of two readings on one rank is elapsed time; readings of two ranks need not agree.
    ///
    /// MPI 5.0 section 9.6.
    ///
    /// ```no_run
    /// # let mpi = oxmpi::init()?;
    /// let start = mpi.wtime()?;
    /// // … work …
    /// println!("{:.3} s", mpi.wtime()? - start);
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Wtime")]
    pub fn wtime(&self) -> Result<f64> {
        let _call = self.instance().enter("MPI_Wtime")?;
        // SAFETY: past the gate.
        Ok(unsafe { ffi::MPI_Wtime() })
    }

    /// The resolution of [`wtime`](Mpi::wtime), in seconds.
    ///
    /// Local. MPI 5.0 section 9.6.
    ///
    /// ```no_run
    /// # let mpi = oxmpi::init()?;
    /// println!("the clock ticks every {} s", mpi.wtick()?);
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Wtick")]
    pub fn wtick(&self) -> Result<f64> {
        let _call = self.instance().enter("MPI_Wtick")?;
        // SAFETY: past the gate.
        Ok(unsafe { ffi::MPI_Wtick() })
    }

    /// The largest tag that a message can carry; the standard promises at least 32767.
    ///
    /// Local, no MPI call: it is asked for once, at initialization. MPI 5.0 section 9.1.2.
    #[doc(alias = "MPI_TAG_UB")]
    pub fn tag_upper_bound(&self) -> i32 {
        self.instance().tag_upper_bound()
    }

    /// How many processes the job could have in all, which says whether more can be spawned; `None` where the launcher
    /// does not tell.
    ///
    /// Local. MPI 5.0 section 11.10.1.
    ///
    /// ```no_run
    /// # let mpi = oxmpi::init()?;
    /// if let Some(room) = mpi.universe_size()? {
    ///     println!("{} of {room} processes are running", mpi.world().size());
    /// }
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_UNIVERSE_SIZE")]
    pub fn universe_size(&self) -> Result<Option<usize>> {
        let key = crate::process::draft::universe_size();
        // The attribute hangs on the predefined world only, not on a duplicate.
        let value = self.world_attribute("MPI_Comm_get_attr(MPI_UNIVERSE_SIZE)", key)?;
        Ok(value.and_then(|value| usize::try_from(value).ok()))
    }

    /// A predefined integer attribute of `MPI_COMM_WORLD`.
    fn world_attribute(&self, call: &'static str, key: c_int) -> Result<Option<c_int>> {
        let _call = self.instance().enter(call)?;
        // SAFETY: past the gate, and `key` is one of the predefined keys whose value is an int.
        unsafe { predefined_attribute(call, key) }
    }
}

/// Reads a predefined attribute of `MPI_COMM_WORLD` whose value is a pointer to an int.
///
/// # Safety
/// MPI is initialized and not finalized, the calling thread may call it, and `key` is such a key.
pub(crate) unsafe fn predefined_attribute(call: &'static str, key: c_int) -> Result<Option<c_int>> {
    let mut value: *mut c_int = std::ptr::null_mut();
    let mut found: c_int = 0;
    // SAFETY: the caller's promise; MPI writes a pointer through `value`.
    let code = unsafe {
        ffi::MPI_Comm_get_attr(ffi::MPI_COMM_WORLD, key, (&raw mut value).cast::<c_void>(), &mut found)
    };
    check(call, code)?;
    // SAFETY: when found, `value` points to the library's own int, which lives until finalize.
    Ok((found != 0 && !value.is_null()).then(|| unsafe { *value }))
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
