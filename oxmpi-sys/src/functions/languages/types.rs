//! Chapter 19 of MPI 5.0, Language Bindings: datatypes of Fortran.

use crate::types::*;

unsafe extern "C" {
    /// Gets the datatype of a Fortran complex of some precision and range.
    pub fn MPI_Type_create_f90_complex(p: c_int, r: c_int, newtype: *mut MPI_Datatype) -> c_int;

    /// Gets the datatype of a Fortran integer of some range.
    pub fn MPI_Type_create_f90_integer(r: c_int, newtype: *mut MPI_Datatype) -> c_int;

    /// Gets the datatype of a Fortran real of some precision and range.
    pub fn MPI_Type_create_f90_real(p: c_int, r: c_int, newtype: *mut MPI_Datatype) -> c_int;

    /// Gets the datatype of a class and size.
    pub fn MPI_Type_match_size(typeclass: c_int, size: c_int, datatype: *mut MPI_Datatype) -> c_int;
}
