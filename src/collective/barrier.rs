//! Barrier.

use crate::communicator::Communicator;
use crate::error::{Result, check};
use oxmpi_sys as ffi;

impl Communicator {
    /// Waits until every rank of the communicator has called it.
    ///
    /// Collective, blocking. MPI 5.0 section 6.3.
    ///
    /// ```no_run
    /// # let mpi = oxmpi::init()?;
    /// mpi.world().barrier()?;
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Barrier")]
    pub fn barrier(&self) -> Result<()> {
        const CALL: &str = "MPI_Barrier";
        let _call = self.enter(CALL)?;
        // SAFETY: past the gate; a live communicator.
        check(CALL, unsafe { ffi::MPI_Barrier(self.as_raw()) })
    }
}
