//! The environment variables that decide the build.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ffi::OsString;

/// Reads variables, and remembers which were asked for: a change in any of them makes cargo run the script again.
pub struct Env<'a> {
    get: &'a dyn Fn(&str) -> Option<OsString>,
    asked: RefCell<BTreeSet<String>>,
}

impl<'a> Env<'a> {
    /// An environment; tests give their own.
    pub fn new(get: &'a dyn Fn(&str) -> Option<OsString>) -> Self {
        Self { get, asked: RefCell::default() }
    }

    /// A variable; an empty one counts as not set.
    pub fn os(&self, name: &str) -> Option<OsString> {
        self.asked.borrow_mut().insert(name.to_owned());
        (self.get)(name).filter(|value| !value.is_empty())
    }

    /// A variable as text.
    pub fn text(&self, name: &str) -> Option<String> {
        self.os(name).map(|value| value.to_string_lossy().into_owned())
    }

    /// The names asked for so far.
    pub fn asked(&self) -> Vec<String> {
        self.asked.borrow().iter().cloned().collect()
    }
}
