//! Reads what `cargo test` prints, and prints the tables at the end.

/// What one `cargo test` came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    /// Tests that passed.
    pub(crate) passed: usize,
    /// Tests that failed.
    pub(crate) failed: usize,
    /// Tests that were ignored.
    pub(crate) skipped: usize,
    /// What failed: tests, or whole runs.
    pub(crate) failures: Vec<String>,
    /// The names of the tests that failed.
    pub(crate) names: Vec<String>,
}

impl Totals {
    /// Takes one line of the output in.
    pub(crate) fn read(&mut self, line: &str) {
        if let Some(rest) = line.trim_start().strip_prefix("test result: ") {
            for part in rest.split([';', '.']) {
                if let Some((count, what)) = part.trim().split_once(' ') {
                    let count = count.parse().unwrap_or(0);
                    match what {
                        "passed" => self.passed += count,
                        "failed" => self.failed += count,
                        "ignored" => self.skipped += count,
                        _ => {}
                    }
                }
            }
        } else if let Some(name) = line.strip_prefix("test ").and_then(|rest| rest.strip_suffix(" ... FAILED")) {
            self.failures.push(name.to_owned());
            self.names.push(name.to_owned());
        }
    }

    /// A run that failed with no failed test had a program that did not build or did not end: that counts as one.
    pub(crate) fn close(&mut self, success: bool, what: &str) {
        if !success && self.failed == 0 {
            self.failed = 1;
            self.failures.push(what.to_owned());
        }
    }

    /// Adds another's counts.
    pub(crate) fn add(&mut self, other: &Totals) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// The closing line that test collectors know.
    pub(crate) fn closing_line(&self) -> String {
        format!("{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

/// Lays rows out in columns; the first row is the heading. Columns whose entries are all numbers are set to the right.
pub(crate) fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let cell = |row: &Vec<String>, column: usize| row.get(column).cloned().unwrap_or_default();
    let mut text = String::new();
    let widths: Vec<usize> = (0..columns)
        .map(|column| rows.iter().map(|row| cell(row, column).chars().count()).max().unwrap_or(0))
        .collect();
    let numeric: Vec<bool> = (0..columns)
        .map(|column| rows.iter().skip(1).all(|row| cell(row, column).chars().all(|c| c.is_ascii_digit() || c == '-')))
        .collect();
    for row in rows {
        let mut line = String::new();
        for column in 0..columns {
            let (cell, width) = (cell(row, column), widths[column]);
            if numeric[column] {
                line.push_str(&format!("{cell:>width$}  "));
            } else {
                line.push_str(&format!("{cell:<width$}  "));
            }
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_of_several_programs_add_up() {
        let mut totals = Totals::default();
        for line in [
            "running 3 tests",
            "test a::b ... ok",
            "test a::c ... FAILED",
            "test result: FAILED. 1 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.02s",
            "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 7 filtered out; finished in 1.20s",
        ] {
            totals.read(line);
        }
        totals.close(false, "a test program");
        let failures = vec!["a::c".to_owned()];
        assert_eq!(totals, Totals { passed: 13, failed: 1, skipped: 1, names: failures.clone(), failures });
        assert_eq!(totals.closing_line(), "13 passed, 1 failed, 1 skipped");
    }

    #[test]
    fn a_run_that_did_not_build_is_one_failure() {
        let mut totals = Totals::default();
        totals.read("error: could not compile");
        totals.close(false, "the build");
        assert_eq!((totals.failed, totals.failures), (1, vec!["the build".to_owned()]));
        let mut totals = Totals { passed: 1, ..Totals::default() };
        totals.close(true, "the build");
        assert_eq!(totals.failed, 0);
    }

    #[test]
    fn tables_line_up() {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let text = table(&[row(["MPI", "passed", "scope"]), row(["ompi41", "7", "whole"]), row(["x", "120", ""])]);
        assert_eq!(text, "MPI     passed  scope\nompi41       7  whole\nx          120\n");
        assert_eq!(table(&[]), "");
    }
}
