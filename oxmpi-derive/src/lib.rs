//! The derive macros of [oxmpi](https://docs.rs/oxmpi), MPI for Rust.
//!
//! Use them by way of oxmpi, which re-exports them with the traits of the same name.

mod attributes;
mod enums;
mod fieldless;
mod fields;
mod structs;

use proc_macro::TokenStream;
use syn::{Data, DeriveInput, Error, Result, parse_macro_input};

/// Implements [`oxmpi::Datatype`](https://docs.rs/oxmpi/latest/oxmpi/datatype/trait.Datatype.html), so that values can be sent,
/// received, gathered …, one by one and in slices. With the feature `derive`: `oxmpi = { …, features = ["derive"] }`.
///
/// | shape | needs |
/// |---|---|
/// | structs: named, tuple, generic, nested, of any representation (`Rust`, `C`, `packed`, `align`, `transparent`) | `Copy`; every field is a `Datatype`; at least one byte |
/// | enums without data, of any representation | `Copy`; two variants, or a representation such as `u8`; at most 64 bits |
/// | enums with data | as structs; `#[repr(u8)]` … `#[repr(i64)]`, `#[repr(C)]` or `#[repr(C, u8)]` |
///
/// Fields may be numbers, `bool`, `char`, arrays, other derived types, `PhantomData`, type parameters. They cannot be references, `Vec`,
/// `String`, `Option` (write an enum of your own), or anything with interior mutability; unions cannot be derived. For such values there is
/// `Obj`.
///
/// ```
/// use oxmpi::prelude::*;
///
/// #[derive(Clone, Copy, Debug, PartialEq, Datatype)]
/// struct Particle {
///     position: [f64; 3],
///     charge: i8,
///     kind: Kind,
/// }
///
/// #[derive(Clone, Copy, Debug, PartialEq, Datatype)]
/// enum Kind {
///     Electron,
///     Proton,
/// }
///
/// #[derive(Clone, Copy, Debug, PartialEq, Datatype)]
/// #[repr(u8)]
/// enum Event<T> {
///     Nothing,
///     Hit { by: Particle, energy: T },
/// }
///
/// fn exchange(world: &Communicator, mine: &[Particle]) -> oxmpi::Result<Vec<Event<f32>>> {
///     let other = world.rank() ^ 1;
///     let theirs: Vec<Particle> = world.sendrecv(mine, other, other)?;
///     let hit = theirs.first().map_or(Event::Nothing, |&by| Event::Hit { by, energy: 1.5 });
///     world.all_gather(&hit)
/// }
/// ```
///
/// # What arrives is a value
///
/// Bytes that are no value of the type (an unknown variant, a `bool` of 2, at any depth) are an error, `InvalidValue`, and never seen. Types
/// of which all bytes are values, such as structs of numbers, are not looked at. Where an error leaves something in a slice of the
/// caller's, that is a value, too: what was there, what arrived, or `Datatype::REPAIR`, which is zeros for numbers and the first
/// variant for an enum.
///
/// # Options
///
/// - `#[mpi(no_padding)]`, for structs: what lies between the fields does not travel, so that the type is the same as one that a C program
///   makes of the fields by `MPI_Type_create_struct`. Slower than with the padding, where there is any. Fields that are structs themselves
///   need it, too. Not for enums with data, whose padding depends on the value while MPI types do not.
/// - `#[mpi(crate = path)]` names the crate `oxmpi` where it goes by another name.
///
/// Give types `#[repr(C)]` when ranks of several programs, files or C peers share them: see "Layout" on the trait's page.
#[proc_macro_derive(Datatype, attributes(mpi))]
pub fn derive_datatype(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    datatype(&input).unwrap_or_else(|error| error.to_compile_error()).into()
}

fn datatype(input: &DeriveInput) -> Result<proc_macro2::TokenStream> {
    let options = attributes::Options::of(&input.attrs)?;
    match &input.data {
        Data::Struct(data) => structs::derive(input, data, &options),
        Data::Enum(data) => enums::derive(input, data, &options),
        Data::Union(_) => {
            let why = "a union cannot be a datatype: nobody could tell which of its fields arrived";
            Err(Error::new_spanned(&input.ident, why))
        }
    }
}
