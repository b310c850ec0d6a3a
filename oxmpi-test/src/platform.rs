//! The few calls of the operating system that std lacks.

use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;

/// Sends this process's standard output and error to `file`, those of C libraries and of child processes as well.
pub(crate) fn redirect_output(file: &File) -> io::Result<()> {
    for descriptor in [libc::STDOUT_FILENO, libc::STDERR_FILENO] {
        // SAFETY: dup2 takes numbers and touches no memory; replacing 1 and 2 is its purpose here, and std does not own them.
        if unsafe { libc::dup2(file.as_raw_fd(), descriptor) } < 0 {
            return Err(io::Error::last_os_error());
        }
    }
    Ok(())
}

/// Lets a debugger that is not root look at this process, and ends it when the process that started it ends.
pub(crate) fn prepare_rank() {
    #[cfg(target_os = "linux")]
    {
        // SAFETY: both options take integers by value; failure (no Yama, for instance) changes nothing and is of no concern.
        unsafe {
            libc::prctl(libc::PR_SET_PTRACER, libc::PR_SET_PTRACER_ANY, 0, 0, 0);
            libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL as libc::c_ulong, 0, 0, 0);
        }
    }
}

/// Makes `command`'s process get SIGTERM when the thread that starts it ends, so that no job outlives a killed test.
pub(crate) fn end_with_this_thread(command: &mut std::process::Command) {
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::process::CommandExt;
        // SAFETY: between fork and exec only prctl runs, a system call that is async-signal-safe and allocates nothing.
        unsafe {
            command.pre_exec(|| {
                libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGTERM as libc::c_ulong, 0, 0, 0);
                Ok(())
            });
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = command;
}

/// Tries to lock the whole file for this open file alone; false if another has it. The lock goes with the file's last descriptor.
pub(crate) fn try_lock(file: &File) -> io::Result<bool> {
    flock(file, libc::LOCK_EX | libc::LOCK_NB)
}

/// As [`try_lock`], but waits.
pub(crate) fn lock(file: &File) -> io::Result<()> {
    while !flock(file, libc::LOCK_EX)? {}
    Ok(())
}

fn flock(file: &File, operation: libc::c_int) -> io::Result<bool> {
    // SAFETY: flock takes two integers; the descriptor is open as long as `file` is borrowed.
    if unsafe { libc::flock(file.as_raw_fd(), operation) } == 0 {
        return Ok(true);
    }
    let error = io::Error::last_os_error();
    match error.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted => Ok(false),
        _ => Err(error),
    }
}

/// Sends a signal to one process; it may be gone already.
pub(crate) fn signal(pid: u32, signal: libc::c_int) {
    let Ok(pid) = libc::pid_t::try_from(pid) else { return };
    if pid > 1 {
        // SAFETY: kill takes two integers; a positive pid above 1 names one process, never a group or everyone.
        unsafe { libc::kill(pid, signal) };
    }
}

/// Whether there is such a process, be it a zombie.
pub(crate) fn exists(pid: u32) -> bool {
    // SAFETY: kill takes two integers; signal 0 is sent to nobody.
    libc::pid_t::try_from(pid).is_ok_and(|pid| pid > 0 && unsafe { libc::kill(pid, 0) } == 0)
}

/// Has `function` called when this process calls `exit`.
pub(crate) fn at_exit(function: extern "C" fn()) {
    // SAFETY: atexit stores the pointer of a function that lives as long as the program.
    unsafe { libc::atexit(function) };
}

/// The user's number, to keep users' lock files apart.
pub(crate) fn user() -> u32 {
    // SAFETY: geteuid has no arguments and cannot fail.
    unsafe { libc::geteuid() }
}

/// This machine's name.
pub(crate) fn host() -> String {
    let mut name = [0_u8; 256];
    // SAFETY: the pointer and length describe `name`, of which one byte less is offered so that it ends with a zero.
    unsafe { libc::gethostname(name.as_mut_ptr().cast(), name.len() - 1) };
    let end = name.iter().position(|byte| *byte == 0).unwrap_or(0);
    String::from_utf8_lossy(&name[..end]).into_owned()
}
