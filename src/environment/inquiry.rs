//! Questions about the machine and the job.

use crate::error::Result;
use crate::library::{self, predefined_attribute};
use crate::process::Mpi;
use oxmpi_sys as ffi;
use std::ffi::c_int;

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
        library::processor_name(self.instance())
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
        let key = library::universe_size();
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
