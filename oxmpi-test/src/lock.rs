//! One job at a time, across all processes of this user on this machine: ranks that share cores with another job's spin and starve.

use crate::{platform, variables};
use std::fs::{File, OpenOptions};
use std::io;
use std::time::Duration;

/// A held slot; dropping it lets the next job start.
#[derive(Debug)]
pub(crate) struct Slot {
    _file: Option<File>,
}

/// Waits for one of the slots (`OXMPI_TEST_JOBS`, default 1).
pub(crate) fn acquire() -> io::Result<Slot> {
    // A rank that itself starts a job runs within the slot of its own.
    if std::env::var_os(variables::JOB).is_some() {
        return Ok(Slot { _file: None });
    }
    let slots: Vec<File> = (0..slot_count()).map(open).collect::<io::Result<_>>()?;
    if let [only] = slots.as_slice() {
        platform::lock(only)?;
        return Ok(Slot { _file: slots.into_iter().next() });
    }
    loop {
        for (index, slot) in slots.iter().enumerate() {
            if platform::try_lock(slot)? {
                return Ok(Slot { _file: slots.into_iter().nth(index) });
            }
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn slot_count() -> usize {
    match std::env::var(variables::JOBS) {
        Err(_) => 1,
        Ok(text) => match text.trim().parse() {
            Ok(count @ 1..=4096) => count,
            _ => panic!("{} is `{text}`; it must be a number from 1 to 4096", variables::JOBS),
        },
    }
}

fn open(slot: usize) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let path = std::env::temp_dir().join(format!("oxmpi-test-{}-{slot}.lock", platform::user()));
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        // In a folder that everyone may write to, somebody else's link is not followed.
        .custom_flags(libc::O_NOFOLLOW)
        .open(&path)
        .map_err(|error| io::Error::new(error.kind(), format!("lock file {}: {error}", path.display())))
}
