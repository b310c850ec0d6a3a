//! Reads the runs that the header of a recipe documents. The only place that knows their form.

/// A documented run.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Run {
    /// How many ranks are started.
    pub(crate) ranks: usize,
    /// How many ranks more, and which program in C they run.
    pub(crate) and: Option<(usize, String)>,
    /// The program's arguments.
    pub(crate) arguments: Vec<String>,
    /// Whether the job ends with status 0.
    pub(crate) succeeds: bool,
    /// The library that runs it otherwise, by a word of its name.
    pub(crate) not_with: Option<String>,
    /// Whether the lines come in the order given.
    pub(crate) in_order: bool,
    /// What the ranks print.
    pub(crate) lines: Vec<String>,
}

impl Run {
    /// How many ranks all programs have together.
    pub(crate) fn size(&self) -> usize {
        self.ranks + self.and.as_ref().map_or(0, |(ranks, _)| *ranks)
    }

    /// The order of the lines, in words.
    pub(crate) fn order(&self) -> &'static str {
        if self.in_order { "in this order" } else { "in any order" }
    }
}

/// The runs in the `text` blocks of the header, the `//!` lines at the top of the source.
pub(crate) fn runs(source: &str) -> Result<Vec<Run>, String> {
    let mut header = source.lines().map_while(|line| {
        let text = line.strip_prefix("//!")?;
        Some(text.strip_prefix(' ').unwrap_or(text))
    });
    let mut runs = Vec::new();
    while let Some(line) = header.next() {
        if line == "```text" {
            let block: Vec<&str> = header.by_ref().take_while(|line| *line != "```").collect();
            runs.push(run(&block).map_err(|error| format!("{error}, in the block\n{}", block.join("\n")))?);
        }
    }
    Ok(runs)
}

/// One block.
fn run(block: &[&str]) -> Result<Run, String> {
    let mut run = Run {
        ranks: 0,
        and: None,
        arguments: Vec::new(),
        succeeds: true,
        not_with: None,
        in_order: false,
        lines: Vec::new(),
    };
    let end = block.iter().position(|line| ["any order:", "in this order:"].contains(line));
    let end = end.ok_or("neither `any order:` nor `in this order:`")?;
    for line in &block[..end] {
        match line.split_once(": ") {
            Some(("ranks", text)) => run.ranks = number(text)?,
            Some(("and", words)) => {
                let (ranks, program) =
                    words.split_once(' ').ok_or_else(|| format!("`{words}` is no number and program"))?;
                run.and = Some((number(ranks)?, program.to_owned()));
            }
            Some(("arguments", words)) => run.arguments = words.split_whitespace().map(str::to_owned).collect(),
            Some(("status", "failure")) => run.succeeds = false,
            Some(("not with", library)) => run.not_with = Some(library.to_owned()),
            _ => return Err(format!("`{line}` is not understood")),
        }
    }
    if run.ranks == 0 {
        return Err("no `ranks:`".into());
    }
    run.in_order = block[end] == "in this order:";
    run.lines = block[end + 1..].iter().map(|line| (*line).to_owned()).collect();
    Ok(run)
}

fn number(text: &str) -> Result<usize, String> {
    text.parse().map_err(|_| format!("`{text}` is no number"))
}

#[test]
fn a_header_is_read() {
    let source = "//! Title.\n//!\n//! ```text\n//! ranks: 3\n//! and: 2 other\n//! arguments: a b\n//! status: failure\n//! not with: Best\n//! any order:\n//! x: 1\n//! ```\n\
                  //!\n//! ```text\n//! ranks: 1\n//! in this order:\n//! ```\n\nfn main() {}\n//! ```text\n";
    let first = Run {
        ranks: 3,
        and: Some((2, "other".into())),
        arguments: vec!["a".into(), "b".into()],
        succeeds: false,
        not_with: Some("Best".into()),
        in_order: false,
        lines: vec!["x: 1".into()],
    };
    let second =
        Run { ranks: 1, and: None, arguments: vec![], succeeds: true, not_with: None, in_order: true, lines: vec![] };
    assert_eq!((first.size(), second.size()), (5, 1));
    assert_eq!(runs(source), Ok(vec![first, second]));
}

#[test]
fn a_faulty_header_is_refused() {
    let error = |block: &str| runs(&format!("//! ```text\n{block}\n//! ```\n")).unwrap_err();
    assert!(error("//! ranks: 3").contains("any order"));
    assert!(error("//! any order:").contains("no `ranks:`"));
    assert!(error("//! ranks: many\n//! any order:").contains("`many` is no number"));
    assert!(error("//! ranks: 1\n//! and: worker\n//! any order:").contains("`worker` is no number and program"));
    assert!(error("//! rank: 3\n//! any order:").contains("`rank: 3` is not understood"));
}
