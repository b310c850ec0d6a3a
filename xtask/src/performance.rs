//! `cargo xtask performance`: measures all that `docs/performance.md` shows, and makes its figures and plots anew.

use crate::bench;
use crate::hello::{self, Hello};
use crate::mpi::{self, Wanted};
use crate::process::capture;
use crate::workspace;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// What the command line asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Options {
    /// The value of `--mpi`: a list.
    pub(crate) mpi: Option<String>,
    /// `--full`, rather than `--quick`, which is the default.
    pub(crate) full: bool,
    /// `--realtime`
    pub(crate) realtime: bool,
    /// The value of `--peers`; all of them where it is not given.
    pub(crate) peers: Option<String>,
    /// `--draw`: nothing is measured; what lies in `target/bench` is drawn.
    pub(crate) draw: bool,
}

/// The bindings whose hello-world is built: a name, the dependency, the program.
const BINDINGS: [(&str, &str, &str); 2] = [
    (
        "rsmpi (crate mpi)",
        "mpi = \"0.8\"",
        "//! A hello-world.\nuse mpi::traits::*;\nfn main() {\n    let universe = mpi::initialize().unwrap();\n    \
         println!(\"hello from {}\", universe.world().rank());\n}\n",
    ),
    (
        "ferrompi",
        "ferrompi = \"0.7\"",
        "//! A hello-world.\nfn main() {\n    let mpi = ferrompi::Mpi::init().unwrap();\n    \
         println!(\"hello from {}\", mpi.world().rank());\n}\n",
    ),
];

/// Runs the verb.
pub(crate) fn run(options: &Options) -> Result<bool, String> {
    let folder = workspace::target().join("bench");
    if !options.draw {
        fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        for id in options.mpi.as_deref().unwrap_or("ompi41,mpich40").split(',') {
            let lab = bench::Options {
                mpi: Some(id.trim().to_owned()),
                full: options.full,
                realtime: options.realtime,
                peers: Some(options.peers.clone().unwrap_or_else(|| bench::ALL_PEERS.to_owned())),
                ..bench::Options::default()
            };
            if !bench::run(&lab)? {
                return Ok(false);
            }
        }
        builds(&folder)?;
        machine(&folder, options)?;
    }
    println!("Report:");
    let mut report = workspace::cargo();
    report.args(["run", "--quiet", "--release", "--package", "oxmpi-bench-report", "--", "--data"]).arg(&folder);
    let status =
        report.arg("--docs").arg(workspace::root().join("docs")).status().map_err(|error| error.to_string())?;
    Ok(status.success())
}

/// Builds each hello-world twice, and writes the better one of each into `build.csv`. Who does not build here is told, and left out.
fn builds(folder: &Path) -> Result<(), String> {
    let Some(mpi) = mpi::set_up(Wanted::named(None)?, &workspace::target(), false)? else { return Ok(()) };
    let lock = workspace::root().join("Cargo.lock");
    let own =
        [("oxmpi", hello::on_oxmpi("")), ("oxmpi with derive and postcard", hello::on_oxmpi(hello::WITH_OBJECTS))];
    let own = own.iter().map(|(name, dependency)| (*name, dependency.as_str(), hello::OXMPI, Some(lock.as_path())));
    let all = own.chain(BINDINGS.map(|(name, dependency, main)| (name, dependency, main, None)));
    let mut text = "binding,seconds,crates,binary_bytes\n".to_owned();
    for (name, dependency, main, lock) in all {
        let hello = Hello { dependency, main, env: &mpi.env, lock };
        let scratch = folder.join("hello");
        match hello.build(&scratch).and_then(|first| Ok((first, hello.build(&scratch)?))) {
            Ok((first, second)) => {
                let seconds = first.seconds.min(second.seconds);
                println!("{name}: {seconds:.1} s, {} crates, {} bytes", first.crates, first.binary);
                let _ = writeln!(text, "{name},{seconds:.2},{},{}", first.crates, first.binary);
            }
            Err(why) => println!("{name}: not measured: {why}"),
        }
    }
    let file = folder.join("build.csv");
    fs::write(&file, text).map_err(|error| format!("{}: {error}", file.display()))
}

/// Writes what a reader has to know of the machine into `machine.txt`.
fn machine(folder: &Path, options: &Options) -> Result<(), String> {
    let says = |program: &str, arguments: &[&str]| -> String {
        let answer = capture(Command::new(program).args(arguments), Duration::from_secs(20));
        answer.map_or_else(|_| "?".to_owned(), |(_, text)| text.lines().next().unwrap_or("?").trim().to_owned())
    };
    let processors = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = processors.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let count = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let system = release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME=")).unwrap_or("?").trim_matches('"');
    let pace = if options.full { "--full" } else { "--quick" };
    let lines = [
        format!("{}, {count} processors ({})", system, model.map_or("?", |(_, name)| name)),
        format!("{}, {}", says("rustc", &["--version"]), says("gcc", &["--version"])),
        format!(
            "{}, `cargo xtask performance {pace}{}`",
            says("date", &["+%Y-%m-%d"]),
            if options.realtime { " --realtime" } else { "" }
        ),
    ];
    let file = folder.join("machine.txt");
    fs::write(&file, lines.join("\n")).map_err(|error| format!("{}: {error}", file.display()))
}
