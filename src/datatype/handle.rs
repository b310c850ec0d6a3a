//! MPI datatypes as values: to be asked, named, and given to calls through [`ffi`].

use super::layout::Extent;
use super::{Datatype, Form, Of};
use crate::error::{Error, ErrorKind, Result, check};
use crate::gate::deferred::{self, Deferred};
use crate::gate::{Call, Instance};
use crate::library::text_of;
use crate::process::Mpi;
use oxmpi_sys as ffi;
use std::ffi::{CString, c_int};
use std::fmt;

mod envelope;

pub use envelope::{Combiner, Envelope, TypeContents};

/// An MPI datatype: what [`Mpi::type_of`] and [`Layout::commit`](super::layout::Layout::commit) give.
///
/// Communication does not need it: buffers know their datatypes. It is for tools, for tests, and for calls through [`ffi`].
/// Freed when it is dropped, unless it is predefined or kept by this crate; after finalization it is inert.
#[doc(alias = "MPI_Datatype")]
#[doc(alias = "MPI_Type_free")]
pub struct Type {
    raw: ffi::MPI_Datatype,
    instance: &'static Instance,
    owned: bool,
}

// SAFETY: a datatype handle belongs to the process; which thread may call at a time is checked by the gate, at each call, and drop
// defers the free where the thread is wrong. The handle is a C pointer in some libraries: not auto-Send.
unsafe impl Send for Type {}
// SAFETY: as above; the fields are never changed after construction.
unsafe impl Sync for Type {}

impl Mpi {
    /// The MPI type of an element type: the one that buffers of it are sent with. Predefined, or made at first use and kept.
    ///
    /// Local. MPI 5.0 sections 3.2.2 and 5.1.
    ///
    /// # Errors
    /// Those of the MPI library.
    ///
    /// ```no_run
    /// # let mpi = oxmpi::init()?;
    /// let double = mpi.type_of::<f64>()?;
    /// assert_eq!((double.size()?, double.name()?.as_str()), (8, "MPI_DOUBLE"));
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Datatype")]
    pub fn type_of<T: Datatype>(&self) -> Result<Type> {
        const { super::assert_sized::<T>() };
        let call = self.instance().enter("MPI_Type_commit")?;
        let raw = match Of::<T>::UNIFORM {
            Some((basic, 1)) => basic.raw(),
            _ => T::cell().get(T::TYPEMAP, Form::Typed, &call)?,
        };
        Ok(Type { raw, instance: self.instance(), owned: false })
    }
}

impl Type {
    /// A type that somebody made, to be freed by this value.
    pub(crate) fn owned(raw: ffi::MPI_Datatype, instance: &'static Instance) -> Type {
        Type { raw, instance, owned: true }
    }

    /// Takes over a datatype that was made through [`ffi`].
    ///
    /// # Safety
    /// It is a datatype of the running MPI, not predefined, and nobody else frees it.
    ///
    /// ```no_run
    /// use oxmpi::datatype::Type;
    /// use oxmpi::ffi;
    /// # let mpi = oxmpi::init()?;
    /// let mut raw = ffi::MPI_DATATYPE_NULL;
    /// // SAFETY: initialized; a predefined type, and a place for the new one, which is ours.
    /// let three = unsafe {
    ///     assert_eq!(ffi::MPI_Type_contiguous(3, ffi::MPI_INT, &mut raw), ffi::MPI_SUCCESS as i32);
    ///     Type::from_raw(raw, &mpi)
    /// };
    /// assert_eq!(three.size()?, 12);
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    pub unsafe fn from_raw(raw: ffi::MPI_Datatype, mpi: &Mpi) -> Type {
        Type::owned(raw, mpi.instance())
    }

    /// The C handle, for calls through [`ffi`]. It stays owned by this value: don't free it, and don't use it after this is dropped.
    pub fn as_raw(&self) -> ffi::MPI_Datatype {
        self.raw
    }

    fn enter(&self, call: &'static str) -> Result<Call> {
        self.instance.enter(call)
    }

    /// How many bytes of data an element of the type has: the bytes that travel.
    ///
    /// Local. MPI 5.0 section 5.1.5.
    ///
    /// # Errors
    /// [`Finalized`](ErrorKind::Finalized) and [`WrongThread`](ErrorKind::WrongThread), as all calls.
    #[doc(alias = "MPI_Type_size")]
    #[doc(alias = "MPI_Type_size_x")]
    #[doc(alias = "MPI_Type_size_c")]
    pub fn size(&self) -> Result<usize> {
        const CALL: &str = "MPI_Type_size";
        let _call = self.enter(CALL)?;
        let mut size: ffi::MPI_Count = 0;
        // SAFETY: past the gate; a live type, and a place for one number. (All libraries have the form of MPI 3 for large numbers.)
        check(CALL, unsafe { ffi::MPI_Type_size_x(self.raw, &mut size) })?;
        usize::try_from(size).map_err(|_| beyond(CALL))
    }

    /// The bounds of the type, in bytes.
    ///
    /// Local. MPI 5.0 section 5.1.7.
    ///
    /// # Errors
    /// As [`size`](Type::size).
    #[doc(alias = "MPI_Type_get_extent")]
    #[doc(alias = "MPI_Type_get_extent_x")]
    #[doc(alias = "MPI_Type_get_extent_c")]
    pub fn extent(&self) -> Result<Extent> {
        self.bounds("MPI_Type_get_extent", ffi::MPI_Type_get_extent_x)
    }

