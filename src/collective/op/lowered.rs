//! An operation and a type as MPI takes them.

use crate::collective::substitute::Substitute;
use crate::datatype::{Basic, Datatype, Form, Of};
use crate::error::Result;
use crate::gate::Call;
use oxmpi_sys as ffi;

/// An operation on a type, as MPI takes it. Only oxmpi can make one.
#[derive(Clone, Copy, Debug)]
pub struct Lowered {
    /// The predefined operation, or `MPI_OP_NULL` where there is none.
    operation: ffi::MPI_Op,
    /// What is used instead, always or where the library's own is wrong.
    substitute: Option<Substitute>,
    /// What the operation works on.
    pub(in crate::collective) operand: Operand,
}

impl Lowered {
    /// An operation of the library.
    #[inline(always)]
    pub(super) const fn predefined(operation: ffi::MPI_Op, operand: Operand) -> Lowered {
        Lowered { operation, substitute: None, operand }
    }

    /// An operation of our own.
    #[inline(always)]
    pub(super) const fn own(substitute: Substitute, operand: Operand) -> Lowered {
        Lowered { operation: ffi::MPI_OP_NULL, substitute: Some(substitute), operand }
    }

    /// The same, but for libraries that have the substitute's fault.
    #[inline(always)]
    pub(super) const fn unless(self, substitute: Substitute) -> Lowered {
        Lowered { substitute: Some(substitute), ..self }
    }

    /// The operation's handle.
    #[inline(always)]
    pub(in crate::collective) fn operation(&self, call: &Call) -> Result<ffi::MPI_Op> {
        match self.substitute {
            None => Ok(self.operation),
            Some(substitute) => substitute.operation(self.operation, call),
        }
    }
}

/// The elements that an operation works on: the library may split a buffer between any two of them.
#[derive(Clone, Copy, Debug)]
pub(in crate::collective) enum Operand {
    /// A predefined type; buffers of Rust types that are made of as large ones all over have the same elements.
    Basic(Basic),
    /// A type that is made at first use, so many bytes long, without gaps.
    Made(usize, fn(&Call) -> Result<ffi::MPI_Datatype>),
}

impl Operand {
    /// The predefined type that a plain type is.
    #[inline(always)]
    pub(super) const fn basic<T: Datatype>() -> Operand {
        Operand::Basic(const { Of::<T>::UNIFORM.expect("operations of the library are for plain types").0 })
    }

    /// A type as a whole.
    #[inline(always)]
    pub(super) const fn of<T: Datatype>() -> Operand {
        const { assert!(Of::<T>::DENSE, "a reduction works on types without gaps") };
        match const { Of::<T>::UNIFORM } {
            Some((basic, 1)) => Operand::Basic(basic),
            _ => Operand::Made(size_of::<T>(), made::<T>),
        }
    }

    /// The datatype's handle.
    #[inline(always)]
    pub(in crate::collective) fn datatype(self, call: &Call) -> Result<ffi::MPI_Datatype> {
        match self {
            Operand::Basic(basic) => Ok(basic.raw()),
            Operand::Made(_, make) => make(call),
        }
    }

    /// The length of an element in bytes.
    #[inline(always)]
    pub(in crate::collective) fn size(self) -> usize {
        match self {
            Operand::Basic(basic) => basic.size(),
            Operand::Made(size, _) => size,
        }
    }
}

/// The MPI type of a Rust type, also of one that is sent as so many bytes.
fn made<T: Datatype>(call: &Call) -> Result<ffi::MPI_Datatype> {
    T::cell().get(T::TYPEMAP, Form::Typed, call)
}
