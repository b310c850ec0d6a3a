//! The command line.

use crate::test::{Options, Scope};
use crate::{bench, fuzz, instructions, performance, sanitize};
use lexopt::prelude::*;
use std::ffi::OsString;

/// What `--help` prints.
pub(crate) const HELP: &str = "\
The tasks of oxmpi's own developers.

cargo xtask cookbook [--mpi ID] [--dry-run]
    Set up, build and run the nine recipes; each result is printed and checked.

cargo xtask test [--mpi ID,ID...|all] [--full|--subset] [--python] [--again] [--dry-run] [-- FILTER...]
    Set up and run the workspace's tests. Without --mpi: on the MPI that is there by default. With `all`: on every
    MPI of the list that can be had; on some of them only a subset, unless --full. With --python: mpi4py is compiled
    for each (into target/python), and jobs with ranks in Python are tested, which are skipped otherwise.
    With --again: up to three tests that failed are run once more, and those that then pass are told as UNSTEADY.

cargo xtask bench [--quick|--full] [--mpi ID] [--peers c,oxmpi,rsmpi,ferrompi,mpi4py] [--only PATTERN]
                  [--sizes BYTES,...] [--realtime] [--dry-run]
    Measure oxmpi beside the same patterns in C, and beside other bindings: docs/performance.md.

cargo xtask performance [--quick|--full] [--mpi ID,ID...] [--peers LIST] [--realtime] [--draw]
    Measure all that docs/performance.md shows, on Open MPI and MPICH, with all peers, and the cold build of a
    hello-world with each; then make its figures and plots anew. With --draw: from what was measured before.

cargo xtask instructions [--mpi ID] [--only PATTERN] [--update] [--dry-run]
    Count the instructions of oxmpi itself in frequent calls, by valgrind, and compare with xtask/instructions: more
    than 5 % more is a failure. With --update that table is written.

cargo xtask fuzz [TARGET...] [--seconds N] [--dry-run]
    Run the fuzz targets, each for 60 s, with cargo-fuzz (put into target/tools) and a nightly compiler.

cargo xtask sanitize [address|loom] [--mpi ID] [--dry-run] [-- FILTER...]
    Run the tests of misuse under AddressSanitizer, which needs a nightly compiler; or the model tests of the gate under
    loom, which tries every order of threads.

cargo xtask ci [STEP...] [--list]
    The checks other than tests: all of them, or those named.

cargo xtask mpi [--mpi ID] [--dry-run] [-- COMMAND...]
    Set up an MPI, and say how to use it; or run a command with it: cargo xtask mpi --mpi mpich5 -- cargo test --lib

MPIs: default, ompi41 and mpich40 (the distribution's; installing them needs root), mpich5, mpich5-abi, ompi5 and impi
(wheels from PyPI, put into target/mpi). --dry-run prints what would be done.";

const VERBS: [&str; 9] = ["cookbook", "test", "bench", "performance", "instructions", "fuzz", "sanitize", "ci", "mpi"];

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    /// Print the help.
    Help,
    /// `cookbook`
    Cookbook {
        /// `--mpi`
        mpi: Option<String>,
        /// `--dry-run`
        dry_run: bool,
    },
    /// `test`
    Test(Options),
    /// `bench`
    Bench(bench::Options),
    /// `performance`
    Performance(performance::Options),
    /// `instructions`
    Instructions(instructions::Options),
    /// `fuzz`
    Fuzz(fuzz::Options),
    /// `sanitize`
    Sanitize(sanitize::Options),
    /// `ci`
    Ci {
        /// The steps; none means all.
        steps: Vec<String>,
        /// `--list`
        list: bool,
    },
    /// `mpi`
    Mpi {
        /// `--mpi`
        mpi: Option<String>,
        /// `--dry-run`
        dry_run: bool,
        /// What follows `--`.
        command: Vec<String>,
    },
}