    /// The bounds of the type's data, in bytes, whatever it was resized to.
    ///
    /// Local. MPI 5.0 section 5.1.9.
    ///
    /// # Errors
    /// As [`size`](Type::size).
    #[doc(alias = "MPI_Type_get_true_extent")]
    #[doc(alias = "MPI_Type_get_true_extent_x")]
    #[doc(alias = "MPI_Type_get_true_extent_c")]
    pub fn true_extent(&self) -> Result<Extent> {
        self.bounds("MPI_Type_get_true_extent", ffi::MPI_Type_get_true_extent_x)
    }

    fn bounds(
        &self,
        name: &'static str,
        ask: unsafe extern "C" fn(ffi::MPI_Datatype, *mut ffi::MPI_Count, *mut ffi::MPI_Count) -> c_int,
    ) -> Result<Extent> {
        let _call = self.enter(name)?;
        let (mut lower, mut extent): (ffi::MPI_Count, ffi::MPI_Count) = (0, 0);
        // SAFETY: past the gate; a live type, and places for two numbers.
        check(name, unsafe { ask(self.raw, &mut lower, &mut extent) })?;
        match (isize::try_from(lower), isize::try_from(extent)) {
            (Ok(lower), Ok(extent)) => Ok(Extent { lower, extent }),
            _ => Err(beyond(name)),
        }
    }

    /// The type's name: `MPI_DOUBLE` for that; what was set, or empty, for a type that was made (Open MPI names some by itself).
    ///
    /// Local. MPI 5.0 section 7.8.
    ///
    /// # Errors
    /// As [`size`](Type::size).
    #[doc(alias = "MPI_Type_get_name")]
    pub fn name(&self) -> Result<String> {
        const CALL: &str = "MPI_Type_get_name";
        let _call = self.enter(CALL)?;
        // SAFETY: past the gate; a live type; the buffer is as long as the standard demands.
        text_of(CALL, ffi::MPI_MAX_OBJECT_NAME as usize, |text, length| unsafe {
            ffi::MPI_Type_get_name(self.raw, text, length)
        })
    }

    /// Names the type, for debuggers. Of a type that this crate keeps, all users see the name.
    ///
    /// Local. MPI 5.0 section 7.8.
    ///
    /// # Errors
    /// [`Arg`](ErrorKind::Arg) if the name is longer than the library keeps (63 to 127 bytes) or has a zero byte, and as
    /// [`size`](Type::size).
    ///
    /// ```no_run
    /// use oxmpi::datatype::layout::Layout;
    /// # let mpi = oxmpi::init()?;
    /// let column = Layout::<f64>::vector(4, 1, 5)?.commit(&mpi)?;
    /// column.set_name("column")?;
    /// assert_eq!(column.name()?, "column");
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Type_set_name")]
    pub fn set_name(&self, name: &str) -> Result<()> {
        const CALL: &str = "MPI_Type_set_name";
        let _call = self.enter(CALL)?;
        let longest = ffi::MPI_MAX_OBJECT_NAME as usize - 1;
        let c_name = CString::new(name).ok().filter(|_| name.len() <= longest).ok_or_else(|| {
            let allowed = format!("at most {longest} bytes with this library, none of them zero");
            Error::argument_error(ErrorKind::Arg, CALL, "name", format_args!("{name:?}"), allowed)
        })?;
        // SAFETY: past the gate; a live type and a C string.
        check(CALL, unsafe { ffi::MPI_Type_set_name(self.raw, c_name.as_ptr()) })
    }

    /// A type of its own that is equal to this one.
    ///
    /// Local. MPI 5.0 section 5.1.10.
    ///
    /// # Errors
    /// As [`size`](Type::size).
    #[doc(alias = "MPI_Type_dup")]
    pub fn dup(&self) -> Result<Type> {
        const CALL: &str = "MPI_Type_dup";
        let _call = self.enter(CALL)?;
        deferred::drain(self.instance, deferred::Until::Now);
        let mut raw = ffi::MPI_DATATYPE_NULL;
        // SAFETY: past the gate; a live type, and a place for the new one.
        check(CALL, unsafe { ffi::MPI_Type_dup(self.raw, &mut raw) })?;
        Ok(Type::owned(raw, self.instance))
    }
}

#[cold]
fn beyond(call: &'static str) -> Error {
    Error::new(ErrorKind::CountOverflow, call, "the MPI library says that the number is beyond what it can tell")
}

impl Drop for Type {
    fn drop(&mut self) {
        if self.owned {
            // SAFETY: owned, and freed once.
            unsafe { free(self.raw, self.instance) };
        }
    }
}

/// Frees a datatype now, or later if this thread may not, or never if MPI is gone.
///
/// # Safety
/// It was made in this instance, and its owner is gone.
pub(super) unsafe fn free(mut datatype: ffi::MPI_Datatype, instance: &'static Instance) {
    if std::thread::panicking() {
        return; // a panic ends the job; nothing is worth calling then
    }
    match instance.enter("MPI_Type_free") {
        Ok(_call) => {
            // SAFETY: past the gate; live, by the caller's promise, and freed once. Communication under way keeps it alive by itself.
            // Nothing can be done about a failure here.
            unsafe { ffi::MPI_Type_free(&mut datatype) };
        }
        Err(error) if error.kind() == ErrorKind::WrongThread => instance.defer(Deferred::Type(datatype)),
        Err(_) => {} // finalized: MPI is gone, and the type with it
    }
}

impl fmt::Debug for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Type").field("raw", &self.raw).field("owned", &self.owned).finish_non_exhaustive()
    }
}
