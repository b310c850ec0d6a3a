//! The arguments of the attribute: `ranks = [1, 2], timeout = 10, threads = "multiple"`.

use crate::failure::{Failure, Result};
use proc_macro::{Delimiter, Span, TokenStream, TokenTree};

/// What the attribute says; what it does not say has its default here, or is left to the runner (`None`).
pub(crate) struct Arguments {
    pub(crate) ranks: Vec<usize>,
    pub(crate) timeout: Option<u64>,
    pub(crate) threads: Option<&'static str>,
}

const KNOWN: &str = "known arguments are `ranks = [1, 2]`, `timeout = 60` and `threads = \"multiple\"`";

pub(crate) fn parse(tokens: TokenStream) -> Result<Arguments> {
    let mut arguments = Arguments { ranks: vec![1, 2, 3, 4], timeout: None, threads: None };
    let mut seen = Vec::new();
    let mut tokens = tokens.into_iter();
    while let Some(token) = tokens.next() {
        let TokenTree::Ident(name) = &token else {
            return Err(Failure::new(token.span(), format!("expected the name of an argument; {KNOWN}")));
        };
        let key = name.to_string();
        if !["ranks", "timeout", "threads"].contains(&key.as_str()) {
            return Err(Failure::new(name.span(), format!("unknown argument `{key}`; {KNOWN}")));
        }
        match tokens.next() {
            Some(TokenTree::Punct(equals)) if equals.as_char() == '=' => {}
            other => {
                let span = other.map_or(name.span(), |other| other.span());
                return Err(Failure::new(span, format!("expected `=` after `{key}`")));
            }
        }
        let value = value(&mut tokens, name.span(), &key)?;
        if seen.contains(&key) {
            return Err(Failure::new(name.span(), format!("`{key}` is given twice")));
        }
        match key.as_str() {
            "ranks" => arguments.ranks = ranks(value)?,
            "timeout" => arguments.timeout = Some(seconds(value)?),
            _ => arguments.threads = Some(level(value)?),
        }
        seen.push(key);
        match tokens.next() {
            None => break,
            Some(TokenTree::Punct(comma)) if comma.as_char() == ',' => {}
            Some(other) => return Err(Failure::new(other.span(), "expected `,`")),
        }
    }
    Ok(arguments)
}

/// The token after `=`. A value that came through a `macro_rules!` fragment is wrapped in an invisible group.
fn value(tokens: &mut impl Iterator<Item = TokenTree>, after: Span, key: &str) -> Result<TokenTree> {
    let token = tokens.next().ok_or_else(|| Failure::new(after, format!("expected a value after `{key} =`")))?;
    Ok(unwrapped(token))
}

fn unwrapped(token: TokenTree) -> TokenTree {
    if let TokenTree::Group(group) = &token {
        if group.delimiter() == Delimiter::None {
            let mut inner = group.stream().into_iter();
            if let (Some(only), None) = (inner.next(), inner.next()) {
                return unwrapped(only);
            }
        }
    }
    token
}

fn ranks(value: TokenTree) -> Result<Vec<usize>> {
    let wanted = "expected a number of ranks, as in `ranks = 4`, or a list, as in `ranks = [1, 2, 7]`";
    let list = match &value {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => group.clone(),
        TokenTree::Literal(_) => return Ok(vec![rank_count(&value, wanted)?]),
        other => return Err(Failure::new(other.span(), wanted)),
    };
    let mut ranks = Vec::new();
    let mut tokens = list.stream().into_iter();
    while let Some(token) = tokens.next() {
        let token = unwrapped(token);
        let count = rank_count(&token, wanted)?;
        if ranks.contains(&count) {
            return Err(Failure::new(token.span(), format!("{count} ranks are listed twice")));
        }
        ranks.push(count);
        match tokens.next() {
            None => break,
            Some(TokenTree::Punct(comma)) if comma.as_char() == ',' => {}
            Some(other) => return Err(Failure::new(other.span(), "expected `,` between numbers of ranks")),
        }
    }
    if ranks.is_empty() {
        return Err(Failure::new(list.span(), "the list of numbers of ranks is empty: no test would be made"));
    }
    Ok(ranks)
}

fn rank_count(token: &TokenTree, wanted: &str) -> Result<usize> {
    match integer(token) {
        Some(0) => Err(Failure::new(token.span(), "a test needs at least one rank")),
        Some(count) => usize::try_from(count).map_err(|_| Failure::new(token.span(), wanted)),
        None => Err(Failure::new(token.span(), wanted)),
    }
}

fn seconds(value: TokenTree) -> Result<u64> {
    match integer(&value) {
        Some(0) | None => {
            Err(Failure::new(value.span(), "expected a whole number of seconds, at least 1, as in `timeout = 60`"))
        }
        Some(seconds) => Ok(seconds),
    }
}

/// A plain integer literal; `4usize` and `0x4` are not worth the code.
fn integer(token: &TokenTree) -> Option<u64> {
    match token {
        TokenTree::Literal(literal) => literal.to_string().replace('_', "").parse().ok(),
        _ => None,
    }
}

/// The variant of `ThreadLevel`.
fn level(value: TokenTree) -> Result<&'static str> {
    match value.to_string().as_str() {
        "\"single\"" => Ok("Single"),
        "\"funneled\"" => Ok("Funneled"),
        "\"serialized\"" => Ok("Serialized"),
        "\"multiple\"" => Ok("Multiple"),
        _ => {
            let levels = "expected `\"single\"`, `\"funneled\"`, `\"serialized\"` or `\"multiple\"`";
            Err(Failure::new(value.span(), levels))
        }
    }
}
