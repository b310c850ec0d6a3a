//! The function under the attribute: its own attributes and its name are all that the tests need to know.

use crate::failure::{Failure, Result};
use proc_macro::{Delimiter, Ident, Span, TokenStream, TokenTree};

pub(crate) struct Item {
    /// The function without the attributes that move to the tests.
    pub(crate) function: TokenStream,
    pub(crate) name: Ident,
    /// `#[cfg(…)]`: on the tests as well as on the function.
    pub(crate) cfgs: TokenStream,
    /// `#[ignore]`: on the tests instead of the function.
    pub(crate) ignore: TokenStream,
    /// `#[should_panic]`: `Some("")` without an expected text. The runner sees to it.
    pub(crate) should_panic: Option<String>,
}

pub(crate) fn parse(tokens: TokenStream) -> Result<Item> {
    let mut cfgs = TokenStream::new();
    let mut ignore = TokenStream::new();
    let mut should_panic = None;
    let mut function = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();

    while let Some(TokenTree::Punct(hash)) = tokens.peek() {
        let hash = hash.clone();
        if hash.as_char() != '#' {
            break;
        }
        tokens.next();
        let Some(TokenTree::Group(body)) = tokens.next() else {
            return Err(Failure::new(hash.span(), "expected an attribute"));
        };
        let path = path_of(body.stream());
        let whole: TokenStream = [TokenTree::from(hash), TokenTree::from(body.clone())].into_iter().collect();
        match path.as_str() {
            "test" | "core::prelude::v1::test" => {
                return Err(Failure::new(body.span(), "`#[oxmpi_test]` makes the tests itself: remove `#[test]`"));
            }
            "oxmpi_test" | "oxmpi_test::oxmpi_test" => {
                return Err(Failure::new(
                    body.span(),
                    "`#[oxmpi_test]` is given twice: list all `ranks` in one of them",
                ));
            }
            "ignore" => ignore.extend(whole),
            "should_panic" => should_panic = Some(expected_text(body.stream(), body.span())?),
            "cfg" => {
                cfgs.extend(whole.clone());
                function.extend(whole);
            }
            _ => function.extend(whole),
        }
    }

    // `pub(crate) fn name`: up to `fn` there are a visibility and qualifiers, which the call must be able to do without.
    for token in tokens.by_ref() {
        function.extend([token.clone()]);
        let TokenTree::Ident(word) = &token else { continue };
        match word.to_string().as_str() {
            "fn" => break,
            "async" => {
                return Err(Failure::new(word.span(), "a test is not `async`: call a `block_on` in its body"));
            }
            "unsafe" | "extern" => {
                return Err(Failure::new(
                    word.span(),
                    format!("a test cannot be `{word}`: every rank calls it from safe code"),
                ));
            }
            "struct" | "enum" | "mod" | "impl" | "trait" | "static" | "use" | "type" | "union" => {
                return Err(Failure::new(word.span(), "`#[oxmpi_test]` goes on a function"));
            }
            _ => {}
        }
    }
    let Some(TokenTree::Ident(name)) = tokens.next() else {
        return Err(Failure::new(Span::call_site(), "`#[oxmpi_test]` goes on a function"));
    };
    function.extend([TokenTree::from(name.clone())]);
    match tokens.peek() {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {}
        Some(other) => {
            return Err(Failure::new(other.span(), "a test has no generic parameters: nothing could choose them"));
        }
        None => return Err(Failure::new(name.span(), "`#[oxmpi_test]` goes on a function")),
    }
    function.extend(tokens);
    Ok(Item { function, name, cfgs, ignore, should_panic })
}

/// `a::b` of `#[a::b(…)]`.
fn path_of(attribute: TokenStream) -> String {
    let mut path = String::new();
    for token in attribute {
        match token {
            TokenTree::Ident(word) => path.push_str(&word.to_string()),
            TokenTree::Punct(colon) if colon.as_char() == ':' => path.push(':'),
            _ => break,
        }
    }
    path.trim_start_matches(':').to_owned()
}

/// The source text of the literal in `should_panic(expected = "…")` or `should_panic = "…"`; empty for a bare `should_panic`.
fn expected_text(attribute: TokenStream, span: Span) -> Result<String> {
    let tokens: Vec<TokenTree> = attribute.into_iter().skip(1).collect();
    let malformed = || Failure::new(span, "expected `should_panic` or `should_panic(expected = \"…\")`");
    let value = match tokens.as_slice() {
        [] => return Ok(String::new()),
        [TokenTree::Punct(equals), value] if equals.as_char() == '=' => value.clone(),
        [TokenTree::Group(group)] => {
            let inner: Vec<TokenTree> = group.stream().into_iter().collect();
            match inner.as_slice() {
                [TokenTree::Ident(key), TokenTree::Punct(_), value] if key.to_string() == "expected" => value.clone(),
                _ => return Err(malformed()),
            }
        }
        _ => return Err(malformed()),
    };
    match value {
        TokenTree::Literal(literal) if literal.to_string().contains('"') => Ok(literal.to_string()),
        _ => Err(malformed()),
    }
}
