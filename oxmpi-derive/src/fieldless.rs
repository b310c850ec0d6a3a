//! Enums without data: numbers of which some are values.

use crate::attributes::{Options, Repr};
use crate::enums::{Variant, tag_type};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{DataEnum, DeriveInput, Error, Result};

pub(crate) fn derive(
    input: &DeriveInput,
    data: &DataEnum,
    variants: &[Variant],
    repr: &Repr,
    options: &Options,
) -> Result<TokenStream> {
    let (oxmpi, name, signed) = (&options.oxmpi, &input.ident, repr.is_signed());
    if variants.len() == 1 && !repr.is_defined() {
        let why = "an enum with one variant has no bytes, unless it has a representation such as `#[repr(u8)]`: \
                   MPI could not tell how many of them arrived";
        return Err(Error::new_spanned(name, why));
    }
    if repr.align && !repr.is_defined() {
        let why = "an enum with `#[repr(align(…))]` needs a defined representation, too, such as `#[repr(u8, align(…))]`: \
                   without one nobody knows which of its bytes are the tag";
        return Err(Error::new_spanned(name, why));
    }
    let generics = crate::fields::bounded(&input.generics, std::iter::empty(), oxmpi)?;
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    // Without alignment the enum is its tag, whatever size the compiler chose.
    let (tag_type, tag) = if repr.align { (tag_type(data, repr), quote!(OxmpiTag)) } else { (quote!(), quote!(Self)) };
    let integer = quote!(#oxmpi::datatype::Typemap::Basic(
        #oxmpi::datatype::derive::integer(::core::mem::size_of::<#tag>(), #signed)
    ));
    let map = if repr.align {
        quote!(#oxmpi::datatype::Typemap::Struct {
            fields: &[#oxmpi::datatype::Field { offset: 0, of: &#integer }],
            size: ::core::mem::size_of::<Self>(),
            gaps: #oxmpi::datatype::Gaps::Filled,
        })
    } else {
        integer
    };
    let tags: Vec<TokenStream> = variants.iter().map(|variant| variant.tag(&tag)).collect();
    let (first, count, repair) = (&tags[0], tags.len() as u64, variants[0].value());
    let cell = (repr.align && input.generics.params.is_empty()).then(|| {
        quote!(fn cell() -> &'static #oxmpi::datatype::TypeCell {
            static CELL: #oxmpi::datatype::TypeCell = #oxmpi::datatype::TypeCell::new();
            &CELL
        })
    });
    // Few are compared without branches, so that many elements are looked at at once.
    let or = if tags.len() <= 16 { quote!(|) } else { quote!(||) };
    Ok(quote! {
        const _: () = {
            #tag_type

            // SAFETY: an integer, of which the values of the variants are the valid ones; the compiler says which these are, and that
            // all of its bytes are initialized. No interior mutability. The cell belongs to this type.
            #[automatically_derived]
            #[allow(deprecated)]
            unsafe impl #impl_generics #oxmpi::Datatype for #name #type_generics #where_clause {
                const TYPEMAP: &'static #oxmpi::datatype::Typemap = &#map;
                const CHECKED: bool = true;
                const REPAIR: Self = #repair;

                #[inline(always)]
                unsafe fn is_valid(at: *const Self) -> bool {
                    // SAFETY: the tag is inside of the bytes that the caller vouches for, and need not be aligned.
                    let tag = unsafe { #oxmpi::datatype::derive::tag_at::<#tag>(at.cast()) };
                    if const { #oxmpi::datatype::derive::are_consecutive::<#tag>(&[ #( #tags, )* ]) } {
                        #oxmpi::datatype::derive::distance::<#tag>(tag, const { #first }) < #count
                    } else {
                        false #( #or (tag == const { #tags }) )*
                    }
                }

                #cell
            }
        };
    })
}
