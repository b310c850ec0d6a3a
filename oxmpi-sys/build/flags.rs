//! What a compiler wrapper adds to a compiler's command line.

use std::path::PathBuf;

/// The flags that matter for linking, from a command line split in words.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// The first word: the compiler.
    pub compiler: Option<String>,
    /// `-I`.
    pub include: Vec<PathBuf>,
    /// `-D`, with the prefix.
    pub define: Vec<String>,
    /// `-L`.
    pub search: Vec<PathBuf>,
    /// `-l`, in order.
    pub libs: Vec<String>,
    /// `-Wl,-rpath,…` in all its spellings.
    pub rpath: Vec<PathBuf>,
    /// Libraries given by their file, such as `/opt/mpi/lib/libmpi.so`.
    pub files: Vec<PathBuf>,
}

impl Flags {
    /// Sorts words, the compiler not among them.
    pub fn add(&mut self, words: &[String]) {
        let mut linker = Vec::new();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            // `-L dir` and `-Ldir` mean the same.
            let mut value = |prefix: &str| match word.strip_prefix(prefix) {
                Some("") => words.next().cloned(),
                Some(value) => Some(value.to_owned()),
                None => None,
            };
            if word == "-Xlinker" {
                linker.extend(words.next().cloned());
            } else if let Some(list) = word.strip_prefix("-Wl,") {
                linker.extend(list.split(',').map(str::to_owned));
            } else if let Some(dir) = value("-I").or_else(|| value("-isystem")) {
                push_new(&mut self.include, dir.into());
            } else if let Some(name) = value("-D") {
                push_new(&mut self.define, format!("-D{name}"));
            } else if let Some(dir) = value("-L") {
                push_new(&mut self.search, dir.into());
            } else if let Some(lib) = value("-l") {
                push_new(&mut self.libs, lib);
            } else if is_library(word) {
                push_new(&mut self.files, word.into());
            }
        }
        self.add_linker(&linker);
    }

    /// Sorts words that are for the linker itself.
    fn add_linker(&mut self, words: &[String]) {
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let joined =
                ["-rpath=", "--rpath=", "-R"].iter().find_map(|p| word.strip_prefix(p)).filter(|v| !v.is_empty());
            let list = match (joined, word.as_str()) {
                (Some(list), _) => Some(list.to_owned()),
                (None, "-rpath" | "--rpath" | "-R") => words.next().cloned(),
                _ => None,
            };
            for dir in list.iter().flat_map(|list| list.split(':')).filter(|dir| !dir.is_empty()) {
                push_new(&mut self.rpath, dir.into());
            }
        }
    }
}

fn is_library(word: &str) -> bool {
    !word.starts_with('-') && (word.ends_with(".so") || word.ends_with(".a") || word.contains(".so."))
}

fn push_new<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}
