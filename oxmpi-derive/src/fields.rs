//! Fields: what their types must be, and how they are named.

use crate::attributes::refuse_options;
use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Error, Fields, GenericParam, Generics, Member, Path, Result, Type, parse_quote};

/// The fields of a struct or of a variant: name or number, and type.
pub(crate) fn members(fields: &Fields) -> Result<Vec<(Member, &Type)>> {
    let named = fields.members().zip(fields);
    named
        .map(|(member, field)| {
            refuse_options(&field.attrs)?;
            refuse(&field.ty)?;
            Ok((member, &field.ty))
        })
        .collect()
}

/// Fails for types of which the syntax alone says that they cannot travel. The compiler finds the others.
fn refuse(of: &Type) -> Result<()> {
    let why = match of {
        Type::Reference(_) => "a reference cannot travel: its address means nothing to another process",
        Type::Ptr(_) => "a pointer cannot travel: its address means nothing to another process",
        Type::FnPtr(_) => "a function pointer cannot travel: its address means nothing to another process",
        Type::Slice(_) | Type::TraitObject(_) => "a datatype has a size that is known when it is compiled",
        Type::Paren(inner) => return refuse(&inner.elem),
        Type::Group(inner) => return refuse(&inner.elem),
        Type::Array(array) => return refuse(&array.elem),
        _ => return Ok(()),
    };
    Err(Error::new_spanned(of, why))
}

/// The value that is written over an invalid one, of the fields in braces.
pub(crate) fn repair(members: &[(Member, &Type)], oxmpi: &Path) -> TokenStream {
    let fields = members.iter().map(|(member, of)| quote!(#member: <#of as #oxmpi::Datatype>::REPAIR));
    quote!({ #( #fields, )* })
}

/// The generics of the implementation: where a field's type depends on a parameter, it has to be a datatype, and then nothing else says
/// that the whole is `Copy`, `Send` and without borrows.
pub(crate) fn bounded<'a>(
    generics: &Generics,
    types: impl Iterator<Item = &'a Type>,
    oxmpi: &Path,
) -> Result<Generics> {
    let mut bounded = generics.clone();
    let mut parameters = Vec::new();
    for parameter in &generics.params {
        match parameter {
            GenericParam::Lifetime(lifetime) => {
                let why = "a datatype borrows nothing: a borrow means nothing to another process";
                return Err(Error::new_spanned(lifetime, why));
            }
            GenericParam::Type(parameter) => parameters.push(parameter.ident.to_string()),
            GenericParam::Const(_) => {}
        }
    }
    if parameters.is_empty() {
        return Ok(bounded);
    }
    let clauses = &mut bounded.make_where_clause().predicates;
    for of in types {
        if mentions(of.to_token_stream(), &parameters) {
            clauses.push(parse_quote!(#of: #oxmpi::Datatype));
        }
    }
    clauses.push(parse_quote!(Self: ::core::marker::Copy + ::core::marker::Send + 'static));
    Ok(bounded)
}

fn mentions(tokens: TokenStream, parameters: &[String]) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => parameters.contains(&ident.to_string()),
        TokenTree::Group(group) => mentions(group.stream(), parameters),
        _ => false,
    })
}
