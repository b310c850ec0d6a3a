//! Names of communicators, for debuggers and error messages.

use super::Communicator;
use crate::error::{Error, ErrorKind, Result, check};
use crate::library::text_of;
use oxmpi_sys as ffi;
use std::ffi::CString;

impl Communicator {
    /// The communicator's name; `MPI_COMM_WORLD` for the world, empty unless one was set.
    ///
    /// Local. MPI 5.0 section 7.8.
    #[doc(alias = "MPI_Comm_get_name")]
    pub fn name(&self) -> Result<String> {
        const CALL: &str = "MPI_Comm_get_name";
        let _call = self.enter(CALL)?;
        // SAFETY: past the gate; a live communicator; the buffer is as long as the standard demands.
        text_of(CALL, ffi::MPI_MAX_OBJECT_NAME as usize, |text, length| unsafe {
            ffi::MPI_Comm_get_name(self.as_raw(), text, length)
        })
    }

    /// Names the communicator. Libraries differ in the longest name that they keep (63 to 127 bytes); a longer one is an error.
    ///
    /// Local. MPI 5.0 section 7.8.
    ///
    /// ```no_run
    /// # let mpi = oxmpi::init()?;
    /// let grid = mpi.world().duplicate()?;
    /// grid.set_name("grid")?;
    /// assert_eq!(grid.name()?, "grid");
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Comm_set_name")]
    pub fn set_name(&self, name: &str) -> Result<()> {
        const CALL: &str = "MPI_Comm_set_name";
        let _call = self.enter(CALL)?;
        let longest = ffi::MPI_MAX_OBJECT_NAME as usize - 1;
        let c_name = CString::new(name).ok().filter(|_| name.len() <= longest).ok_or_else(|| {
            let allowed = format!("at most {longest} bytes with this library, none of them zero");
            Error::argument_error(ErrorKind::Arg, CALL, "name", format_args!("{name:?}"), allowed)
        })?;
        // SAFETY: past the gate; a live communicator and a C string.
        check(CALL, unsafe { ffi::MPI_Comm_set_name(self.as_raw(), c_name.as_ptr()) })
    }
}
