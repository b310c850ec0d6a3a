//! What must not compile, and what the compiler says then. A word of it may change with each release, so this holds for one alone;
//! `TRYBUILD=overwrite` writes the texts anew.

use std::process::Command;

/// The compiler that said what the `.stderr` files have.
const COMPILER: &str = "rustc 1.95.";

#[test]
fn misuse_does_not_compile_and_the_compiler_says_why() {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output().map(|output| output.stdout).unwrap_or_default();
    let version = String::from_utf8_lossy(&version).trim().to_owned();
    if !version.starts_with(COMPILER) {
        eprintln!("SKIPPED: this is {version}; what must not compile is checked with {COMPILER}x alone");
        return;
    }
    let tests = trybuild::TestCases::new();
    tests.pass("tests/compile_fail/passes.rs");
    for program in std::fs::read_dir("tests/compile_fail").expect("is there") {
        let path = program.expect("can be read").path();
        if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("passes.rs") {
            tests.compile_fail(path);
        }
    }
}
