//! The driver: starts the ranks, draws the table and the progress bar, writes the CSV files.

use crate::case::Baseline;
use crate::launch::{self, Peer};
use crate::options::{Options, Part};
use crate::patterns;
use crate::record::{Block, Record};
use crate::start_up;
use crate::statistics::Summary;
use crate::table::{self, Row, human, quoted};
use indicatif::{ProgressBar, ProgressStyle};
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

/// Ranks that say nothing for so long hang.
const SILENCE: Duration = Duration::from_secs(300);

/// Runs everything that the options ask for.
pub(crate) fn run(options: &Options) -> Result<(), String> {
    let cases = patterns::chosen(options.only.as_deref());
    if cases.is_empty() && !start_up::is_chosen(options) {
        return Err(format!("no case has {:?} in its name", options.only.as_deref().unwrap_or_default()));
    }
    let start = Instant::now();
    let mut driver = Driver::new(options);
    let mut peers = Vec::new();
    if !options.without_oxmpi {
        peers.push(Peer::Oxmpi);
    }
    let others = [(Peer::Rsmpi, &options.rsmpi), (Peer::Ferrompi, &options.ferrompi), (Peer::Mpi4py, &options.python)];
    peers.extend(others.into_iter().filter(|(_, program)| program.is_some()).map(|(peer, _)| peer));
    if launch::cores().is_none() {
        println!("note: the ranks are not bound to a core each (that takes two cores, and taskset): expect noise");
    }
    if let Some(load) = load().filter(|load| *load > 1.0 && !options.realtime) {
        println!(
            "note: the load average is {load}: other programs want the processors, too; expect noise (see --realtime)"
        );
    }
    println!("{}", table::heading());
    let parts = [Part::Paired, Part::Apart];
    for part in parts.into_iter().filter(|&part| cases.iter().any(|case| Part::of(case.as_ref()) == part)) {
        // The processes take turns, so that a change of the machine meets all; and each is started several times, since where its stack and its
        // buffers come to lie can make hundredths.
        for turn in 1..=options.turns() {
            driver.turn = turn;
            for &peer in &peers {
                driver.job(peer, part)?;
            }
        }
    }
    driver.compare_apart(&peers);
    if start_up::is_chosen(options) {
        driver.start_up()?;
    }
    driver.bar.finish_and_clear();
    driver.write()?;
    println!("{} rows in {:.0} s; CSV in {}", driver.rows.len(), start.elapsed().as_secs_f64(), options.out.display());
    Ok(())
}

/// How many programs wanted a processor in the last minute.
fn load() -> Option<f64> {
    fs::read_to_string("/proc/loadavg").ok()?.split(' ').next()?.parse().ok()
}

struct Driver<'a> {
    options: &'a Options,
    bar: ProgressBar,
    notes: Vec<String>,
    blocks: Vec<Block>,
    rows: Vec<Row>,
    /// Which of the turns this is, from 1. All cases come in each, and their rows in the last.
    turn: usize,
}

