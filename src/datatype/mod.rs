//! Element types: what a buffer is made of (MPI 5.0 chapter 5, "Datatypes").

mod array;
mod primitive;
pub(crate) mod validate;

use oxmpi_sys as ffi;

/// A Rust type whose values MPI can move: the element of every buffer.
///
/// Implemented for `i8` … `i64`, `u8` … `u64`, `isize`, `usize`, `f32`, `f64`, `bool`, `char` and arrays of them;
/// `#[derive(Datatype)]` implements it for `#[repr(transparent)]` structs around one of these.
///
/// A type with invalid bit patterns (`bool`, `char`) says so by [`CHECKED`](Datatype::CHECKED): what arrives is looked at
/// before anyone else can, an invalid value is overwritten with [`REPAIR`](Datatype::REPAIR), and the call returns
/// [`InvalidValue`](crate::ErrorKind::InvalidValue).
///
/// # Safety
/// - [`raw`](Datatype::raw) is a committed MPI datatype, [`UNITS`](Datatype::UNITS) consecutive elements of which describe every byte of
///   `Self` once: their extent and their size in bytes both equal `size_of::<Self>()`.
/// - If `CHECKED` is false, all bit patterns of that size are valid values. Else
///   [`is_valid`](Datatype::is_valid) tells exactly the valid ones, and reads nothing but the `size_of::<Self>()` bytes.
/// - No interior mutability, not zero-sized.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an MPI datatype",
    label = "MPI cannot move values of this type",
    note = "element types are numbers, `bool`, `char`, arrays of them, and types that `#[derive(Datatype)]`",
    note = "to send any serde value, wrap it: `world.send(&Obj(&value), 1)`"
)]
pub unsafe trait Datatype: Copy + Send + 'static {
    /// How many elements of [`raw`](Datatype::raw) make one value: 1, or the length of an array.
    const UNITS: usize;

    /// Whether some bit patterns are invalid, so that what arrives must be looked at.
    const CHECKED: bool;

    /// What an invalid value that arrived is overwritten with.
    const REPAIR: Self;

    /// The MPI datatype handle.
    fn raw() -> ffi::MPI_Datatype;

    /// Whether the bytes at `at` are a valid value.
    ///
    /// # Safety
    /// `at` is readable and initialized for `size_of::<Self>()` bytes; it need not be aligned.
    unsafe fn is_valid(at: *const Self) -> bool;
}

/// Fails to compile for a zero-sized type (an array of length 0): MPI could not tell how many of them arrived.
pub(crate) const fn assert_sized<T>() {
    assert!(size_of::<T>() > 0, "zero-sized types cannot be elements of a message");
}
