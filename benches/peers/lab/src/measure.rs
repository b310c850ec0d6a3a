//! Measures the cases, all ranks in lock-step, as `benches/src/measure.rs`; rank 0 tells the driver.

use crate::case::{Case, Sides};
use crate::options::Options;
use crate::record::{Block, Record};
use crate::twins::{Twin, Twins};
use crate::{Binding, Result};

/// A binding that is this many times slower than C does fewer iterations.
const SLOW: f64 = 4.0;

/// The program of a rank. `name` is the contestant's, `note` what else there is to say about it: versions.
///
/// A failure ends the program without finalizing MPI, at which the launcher ends the other ranks, too.
pub fn run<B: Binding>(binding: &B, name: &'static str, note: &str, cases: &[Case<B>]) {
    let measured = Options::parse(std::env::args_os().skip(1))
        .map_err(Into::into)
        .and_then(|options| Peer { binding, name, options }.measure(note, cases));
    if let Err(why) = measured {
        eprintln!("{name}, rank {}: {why}", binding.rank());
        std::process::abort();
    }
}

struct Peer<'a, B> {
    binding: &'a B,
    name: &'static str,
    options: Options,
}

/// Who does a block.
#[derive(Clone, Copy)]
enum Side<'a> {
    C(&'a Twin<'a>),
    Own,
}

impl<B: Binding> Peer<'_, B> {
    fn measure(&self, note: &str, cases: &[Case<B>]) -> Result {
        let twins = Twins::load(&self.options.twins)?;
        self.tell(&[Record::Note(format!("{note}; ranks on processors {}", self.processors()?))]);
        let asked = self.options.cases.iter();
        let chosen = asked.filter_map(|(name, sizes)| Some((cases.iter().find(|case| case.name == name)?, sizes)));
        self.tell(&[Record::Plan(chosen.clone().map(|(_, sizes)| sizes.len() as u64).sum())]);
        for (case, sizes) in chosen {
            let twin = twins.get(case.twin)?;
            for &size in sizes {
                let mut sides = (case.sides)(self.binding, size);
                let mut records = self.paired(case.name, size, &twin, &mut sides)?;
                records.push(Record::Done { case: case.name.to_owned(), size });
                // Told at the end of the step: the driver's work on them would disturb the blocks.
                self.tell(&records);
            }
        }
        Ok(())
    }

    /// Rank 0 writes lines, at once.
    fn tell(&self, records: &[Record]) {
        if self.binding.rank() == 0 {
            let text: String = records.iter().map(|record| record.line() + "\n").collect();
            print!("{text}");
            let _ = std::io::Write::flush(&mut std::io::stdout());
        }
    }

    /// Which processor each rank is bound to.
    fn processors(&self) -> Result<String> {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let allowed = status.lines().find_map(|line| line.strip_prefix("Cpus_allowed_list:")).unwrap_or_default();
        let own = allowed.trim().parse().unwrap_or(u64::MAX);
        let mut names = Vec::new();
        for rank in 0..self.binding.size() {
            let processor = self.binding.broadcast(own, rank)?;
            names.push(if processor == u64::MAX { "several".to_owned() } else { processor.to_string() });
        }
        Ok(names.join(" | "))
    }

    /// Rank 0's number, on every rank.
    fn agree(&self, number: u64) -> Result<u64> {
        self.binding.broadcast(number, 0)
    }

    /// One block: all ranks start together, and it takes as long as it takes the last of them.
    fn block(&self, side: Side<'_>, sides: &mut Sides<'_>, iterations: u64) -> Result<f64> {
        self.binding.barrier()?;
        let seconds = match side {
            Side::C(twin) => twin.run(sides, iterations),
            Side::Own => {
                let start = self.binding.seconds();
                sides.run(iterations)?;
                self.binding.seconds() - start
            }
        };
        self.binding.longest(seconds)
    }

    /// How many iterations of C make a block of the wanted length, as rank 0 decides; it warms up, too.
    fn calibrate(&self, c: Side<'_>, sides: &mut Sides<'_>) -> Result<u64> {
        let wanted = self.options.block_seconds;
        let mut iterations = 1;
        loop {
            let seconds = self.block(c, sides, iterations)?;
            if self.agree(u64::from(seconds >= wanted / 4.0))? == 1 {
                // The first blocks are slow: once more, at the length that seems right.
                let near = self.agree(scaled(iterations, wanted / seconds))?;
                let seconds = self.block(c, sides, near)?;
                return self.agree(scaled(near, wanted / seconds));
            }
            iterations *= 2;
        }
    }

    /// Blocks of the binding, each paired with a block of C. The order within a pair alternates.
    fn paired(&self, case: &str, size: usize, twin: &Twin<'_>, sides: &mut Sides<'_>) -> Result<Vec<Record>> {
        let c = Side::C(twin);
        let iterations = self.calibrate(c, sides)?;
        let expected = self.block(c, sides, iterations)? / iterations as f64;
        // A hundredth first: it may be a hundred times slower.
        let few = scaled(iterations, 0.01);
        self.block(Side::Own, sides, few)?;
        let slower = self.block(Side::Own, sides, few)? / few as f64 / expected;
        let count = self.agree(if slower > SLOW { scaled(iterations, 1.0 / slower) } else { iterations })?;
        self.block(Side::Own, sides, count)?;
        let mut records = Vec::new();
        for round in 0..self.options.blocks {
            let (seconds, reference);
            if round % 2 == 0 {
                reference = self.block(c, sides, iterations)?;
                seconds = self.block(Side::Own, sides, count)?;
            } else {
                seconds = self.block(Side::Own, sides, count)?;
                reference = self.block(c, sides, iterations)?;
            }
            records.push(Record::Block(Block {
                case: case.to_owned(),
                size,
                contestant: self.name.to_owned(),
                iterations: count,
                seconds,
                baseline: Some(("C".to_owned(), iterations, reference)),
            }));
        }
        Ok(records)
    }
}

fn scaled(iterations: u64, factor: f64) -> u64 {
    ((iterations as f64 * factor) as u64).max(1)
}
