//! The expansion: the function as it was, and beside it a module of the same name with one `#[test]` per number of ranks.
//!
//! A function and a module may share a name, so a failing test reads `ring::ranks_3` in the list, and `cargo test ring` runs all.

use crate::arguments::Arguments;
use crate::item::Item;
use proc_macro::{Group, Ident, Span, TokenStream, TokenTree};

pub(crate) fn expand(arguments: &Arguments, item: &Item) -> TokenStream {
    let name = item.name.to_string();
    let timeout = match arguments.timeout {
        Some(seconds) => format!("::core::option::Option::Some({seconds})"),
        None => "::core::option::Option::None".to_owned(),
    };
    let threads = match arguments.threads {
        Some(level) => format!("::core::option::Option::Some(::oxmpi_test::__private::ThreadLevel::{level})"),
        None => "::core::option::Option::None".to_owned(),
    };
    let should_panic = match &item.should_panic {
        Some(text) => {
            let text = if text.is_empty() { "\"\"" } else { text };
            format!("::core::option::Option::Some({text})")
        }
        None => "::core::option::Option::None".to_owned(),
    };

    let mut tests = String::new();
    for ranks in &arguments.ranks {
        // `IGNORE` and `BODY` are exchanged for tokens that have a place in the source.
        tests.push_str(&format!(
            "IGNORE
            #[::core::prelude::v1::test]
            fn ranks_{ranks}() {{
                ::oxmpi_test::__private::run(
                    &::oxmpi_test::__private::Spec {{
                        path: ::core::concat!(::core::module_path!(), \"::ranks_{ranks}\"),
                        ranks: {ranks},
                        timeout: {timeout},
                        threads: {threads},
                        should_panic: {should_panic},
                    }},
                    super::BODY,
                )
            }}\n"
        ));
    }
    let module = format!("#[cfg(test)] #[allow(non_snake_case)] mod {name} {{ {tests} }}");

    let mut tokens = TokenStream::new();
    tokens.extend(parsed("#[cfg(test)]"));
    tokens.extend(item.function.clone());
    tokens.extend(item.cfgs.clone());
    tokens.extend(place(parsed(&module), item));
    tokens
}

fn parsed(source: &str) -> TokenStream {
    source.parse().expect("the generated source is well-formed")
}

/// Puts the attributes and the function's name into the generated tokens, and gives every word the place of that name, so that an
/// error of a wrong signature points at the function and an editor finds the tests there.
fn place(tokens: TokenStream, item: &Item) -> TokenStream {
    let span = Span::call_site().located_at(item.name.span());
    let mut placed = TokenStream::new();
    for token in tokens {
        match token {
            TokenTree::Ident(word) if word.to_string() == "IGNORE" => placed.extend(item.ignore.clone()),
            TokenTree::Ident(word) if word.to_string() == "BODY" => {
                let mut name: Ident = item.name.clone();
                name.set_span(span);
                placed.extend([TokenTree::from(name)]);
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), place(group.stream(), item));
                inner.set_span(span);
                placed.extend([TokenTree::from(inner)]);
            }
            mut other => {
                other.set_span(span);
                placed.extend([other]);
            }
        }
    }
    placed
}
