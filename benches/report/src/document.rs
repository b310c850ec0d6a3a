//! The part of `docs/performance.md` that is made: tables of all ratios, between two marks.

use crate::data::{Build, Data, Measured, Row, distinct, human};
use std::fmt::Write as _;

/// The marks, each on a line of its own.
const BEGIN: &str = "<!-- made by `cargo xtask performance`: begin -->";
const END: &str = "<!-- made by `cargo xtask performance`: end -->";

/// The document with new figures between its marks.
pub(crate) fn renewed(text: &str, figures: &str) -> Result<String, String> {
    let split = text.split_once(BEGIN).and_then(|(head, rest)| Some((head, rest.split_once(END)?.1)));
    let (head, tail) = split.ok_or_else(|| format!("performance.md has no lines\n{BEGIN}\n{END}"))?;
    Ok(format!("{head}{BEGIN}\n\n{}\n\n{END}{tail}", figures.trim()))
}

/// All of the figures, in Markdown.
pub(crate) fn figures(data: &Data) -> String {
    let mut text = String::new();
    for line in &data.machine {
        let _ = writeln!(text, "- {line}");
    }
    for mpi in &data.mpis {
        measured(&mut text, mpi);
    }
    builds(&mut text, &data.builds);
    text
}

fn measured(text: &mut String, mpi: &Measured) {
    let _ = writeln!(text, "\n### {}\n", mpi.id);
    for note in &mpi.notes {
        let _ = writeln!(text, "- {note}");
    }
    let _ = writeln!(text, "\n![Time relative to C, by case and size](plots/ratios-{}.svg)\n", mpi.id);
    let noise: Vec<f64> =
        mpi.rows.iter().filter(|row| row.contestant.ends_with(" again")).map(|row| row.ratio).collect();
    if let (Some(low), Some(high)) = (noise.iter().copied().reduce(f64::min), noise.iter().copied().reduce(f64::max)) {
        let _ = writeln!(text, "The baseline beside itself was between {low:.3} and {high:.3}: that is noise.\n");
    }
    for case in mpi.cases() {
        let rows: Vec<&Row> = mpi.of(case).collect();
        for baseline in distinct(rows.iter().map(|row| row.baseline.as_str())) {
            table(text, case, baseline, &rows);
        }
    }
}

/// A row for each contestant, a column for each size.
fn table(text: &mut String, case: &str, baseline: &str, rows: &[&Row]) {
    let rows: Vec<&&Row> = rows.iter().filter(|row| row.baseline == baseline).collect();
    let mut sizes: Vec<usize> = rows.iter().map(|row| row.size).collect();
    sizes.sort_unstable();
    sizes.dedup();
    let _ = write!(text, "| **{case}** |");
    for &size in &sizes {
        let _ = write!(text, " {} |", human(size));
    }
    let _ = write!(text, "\n|---|{}\n| {baseline}, µs |", "---|".repeat(sizes.len()));
    for &size in &sizes {
        let row = rows.iter().find(|row| row.size == size);
        let _ = write!(text, " {} |", row.map_or(String::new(), |row| microseconds(row.baseline_us)));
    }
    for contestant in distinct(rows.iter().map(|row| row.contestant.as_str())) {
        let _ = write!(text, "\n| {contestant} |");
        for &size in &sizes {
            let row = rows.iter().find(|row| row.size == size && row.contestant == contestant);
            let _ = write!(text, " {} |", row.map_or(String::new(), |row| ratio(row)));
        }
    }
    text.push_str("\n\n");
}

/// The ratio, and half the width of its interval behind it.
fn ratio(row: &Row) -> String {
    let digits = if row.ratio < 10.0 { 2 } else { 0 };
    let around = (row.ratio - row.ratio_low).max(row.ratio_high - row.ratio);
    format!("{:.digits$} ± {around:.digits$}", row.ratio)
}

fn microseconds(time: f64) -> String {
    if time < 100.0 { format!("{time:.2}") } else { format!("{time:.0}") }
}

fn builds(text: &mut String, builds: &[Build]) {
    if builds.is_empty() {
        return;
    }
    text.push_str("\n### Build cost\n\n![Cold build of a hello-world](plots/build-cost.svg)\n\n");
    text.push_str("| hello-world with | cold release build | crates | binary |\n|---|---|---|---|\n");
    for Build { binding, seconds, crates, binary_bytes } in builds {
        let _ = writeln!(text, "| {binding} | {seconds:.1} s | {crates} | {:.2} MB |", *binary_bytes as f64 / 1e6);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_between_the_marks_is_replaced_and_nothing_else() {
        let text = format!("head\n{BEGIN}\nold\n{END}\ntail\n");
        let new = renewed(&text, "new\n").unwrap();
        assert_eq!(new, format!("head\n{BEGIN}\n\nnew\n\n{END}\ntail\n"));
        assert_eq!(renewed(&new, "new").unwrap(), new);
        assert!(renewed("no marks", "").unwrap_err().contains(END));
    }

    #[test]
    fn a_case_is_a_table_of_contestants_and_sizes() {
        let row = |size, contestant: &str, ratio: f64| Row {
            case: "ping-pong".into(),
            size,
            contestant: contestant.into(),
            baseline: "C".into(),
            baseline_us: 1.234,
            ratio,
            ratio_low: ratio - 0.01,
            ratio_high: ratio + 0.02,
        };
        let rows = vec![row(1024, "oxmpi", 1.01), row(8, "oxmpi", 1.0), row(8, "C again", 0.99)];
        let mpi = Measured { id: "ompi41".into(), notes: vec!["oxmpi: Open MPI".into()], rows };
        let builds = vec![Build { binding: "oxmpi".into(), seconds: 7.5, crates: 14, binary_bytes: 500_000 }];
        let text = figures(&Data { mpis: vec![mpi], builds, machine: vec!["2 cores".into()] });
        for line in [
            "- 2 cores",
            "| **ping-pong** | 8 | 1 KiB |",
            "| C, µs | 1.23 | 1.23 |",
            "| oxmpi | 1.00 ± 0.02 | 1.01 ± 0.02 |",
            "| C again | 0.99 ± 0.02 |  |",
            "| oxmpi | 7.5 s | 14 | 0.50 MB |",
        ] {
            assert!(text.lines().any(|other| other == line), "{line}\n{text}");
        }
    }
}
