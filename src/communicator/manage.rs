//! Making communicators from communicators: duplicate, split, compare.

use super::Communicator;
use crate::error::{Error, ErrorKind, Result, check};
use crate::gate::deferred::{self, Until};
use oxmpi_sys as ffi;
use std::ffi::c_int;

/// How alike two communicators are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Similarity {
    /// The same communicator.
    #[doc(alias = "MPI_IDENT")]
    Identical,
    /// The same ranks in the same order, in different contexts.
    #[doc(alias = "MPI_CONGRUENT")]
    Congruent,
    /// The same processes with other ranks.
    #[doc(alias = "MPI_SIMILAR")]
    Similar,
    /// Different processes.
    #[doc(alias = "MPI_UNEQUAL")]
    Unequal,
}

impl Communicator {
    /// A new communicator of the same ranks, in a context of its own, with the same attributes and topology.
    ///
    /// Collective. A library that communicates on a communicator which it was handed should do so on a duplicate.
    /// MPI 5.0 section 7.4.2.
    ///
    /// ```no_run
    /// # let mpi = oxmpi::init()?;
    /// let mine = mpi.world().duplicate()?;
    /// assert_eq!(mine.size(), mpi.world().size());
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Comm_dup")]
    #[doc(alias = "dup")]
    pub fn duplicate(&self) -> Result<Communicator> {
        const CALL: &str = "MPI_Comm_dup";
        let call = self.enter(CALL)?;
        deferred::drain(self.instance(), Until::Now);
        let mut new = ffi::MPI_COMM_NULL;
        // SAFETY: past the gate; a live communicator; MPI writes one handle.
        check(CALL, unsafe { ffi::MPI_Comm_dup(self.as_raw(), &mut new) })?;
        // SAFETY: a new handle, made by the call above.
        unsafe { Communicator::from_new(new, self.instance(), &call) }
    }

    /// Splits the communicator: ranks that give the same color come together in a new one, ordered by `key` and then by
    /// old rank. A rank whose color is `None` gets `None`.
    ///
    /// Collective: every rank calls it, with its own color and key. MPI 5.0 section 7.4.2.
    ///
    /// # Errors
    /// [`Arg`](ErrorKind::Arg) for a color that is negative or over `i32::MAX`; the rank still takes part (as `None`), so that the
    /// others don't wait.
    ///
    /// ```no_run
    /// # let mpi = oxmpi::init()?;
    /// let world = mpi.world();
    /// let half = world.split(Some(world.rank() % 2), world.rank() as i32)?.expect("has a color");
    /// println!("I am {} of {} here", half.rank(), half.size());
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Comm_split")]
    #[doc(alias = "MPI_UNDEFINED")]
    pub fn split(&self, color: Option<usize>, key: i32) -> Result<Option<Communicator>> {
        const CALL: &str = "MPI_Comm_split";
        let call = self.enter(CALL)?;
        deferred::drain(self.instance(), Until::Now);
        let raw_color = match color {
            Some(color) => c_int::try_from(color).ok(),
            None => Some(ffi::MPI_UNDEFINED as c_int),
        };
        let mut new = ffi::MPI_COMM_NULL;
        // SAFETY: past the gate; a live communicator; the color is not negative or MPI_UNDEFINED; one handle is written.
        check(CALL, unsafe {
            ffi::MPI_Comm_split(self.as_raw(), raw_color.unwrap_or(ffi::MPI_UNDEFINED as c_int), key, &mut new)
        })?;
        if raw_color.is_none() {
            let given = color.unwrap_or_default();
            return Err(Error::argument_error(ErrorKind::Arg, CALL, "color", given, format!("0 to {}", i32::MAX)));
        }
        // SAFETY: a new handle or MPI_COMM_NULL, made by the call above.
        unsafe { Communicator::from_new_or_null(new, self.instance(), &call) }
    }

    /// How alike this communicator and another are.
    ///
    /// Local. MPI 5.0 section 7.4.1.
    #[doc(alias = "MPI_Comm_compare")]
    pub fn compare(&self, other: &Communicator) -> Result<Similarity> {
        const CALL: &str = "MPI_Comm_compare";
        let _call = self.enter(CALL)?;
        let mut result: c_int = 0;
        // SAFETY: past the gate; two live communicators; one int is written.
        check(CALL, unsafe { ffi::MPI_Comm_compare(self.as_raw(), other.as_raw(), &mut result) })?;
        Ok(match result {
            r if r == ffi::MPI_IDENT as c_int => Similarity::Identical,
            r if r == ffi::MPI_CONGRUENT as c_int => Similarity::Congruent,
            r if r == ffi::MPI_SIMILAR as c_int => Similarity::Similar,
            _ => Similarity::Unequal,
        })
    }
}
