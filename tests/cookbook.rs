//! The recipes of `examples/cookbook` print what their headers say.
//!
//! In the subset: what a recipe prints does not depend on the library.
//!
//! A header documents runs, each in a block of its own; each is a test here, in the order of the header:
//!
//! ```text
//! ranks: 6
//! arguments: send-first 1000000     (may be left out)
//! status: failure                   (left out: success)
//! not with: Intel                   (may be left out: the library of this name behaves otherwise)
//! any order:                        (or `in this order:`)
//! the lines on the standard output, to the end of the block
//! ```

#[path = "cookbook/examples.rs"]
mod examples;
#[path = "cookbook/header.rs"]
mod header;

use header::Run;
use oxmpi_test::{Job, launch::Finished};

/// Makes a module of each recipe, and in it a test of each run that its header documents.
macro_rules! recipes {
    ($( $recipe:ident { $( $run:ident )* } )*) => { $(
        mod $recipe {
            /// The names of the runs, in the order of the header.
            const RUNS: &[&str] = &[$( stringify!($run) ),*];
            const SOURCE: &str = include_str!(concat!("../examples/cookbook/", stringify!($recipe), ".rs"));

            $(
                #[test]
                fn $run() {
                    crate::check(stringify!($recipe), SOURCE, RUNS, stringify!($run));
                }
            )*
        }
    )* };
}

recipes! {
    hello_world { five_ranks }
    point_to_point { number_and_text }
    deadlock { sendrecv sendrecv_long both_receive_first both_send_first both_send_first_long }
    broadcast { one_value }
    scatter { one_item_each too_many_items }
    gather { squares }
    all_to_all { multiples }
    reduction { sums_of_ten sums_of_three }
    virtual_topology { torus open_grid one_rank_too_many }
}

/// Runs a recipe as one block of its header says, and compares.
fn check(recipe: &str, source: &str, names: &[&str], name: &str) {
    let runs = header::runs(source).unwrap_or_else(|error| panic!("the header of {recipe}: {error}"));
    assert_eq!(runs.len(), names.len(), "the header of {recipe} documents other runs than are tested: {names:?}");
    let index = names.iter().position(|of_run| *of_run == name).expect("one of them");
    let run = &runs[index];
    let library = oxmpi::library_version().unwrap_or_default();
    if run.not_with.as_deref().is_some_and(|name| library.contains(name)) {
        println!("\n{}\n  SKIPPED: not with {}", title(recipe, name, run), library.trim());
        return;
    }

    let mut job = Job::new(examples::built(recipe)).ranks(run.ranks).args(&run.arguments);
    if !run.succeeds {
        // A launcher adds to the output of a job that fails.
        job = job.output_per_rank();
    }
    let job = job.run().unwrap_or_else(|error| panic!("{recipe}: {error}"));

    let printed = printed(&job, run);
    let difference = difference(&job, run, &printed);
    let verdict = difference.as_deref().unwrap_or("as expected");
    // One print, so that the block stays whole.
    println!("\n{}\n{}\n  -> {verdict}", title(recipe, name, run), indented(&printed));
    if let Some(difference) = difference {
        panic!("{recipe}: {difference}\nexpected {}:\n{}\n{job}", run.order(), indented(&run.lines));
    }
}

/// The recipe and the command, as a reader would give it.
fn title(recipe: &str, name: &str, run: &Run) -> String {
    let name = name.replace('_', " ");
    let arguments: String = run.arguments.iter().map(|argument| format!(" {argument}")).collect();
    format!("{recipe}: {name}\n  $ mpiexec -n {} target/debug/examples/{recipe}{arguments}", run.ranks)
}

/// What the ranks printed on their standard outputs.
fn printed(job: &Finished, run: &Run) -> Vec<String> {
    let text: String = if run.succeeds {
        job.stdout.clone()
    } else {
        (0..run.ranks).map(|rank| job.rank(rank).stdout.as_str()).collect()
    };
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    if !run.in_order {
        lines.sort();
    }
    lines
}

/// What is not as the header says, if anything.
fn difference(job: &Finished, run: &Run, printed: &[String]) -> Option<String> {
    let mut expected = run.lines.clone();
    if !run.in_order {
        expected.sort();
    }
    if job.timed_out() {
        Some("NOT as expected: it hung".into())
    } else if job.success() != run.succeeds {
        let should = if run.succeeds { "succeed" } else { "fail" };
        Some(format!("NOT as expected: it should {should}"))
    } else if printed != expected {
        Some("NOT as expected: it printed other lines".into())
    } else {
        None
    }
}

fn indented(lines: &[String]) -> String {
    lines.iter().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}
