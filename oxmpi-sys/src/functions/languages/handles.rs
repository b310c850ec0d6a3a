//! Chapter 19 of MPI 5.0, Language Bindings: handles and statuses to and from Fortran.
//!
//! In MPICH's family most of these are macros, since a handle is Fortran's integer already: they are Rust functions here.
//! The standard ABI has `MPI_Comm_toint` and its like in their place.
#![cfg_attr(oxmpi_family = "standard", allow(unused_imports))]

use crate::types::*;

#[cfg(not(oxmpi_family = "standard"))]
unsafe extern "C" {
    /// Converts a status to Fortran's.
    pub fn MPI_Status_c2f(c_status: *const MPI_Status, f_status: *mut MPI_Fint) -> c_int;

    /// Converts a status from Fortran's.
    pub fn MPI_Status_f2c(f_status: *const MPI_Fint, c_status: *mut MPI_Status) -> c_int;

    /// Converts a file handle to Fortran's.
    pub fn MPI_File_c2f(file: MPI_File) -> MPI_Fint;

    /// Converts a file handle from Fortran's.
    pub fn MPI_File_f2c(file: MPI_Fint) -> MPI_File;
}

/// Most libraries have functions.
#[cfg(any(oxmpi_family = "open_mpi", oxmpi_family = "bindgen"))]
mod converted {
    use crate::types::*;

    unsafe extern "C" {
        /// Converts a communicator handle to Fortran's.
        pub fn MPI_Comm_c2f(handle: MPI_Comm) -> MPI_Fint;

        /// Converts a communicator handle from Fortran's.
        pub fn MPI_Comm_f2c(handle: MPI_Fint) -> MPI_Comm;

        /// Converts an error handler handle to Fortran's.
        pub fn MPI_Errhandler_c2f(handle: MPI_Errhandler) -> MPI_Fint;

        /// Converts an error handler handle from Fortran's.
        pub fn MPI_Errhandler_f2c(handle: MPI_Fint) -> MPI_Errhandler;

        /// Converts a group handle to Fortran's.
        pub fn MPI_Group_c2f(handle: MPI_Group) -> MPI_Fint;

        /// Converts a group handle from Fortran's.
        pub fn MPI_Group_f2c(handle: MPI_Fint) -> MPI_Group;

        /// Converts an info object handle to Fortran's.
        pub fn MPI_Info_c2f(handle: MPI_Info) -> MPI_Fint;

        /// Converts an info object handle from Fortran's.
        pub fn MPI_Info_f2c(handle: MPI_Fint) -> MPI_Info;

        /// Converts a matched message handle to Fortran's.
        pub fn MPI_Message_c2f(handle: MPI_Message) -> MPI_Fint;

        /// Converts a matched message handle from Fortran's.
        pub fn MPI_Message_f2c(handle: MPI_Fint) -> MPI_Message;

        /// Converts an operation handle to Fortran's.
        pub fn MPI_Op_c2f(handle: MPI_Op) -> MPI_Fint;

        /// Converts an operation handle from Fortran's.
        pub fn MPI_Op_f2c(handle: MPI_Fint) -> MPI_Op;

        /// Converts a request handle to Fortran's.
        pub fn MPI_Request_c2f(handle: MPI_Request) -> MPI_Fint;

        /// Converts a request handle from Fortran's.
        pub fn MPI_Request_f2c(handle: MPI_Fint) -> MPI_Request;

        /// Converts a datatype handle to Fortran's.
        pub fn MPI_Type_c2f(handle: MPI_Datatype) -> MPI_Fint;

        /// Converts a datatype handle from Fortran's.
        pub fn MPI_Type_f2c(handle: MPI_Fint) -> MPI_Datatype;

        /// Converts a window handle to Fortran's.
        pub fn MPI_Win_c2f(handle: MPI_Win) -> MPI_Fint;

        /// Converts a window handle from Fortran's.
        pub fn MPI_Win_f2c(handle: MPI_Fint) -> MPI_Win;
    }
}

/// A handle is an integer, which Fortran uses unchanged.
#[cfg(oxmpi_family = "mpich")]
mod converted {
    use crate::types::*;

    /// Converts a communicator handle to Fortran's.
    ///
    /// # Safety
    /// None is needed: the value is the same.
    #[inline]
    pub const unsafe fn MPI_Comm_c2f(handle: MPI_Comm) -> MPI_Fint {
        handle
    }