impl<'a> Driver<'a> {
    fn new(options: &'a Options) -> Self {
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {elapsed} {msg}") {
            bar.set_style(style);
        }
        Driver { options, bar, notes: Vec::new(), blocks: Vec::new(), rows: Vec::new(), turn: options.turns() }
    }

    /// Prints above the progress bar.
    fn print(&self, line: &str) {
        self.bar.suspend(|| println!("{line}"));
    }

    /// Starts the ranks of a peer, if it has such cases, and takes in what they tell.
    fn job(&mut self, peer: Peer, part: Part) -> Result<(), String> {
        if !peer.takes(part) {
            return Ok(());
        }
        let command = launch::command(self.options, peer, part)?;
        self.bar.set_message(peer.name());
        let mut pending = Vec::new();
        self.execute(command, |driver, line| match Record::read(&line) {
            Some(record) => driver.take(record, peer, &mut pending),
            None => driver.print(&line),
        })
    }

    /// Starts programs again and again, and takes the time.
    fn start_up(&mut self) -> Result<(), String> {
        self.bar.inc_length(1);
        self.bar.set_message(start_up::NAME);
        let options = self.options;
        let mut blocks =
            start_up::measure(options, |command| self.execute(command, |driver, line| driver.print(&line)))?;
        self.take(Record::Done { case: start_up::NAME.to_owned(), size: 0 }, Peer::Oxmpi, &mut blocks);
        Ok(())
    }

    /// Runs a launcher to its end, and has what it says heard line by line.
    fn execute(&mut self, mut command: Command, mut heard: impl FnMut(&mut Self, String)) -> Result<(), String> {
        use std::os::unix::process::CommandExt;
        let shown = format!("{command:?}");
        let started = command.stdin(Stdio::null()).stdout(Stdio::piped()).process_group(0).spawn();
        let mut child = started.map_err(|error| format!("{shown}: {error}"))?;
        let (sender, lines) = mpsc::channel();
        let output = child.stdout.take().ok_or("the ranks have no output")?;
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        loop {
            match lines.recv_timeout(SILENCE) {
                Ok(line) => heard(self, line),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    kill(&mut child);
                    return Err(format!("{shown}: nothing was heard for {} s; killed", SILENCE.as_secs()));
                }
            }
        }
        let status = child.wait().map_err(|error| format!("{shown}: {error}"))?;
        if status.success() { Ok(()) } else { Err(format!("{shown} ended with {status}")) }
    }

    fn take(&mut self, record: Record, peer: Peer, pending: &mut Vec<Block>) {
        match record {
            Record::Plan(steps) if self.turn == 1 => self.bar.inc_length(steps * self.options.turns() as u64),
            Record::Plan(_) => {}
            Record::Note(text) => {
                let note = format!("{}: {text}", peer.name());
                if !self.notes.contains(&note) {
                    self.print(&note);
                    self.notes.push(note);
                }
            }
            Record::Block(block) => pending.push(block),
            Record::Done { case, size } => {
                let told = names(pending.iter());
                self.blocks.append(pending);
                if self.turn == self.options.turns() {
                    let same = |block: &&Block| block.case == case && block.size == size;
                    let all: Vec<&Block> = self.blocks.iter().filter(same).collect();
                    for row in rows(&all).into_iter().filter(|row| told.contains(&row.contestant)) {
                        self.add(row);
                    }
                }
                self.bar.inc(1);
                self.bar.set_message(format!("{}: {case} {}", peer.name(), human(size)));
            }
        }
    }

    fn add(&mut self, row: Row) {
        self.print(&row.line());
        self.rows.push(row);
    }

    /// Pairs the blocks of processes that took turns: the first of one with the first of the other, and so on.
    fn compare_apart(&mut self, peers: &[Peer]) {
        let mut rows = Vec::new();
        for case in patterns::chosen(self.options.only.as_deref()) {
            let Baseline::Peer(baseline) = case.baseline() else { continue };
            if !peers.iter().any(|peer| peer.name() == baseline) {
                self.print(&format!("{}: not compared, since {baseline} is not among the --peers", case.name()));
                continue;
            }
            let own: Vec<&Block> =
                self.blocks.iter().filter(|block| block.case == case.name() && block.baseline.is_none()).collect();
            rows.extend(rows_apart(&own, baseline));
        }
        rows.into_iter().for_each(|row| self.add(row));
    }

    /// Writes `summary.csv`, `blocks.csv` and `notes.txt`.
    fn write(&self) -> Result<(), String> {
        let mut summary = format!("{}\n", table::CSV);
        for row in &self.rows {
            let _ = writeln!(summary, "{}", row.csv());
        }
        let mut blocks =
            "case,size,contestant,iterations,seconds,baseline,baseline_iterations,baseline_seconds\n".to_owned();
        for block in &self.blocks {
            let Block { case, size, contestant, iterations, seconds, baseline } = block;
            let (case, contestant) = (quoted(case), quoted(contestant));
            let _ = write!(blocks, "{case},{size},{contestant},{iterations},{seconds:e},");
            let _ = match baseline {
                Some((name, iterations, seconds)) => writeln!(blocks, "{},{iterations},{seconds:e}", quoted(name)),
                None => writeln!(blocks, ",,"),
            };
        }
        let out = &self.options.out;
        fs::create_dir_all(out).map_err(|error| format!("{}: {error}", out.display()))?;
        for (name, text) in [("summary.csv", summary), ("blocks.csv", blocks), ("notes.txt", self.notes.join("\n"))] {
            let file = out.join(name);
            fs::write(&file, text).map_err(|error| format!("{}: {error}", file.display()))?;
        }
        Ok(())
    }
}

