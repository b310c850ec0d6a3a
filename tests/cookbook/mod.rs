//! What the tests of examples have in common: a header documents runs, each in a block of its own; each is a test, in the order of the
//! header. An example that is tested in this way is called a recipe here, whatever folder it is in.
//!
//! ```text
//! ranks: 6
//! and: 3 worker                     (may be left out: more ranks, which run the C program `worker.c` beside the recipe)
//! arguments: send-first 1000000     (may be left out)
//! status: failure                   (left out: success)
//! not with: Intel                   (may be left out: the library of this name behaves otherwise)
//! any order:                        (or `in this order:`)
//! the lines on the standard output, to the end of the block
//! ```

mod built;
mod compiled;
mod header;

use header::Run;
use oxmpi_test::{Job, launch::Finished};

/// Makes a module of each recipe in a folder of `examples`, and in it a test of each run that its header documents.
macro_rules! recipes {
    ($folder:ident: $( $recipe:ident { $( $run:ident )* } )*) => { $( recipes! { @ $folder $recipe $( $run )* } )* };
    (@ $folder:ident $recipe:ident $( $run:ident )*) => {
        mod $recipe {
            const RECIPE: crate::recipe::Recipe = crate::recipe::Recipe {
                folder: stringify!($folder),
                name: stringify!($recipe),
                source: include_str!(concat!(
                    env!("CARGO_MANIFEST_DIR"), "/examples/", stringify!($folder), "/", stringify!($recipe), ".rs"
                )),
                runs: &[$( stringify!($run) ),*],
            };

            $(
                #[test]
                fn $run() {
                    crate::recipe::check(&RECIPE, stringify!($run));
                }
            )*
        }
    };
}

/// An example.
pub(crate) struct Recipe {
    pub(crate) folder: &'static str,
    pub(crate) name: &'static str,
    pub(crate) source: &'static str,
    /// The names of the runs, in the order of the header.
    pub(crate) runs: &'static [&'static str],
}

/// Runs a recipe as one block of its header says, and compares.
pub(crate) fn check(recipe: &Recipe, name: &str) {
    let &Recipe { folder, name: recipe, source, runs: names } = recipe;
    let runs = header::runs(source).unwrap_or_else(|error| panic!("the header of {recipe}: {error}"));
    assert_eq!(runs.len(), names.len(), "the header of {recipe} documents other runs than are tested: {names:?}");
    let index = names.iter().position(|of_run| *of_run == name).expect("one of them");
    let run = &runs[index];
    let library = oxmpi::library_version().unwrap_or_default();
    if run.not_with.as_deref().is_some_and(|name| library.contains(name)) {
        println!("\n{}\n  SKIPPED: not with {}", title(recipe, name, run), library.trim());
        return;
    }

    let mut job = Job::new(built::example(recipe)).ranks(run.ranks).args(&run.arguments);
    if let Some((ranks, program)) = &run.and {
        match compiled::program(folder, program) {
            Ok(path) => job = job.and(path).ranks(*ranks),
            Err(why) => {
                println!("\n{}\n  SKIPPED: {why}", title(recipe, name, run));
                return;
            }
        }
    }
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
    let and: String = run.and.iter().map(|(ranks, program)| format!(" : -n {ranks} ./{program}")).collect();
    format!("{recipe}: {name}\n  $ mpiexec -n {} target/debug/examples/{recipe}{arguments}{and}", run.ranks)
}

/// What the ranks printed on their standard outputs.
fn printed(job: &Finished, run: &Run) -> Vec<String> {
    let text: String = if run.succeeds {
        job.stdout.clone()
    } else {
        (0..run.size()).map(|rank| job.rank(rank).stdout.as_str()).collect()
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
