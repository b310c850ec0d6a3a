//! Features are additive: each library crate must build with each of its features alone, and with none.

use super::{Outcome, shown};
use crate::workspace;
use std::fs;
use std::path::Path;

/// The crates whose features a user can choose, by folder and name.
const CRATES: [(&str, &str); 3] = [(".", "oxmpi"), ("oxmpi-sys", "oxmpi-sys"), ("oxmpi-test", "oxmpi-test")];

/// Checks each feature alone.
pub(super) fn run() -> Result<Outcome, String> {
    let mut notes = Vec::new();
    let mut count = 0;
    for (folder, name) in CRATES {
        let manifest = workspace::root().join(folder).join("Cargo.toml");
        let text = fs::read_to_string(&manifest).map_err(|error| format!("{}: {error}", manifest.display()))?;
        let mut sets = vec![String::new()];
        sets.extend(features(&text).into_iter().filter(|feature| feature != "default"));
        for feature in sets {
            if feature == "bindgen" && !has_libclang() {
                notes.push(format!("{name}/bindgen not checked: no libclang"));
                continue;
            }
            let mut command = workspace::cargo();
            command.args(["clippy", "--quiet", "--package", name, "--lib", "--no-default-features"]);
            if !feature.is_empty() {
                command.args(["--features", &feature]);
            }
            command.args(["--", "-D", "warnings"]);
            shown(&mut command)?;
            count += 1;
        }
    }
    notes.insert(0, format!("{count} sets"));
    Ok(Outcome::Passed(notes.join("; ")))
}

/// Whether bindgen will find libclang, in the places where distributions put it.
pub(super) fn has_libclang() -> bool {
    if std::env::var_os("LIBCLANG_PATH").is_some() {
        return true;
    }
    let has = |dir: &Path| {
        fs::read_dir(dir).is_ok_and(|entries| {
            entries.flatten().any(|entry| {
                let name = entry.file_name().to_string_lossy().into_owned();
                name.starts_with("libclang.so") || name.starts_with("libclang-") && name.contains(".so")
            })
        })
    };
    let llvm = fs::read_dir("/usr/lib").into_iter().flatten().flatten().map(|entry| entry.path());
    let llvm = llvm.filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("llvm")));
    llvm.map(|path| path.join("lib"))
        .chain(["/usr/lib64", "/usr/lib", "/usr/lib/x86_64-linux-gnu", "/usr/local/lib"].map(Into::into))
        .any(|dir| has(&dir))
}

/// The names in the table `[features]` of a manifest.
fn features(manifest: &str) -> Vec<String> {
    let mut inside = false;
    let mut names = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.trim() == "[features]";
        } else if inside && !line.starts_with([' ', '\t', '#', ']']) {
            if let Some((name, _)) = line.split_once('=') {
                names.push(name.trim().trim_matches('"').to_owned());
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_are_read_from_a_manifest() {
        let manifest = "[package]\nname = \"x\"\n\n[features]\ndefault = [\"a\"]\n# why\na = []\nb = [\n  \"c = d\",\n]\n\
                        \n[dependencies]\nserde = \"1\"\n";
        assert_eq!(features(manifest), ["default", "a", "b"]);
        assert!(features("[package]\n").is_empty());
    }
}
