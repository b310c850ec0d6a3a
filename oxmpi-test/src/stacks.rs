//! Where a hung job's ranks are: by gdb if it is there, by what the kernel tells otherwise.

use crate::processes::{self, Process};
use crate::variables;
use std::fmt::Write;
use std::io::Read;
use std::process::{Command, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// One rank's gdb gets this long; reading the symbols of a large binary takes a second or two.
const LIMIT: Duration = Duration::from_secs(20);
/// Enough for a deep stack in each of several threads; the rest is left out.
const LINES: usize = 80;

/// The stacks of every rank on this machine.
pub(crate) fn of_job(marker: &str) -> String {
    let ranks: Vec<Process> = processes::of_job(marker).into_iter().filter(|process| process.rank.is_some()).collect();
    if ranks.is_empty() {
        return "no rank has a process on this machine any more".to_owned();
    }
    let gdb = std::env::var(variables::DEBUGGER).unwrap_or_else(|_| "gdb".to_owned());
    let has_gdb = Command::new(&gdb).arg("--version").stdin(Stdio::null()).output().is_ok();
    let mut text = String::new();
    if !has_gdb {
        text.push_str("gdb is not installed; with it, the stacks would be here\n");
    }
    // All at once: what hangs does not change, and the limits do not add up.
    let stacks: Vec<String> = std::thread::scope(|scope| {
        let looks: Vec<_> = ranks.iter().map(|rank| scope.spawn(|| look(rank.pid, has_gdb.then_some(&gdb)))).collect();
        looks.into_iter().map(|look| look.join().unwrap_or_default()).collect()
    });
    for (process, stack) in ranks.iter().zip(stacks) {
        let rank = process.rank.unwrap_or_default();
        let _ = writeln!(text, "rank {rank}, process {}:\n{}", process.pid, stack.trim_end());
    }
    text
}

fn look(pid: u32, gdb: Option<&String>) -> String {
    match gdb.map(|gdb| by_gdb(gdb, pid)) {
        Some(Ok(stack)) => stack,
        Some(Err(why)) => format!("{why}\n{}", by_kernel(pid)),
        None => by_kernel(pid),
    }
}

fn by_gdb(gdb: &str, pid: u32) -> Result<String, String> {
    let mut child = Command::new(gdb)
        .args(["-nx", "-batch", "-iex", "set debuginfod enabled off", "-ex", "set print frame-arguments presence"])
        .args(["-ex", "set print address off"])
        .args(["-ex", "thread apply all bt 60", "-p", &pid.to_string()])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("gdb: {error}"))?;
    // Both pipes are emptied while gdb runs, or it would wait for us.
    let stack = read_later(child.stdout.take().expect("piped"));
    let complaints = read_later(child.stderr.take().expect("piped"));
    let until = Instant::now() + LIMIT;
    while matches!(child.try_wait(), Ok(None)) {
        if Instant::now() > until {
            let _ = child.kill();
            let _ = child.wait();
            return Err(format!("gdb took more than {} s", LIMIT.as_secs()));
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    let stack = trim(&stack.join().unwrap_or_default());
    if stack.is_empty() {
        let complaints = complaints.join().unwrap_or_default();
        let why = complaints.lines().find(|line| !line.trim().is_empty() && !line.starts_with("warning"));
        return Err(format!("gdb shows no stack: {}", why.unwrap_or("it does not say why")));
    }
    Ok(stack)
}

fn read_later(mut pipe: impl Read + Send + 'static) -> JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = pipe.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// The frames that help: of each thread with Rust code in it, up to the test's body and nothing of what called that; not the harness,
/// which waits, and not the threads of libraries, which are counted.
fn trim(gdb: &str) -> String {
    let mut threads: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in gdb.lines() {
        if line.starts_with("Thread ") {
            threads.push((line, Vec::new()));
        } else if let (true, Some((_, frames))) = (line.starts_with('#'), threads.last_mut()) {
            frames.push(line);
        }
    }
    threads.retain(|(_, frames)| !frames.iter().any(|frame| frame.contains(" test::run_tests")));
    let has_rust = |frames: &[&str]| frames.iter().any(|frame| frame.contains("::"));
    let all = threads.len();
    if threads.iter().any(|(_, frames)| has_rust(frames)) {
        threads.retain(|(_, frames)| has_rust(frames));
    }
    let left_out = all - threads.len();

    let mut kept = Vec::new();
    for (heading, frames) in threads {
        kept.push(format!("  {}", heading.trim_end_matches(':')));
        let body = frames.iter().position(|frame| frame.contains(" oxmpi_test::"));
        let above = &frames[..body.unwrap_or(frames.len())];
        let call = |frame: &&&str| !(body.is_some() && frame.contains(" core::ops::function::Fn"));
        kept.extend(above.iter().filter(call).map(|frame| format!("    {}", shortened(frame))));
    }
    if kept.len() > LINES {
        let more = kept.len() - LINES;
        kept.truncate(LINES);
        kept.push(format!("  [… {more} more lines]"));
    }
    if left_out > 0 {
        kept.push(format!("  and {left_out} thread(s) of libraries"));
    }
    kept.join("\n")
}

/// Generic types can fill pages.
fn shortened(frame: &str) -> String {
    const WIDTH: usize = 200;
    match frame.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{}…", &frame[..end]),
        None => frame.to_owned(),
    }
}

/// Needs no tool: the state, the system call and, for root, the kernel's stack.
fn by_kernel(pid: u32) -> String {
    let read = |name: &str| std::fs::read_to_string(format!("/proc/{pid}/{name}")).unwrap_or_default();
    let mut text = String::new();
    for line in read("status").lines().filter(|line| ["State:", "Threads:"].iter().any(|key| line.starts_with(key))) {
        let _ = writeln!(text, "  {}", line.replace('\t', " "));
    }
    let waits_in = read("wchan");
    let waits_in =
        if waits_in.trim_matches('0').is_empty() { "nothing: it computes, or polls" } else { waits_in.trim() };
    let _ = writeln!(text, "  waits in: {waits_in}");
    for line in read("stack").lines().take(12) {
        let _ = writeln!(text, "  {line}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::trim;

    #[test]
    fn stacks_end_at_the_body() {
        let gdb = "[New LWP 7]\nwarning: x\n\nThread 3 (LWP 9):\n#0  poll () at poll.c\n#1  clone3 ()\n\nThread 2 (LWP 7):\n\
                   #0  poll () at poll.c\n#1  MPI_Recv ()\n#2  ring::body (...)\n#3  core::ops::function::Fn::call<fn> (...)\n\
                   #4  oxmpi_test::child::test_body<fn> (...)\n#5  main ()\n\nThread 1 (LWP 6):\n#0 futex ()\n\
                   #1  test::run_tests<x> ()\n[Inferior 1 detached]\n";
        let trimmed = "  Thread 2 (LWP 7)\n    #0  poll () at poll.c\n    #1  MPI_Recv ()\n    #2  ring::body (...)\n  \
                       and 1 thread(s) of libraries";
        assert_eq!(trim(gdb), trimmed);
    }

    #[test]
    fn a_program_in_c_has_stacks_too() {
        assert_eq!(
            trim("Thread 1 (LWP 6):\n#0  read ()\n#1  main ()\n"),
            "  Thread 1 (LWP 6)\n    #0  read ()\n    #1  main ()"
        );
    }
}
