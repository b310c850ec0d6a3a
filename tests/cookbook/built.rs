//! The programs of the recipes, built if they are not up to date.
//!
//! `cargo test` builds the examples, `cargo test --test cookbook` does not: it would leave older ones, perhaps of another
//! MPI. So this process asks cargo for them once, with its own profile, target and features; cargo has given the lock of the
//! target folder back by the time that tests run. Where nothing has changed it takes a fraction of a second.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

/// The program of a recipe.
pub(crate) fn example(recipe: &str) -> PathBuf {
    static BUILT: LazyLock<Result<(), String>> = LazyLock::new(build);
    if let Err(error) = &*BUILT {
        panic!("the recipes do not build: {error}");
    }
    oxmpi_test::example_path(recipe)
}

fn build() -> Result<(), String> {
    // The cargo that runs this test, else the one that built it. On a machine without it (a test that was carried to a
    // compute node), the programs that are beside it have to do.
    let cargo = std::env::var_os("CARGO").map_or_else(|| PathBuf::from(env!("CARGO")), PathBuf::from);
    if !cargo.is_file() {
        return Ok(());
    }
    let this = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut command = Command::new(cargo);
    // All that is needed was there to build this test: no network, no changes of the lock file.
    command.args(["build", "--quiet", "--offline", "--package", "oxmpi", "--examples", "--no-default-features"]);
    command.arg(format!("--features={}", features().join(",")));
    command.args(place(&this)).current_dir(env!("CARGO_MANIFEST_DIR"));
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

/// The features of this build.
fn features() -> Vec<&'static str> {
    let all = [
        ("derive", cfg!(feature = "derive")),
        ("postcard", cfg!(feature = "postcard")),
        ("serde", cfg!(feature = "serde")),
    ];
    all.into_iter().filter_map(|(name, on)| on.then_some(name)).collect()
}

/// The options for the target folder, target and profile that this test is in: `FOLDER/[TARGET/]PROFILE/deps/cookbook-…`.
fn place(this: &Path) -> Vec<String> {
    let mut above = this.ancestors().skip(2);
    let (Some(profile), Some(outer)) = (above.next(), above.next()) else { return Vec::new() };
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let profile = match name(profile).as_str() {
        "debug" => "dev".to_owned(),
        other => other.to_owned(),
    };
    let mut options = vec![format!("--profile={profile}")];
    // Cargo keeps this file in the target folder itself. (It writes CACHEDIR.TAG only where it makes the folder.)
    let folder = if outer.join(".rustc_info.json").is_file() {
        outer
    } else {
        options.push(format!("--target={}", name(outer)));
        above.next().unwrap_or(outer)
    };
    options.push(format!("--target-dir={}", folder.display()));
    options
}
