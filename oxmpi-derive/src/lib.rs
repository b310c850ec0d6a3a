//! The derive macros of [oxmpi](https://docs.rs/oxmpi), MPI for Rust.
//!
//! Use them by way of oxmpi, which re-exports them with the traits of the same name.

use proc_macro::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Error, Field, Path, Result, parse_macro_input, parse_quote};

/// Implements `oxmpi::Datatype` for a `#[repr(transparent)]` struct around another datatype.
///
/// The struct is `Copy`, has one field, and moves as that field does: same MPI type, same check of what arrives.
/// `#[mpi(crate = path)]` names the crate `oxmpi` where it goes by another name.
///
/// ```ignore
/// #[derive(Clone, Copy, Datatype)]
/// #[repr(transparent)]
/// struct Kelvin(f64);
/// ```
#[proc_macro_derive(Datatype, attributes(mpi))]
pub fn derive_datatype(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    datatype(&input).unwrap_or_else(|error| error.to_compile_error()).into()
}

fn datatype(input: &DeriveInput) -> Result<proc_macro2::TokenStream> {
    let oxmpi = crate_path(input)?;
    let field = transparent_field(input)?;
    let (name, inner) = (&input.ident, &field.ty);
    let member = match &field.ident {
        Some(ident) => quote!(#ident),
        None => quote!(0),
    };
    let mut generics = input.generics.clone();
    let bound: syn::WherePredicate = syn::parse2(quote_spanned!(inner.span()=> #inner: #oxmpi::Datatype))?;
    generics.make_where_clause().predicates.push(bound);
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    Ok(quote! {
        // SAFETY: `repr(transparent)`: the struct has the layout and the valid bit patterns of its one field.
        #[automatically_derived]
        unsafe impl #impl_generics #oxmpi::Datatype for #name #type_generics #where_clause {
            const TYPEMAP: &'static #oxmpi::datatype::Typemap = <#inner as #oxmpi::Datatype>::TYPEMAP;
            const CHECKED: bool = <#inner as #oxmpi::Datatype>::CHECKED;
            const REPAIR: Self = Self { #member: <#inner as #oxmpi::Datatype>::REPAIR };

            #[inline(always)]
            unsafe fn is_valid(at: *const Self) -> bool {
                // SAFETY: the caller's promise, for a type of the same layout.
                unsafe { <#inner as #oxmpi::Datatype>::is_valid(at.cast()) }
            }
        }
    })
}

/// The path to oxmpi: `#[mpi(crate = path)]`, or `::oxmpi`.
fn crate_path(input: &DeriveInput) -> Result<Path> {
    let mut path: Path = parse_quote!(::oxmpi);
    for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("mpi")) {
        attribute.parse_nested_meta(|meta| {
            if !meta.path.is_ident("crate") {
                return Err(meta.error("the one option is `crate = path`"));
            }
            path = meta.value()?.call(Path::parse_mod_style)?;
            Ok(())
        })?;
    }
    Ok(path)
}

/// The one field of a transparent struct, or an error that says what is needed.
fn transparent_field(input: &DeriveInput) -> Result<&Field> {
    let Data::Struct(data) = &input.data else {
        return Err(Error::new_spanned(&input.ident, "Datatype can be derived for `#[repr(transparent)]` structs"));
    };
    let mut transparent = false;
    for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("repr")) {
        attribute.parse_nested_meta(|meta| {
            transparent |= meta.path.is_ident("transparent");
            // Skip what follows the word: `align(64)`.
            if meta.input.peek(syn::token::Paren) {
                let content;
                syn::parenthesized!(content in meta.input);
                content.parse::<proc_macro2::TokenStream>()?;
            }
            Ok(())
        })?;
    }
    if !transparent {
        let message =
            "Datatype can be derived for structs with `#[repr(transparent)]`, which have the layout of their field";
        return Err(Error::new_spanned(&input.ident, message));
    }
    let mut fields = data.fields.iter();
    match (fields.next(), fields.next()) {
        (Some(field), None) => Ok(field),
        _ => Err(Error::new_spanned(&input.ident, "Datatype can be derived for structs with exactly one field")),
    }
}
