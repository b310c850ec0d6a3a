//! The rows of the table, as text and as CSV.

use crate::statistics::Summary;

/// One contestant of a case at one size.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) case: String,
    pub(crate) size: usize,
    pub(crate) contestant: String,
    pub(crate) baseline: String,
    pub(crate) summary: Summary,
}

/// The heading of the table.
pub(crate) fn heading() -> String {
    format!(
        "{:<20} {:>7}  {:<18} {:<12} {:>11} {:>11}  {:>7}  {:<16} {:>6} {:>6}",
        "case", "size", "contestant", "beside", "its µs", "µs", "ratio", "95 % interval", "least", "best"
    )
}

impl Row {
    /// A line of the table.
    pub(crate) fn line(&self) -> String {
        let Summary { baseline, contestant, median, interval: (low, high), least, best, .. } = self.summary;
        let interval = format!("{low:.3} to {high:.3}");
        format!(
            "{:<20} {:>7}  {:<18} {:<12} {:>11.3} {:>11.3}  {median:>7.3}  {interval:<16} {least:>6.3} {best:>6.3}",
            self.case,
            human(self.size),
            self.contestant,
            self.baseline,
            baseline * 1e6,
            contestant * 1e6,
        )
    }

    /// A line of the CSV file.
    pub(crate) fn csv(&self) -> String {
        let Summary { pairs, baseline, contestant, median, interval: (low, high), least, best } = self.summary;
        format!(
            "{},{},{},{},{pairs},{:.4},{:.4},{median:.5},{low:.5},{high:.5},{least:.5},{best:.5}",
            quoted(&self.case),
            self.size,
            quoted(&self.contestant),
            quoted(&self.baseline),
            baseline * 1e6,
            contestant * 1e6,
        )
    }
}

/// The heading of the CSV file. `best` is the contestant's best block to the baseline's best.
pub(crate) const CSV: &str =
    "case,size,contestant,baseline,pairs,baseline_us,contestant_us,ratio,ratio_low,ratio_high,ratio_least,ratio_best";

/// A name for CSV.
pub(crate) fn quoted(name: &str) -> String {
    if name.contains([',', '"']) { format!("\"{}\"", name.replace('"', "\"\"")) } else { name.to_owned() }
}

/// A size with its unit: 4 MiB.
pub(crate) fn human(size: usize) -> String {
    for (shift, unit) in [(30, "GiB"), (20, "MiB"), (10, "KiB")] {
        if size >= 1 << shift && size % (1 << shift) == 0 {
            return format!("{} {unit}", size >> shift);
        }
    }
    format!("{size} B")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units() {
        for (size, text) in [(0, "0 B"), (8, "8 B"), (1024, "1 KiB"), (1500, "1500 B"), (4 << 20, "4 MiB")] {
            assert_eq!(human(size), text);
        }
    }

    #[test]
    fn lines_have_the_columns_of_their_heading() {
        let summary = Summary::of(&[(1.02e-6, 1e-6); 20]).unwrap();
        let row =
            Row { case: "ping-pong".into(), size: 8, contestant: "C, naive".into(), baseline: "C".into(), summary };
        assert_eq!(row.line().chars().count(), heading().chars().count());
        let expected = "ping-pong,8,\"C, naive\",C,20,1.0000,1.0200,1.02000,1.02000,1.02000,1.02000,1.02000";
        assert_eq!(row.csv(), expected);
        assert_eq!(expected.split(',').count() - 1, CSV.split(',').count());
    }
}
