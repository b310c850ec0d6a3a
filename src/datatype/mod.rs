//! Element types: what a buffer is made of (MPI 5.0 chapter 5, "Datatypes").

mod array;
mod cell;
#[doc(hidden)]
pub mod derive;
mod duration;
mod foreign;
mod handle;
pub mod layout;
mod make;
mod marker;
mod net;
mod nonzero;
mod primitive;
mod signature;
mod typemap;
pub(crate) mod validate;
mod value_index;
mod wide;
mod wrapping;

pub(crate) use cell::Form;
pub use cell::TypeCell;
#[cfg(feature = "bytemuck")]
pub use foreign::{Checked, Pod};
pub use handle::{Combiner, Envelope, Type, TypeContents};
pub use signature::TypeSignature;
pub use typemap::{Basic, Field, Gaps, Typemap, Variant};
pub use value_index::ValueIndex;

/// A Rust type whose values MPI can move: the element of every buffer.
///
/// Implemented for `i8` … `i128`, `u8` … `u128`, `isize`, `usize`, `f32`, `f64`, `bool`, `char`, `NonZero<_>`, `Wrapping<_>`, `Duration`,
/// `Ipv4Addr`, `Ipv6Addr`, [`ValueIndex`] and arrays of them; by features for complex numbers, 16-bit floats, UUIDs and types that
/// `bytemuck` vouches for. `Option<_>`, `IpAddr`, `SocketAddr` and `SystemTime` have no layout that is defined: they travel as objects,
/// `Obj(&value)`.
///
/// `#[derive(Datatype)]` implements it for structs and enums of these: see [the macro](macro@crate::Datatype) for which.
///
/// A type with invalid bit patterns (`bool`, `char`, enums) says so by [`CHECKED`](Datatype::CHECKED): what arrives is looked at
/// before anyone else can, an invalid value is overwritten with [`REPAIR`](Datatype::REPAIR), and the call returns
/// [`InvalidValue`](crate::ErrorKind::InvalidValue). In a caller's own memory, enums with data (and what has them as fields) are all
/// overwritten after an error: where a message arrived in part, what was padding before could have become data.
///
/// # Layout
/// On the wire a value is as it is in memory: its fields at their offsets, and what is between them as bytes, so that structs move as
/// fast as bytes do. All ranks have to mean the same layout. Ranks of one program do. Where several programs meet (an MPMD job, spawned
/// processes, a file that is read later, a peer written in C), fields must be where both sides expect them:
///
/// - give the type `#[repr(C)]` (enums: `#[repr(u8)]` and the like, or `#[repr(C)]`): without it each compiler may order the fields as
///   it likes, and choose the size of an enum's tag;
/// - give structs `#[mpi(no_padding)]` where the other side makes an MPI type of the fields alone, as C programs do;
/// - compare at initialization by [`Builder::agree_on`](crate::Builder::agree_on).
///
/// In the representation `external32`, numbers in structs are converted; bytes between fields are not, nor is what is behind the tag of an
/// enum with data, which is bytes to MPI.
///
/// # Safety
/// - [`TYPEMAP`](Datatype::TYPEMAP) describes `Self`: it is `size_of::<Self>()` long, every byte of each of its predefined types is
///   initialized in every value, and bytes in none of them are padding, or may hold anything.
/// - If `CHECKED` is false, all bit patterns of that size are valid values. Else
///   [`is_valid`](Datatype::is_valid) tells exactly the valid ones, and reads nothing but the `size_of::<Self>()` bytes, and of these
///   nothing that is in a gap that does not travel.
/// - [`cell`](Datatype::cell) is a cell of this type alone.
/// - No interior mutability.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an MPI datatype",
    label = "MPI cannot move values of this type",
    note = "element types are numbers, `bool`, `char`, arrays of them, and structs and enums of them that `#[derive(Datatype)]`",
    note = "to send any serde value, wrap it: `world.send(&Obj(&value), 1)`"
)]
pub unsafe trait Datatype: Copy + Send + 'static {
    /// What the bytes of a value are.
    const TYPEMAP: &'static Typemap;

    /// Whether some bit patterns are invalid, so that what arrives must be looked at.
    const CHECKED: bool;

    /// What an invalid value that arrived is overwritten with.
    const REPAIR: Self;

    /// Whether the bytes at `at` are a valid value.
    ///
    /// # Safety
    /// `at` is readable and initialized for `size_of::<Self>()` bytes; it need not be aligned.
    unsafe fn is_valid(at: *const Self) -> bool;

    /// Whether the bytes of all of `len` elements are valid values, as [`is_valid`](Datatype::is_valid) tells of each: a loop without a
    /// way out, which compiles to vector instructions. `AVX2` says whether these may be AVX2's.
    ///
    /// # Safety
    /// As for [`is_valid`](Datatype::is_valid), for each element.
    #[doc(hidden)]
    #[inline(always)]
    unsafe fn are_valid<const AVX2: bool>(at: *const Self, len: usize) -> bool {
        let mut valid = true;
        for index in 0..len {
            // SAFETY: the caller's promise.
            valid &= unsafe { Self::is_valid(at.add(index)) };
        }
        valid
    }

    /// Where the MPI type is kept once it is made, for types that are not one predefined type all over.
    #[doc(hidden)]
    fn cell() -> &'static TypeCell {
        cell::of::<Self>()
    }
}

/// What is known of a type when the program is compiled.
pub(crate) struct Of<T>(std::marker::PhantomData<T>);

impl<T: Datatype> Of<T> {
    /// The predefined type and how many of it, if the type is that all over.
    pub(crate) const UNIFORM: Option<(Basic, usize)> = {
        T::TYPEMAP.assert_describes(size_of::<T>());
        T::TYPEMAP.uniform()
    };

    /// How many bytes travel for one value.
    pub(crate) const BYTES: usize = {
        assert_sized::<T>();
        T::TYPEMAP.bytes()
    };

    /// Whether there is an enum with data in it; see [`Typemap::is_tagged`].
    pub(crate) const TAGGED: bool = T::TYPEMAP.is_tagged();

    /// Whether the values of a slice are one sequence of bytes that travel.
    pub(crate) const DENSE: bool = Self::BYTES == size_of::<T>();
}

/// Fails to compile for a zero-sized type (an array of length 0): MPI could not tell how many of them arrived.
pub(crate) const fn assert_sized<T>() {
    assert!(size_of::<T>() > 0, "zero-sized types cannot be elements of a message");
}
