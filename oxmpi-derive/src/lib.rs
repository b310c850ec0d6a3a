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

/// DOC
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
