//! Running other programs: quietly with a progress line, or in full view.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Looks a program up on `PATH`; a path with a slash is taken as it is.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    if program.is_empty() {
        return None;
    }
    if program.contains('/') {
        return Some(PathBuf::from(program)).filter(|path| is_executable(path));
    }
    env::split_paths(&env::var_os("PATH")?).map(|dir| dir.join(program)).find(|path| is_executable(path))
}

fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

/// Whether a program starts and ends well, with no output shown.
pub(crate) fn succeeds(program: &str, args: &[&str]) -> bool {
    Command::new(program)
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// What a program printed, or why it failed.
pub(crate) fn output(program: &OsStr, args: &[&OsStr], env: &[(String, String)]) -> Result<String, String> {
    let output = Command::new(program)
        .args(args)
        .envs(env.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("{}: {error}", program.to_string_lossy()))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(last_lines(&String::from_utf8_lossy(&output.stderr), 3).join("; "))
    }
}

/// Whether this process may install packages.
pub(crate) fn is_root() -> bool {
    output("id".as_ref(), &["-u".as_ref()], &[]).is_ok_and(|id| id.trim() == "0")
}

/// Writes a small file into the folder for temporary files; the name is of this process alone.
pub(crate) fn scratch_file(stem: &str, extension: &str, text: &str) -> Result<PathBuf, String> {
    let path = env::temp_dir().join(format!("{stem}-{}.{extension}", std::process::id()));
    fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(path)
}

/// The last lines that are not blank.
pub(crate) fn last_lines(text: &str, count: usize) -> Vec<&str> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    lines[lines.len().saturating_sub(count)..].to_vec()
}

/// A command as a person would type it.
pub(crate) fn typed(command: &Command) -> String {
    let mut text = String::new();
    // Cargo says its whole path to what it runs; nobody types that.
    let program = Path::new(command.get_program());
    let program = if program.ends_with("bin/cargo") { "cargo".as_ref() } else { program.as_os_str() };
    for word in std::iter::once(program).chain(command.get_args()) {
        let word = word.to_string_lossy();
        if !text.is_empty() {
            text.push(' ');
        }
        let plain = |c: char| c.is_alphanumeric() || "-_=./:,+@%".contains(c);
        if !word.is_empty() && word.chars().all(plain) {
            text.push_str(&word);
        } else {
            text.push_str(&format!("'{}'", word.replace('\'', r"'\''")));
        }
    }
    text
}

/// Runs one long step with a line that says what is going on and how long it took. Its output is shown only when it
/// fails, which is also when `Err` has its last lines.
pub(crate) fn step(label: &str, command: &mut Command, limit: Duration) -> Result<(), String> {
    let start = Instant::now();
    print!("  {label} ... ");
    let _ = io::stdout().flush();
    let outcome = capture(command, limit);
    let seconds = start.elapsed().as_secs_f64();
    match outcome {
        Ok((status, _)) if status.success() => {
            println!("done ({seconds:.1} s)");
            Ok(())
        }
        Ok((status, text)) => {
            println!("failed ({seconds:.1} s)");
            let tail = last_lines(&text, 15).join("\n    ");
            Err(format!("`{}` ended with {status}:\n    {tail}", typed(command)))
        }
        Err(why) => {
            println!("failed ({seconds:.1} s)");
            Err(format!("`{}`: {why}", typed(command)))
        }
    }
}

/// Runs a command to its end, or to the limit, and returns what it wrote to both of its outputs.
pub(crate) fn capture(command: &mut Command, limit: Duration) -> Result<(ExitStatus, String), String> {
    use std::os::unix::process::CommandExt;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0)
        .spawn()
        .map_err(|error| format!("can't be started: {error}"))?;
    let out = reader(child.stdout.take());
    let err = reader(child.stderr.take());
    let status = wait(&mut child, limit);
    let text = format!("{}{}", out.join().unwrap_or_default(), err.join().unwrap_or_default());
    match status? {
        Some(status) => Ok((status, text)),
        None => Err(format!("did not end within {} s\n{text}", limit.as_secs())),
    }
}

fn reader(pipe: Option<impl Read + Send + 'static>) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            let _ = pipe.read_to_end(&mut bytes);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// Waits up to `limit`; past it the whole process group is killed, and the answer is `None`.
fn wait(child: &mut Child, limit: Duration) -> Result<Option<ExitStatus>, String> {
    let end = Instant::now() + limit;
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait().map_err(|error| error.to_string())? {
            return Ok(Some(status));
        }
        if Instant::now() >= end {
            // The shell's own kill: minimal systems have no program of that name.
            let _ = succeeds("sh", &["-c", "kill -s KILL -- -$0", &child.id().to_string()]);
            let _ = child.wait();
            return Ok(None);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(100));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn programs_are_found_as_a_shell_finds_them() {
        assert!(find("sh").is_some_and(|path| path.is_absolute()));
        assert!(find("/bin/sh").is_some());
        assert_eq!(find("no-such-program-anywhere"), None);
        let plain = scratch_file("oxmpi-not-executable", "txt", "").unwrap();
        assert_eq!(find(plain.to_str().unwrap()), None);
        fs::remove_file(plain).unwrap();
        assert_eq!(find(""), None);
    }

    #[test]
    fn both_outputs_and_the_status_are_captured() {
        let (status, text) = capture(&mut shell("echo out; echo err >&2; exit 3"), Duration::from_secs(20)).unwrap();
        assert_eq!((status.code(), text.as_str()), (Some(3), "out\nerr\n"));
    }

    #[test]
    fn a_hung_command_and_its_children_are_killed() {
        let start = Instant::now();
        let error = capture(&mut shell("echo before; sleep 60; true"), Duration::from_millis(200)).unwrap_err();
        assert!(start.elapsed() < Duration::from_secs(20));
        assert!(error.contains("did not end") && error.contains("before"), "{error}");
    }

    #[test]
    fn a_failed_step_shows_its_last_lines() {
        let error = step("trying", &mut shell("echo no such luck >&2; exit 1"), Duration::from_secs(20)).unwrap_err();
        assert!(error.contains("no such luck"), "{error}");
        assert!(step("trying", &mut shell("true"), Duration::from_secs(20)).is_ok());
    }

    #[test]
    fn commands_are_printed_as_typed() {
        assert_eq!(typed(&shell("it's; 1")), r"sh -c 'it'\''s; 1'");
        assert_eq!(last_lines("a\n\nb \n c\n", 2), ["b", " c"]);
    }
}
