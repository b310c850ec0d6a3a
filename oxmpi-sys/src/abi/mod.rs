//! What differs between the families: handles, `MPI_Status`, constants. Only the family of the library found is compiled.

mod table;

pub(crate) use table::constants;
#[cfg(not(oxmpi_family = "bindgen"))]
pub(crate) use table::opaque;
pub use table::{Constant, Section, Value};

#[cfg(oxmpi_family = "open_mpi")]
#[path = "open_mpi/mod.rs"]
pub mod family;
#[cfg(oxmpi_family = "mpich")]
#[path = "mpich/mod.rs"]
pub mod family;
#[cfg(oxmpi_family = "standard")]
#[path = "standard/mod.rs"]
pub mod family;
#[cfg(oxmpi_family = "bindgen")]
#[path = "generated.rs"]
pub mod family;
