//! Start-up: from starting the launcher to its end, with two ranks that initialize MPI, finalize it, and do nothing between.
//!
//! MPI can be initialized once in a process, so that this is no [`Case`](crate::case::Case): the driver starts processes. C and oxmpi are one
//! program, which takes as long to load for both, with the thread level and the settings of all other cases.

use crate::launch;
use crate::options::Options;
use crate::record::Block;
use oxmpi::ThreadLevel;
use std::ffi::{OsString, c_int};
use std::process::{Command, ExitCode};
use std::time::Instant;

unsafe extern "C" {
    /// c/start_up.c
    fn lab_start_up() -> c_int;
}

/// The name of the case.
pub(crate) const NAME: &str = "start-up";

/// The contestants, and by which word the program is told to be one.
const CONTESTANTS: [(&str, &str); 3] = [("C", "c"), ("oxmpi", "oxmpi"), ("C again", "c")];

/// Whether it is among what is asked for.
pub(crate) fn is_chosen(options: &Options) -> bool {
    !options.without_oxmpi && options.only.as_deref().is_none_or(|only| NAME.contains(only))
}

/// The program of a rank.
pub(crate) fn program(contestant: Option<OsString>) -> ExitCode {
    if contestant.is_some_and(|word| word == "oxmpi") {
        return oxmpi::builder().threads(ThreadLevel::Funneled).run(|_| Ok(()));
    }
    // SAFETY: the only use of MPI in this process, on its main thread.
    ExitCode::from(u8::from(unsafe { lab_start_up() } != 0))
}

/// Has the ranks started by `launch`, which waits for their end. Each round starts every contestant once, in turns from the first to the
/// last and from the last to the first, and pairs the others with C.
pub(crate) fn measure(
    options: &Options,
    mut launch: impl FnMut(Command) -> Result<(), String>,
) -> Result<Vec<Block>, String> {
    let mut time = |word: &str| {
        let command = launch::two_ranks(options, vec![launch::own_path()?, NAME.to_owned(), word.to_owned()]);
        let start = Instant::now();
        launch(command)?;
        Ok::<f64, String>(start.elapsed().as_secs_f64())
    };
    // Whatever the first of all has to read from the disk.
    time(CONTESTANTS[0].1)?;
    let mut blocks = Vec::new();
    for round in 0..options.blocks() {
        let mut seconds = [0.0; CONTESTANTS.len()];
        for position in 0..CONTESTANTS.len() {
            let index = if round % 2 == 0 { position } else { CONTESTANTS.len() - 1 - position };
            seconds[index] = time(CONTESTANTS[index].1)?;
        }
        for (index, (name, _)) in CONTESTANTS.iter().enumerate().skip(1) {
            blocks.push(Block {
                case: NAME.to_owned(),
                size: 0,
                contestant: (*name).to_owned(),
                iterations: 1,
                seconds: seconds[index],
                baseline: Some((CONTESTANTS[0].0.to_owned(), 1, seconds[0])),
            });
        }
    }
    Ok(blocks)
}
