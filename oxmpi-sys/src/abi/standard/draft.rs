//! The values of a draft of the standard ABI, which Intel MPI 2021.18 still has in its `libmpi_abi.so.1`.
//!
//! Eight constants were permuted after that draft. A program for the standard ABI which may run under Intel MPI asks
//! `MPI_Get_library_version`, and where the text begins with `Intel(R) MPI` takes these in place of the constants of the
//! same names. (Each was measured on that library's behavior, not only read in its header.)

use super::{MPI_Errhandler, c_int};

/// The draft's `MPI_ERRORS_ABORT`.
pub const MPI_ERRORS_ABORT: MPI_Errhandler = core::ptr::without_provenance_mut(0x143);
/// The draft's `MPI_ERRORS_RETURN`.
pub const MPI_ERRORS_RETURN: MPI_Errhandler = core::ptr::without_provenance_mut(0x142);
/// The draft's `MPI_SEEK_SET`.
pub const MPI_SEEK_SET: c_int = 401;
/// The draft's `MPI_SEEK_CUR`.
pub const MPI_SEEK_CUR: c_int = 402;
/// The draft's `MPI_SEEK_END`.
pub const MPI_SEEK_END: c_int = 403;
/// The draft's `MPI_UNIVERSE_SIZE`.
pub const MPI_UNIVERSE_SIZE: c_int = 505;
/// The draft's `MPI_APPNUM`.
pub const MPI_APPNUM: c_int = 506;
/// The draft's `MPI_LASTUSEDCODE`.
pub const MPI_LASTUSEDCODE: c_int = 507;
