//! The command line of a peer, which the driver writes (benches/src/launch.rs).

use lexopt::prelude::*;
use std::ffi::OsString;
use std::path::PathBuf;

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Options {
    /// `--twins`: the C twins as a shared library.
    pub(crate) twins: PathBuf,
    /// `--blocks`: blocks of each side.
    pub(crate) blocks: usize,
    /// `--block-seconds`: how long a block takes, about.
    pub(crate) block_seconds: f64,
    /// `--only`: a part of the names of the cases to run.
    pub(crate) only: String,
    /// `--sizes`: these instead of each case's own.
    pub(crate) sizes: Option<Vec<usize>>,
}

impl Options {
    /// Reads the arguments.
    pub(crate) fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Options, lexopt::Error> {
        let mut options = Options::default();
        let mut parser = lexopt::Parser::from_args(args);
        while let Some(argument) = parser.next()? {
            match argument {
                Long("twins") => options.twins = parser.value()?.into(),
                Long("blocks") => options.blocks = parser.value()?.parse()?,
                Long("block-seconds") => options.block_seconds = parser.value()?.parse()?,
                Long("only") => options.only = parser.value()?.string()?,
                Long("sizes") => {
                    let sizes = parser.value()?.string()?;
                    options.sizes = Some(
                        sizes
                            .split(',')
                            .map(str::parse)
                            .collect::<Result<_, _>>()
                            .map_err(|error| format!("--sizes {sizes}: {error}"))?,
                    );
                }
                other => return Err(other.unexpected()),
            }
        }
        Ok(options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_driver_writes_is_read() {
        let line = "--twins lib.so --blocks 20 --block-seconds 0.004 --only ping --sizes 8,64";
        let options = Options::parse(line.split(' ').map(OsString::from)).unwrap();
        let (only, sizes) = ("ping".to_owned(), Some(vec![8, 64]));
        assert_eq!(options, Options { twins: "lib.so".into(), blocks: 20, block_seconds: 0.004, only, sizes });
    }
}
