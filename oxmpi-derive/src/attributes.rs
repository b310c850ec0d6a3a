//! What the attributes of a type say: `#[mpi(…)]` and `#[repr(…)]`.

use proc_macro2::TokenStream;
use syn::meta::ParseNestedMeta;
use syn::{Attribute, Error, Ident, Path, Result, parse_quote};

/// The options in `#[mpi(…)]`.
pub(crate) struct Options {
    /// The path to oxmpi.
    pub(crate) oxmpi: Path,
    /// Where `no_padding` is, if it is given.
    pub(crate) no_padding: Option<Path>,
}

impl Options {
    pub(crate) fn of(attributes: &[Attribute]) -> Result<Options> {
        let mut options = Options { oxmpi: parse_quote!(::oxmpi), no_padding: None };
        for attribute in named(attributes, "mpi") {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("crate") {
                    options.oxmpi = meta.value()?.call(Path::parse_mod_style)?;
                } else if meta.path.is_ident("no_padding") {
                    options.no_padding = Some(meta.path);
                } else {
                    return Err(meta.error("the options are `crate = path` and `no_padding`"));
                }
                Ok(())
            })?;
        }
        Ok(options)
    }
}

/// Fails where a field or a variant has an `#[mpi(…)]`.
pub(crate) fn refuse_options(attributes: &[Attribute]) -> Result<()> {
    match named(attributes, "mpi").next() {
        None => Ok(()),
        Some(attribute) => {
            Err(Error::new_spanned(attribute, "`#[mpi(…)]` is for a whole type, not for its fields and variants"))
        }
    }
}

/// What `#[repr(…)]` says.
#[derive(Default)]
pub(crate) struct Repr {
    /// `C`.
    pub(crate) c: bool,
    /// An integer type: that of an enum's tag.
    pub(crate) integer: Option<Ident>,
    /// `align(…)`.
    pub(crate) align: bool,
}

impl Repr {
    pub(crate) fn of(attributes: &[Attribute]) -> Result<Repr> {
        let mut repr = Repr::default();
        for attribute in named(attributes, "repr") {
            attribute.parse_nested_meta(|meta| repr.add(&meta))?;
        }
        Ok(repr)
    }

    fn add(&mut self, meta: &ParseNestedMeta) -> Result<()> {
        if let Some(ident) = meta.path.get_ident() {
            match ident.to_string().as_str() {
                "C" => self.c = true,
                "align" => self.align = true,
                "transparent" | "packed" | "Rust" => {}
                "simd" => return Err(meta.error("vectors of a processor are no datatype; use an array")),
                "i128" | "u128" => {
                    return Err(meta.error("an enum's tag of 128 bits has no MPI type; use at most 64 bits"));
                }
                _ => self.integer = Some(ident.clone()),
            }
        }
        // Skip what follows the word: `align(64)`.
        if meta.input.peek(syn::token::Paren) {
            let content;
            syn::parenthesized!(content in meta.input);
            content.parse::<TokenStream>()?;
        }
        Ok(())
    }

    /// Whether the tag of an enum is where the language says: at the start, and as long as an integer type.
    pub(crate) fn is_defined(&self) -> bool {
        self.c || self.integer.is_some()
    }

    /// Whether the tag is a signed number. C's enums are `int`s.
    pub(crate) fn is_signed(&self) -> bool {
        match &self.integer {
            Some(integer) => integer.to_string().starts_with('i'),
            None => self.c,
        }
    }
}

fn named<'a>(attributes: &'a [Attribute], name: &'a str) -> impl Iterator<Item = &'a Attribute> {
    attributes.iter().filter(move |attribute| attribute.path().is_ident(name))
}