/// Reads the arguments that follow the program's name.
pub(crate) fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Task, lexopt::Error> {
    let mut parser = lexopt::Parser::from_args(args);
    let verb = match parser.next()? {
        None | Some(Short('h') | Long("help")) => return Ok(Task::Help),
        Some(Value(verb)) => verb.string()?,
        Some(other) => return Err(other.unexpected()),
    };
    if !VERBS.contains(&verb.as_str()) && verb != "help" {
        return Err(format!("there is no task {verb:?}; there are {}", VERBS.join(", ")).into());
    }
    let mut options = Options::default();
    let mut lab = bench::Options::default();
    let mut drawing = performance::Options::default();
    let mut counting = instructions::Options::default();
    let mut fuzzing = fuzz::Options::default();
    let mut checker = sanitize::Checker::default();
    let (mut steps, mut list) = (Vec::new(), false);
    loop {
        // `--` ends our options: the rest is for the test programs, or is a command.
        if ["test", "sanitize", "mpi"].contains(&verb.as_str())
            && parser.try_raw_args().is_some_and(|raw| raw.peek().is_some_and(|word| word == "--"))
        {
            let mut raw = parser.raw_args()?;
            raw.next();
            options.rest = raw.map(|word| word.string()).collect::<Result<_, _>>()?;
            break;
        }
        match parser.next()? {
            None => break,
            Some(Short('h') | Long("help")) => return Ok(Task::Help),
            Some(Long("mpi")) if !["ci", "fuzz"].contains(&verb.as_str()) => {
                options.mpi = Some(parser.value()?.string()?)
            }
            Some(Long("dry-run")) if !["ci", "performance"].contains(&verb.as_str()) => options.dry_run = true,
            Some(Long("again")) if verb == "test" => options.again = true,
            Some(Long("python")) if verb == "test" => options.python = true,
            Some(Long("full")) if verb == "test" => options.scope = Some(Scope::Whole),
            Some(Long("subset")) if verb == "test" => options.scope = Some(Scope::Subset),
            Some(Long("full")) if verb == "bench" => lab.full = true,
            Some(Long("full")) if verb == "performance" => drawing.full = true,
            Some(Long("quick")) if verb == "bench" => lab.full = false,
            Some(Long("quick")) if verb == "performance" => drawing.full = false,
            Some(Long("realtime")) if verb == "bench" => lab.realtime = true,
            Some(Long("realtime")) if verb == "performance" => drawing.realtime = true,
            Some(Long("peers")) if verb == "bench" => lab.peers = Some(parser.value()?.string()?),
            Some(Long("peers")) if verb == "performance" => drawing.peers = Some(parser.value()?.string()?),
            Some(Long("draw")) if verb == "performance" => drawing.draw = true,
            Some(Long("only")) if verb == "bench" => lab.only = Some(parser.value()?.string()?),
            Some(Long("sizes")) if verb == "bench" => lab.sizes = Some(parser.value()?.string()?),
            Some(Long("only")) if verb == "instructions" => counting.only = Some(parser.value()?.string()?),
            Some(Long("update")) if verb == "instructions" => counting.update = true,
            Some(Long("seconds")) if verb == "fuzz" => fuzzing.seconds = Some(parser.value()?.parse()?),
            Some(Value(target)) if verb == "fuzz" => fuzzing.targets.push(target.string()?),
            Some(Value(name)) if verb == "sanitize" => checker = sanitize::Checker::named(&name.string()?)?,
            Some(Long("list")) if verb == "ci" => list = true,
            Some(Value(step)) if verb == "ci" => steps.push(step.string()?),
            Some(other) => return Err(other.unexpected()),
        }
    }
    Ok(match verb.as_str() {
        "cookbook" => Task::Cookbook { mpi: options.mpi, dry_run: options.dry_run },
        "mpi" => Task::Mpi { mpi: options.mpi, dry_run: options.dry_run, command: options.rest },
        "test" => Task::Test(options),
        "bench" => Task::Bench(bench::Options { mpi: options.mpi, dry_run: options.dry_run, ..lab }),
        "performance" => Task::Performance(performance::Options { mpi: options.mpi, ..drawing }),
        "instructions" => {
            Task::Instructions(instructions::Options { mpi: options.mpi, dry_run: options.dry_run, ..counting })
        }
        "fuzz" => Task::Fuzz(fuzz::Options { dry_run: options.dry_run, ..fuzzing }),
        "sanitize" => {
            let (mpi, dry_run, rest) = (options.mpi, options.dry_run, options.rest);
            Task::Sanitize(sanitize::Options { checker, mpi, dry_run, rest })
        }
        "ci" => Task::Ci { steps, list },
        _ => Task::Help,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Task, String> {
        parse(line.split_whitespace().map(OsString::from)).map_err(|error| error.to_string())
    }

    #[test]
    fn verbs_and_their_options() {
        assert_eq!(read(""), Ok(Task::Help));
        assert_eq!(read("test --help"), Ok(Task::Help));
        assert_eq!(read("cookbook"), Ok(Task::Cookbook { mpi: None, dry_run: false }));
        let command = vec!["cargo".into(), "test".into(), "--lib".into()];
        let expected = Task::Mpi { mpi: Some("impi".into()), dry_run: true, command };
        assert_eq!(read("mpi --mpi=impi --dry-run -- cargo test --lib"), Ok(expected));
        assert_eq!(read("ci fmt doc"), Ok(Task::Ci { steps: vec!["fmt".into(), "doc".into()], list: false }));
        let options = bench::Options {
            mpi: Some("mpich40".into()),
            full: true,
            peers: Some("c,mpi4py".into()),
            only: Some("ping".into()),
            realtime: true,
            ..bench::Options::default()
        };
        assert_eq!(
            read("bench --full --mpi mpich40 --peers c,mpi4py --only ping --realtime"),
            Ok(Task::Bench(options))
        );
        assert_eq!(read("bench --quick"), Ok(Task::Bench(bench::Options::default())));
        let expected =
            performance::Options { mpi: Some("ompi41".into()), realtime: true, ..performance::Options::default() };
        assert_eq!(read("performance --mpi ompi41 --realtime"), Ok(Task::Performance(expected)));
        assert!(read("performance --dry-run").unwrap_err().contains("--dry-run"));
        let count =
            instructions::Options { only: Some("recv".into()), update: true, ..instructions::Options::default() };
        assert_eq!(read("instructions --only recv --update"), Ok(Task::Instructions(count)));
        let fuzz = fuzz::Options { targets: vec!["layouts".into()], seconds: Some(5), dry_run: false };
        assert_eq!(read("fuzz layouts --seconds 5"), Ok(Task::Fuzz(fuzz)));
        assert_eq!(read("ci --list"), Ok(Task::Ci { steps: Vec::new(), list: true }));
    }

    #[test]
    fn tests_take_a_scope_and_pass_the_rest_on() {
        let expected = Options {
            mpi: Some("all".into()),
            scope: Some(Scope::Whole),
            python: true,
            again: true,
            dry_run: false,
            rest: vec!["send".into(), "--nocapture".into()],
        };
        assert_eq!(read("test --mpi all --full --python --again -- send --nocapture"), Ok(Task::Test(expected)));
        assert_eq!(read("test"), Ok(Task::Test(Options::default())));
    }

    #[test]
    fn sanitizers_take_an_mpi_and_filters() {
        assert_eq!(read("sanitize"), Ok(Task::Sanitize(sanitize::Options::default())));
        let expected = sanitize::Options {
            checker: sanitize::Checker::Address,
            mpi: Some("mpich40".into()),
            dry_run: false,
            rest: vec!["truncation::".into(), "--nocapture".into()],
        };
        assert_eq!(
            read("sanitize address --mpi mpich40 -- truncation:: --nocapture"),
            Ok(Task::Sanitize(expected.clone()))
        );
        let expected = sanitize::Options { checker: sanitize::Checker::Loom, mpi: None, rest: Vec::new(), ..expected };
        assert_eq!(read("sanitize loom"), Ok(Task::Sanitize(expected)));
        assert!(read("sanitize thread").unwrap_err().contains("thread"));
    }

    #[test]
    fn mistakes_are_named() {
        assert!(read("tets").unwrap_err().contains("tets"));
        assert!(read("ci --full").unwrap_err().contains("--full"));
        assert!(read("test stray").unwrap_err().contains("stray"));
    }
}
