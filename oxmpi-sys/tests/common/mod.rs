//! Reads declarations in Rust source, ours and bindgen's, without a Rust parser.
#![allow(dead_code, unreachable_pub, reason = "each test uses a part")]

use std::path::{Path, PathBuf};

/// A function as declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    pub name: String,
    /// The types, in one spelling.
    pub parameters: Vec<String>,
    pub result: String,
    /// The name in `#[cfg(has_…)]` before it.
    pub cfg: Option<String>,
    /// Whether it is written in Rust.
    pub has_body: bool,
}

/// A callback type: the types of its parameters, and its result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    pub name: String,
    pub target: String,
}

/// Splits source in words and marks. Comments, paths' prefixes (`core::ffi::`) and raw suffixes are dropped.
pub fn tokens(source: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    for line in source.lines() {
        let code = line.split("//").next().unwrap_or_default();
        let mut chars = code.chars().peekable();
        while let Some(c) = chars.next() {
            if c.is_whitespace() {
                continue;
            }
            let mut token = c.to_string();
            if is_word(c) {
                while let Some(c) = chars.next_if(|c| is_word(*c)) {
                    token.push(c);
                }
            } else if (c == '-' && chars.next_if_eq(&'>').is_some()) || (c == ':' && chars.next_if_eq(&':').is_some()) {
                token = if c == '-' { "->".into() } else { "::".into() };
            }
            tokens.push(token);
        }
    }
    let mut plain = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let in_prefix = tokens.get(index + 1).is_some_and(|next| next == "::") && token.chars().all(is_word);
        // In `*mut ::std::…` the path begins with its mark.
        let in_prefix = in_prefix && token != "mut" && token != "const";
        if token != "::" && !in_prefix {
            plain.push(token.strip_suffix("usize").filter(|t| !t.is_empty()).unwrap_or(token).to_owned());
        }
    }
    plain
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The public functions in some source.
pub fn functions(source: &str) -> Vec<Function> {
    let tokens = tokens(source);
    let mut functions = Vec::new();
    let mut cfg = None;
    let mut at = 0;
    while at < tokens.len() {
        match tokens[at].as_str() {
            "cfg" => cfg = tokens.get(at + 2).filter(|name| name.starts_with("has_")).cloned(),
            ";" | "{" => cfg = None,
            "fn" if tokens[..at].iter().rev().take(4).any(|token| token == "pub") => {
                let name = tokens[at + 1].clone();
                let (list, mut end) = bracketed(&tokens, at + 2);
                let mut result = Vec::new();
                if tokens[end] == "->" {
                    end += 1;
                    while ![";", "{"].contains(&tokens[end].as_str()) {
                        result.push(tokens[end].clone());
                        end += 1;
                    }
                }
                let parameters = list.iter().map(|parameter| spelling(after_colon(parameter))).collect();
                let (result, has_body) = (spelling(&result), tokens[end] == "{");
                functions.push(Function { name, parameters, result, cfg: cfg.take(), has_body });
                at = end;
            }
            _ => {}
        }
        at += 1;
    }
    functions
}

/// The `pub type NAME = …;` in some source.
pub fn aliases(source: &str) -> Vec<Alias> {
    let tokens = tokens(source);
    let mut aliases = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if token == "type" && at > 0 && tokens[at - 1] == "pub" {
            let end = at + tokens[at..].iter().position(|token| token == ";").unwrap();
            aliases.push(Alias { name: tokens[at + 1].clone(), target: callback(&tokens[at + 3..end]) });
        }
    }
    aliases
}

/// A function type as `(types) -> result`; another type as it is.
fn callback(target: &[String]) -> String {
    let Some(at) = target.iter().position(|token| token == "fn") else { return spelling(target) };
    let (list, end) = bracketed(target, at + 1);
    let parameters: Vec<String> = list.iter().map(|p| spelling(after_colon(p))).filter(|p| p != "...").collect();
    let result: Vec<String> =
        target[end..].iter().filter(|token| !["->", ">", ","].contains(&token.as_str())).cloned().collect();
    format!("({}) -> {}", parameters.join(", "), spelling(&result))
}

/// The comma-separated parts between the bracket at `open` and its partner, and what follows that.
fn bracketed(tokens: &[String], open: usize) -> (Vec<Vec<String>>, usize) {
    let (mut parts, mut part, mut depth) = (Vec::new(), Vec::new(), 0);
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.as_str() {
            "(" | "[" | "<" => depth += 1,
            ")" | "]" | ">" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            if !part.is_empty() {
                parts.push(part);
            }
            return (parts, at + 1);
        }
        if token == "," && depth == 1 {
            parts.push(std::mem::take(&mut part));
        } else if at > open {
            part.push(token.clone());
        }
    }
    panic!("a bracket is not closed")
}

fn after_colon(parameter: &[String]) -> &[String] {
    let at = parameter.iter().position(|token| token == ":").map_or(0, |at| at + 1);
    &parameter[at..]
}

/// One spelling for each type: bindgen's `Option` is part of the callback's alias, `f64` is `c_double`.
fn spelling(ty: &[String]) -> String {
    let ty: Vec<&str> = match ty {
        [option, open, inner @ .., close] if option == "Option" && open == "<" && close == ">" => {
            inner.iter().map(String::as_str).collect()
        }
        _ => ty.iter().map(String::as_str).collect(),
    };
    let text = ty.join(" ").replace("f64", "c_double").replace("MPI_Fint", "c_int").replace(". . .", "...");
    if text == "( )" { String::new() } else { text }
}

/// The files of a folder of the crate, and of those below.
pub fn sources(folder: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}

/// Every function that the crate declares, for whatever library.
pub fn declared() -> Vec<Function> {
    sources("src/functions").iter().flat_map(|file| functions(&std::fs::read_to_string(file).unwrap())).collect()
}

/// The names of MPI 5.0.
pub fn standard_names() -> Vec<&'static str> {
    include_str!("../../functions-5.0.txt").lines().collect()
}

/// The names that not every library has.
pub fn optional_names() -> Vec<&'static str> {
    include_str!("../../optional.txt").lines().collect()
}
