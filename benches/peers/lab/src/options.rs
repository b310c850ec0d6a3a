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
    /// `--case NAME=SIZE,SIZE...`: a case of oxmpi and its sizes, which a peer runs if it has one of that name.
    pub(crate) cases: Vec<(String, Vec<usize>)>,
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
                Long("case") => options.cases.push(case(&parser.value()?.string()?)?),
                other => return Err(other.unexpected()),
            }
        }
        Ok(options)
    }
}

/// Reads `NAME=SIZE,SIZE...`.
fn case(text: &str) -> Result<(String, Vec<usize>), String> {
    let (name, sizes) = text.rsplit_once('=').ok_or_else(|| format!("--case {text}: there are no sizes"))?;
    let sizes = sizes.split(',').map(str::parse).collect::<Result<_, _>>();
    Ok((name.to_owned(), sizes.map_err(|error| format!("--case {text}: {error}"))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_driver_writes_is_read() {
        let line = "--twins|lib.so|--blocks|20|--block-seconds|0.004|--case|message rate=0,8|--case|barrier=0";
        let options = Options::parse(line.split('|').map(OsString::from)).unwrap();
        let cases = vec![("message rate".to_owned(), vec![0, 8]), ("barrier".to_owned(), vec![0])];
        assert_eq!(options, Options { twins: "lib.so".into(), blocks: 20, block_seconds: 0.004, cases });
        assert!(case("barrier").is_err() && case("barrier=").is_err());
    }
}
