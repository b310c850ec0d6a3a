//! Structs.

use crate::attributes::{Options, Repr};
use crate::fields;
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{DataStruct, DeriveInput, Error, Result};

pub(crate) fn derive(input: &DeriveInput, data: &DataStruct, options: &Options) -> Result<TokenStream> {
    Repr::of(&input.attrs)?; // only for what it refuses
    let (oxmpi, name) = (&options.oxmpi, &input.ident);
    let members = fields::members(&data.fields)?;
    if members.is_empty() {
        let why = "a struct without fields has no bytes: MPI could not tell how many of them arrived";
        return Err(Error::new_spanned(name, why));
    }
    let types = || members.iter().map(|(_, of)| *of);
    let generics = fields::bounded(&input.generics, types(), oxmpi)?;
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let gaps = if options.no_padding.is_some() { quote!(Left) } else { quote!(Filled) };
    let repair = fields::repair(&members, oxmpi);
    let map = members.iter().map(|(member, of)| {
        quote!(#oxmpi::datatype::Field {
            offset: ::core::mem::offset_of!(Self, #member),
            of: <#of as #oxmpi::Datatype>::TYPEMAP,
        })
    });
    let checked = types().map(|of| quote!(<#of as #oxmpi::Datatype>::CHECKED));
    let valid = members.iter().map(|(member, of)| {
        quote!((!<#of as #oxmpi::Datatype>::CHECKED || unsafe {
            <#of as #oxmpi::Datatype>::is_valid(at.byte_add(::core::mem::offset_of!(Self, #member)).cast())
        }))
    });
    // Generic types share their statics, and some other types are known before they are used.
    let (cell, has_bytes) = if input.generics.params.is_empty() {
        (
            quote!(fn cell() -> &'static #oxmpi::datatype::TypeCell {
                static CELL: #oxmpi::datatype::TypeCell = #oxmpi::datatype::TypeCell::new();
                &CELL
            }),
            quote_spanned!(name.span()=> const _: () = ::core::assert!(
                ::core::mem::size_of::<#name>() > 0,
                "a struct without bytes cannot be a datatype: MPI could not tell how many of them arrived",
            );),
        )
    } else {
        (quote!(), quote!())
    };
    Ok(quote! {
        #has_bytes

        // SAFETY: the typemap has each field where the compiler put it, and a value is valid when each field is. Fields are
        // datatypes, so there is no interior mutability. The cell belongs to this type.
        #[automatically_derived]
        unsafe impl #impl_generics #oxmpi::Datatype for #name #type_generics #where_clause {
            const TYPEMAP: &'static #oxmpi::datatype::Typemap = &#oxmpi::datatype::Typemap::Struct {
                fields: &[ #( #map, )* ],
                size: ::core::mem::size_of::<Self>(),
                gaps: #oxmpi::datatype::Gaps::#gaps,
            };
            const CHECKED: bool = false #( || #checked )*;
            const REPAIR: Self = Self #repair;

            #[inline(always)]
            unsafe fn is_valid(at: *const Self) -> bool {
                // SAFETY: fields are inside of the bytes that the caller vouches for; no reference is made, so that they
                // need not be aligned.
                true #( & #valid )*
            }

            #cell
        }
    })
}
