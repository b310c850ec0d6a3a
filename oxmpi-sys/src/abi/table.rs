//! The one form in which every family lists its constants, so that the same test can check them all.

/// The value of a constant, as the truth checks need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// An integer, or a handle that is one.
    Integer(i64),
    /// A pointer with a fixed value.
    Pointer(usize),
    /// The address of this symbol of the library.
    Address(&'static str),
    /// This family has no such constant; ours is a placeholder that no call returns.
    Absent,
}

/// One constant of the C API.
#[derive(Clone, Copy, Debug)]
pub struct Constant {
    /// Its name in C.
    pub name: &'static str,
    /// Its value in this family.
    pub value: Value,
}

/// The constants of one type.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// The Rust spelling of the type.
    pub ty: &'static str,
    /// The constants.
    pub constants: &'static [Constant],
}

/// Declares constants, and `CONSTANTS`, the table of them. Sections are `kind type { NAME = value, … }`, where kind is
/// - `int`: an integer, or a handle that is an integer,
/// - `probed`: the same, but the build script read the value in mpi.h since it varies within the family,
/// - `pointer`: a small integer cast to a pointer,
/// - `address`: the address of a symbol of the library,
/// - `absent`: a placeholder for what the family lacks.
macro_rules! constants {
    ($($kind:ident $ty:ty { $($body:tt)* })*) => {
        $( $crate::abi::table::section!($kind $ty { $($body)* }); )*
        /// Every constant of this family, by type: for the truth checks.
        pub const CONSTANTS: &[$crate::abi::Section] = &[$( $crate::abi::Section {
            ty: stringify!($ty),
            constants: $crate::abi::table::entries!($kind { $($body)* }),
        } ),*];
    };
}

macro_rules! section {
    (address $ty:ty { $($(#[$meta:meta])* $name:ident = $symbol:ident),* $(,)? }) => { $(
        $(#[$meta])*
        #[doc = concat!("`", stringify!($name), "` of the C API.")]
        pub const $name: $ty = {
            unsafe extern "C" { static $symbol: u8; }
            (&raw const $symbol).cast_mut().cast()
        };
    )* };
    (pointer $ty:ty { $($(#[$meta:meta])* $name:ident = $value:expr),* $(,)? }) => { $(
        $(#[$meta])*
        #[doc = concat!("`", stringify!($name), "` of the C API.")]
        pub const $name: $ty = ::core::ptr::without_provenance_mut($value as isize as usize);
    )* };
    (absent $ty:ty { $($(#[$meta:meta])* $name:ident = $value:expr),* $(,)? }) => { $(
        $(#[$meta])*
        #[doc = concat!("`", stringify!($name), "` of the C API, which this family lacks: a placeholder.")]
        pub const $name: $ty = $value;
    )* };
    ($kind:ident $ty:ty { $($(#[$meta:meta])* $name:ident = $value:expr),* $(,)? }) => { $(
        $(#[$meta])*
        #[doc = concat!("`", stringify!($name), "` of the C API.")]
        pub const $name: $ty = $value;
    )* };
}

macro_rules! entries {
    ($kind:ident { $($(#[$meta:meta])* $name:ident = $value:expr),* $(,)? }) => {
        &[$( $(#[$meta])* $crate::abi::Constant {
            name: stringify!($name),
            value: $crate::abi::table::value!($kind $value),
        } ),*]
    };
}

macro_rules! value {
    (address $value:expr) => {
        $crate::abi::Value::Address(stringify!($value))
    };
    (pointer $value:expr) => {
        $crate::abi::Value::Pointer($value as isize as usize)
    };
    (absent $value:expr) => {
        $crate::abi::Value::Absent
    };
    ($kind:ident $value:expr) => {
        $crate::abi::Value::Integer($value as i64)
    };
}

/// Declares types of which only pointers exist.
#[cfg(not(oxmpi_family = "bindgen"))]
macro_rules! opaque {
    ($($(#[$meta:meta])* $name:ident;)*) => { $(
        $(#[$meta])*
        #[repr(C)]
        pub struct $name {
            _opaque: [u8; 0],
            _not_send_nor_unpin: ::core::marker::PhantomData<(*mut u8, ::core::marker::PhantomPinned)>,
        }
    )* };
}

#[cfg(not(oxmpi_family = "bindgen"))]
pub(crate) use opaque;
pub(crate) use {constants, entries, section, value};
