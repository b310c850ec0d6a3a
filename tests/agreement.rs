//! Types on which ranks agree at initialization: where one does not, every rank gets the same error, which names the type.
//!
//! In the subset: libraries end differently after an error at initialization.

use oxmpi_test::{Job, example_path};

/// What each of three ranks says.
fn say(case: &str) -> Vec<String> {
    let job = Job::new(example_path("agree")).arg(case).ranks(3).run().expect("starts");
    assert!(job.success(), "{case}: {job}");
    let lines: Vec<String> = job.stdout.lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 3, "{case}: {job}");
    lines
}

/// Each rank says the same, with all of these words.
fn disagree(case: &str, words: &[&str]) {
    let lines = say(case);
    assert!(lines.iter().all(|line| *line == lines[0]), "{case}: {lines:?}");
    for word in words {
        assert!(lines[0].contains(word), "{case}: no `{word}` in {}", lines[0]);
    }
}

#[test]
fn ranks_that_agree_start() {
    for case in ["nothing", "one type", "several types", "another name"] {
        assert_eq!(say(case), ["agreed"; 3], "{case}");
    }
}

#[test]
fn a_rank_that_does_not_agree_is_an_error_on_every_rank() {
    let names = |a: &'static str, b: &'static str| [a, b, "rank 0 has", "rank 2 has"];
    disagree("another order of fields", &names("`agree::Particle` (32 bytes", "`agree::other::Particle` (32 bytes"));
    disagree("another order of fields", &["type 2 of"]);
    disagree("other data", &names("`agree::Count` (16 bytes", "`agree::Event` (16 bytes"));
    disagree("fewer types", &["type 2 of", "rank 0 has `agree::Event`", "rank 2 has nothing"]);
    disagree("more types", &["type 2 of", "rank 0 has nothing", "rank 2 has `agree::Event`"]);
    disagree("everyone's own", &["type 1 of", "rank 0 has `u8`", "rank 1 has `u16`"]);
}
