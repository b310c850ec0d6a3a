//! The lines by which what runs under mpiexec tells the driver what it measured. Other output is passed on as it is.
//!
//! A line is `@lab`, a word, and fields with tabs between them. Peers in other languages write the same lines.

/// What a line says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Record {
    /// `plan N`: so many steps (a case at a size) will be done.
    Plan(u64),
    /// `note WORDS`: something about this run.
    Note(String),
    /// `block CASE SIZE CONTESTANT ITERATIONS SECONDS BASELINE ITERATIONS SECONDS`, or without the last three when the
    /// baseline is in other processes.
    Block(Block),
    /// `done CASE SIZE`: a step is done, all its blocks have been told.
    Done { case: String, size: usize },
}

/// A block of a contestant, and the block of the baseline that it is paired with.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Block {
    pub(crate) case: String,
    pub(crate) size: usize,
    pub(crate) contestant: String,
    pub(crate) iterations: u64,
    pub(crate) seconds: f64,
    pub(crate) baseline: Option<(String, u64, f64)>,
}

impl Block {
    /// Seconds per iteration.
    pub(crate) fn each(&self) -> f64 {
        self.seconds / self.iterations as f64
    }
}

impl Record {
    /// The line.
    pub(crate) fn line(&self) -> String {
        match self {
            Record::Plan(steps) => format!("@lab\tplan\t{steps}"),
            Record::Note(text) => format!("@lab\tnote\t{}", text.replace(['\t', '\n'], " ")),
            Record::Done { case, size } => format!("@lab\tdone\t{case}\t{size}"),
            Record::Block(block) => {
                let Block { case, size, contestant, iterations, seconds, baseline } = block;
                let mut line = format!("@lab\tblock\t{case}\t{size}\t{contestant}\t{iterations}\t{seconds:e}");
                if let Some((name, iterations, seconds)) = baseline {
                    line += &format!("\t{name}\t{iterations}\t{seconds:e}");
                }
                line
            }
        }
    }

    /// Reads a line; `None` when it is not one of ours.
    pub(crate) fn read(line: &str) -> Option<Record> {
        let mut fields = line.trim_end().strip_prefix("@lab\t")?.split('\t');
        let word = fields.next()?;
        let rest: Vec<&str> = fields.collect();
        Some(match (word, rest.as_slice()) {
            ("plan", [steps]) => Record::Plan(steps.parse().ok()?),
            ("note", [text]) => Record::Note((*text).to_owned()),
            ("done", [case, size]) => Record::Done { case: (*case).to_owned(), size: size.parse().ok()? },
            ("block", [case, size, contestant, iterations, seconds, rest @ ..]) => Record::Block(Block {
                case: (*case).to_owned(),
                size: size.parse().ok()?,
                contestant: (*contestant).to_owned(),
                iterations: iterations.parse().ok()?,
                seconds: seconds.parse().ok()?,
                baseline: match rest {
                    [] => None,
                    [name, iterations, seconds] => {
                        Some(((*name).to_owned(), iterations.parse().ok()?, seconds.parse().ok()?))
                    }
                    _ => return None,
                },
            }),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let block = Block {
            case: "ping-pong".into(),
            size: 8,
            contestant: "oxmpi".into(),
            iterations: 4000,
            seconds: 0.001_25,
            baseline: Some(("C".into(), 4000, 0.001_2)),
        };
        for record in [
            Record::Plan(14),
            Record::Note("MPI: Open MPI v4.1.4".into()),
            Record::Block(Block { baseline: None, ..block.clone() }),
            Record::Block(block),
            Record::Done { case: "ping-pong".into(), size: 8 },
        ] {
            assert_eq!(Record::read(&record.line()), Some(record));
        }
    }

    #[test]
    fn other_output_is_not_ours() {
        for line in ["", "hello", "@lab", "@lab\tblock\tping-pong\t8", "@lab\tplan\tmany"] {
            assert_eq!(Record::read(line), None, "{line}");
        }
    }
}
