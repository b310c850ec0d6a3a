//! Enums: what both kinds have in common, and those with data.

use crate::attributes::{Options, Repr, refuse_options};
use crate::{fieldless, fields};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{DataEnum, DeriveInput, Error, Ident, Member, Path, Result, Type};

/// A variant, with its fields.
pub(crate) struct Variant<'a> {
    name: &'a Ident,
    fields: Vec<(Member, &'a Type)>,
    oxmpi: &'a Path,
}

impl Variant<'_> {
    /// A value of it.
    pub(crate) fn value(&self) -> TokenStream {
        let (name, fields) = (self.name, fields::repair(&self.fields, self.oxmpi));
        quote!(Self::#name #fields)
    }

    /// The bits of its tag, which is as long as `tag`, taken from a value when the program is compiled. Were one of these bytes padding,
    /// the compiler would say so.
    pub(crate) fn tag(&self, tag: &TokenStream) -> TokenStream {
        let (value, oxmpi) = (self.value(), self.oxmpi);
        quote!({
            let value = #value;
            // SAFETY: a live value, which begins with its tag.
            unsafe { #oxmpi::datatype::derive::tag_at::<#tag>((&raw const value).cast()) }
        })
    }

    /// Where a field is, taken from a value when the program is compiled: `offset_of!` does not know enums.
    fn offset(&self, field: &Member) -> TokenStream {
        let (value, name, oxmpi) = (self.value(), self.name, self.oxmpi);
        quote!({
            let value = #value;
            match &value {
                // SAFETY: a field of that value.
                Self::#name { #field: field, .. } => unsafe {
                    #oxmpi::datatype::derive::offset_in(&raw const value, &raw const *field)
                },
                _ => ::core::unreachable!(),
            }
        })
    }
}

pub(crate) fn derive(input: &DeriveInput, data: &DataEnum, options: &Options) -> Result<TokenStream> {
    if let Some(path) = &options.no_padding {
        let why = "`no_padding` is for structs: which bytes of an enum are padding depends on its value, and MPI types do not";
        return Err(Error::new_spanned(path, why));
    }
    let repr = Repr::of(&input.attrs)?;
    let variants: Vec<Variant> = data
        .variants
        .iter()
        .map(|variant| {
            refuse_options(&variant.attrs)?;
            Ok(Variant { name: &variant.ident, fields: fields::members(&variant.fields)?, oxmpi: &options.oxmpi })
        })
        .collect::<Result<_>>()?;
    if variants.is_empty() {
        return Err(Error::new_spanned(&input.ident, "an enum without variants has no values"));
    }
    if variants.iter().all(|variant| variant.fields.is_empty()) {
        return fieldless::derive(input, data, &variants, &repr, options);
    }
    if !repr.is_defined() {
        let why = "an enum with data needs a defined representation, such as `#[repr(u8)]` or `#[repr(C)]`: \
                   without one nobody knows which of its bytes are the tag";
        return Err(Error::new_spanned(&input.ident, why));
    }
    with_data(input, data, &variants, &repr, options)
}

/// An enum of the same tags without data, which is as long as the tag. It is inside of an unnamed constant.
pub(crate) fn tag_type(data: &DataEnum, repr: &Repr) -> TokenStream {
    let repr = repr.integer.as_ref().map_or_else(|| quote!(C), |integer| quote!(#integer));
    let variants = data.variants.iter().map(|variant| {
        let name = &variant.ident;
        let value = variant.discriminant.as_ref().map(|(_, value)| quote!(= #value));
        quote!(#name #value)
    });
    quote! {
        #[allow(dead_code)]
        #[repr(#repr)]
        enum OxmpiTag { #( #variants, )* }
    }
}

fn with_data(
    input: &DeriveInput,
    data: &DataEnum,
    variants: &[Variant],
    repr: &Repr,
    options: &Options,
) -> Result<TokenStream> {
    let (oxmpi, name) = (&options.oxmpi, &input.ident);
    let types = || variants.iter().flat_map(|variant| variant.fields.iter().map(|(_, of)| *of));
    let generics = fields::bounded(&input.generics, types(), oxmpi)?;
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let (tag_type, tag, signed) = (tag_type(data, repr), quote!(OxmpiTag), repr.is_signed());
    let map = variants.iter().map(|variant| {
        let bits = variant.tag(&tag);
        let fields = variant.fields.iter().map(|(member, of)| {
            let offset = variant.offset(member);
            quote!(#oxmpi::datatype::Field { offset: #offset, of: <#of as #oxmpi::Datatype>::TYPEMAP })
        });
        quote!(#oxmpi::datatype::Variant { tag: #bits, fields: &[ #( #fields, )* ] })
    });
    let valid = variants.iter().enumerate().map(|(index, variant)| {
        let fields = variant.fields.iter().enumerate().map(|(field, (_, of))| {
            quote!((!<#of as #oxmpi::Datatype>::CHECKED || unsafe {
                <#of as #oxmpi::Datatype>::is_valid(at.byte_add(
                    const { #oxmpi::datatype::derive::variant_field(<Self as #oxmpi::Datatype>::TYPEMAP, #index, #field) }
                ).cast())
            }))
        });
        quote! {
            if tag == const { #oxmpi::datatype::derive::variant_tag(<Self as #oxmpi::Datatype>::TYPEMAP, #index) } {
                return true #( & #fields )*;
            }
        }
    });
    let repair = variants[0].value();
    let cell = input.generics.params.is_empty().then(|| {
        quote!(fn cell() -> &'static #oxmpi::datatype::TypeCell {
            static CELL: #oxmpi::datatype::TypeCell = #oxmpi::datatype::TypeCell::new();
            &CELL
        })
    });
    Ok(quote! {
        const _: () = {
            #tag_type

            // SAFETY: the representation is a defined one: the tag comes first, and each variant's fields are where the compiler
            // says. A value is valid when its tag is that of a variant, and each field of that variant is. Fields are datatypes, so
            // there is no interior mutability. The cell belongs to this type.
            #[automatically_derived]
            #[allow(deprecated, unreachable_patterns)]
            unsafe impl #impl_generics #oxmpi::Datatype for #name #type_generics #where_clause {
                const TYPEMAP: &'static #oxmpi::datatype::Typemap = &#oxmpi::datatype::Typemap::Tagged {
                    tag: #oxmpi::datatype::derive::integer(::core::mem::size_of::<#tag>(), #signed),
                    variants: &[ #( #map, )* ],
                    size: ::core::mem::size_of::<Self>(),
                };
                const CHECKED: bool = true;
                const REPAIR: Self = #repair;

                #[inline(always)]
                unsafe fn is_valid(at: *const Self) -> bool {
                    // SAFETY: the tag and the fields are inside of the bytes that the caller vouches for; no reference is made,
                    // so that they need not be aligned.
                    let tag = unsafe { #oxmpi::datatype::derive::tag_at::<#tag>(at.cast()) };
                    #( #valid )*
                    false
                }

                #cell
            }
        };
    })
}
