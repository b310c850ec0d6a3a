//! The command line, of the driver and of what it starts.

use crate::case::{Baseline, Case};
use lexopt::prelude::*;
use std::ffi::OsString;
use std::path::PathBuf;

/// What is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// `--quick`, `--full`, `--smoke`: how much is measured.
    pub(crate) pace: Pace,
    /// `--realtime`: the ranks come before all other programs of the machine.
    pub(crate) realtime: bool,
    /// `--only`: a part of the names of the cases to run.
    pub(crate) only: Option<String>,
    /// `--sizes`: these instead of each case's own.
    pub(crate) sizes: Option<Vec<usize>>,
    /// `--part`: which cases the ranks run.
    pub(crate) part: Part,
    /// `--mpiexec`: the launcher.
    pub(crate) mpiexec: PathBuf,
    /// `--python`: the Python that has mpi4py, to run it as a peer.
    pub(crate) python: Option<PathBuf>,
    /// `--twins`: the C twins as a shared library, for peers that load it.
    pub(crate) twins: Option<PathBuf>,
    /// `--rsmpi`: the program of this peer (`peers/rsmpi`).
    pub(crate) rsmpi: Option<PathBuf>,
    /// `--ferrompi`: the program of this peer (`peers/ferrompi`).
    pub(crate) ferrompi: Option<PathBuf>,
    /// `--without-oxmpi`: peers alone.
    pub(crate) without_oxmpi: bool,
    /// `--out`: the folder for the CSV files.
    pub(crate) out: PathBuf,
}

/// How much is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pace {
    /// To see that everything runs. The figures mean nothing.
    Smoke,
    /// The default.
    Quick,
    /// Longer blocks, and more of them.
    Full,
}

impl Pace {
    /// Its option.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Pace::Smoke => "--smoke",
            Pace::Quick => "--quick",
            Pace::Full => "--full",
        }
    }
}

/// The cases that processes run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Those with the baseline in the same process.
    Paired,
    /// Those with the baseline in another process.
    Apart,
}

impl Part {
    /// That of a case.
    pub(crate) fn of(case: &dyn Case) -> Part {
        if case.baseline() == Baseline::First { Part::Paired } else { Part::Apart }
    }

    /// The value of `--part`.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Part::Paired => "paired",
            Part::Apart => "apart",
        }
    }
}

impl Options {
    /// Reads the arguments.
    pub(crate) fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Options, lexopt::Error> {
        let mut options = Options {
            pace: Pace::Quick,
            realtime: false,
            only: None,
            sizes: None,
            part: Part::Paired,
            mpiexec: "mpiexec".into(),
            python: None,
            twins: None,
            rsmpi: None,
            ferrompi: None,
            without_oxmpi: false,
            out: "target/bench".into(),
        };
        let mut parser = lexopt::Parser::from_args(args);
        while let Some(argument) = parser.next()? {
            match argument {
                Long("smoke") => options.pace = Pace::Smoke,
                Long("quick") => options.pace = Pace::Quick,
                Long("full") => options.pace = Pace::Full,
                Long("realtime") => options.realtime = true,
                Long("only") => options.only = Some(parser.value()?.string()?),
                Long("sizes") => {
                    let list = parser.value()?.string()?;
                    options.sizes = Some(list.split(',').map(str::parse).collect::<Result<_, _>>().map_err(|_| {
                        format!("--sizes {list}: give numbers of bytes with commas between them: 8,1048576")
                    })?);
                }
                Long("part") => {
                    options.part = match parser.value()?.string()?.as_str() {
                        "paired" => Part::Paired,
                        "apart" => Part::Apart,
                        other => return Err(format!("--part {other}: paired or apart").into()),
                    }
                }
                Long("mpiexec") => options.mpiexec = parser.value()?.into(),
                Long("python") => options.python = Some(parser.value()?.into()),
                Long("twins") => options.twins = Some(parser.value()?.into()),
                Long("rsmpi") => options.rsmpi = Some(parser.value()?.into()),
                Long("ferrompi") => options.ferrompi = Some(parser.value()?.into()),
                Long("without-oxmpi") => options.without_oxmpi = true,
                Long("out") => options.out = parser.value()?.into(),
                other => return Err(other.unexpected()),
            }
        }
        Ok(options)
    }

    /// Blocks of each contestant.
    pub(crate) fn blocks(&self) -> usize {
        match self.pace {
            Pace::Smoke => 2,
            Pace::Quick => 20,
            Pace::Full => 60,
        }
    }

    /// Blocks of each contestant in one turn.
    pub(crate) fn blocks_each_turn(&self) -> usize {
        self.blocks() / self.turns()
    }

    /// How long a block takes, about.
    pub(crate) fn block_seconds(&self) -> f64 {
        match self.pace {
            Pace::Smoke => 0.0,
            Pace::Quick => 0.004,
            Pace::Full => 0.020,
        }
    }

    /// How often the processes of all peers are started, in turns. Each turn does its share of the blocks.
    pub(crate) fn turns(&self) -> usize {
        match self.pace {
            Pace::Smoke => 2,
            Pace::Quick => 5,
            Pace::Full => 6,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options, String> {
        Options::parse(line.split_whitespace().map(OsString::from)).map_err(|error| error.to_string())
    }

    #[test]
    fn sizes_are_numbers() {
        assert_eq!(parse("--sizes 8,1048576").unwrap().sizes, Some(vec![8, 1 << 20]));
        assert!(parse("--sizes 8K").unwrap_err().contains("8K"));
    }

    #[test]
    fn there_are_at_least_twenty_blocks_and_they_divide_into_turns() {
        for line in ["--smoke", "--quick", "--full"] {
            let options = parse(line).unwrap();
            assert!(options.blocks() >= 20 || options.pace == Pace::Smoke);
            assert_eq!(options.pace.word(), line);
            assert_eq!(options.blocks() % options.turns(), 0);
            // The order within a pair alternates, and no contestant is to come first more often.
            assert!(options.blocks_each_turn() % 2 == 0 || options.pace == Pace::Smoke);
        }
        assert!(parse("--fast").unwrap_err().contains("--fast"));
    }
}