    /// Converts a communicator handle from Fortran's.
    ///
    /// # Safety
    /// None is needed: the value is the same.
    #[inline]
    pub const unsafe fn MPI_Comm_f2c(handle: MPI_Fint) -> MPI_Comm {
        handle
    }

    /// Converts an error handler handle to Fortran's.
    ///
    /// # Safety
    /// None is needed: the value is the same.
    #[inline]
    pub const unsafe fn MPI_Errhandler_c2f(handle: MPI_Errhandler) -> MPI_Fint {
        handle
    }

    /// Converts an error handler handle from Fortran's.
    ///
    /// # Safety
    /// None is needed: the value is the same.
    #[inline]
    pub const unsafe fn MPI_Errhandler_f2c(handle: MPI_Fint) -> MPI_Errhandler {
        handle
    }

    /// Converts a group handle to Fortran's.
    ///
    /// # Safety
    /// None is needed: the value is the same.
    #[inline]
    pub const unsafe fn MPI_Group_c2f(handle: MPI_Group) -> MPI_Fint {
        handle
    }

    /// Converts a group handle from Fortran's.
    ///
    /// # Safety
    /// None is needed: the value is the same.
    #[inline]
    pub const unsafe fn MPI_Group_f2c(handle: MPI_Fint) -> MPI_Group {
        handle
    }

    /// Converts an info object handle to Fortran's.
    ///
    /// # Safety
    /// None is needed: the value is the same.
    #[inline]
    pub const unsafe fn MPI_Info_c2f(handle: MPI_Info) -> MPI_Fint {
        handle
    }

    /// Converts an info object handle from Fortran's.
    ///
    /// # Safety
    /// None is needed: the value is the same.
    #[inline]
    pub const unsafe fn MPI_Info_f2c(handle: MPI_Fint) -> MPI_Info {
        handle
    }

    /// Converts a matched message handle to Fortran's.
    ///
    /// # Safety
    /// None is needed: the value is the same.
    #[inline]
    pub const unsafe fn MPI_Message_c2f(handle: MPI_Message) -> MPI_Fint {
        handle
    }

    /// Converts a matched message handle from Fortran's.
    ///
    /// # Safety
    /// None is needed: the value is the same.
    #[inline]
    pub const unsafe fn MPI_Message_f2c(handle: MPI_Fint) -> MPI_Message {
        handle
    }

    /// Converts an operation handle to Fortran's.
    ///
    /// # Safety
    /// None is needed: the value is the same.
    #[inline]
    pub const unsafe fn MPI_Op_c2f(handle: MPI_Op) -> MPI_Fint {
        handle
    }

    /// Converts an operation handle from Fortran's.
    ///
    /// # Safety
    /// None is needed: the value is the same.
    #[inline]
    pub const unsafe fn MPI_Op_f2c(handle: MPI_Fint) -> MPI_Op {
        handle
    }

    /// Converts a request handle to Fortran's.
    ///
    /// # Safety
    /// None is needed: the value is the same.
    #[inline]
    pub const unsafe fn MPI_Request_c2f(handle: MPI_Request) -> MPI_Fint {
        handle
    }

    /// Converts a request handle from Fortran's.
    ///
    /// # Safety
    /// None is needed: the value is the same.
    #[inline]
    pub const unsafe fn MPI_Request_f2c(handle: MPI_Fint) -> MPI_Request {
        handle
    }

    /// Converts a datatype handle to Fortran's.
    ///
    /// # Safety
    /// None is needed: the value is the same.
    #[inline]
    pub const unsafe fn MPI_Type_c2f(handle: MPI_Datatype) -> MPI_Fint {
        handle
    }

    /// Converts a datatype handle from Fortran's.
    ///
    /// # Safety
    /// None is needed: the value is the same.
    #[inline]
    pub const unsafe fn MPI_Type_f2c(handle: MPI_Fint) -> MPI_Datatype {
        handle
    }

    /// Converts a window handle to Fortran's.
    ///
    /// # Safety
    /// None is needed: the value is the same.
    #[inline]
    pub const unsafe fn MPI_Win_c2f(handle: MPI_Win) -> MPI_Fint {
        handle
    }

    /// Converts a window handle from Fortran's.
    ///
    /// # Safety
    /// None is needed: the value is the same.
    #[inline]
    pub const unsafe fn MPI_Win_f2c(handle: MPI_Fint) -> MPI_Win {
        handle
    }
}

#[cfg(not(oxmpi_family = "standard"))]
pub use self::converted::*;
