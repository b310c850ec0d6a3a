//! A hello-world that depends on oxmpi alone keeps to its limits of time and of crates.

use super::Outcome;
use crate::hello::{self, Hello};
use crate::workspace;

/// One way of depending on oxmpi, and its limits.
struct Case {
    title: &'static str,
    /// What stands in the dependency's table behind the path.
    more: &'static str,
    seconds: f64,
    crates: usize,
}

/// The goals are 5 s and 12 s on two idle cores. The limits leave room for machines that are slower, or busy: they find a dependency that costs
/// too much, and not a bad day.
const CASES: [Case; 2] = [
    Case { title: "default features", more: "", seconds: 10.0, crates: 4 },
    Case { title: "derive and postcard", more: hello::WITH_OBJECTS, seconds: 20.0, crates: 20 },
];

/// Measures both ways.
pub(super) fn run() -> Result<Outcome, String> {
    let folder = workspace::target().join("build-cost");
    let lock = workspace::root().join("Cargo.lock");
    let mut figures = Vec::new();
    let mut excess = Vec::new();
    for case in &CASES {
        let dependency = hello::on_oxmpi(case.more);
        let hello = Hello { dependency: &dependency, main: hello::OXMPI, env: &[], lock: Some(&lock) };
        let mut cost = hello.build(&folder)?;
        if cost.seconds > case.seconds {
            // Something else may have had the cores.
            cost.seconds = cost.seconds.min(hello.build(&folder)?.seconds);
        }
        let hello::Cost { seconds, crates, .. } = cost;
        let figure = format!(
            "{}: {seconds:.1} s (at most {}), {crates} crates (at most {})",
            case.title, case.seconds, case.crates
        );
        println!("{figure}");
        if seconds > case.seconds || crates > case.crates {
            excess.push(figure.clone());
        }
        figures.push(format!("{seconds:.1} s, {crates} crates"));
    }
    if excess.is_empty() { Ok(Outcome::Passed(figures.join("; "))) } else { Err(excess.join("; ")) }
}