/// The rows of a case at one size: a row for each contestant that was paired with a baseline.
fn rows(blocks: &[&Block]) -> Vec<Row> {
    let mut rows = Vec::new();
    for name in names(blocks.iter().copied().filter(|block| block.baseline.is_some())) {
        let own = blocks.iter().filter(|block| block.contestant == name);
        let pairs: Vec<(f64, f64)> = own
            .filter_map(|block| {
                let (_, iterations, seconds) = block.baseline.as_ref()?;
                Some((block.each(), seconds / *iterations as f64))
            })
            .collect();
        let first = blocks.iter().find(|block| block.contestant == name);
        let baseline = first.and_then(|block| block.baseline.as_ref());
        if let (Some(first), Some((baseline, ..)), Some(summary)) = (first, baseline, Summary::of(&pairs)) {
            let (case, size, baseline) = (first.case.clone(), first.size, baseline.clone());
            rows.push(Row { case, size, contestant: name, baseline, summary });
        }
    }
    rows
}

/// The rows of a case whose contestants ran apart.
fn rows_apart(blocks: &[&Block], baseline: &str) -> Vec<Row> {
    let mut sizes: Vec<usize> = blocks.iter().map(|block| block.size).collect();
    sizes.sort_unstable();
    sizes.dedup();
    let mut rows = Vec::new();
    for size in sizes {
        let times = |name: &str| -> Vec<f64> {
            let own = blocks.iter().filter(|block| block.size == size && block.contestant == name);
            own.map(|block| block.each()).collect()
        };
        let reference = times(baseline);
        for name in names(blocks.iter().copied()).into_iter().filter(|name| name != baseline) {
            let pairs: Vec<(f64, f64)> = times(&name).into_iter().zip(reference.iter().copied()).collect();
            if let Some(summary) = Summary::of(&pairs) {
                let case = blocks[0].case.clone();
                rows.push(Row { case, size, contestant: name, baseline: baseline.to_owned(), summary });
            }
        }
    }
    rows
}

/// The contestants, in the order in which they come.
fn names<'b>(blocks: impl Iterator<Item = &'b Block>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for block in blocks {
        if !names.contains(&block.contestant) {
            names.push(block.contestant.clone());
        }
    }
    names
}

/// Ends the launcher and its ranks, which are one process group.
fn kill(child: &mut Child) {
    let group = format!("-{}", child.id());
    let _ = std::process::Command::new("kill").args(["-s", "KILL", "--", &group]).status();
    let _ = child.wait();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(size: usize, contestant: &str, seconds: f64, baseline: Option<f64>) -> Block {
        let baseline = baseline.map(|seconds| ("C".to_owned(), 10, seconds));
        Block { case: "case".into(), size, contestant: contestant.into(), iterations: 5, seconds, baseline }
    }

    #[test]
    fn a_contestant_may_do_fewer_iterations_than_its_baseline() {
        let blocks = [block(8, "oxmpi", 1.0, Some(1.0)), block(8, "C again", 0.5, Some(1.0))];
        let rows = rows(&blocks.iter().collect::<Vec<_>>());
        assert_eq!((rows[0].contestant.as_str(), rows[0].summary.median), ("oxmpi", 2.0));
        assert_eq!((rows[1].contestant.as_str(), rows[1].summary.median), ("C again", 1.0));
    }

    #[test]
    fn processes_that_took_turns_are_paired_in_order() {
        let blocks = [
            block(8, "oxmpi", 1.0, None),
            block(8, "mpi4py", 4.0, None),
            block(8, "oxmpi", 3.0, None),
            block(8, "mpi4py", 6.0, None),
            block(64, "oxmpi", 1.0, None),
        ];
        let rows = rows_apart(&blocks.iter().collect::<Vec<_>>(), "mpi4py");
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].size, rows[0].summary.pairs, rows[0].summary.median), (8, 2, 0.375));
    }
}
