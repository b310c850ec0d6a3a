//! What runs under mpiexec: measures the cases, all ranks in lock-step, and rank 0 tells the driver.

use crate::case::{Case, Contestant};
use crate::lab::Lab;
use crate::options::{Options, Pace, Part};
use crate::patterns;
use crate::record::{Block, Record};
use oxmpi::{Result, ThreadLevel};
use std::process::ExitCode;

/// A contestant that is this many times slower than the baseline does fewer iterations.
const SLOW: f64 = 4.0;

/// The program of a rank.
pub(crate) fn run(options: &Options) -> ExitCode {
    oxmpi::builder().threads(ThreadLevel::Funneled).run(|mpi| {
        let lab = Lab::new(mpi);
        tell_about(&lab)?;
        let mut cases = patterns::chosen(options.only.as_deref());
        cases.retain(|case| Part::of(case.as_ref()) == options.part);
        // Objects of full size take long in a build without optimization, which is what looks whether everything runs.
        let part = if (options.pace, options.part) == (Pace::Smoke, Part::Apart) { 1000 } else { 1 };
        let own = |case: &dyn Case| case.sizes(options.pace).iter().map(|size| size.div_ceil(part)).collect();
        let sizes = |case: &dyn Case| options.sizes.clone().unwrap_or_else(|| own(case));
        tell(&lab, &[Record::Plan(cases.iter().map(|case| sizes(case.as_ref()).len() as u64).sum())]);
        for case in &cases {
            for size in sizes(case.as_ref()) {
                let mut contestants = case.contestants(&lab, size)?;
                // Told at the end of the step: the driver's work on them would disturb the blocks.
                let mut records = match options.part {
                    Part::Paired => paired(&lab, options, &mut contestants)?,
                    Part::Apart => apart(&lab, options, &mut contestants)?,
                };
                for record in &mut records {
                    (record.case, record.size) = (case.name().to_owned(), size);
                }
                let done = Record::Done { case: case.name().to_owned(), size };
                tell(&lab, &records.into_iter().map(Record::Block).chain([done]).collect::<Vec<_>>());
            }
        }
        Ok(())
    })
}

/// Rank 0 writes lines, at once.
fn tell(lab: &Lab, records: &[Record]) {
    if lab.rank == 0 {
        let text: String = records.iter().map(|record| record.line() + "\n").collect();
        print!("{text}");
        let _ = std::io::Write::flush(&mut std::io::stdout());
    }
}

/// The library, and which processors the ranks are bound to.
fn tell_about(lab: &Lab) -> Result<()> {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let allowed = status.lines().find_map(|line| line.strip_prefix("Cpus_allowed_list:")).unwrap_or("?").trim();
    if lab.rank != 0 {
        return lab.world.send(allowed, 0);
    }
    let mut processors = vec![allowed.to_owned()];
    for rank in 1..lab.world.size() {
        processors.push(lab.world.recv::<String>(rank)?);
    }
    let library = oxmpi::library_version()?;
    let library = library.split(['\n', ',']).next().unwrap_or_default().trim();
    tell(lab, &[Record::Note(format!("{library}; ranks on processors {}", processors.join(" | ")))]);
    Ok(())
}

/// One block: all ranks start together, and it takes as long as it takes the last of them.
fn block(lab: &Lab, contestant: &mut Contestant<'_>, iterations: u64) -> Result<f64> {
    lab.world.barrier()?;
    let seconds = contestant.run(iterations)?;
    lab.longest(seconds)
}

/// A block after an iteration that does not count: with the caches as this contestant leaves them, and not the one before, which may have
/// other memory.
fn warm_block(lab: &Lab, contestant: &mut Contestant<'_>, iterations: u64) -> Result<f64> {
    contestant.run(1)?;
    block(lab, contestant, iterations)
}

/// How many iterations make a block of the wanted length, as rank 0 decides; it warms up, too.
fn calibrate(lab: &Lab, options: &Options, contestant: &mut Contestant<'_>) -> Result<u64> {
    let wanted = options.block_seconds();
    let mut iterations = 1;
    loop {
        let seconds = block(lab, contestant, iterations)?;
        if lab.agree(u64::from(seconds >= wanted / 4.0))? == 1 {
            // The first blocks are slow: once more, at the length that seems right.
            let near = lab.agree(scaled(iterations, wanted / seconds))?;
            let seconds = block(lab, contestant, near)?;
            return lab.agree(scaled(near, wanted / seconds));
        }
        iterations *= 2;
    }
}

fn scaled(iterations: u64, factor: f64) -> u64 {
    ((iterations as f64 * factor) as u64).max(1)
}

/// Blocks of each contestant, and of the baseline itself, each paired with a block of the baseline. The order within a
/// pair alternates, and so does the order of the contestants.
fn paired(lab: &Lab, options: &Options, contestants: &mut [Contestant<'_>]) -> Result<Vec<Block>> {
    let Some((baseline, others)) = contestants.split_first_mut() else { return Ok(Vec::new()) };
    let iterations = calibrate(lab, options, baseline)?;
    let expected = block(lab, baseline, iterations)?;
    let mut counts = Vec::new();
    for other in others.iter_mut() {
        // A hundredth first: it may be a hundred times slower.
        let few = scaled(iterations, 0.01);
        block(lab, other, few)?;
        let slower = block(lab, other, few)? / few as f64 / (expected / iterations as f64);
        let count = lab.agree(if slower > SLOW { scaled(iterations, 1.0 / slower) } else { iterations })?;
        block(lab, other, count)?;
        counts.push(count);
    }
    let mut records = Vec::new();
    for round in 0..options.blocks_each_turn() {
        for position in 0..=others.len() {
            let index = if round % 2 == 0 { position } else { others.len() - position };
            let baseline_first = (round + index) % 2 == 0;
            let mut reference = 0.0;
            if baseline_first {
                reference = warm_block(lab, baseline, iterations)?;
            }
            // The last in line is the baseline beside itself: what it shows is noise.
            let (name, count, seconds) = match others.get_mut(index) {
                Some(other) => (other.name.to_owned(), counts[index], warm_block(lab, other, counts[index])?),
                None => (format!("{} again", baseline.name), iterations, warm_block(lab, baseline, iterations)?),
            };
            if !baseline_first {
                reference = warm_block(lab, baseline, iterations)?;
            }
            records.push(Block {
                case: String::new(),
                size: 0,
                contestant: name,
                iterations: count,
                seconds,
                baseline: Some((baseline.name.to_owned(), iterations, reference)),
            });
        }
    }
    Ok(records)
}

/// This turn's share of the blocks of each contestant, without a baseline.
fn apart(lab: &Lab, options: &Options, contestants: &mut [Contestant<'_>]) -> Result<Vec<Block>> {
    let mut counts = Vec::new();
    for contestant in contestants.iter_mut() {
        counts.push(calibrate(lab, options, contestant)?);
    }
    let mut records = Vec::new();
    for _ in 0..options.blocks_each_turn() {
        for (contestant, &iterations) in contestants.iter_mut().zip(&counts) {
            let seconds = block(lab, contestant, iterations)?;
            let contestant = contestant.name.to_owned();
            records.push(Block { case: String::new(), size: 0, contestant, iterations, seconds, baseline: None });
        }
    }
    Ok(records)
}
