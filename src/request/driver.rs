//! The driver of futures: watches the requests that are awaited, all by one `MPI_Testsome`, and wakes the tasks whose requests are complete.
//!
//! MPI tells nobody when an operation completes; somebody has to ask. A thread of ours gives the beat, with pauses that grow while nothing
//! happens. Where every thread may call MPI, it asks itself. Where not, it wakes one waiting task a beat, and that task asks for all when its
//! executor polls it: on a thread that may. `block_on` asks by itself, and needs no beat.

use super::core::Progress;
use super::procedure::outcome;
use super::status::Status;
use crate::error::{Result, check};
use crate::gate::{Call, Instance};
use oxmpi_sys as ffi;
use std::cell::Cell;
use std::ffi::c_int;
use std::mem::MaybeUninit;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::time::Duration;

/// The shortest and the longest pause between two beats.
const SHORTEST: Duration = Duration::from_micros(20);
const LONGEST: Duration = Duration::from_millis(1);
/// How many beats of the shortest pause come before pauses grow.
const PATIENT: u32 = 50;

static DRIVER: Mutex<Driver> = Mutex::new(Driver::new());
/// Something to watch came.
static CAME: Condvar = Condvar::new();

thread_local! {
    /// Whether `block_on` runs on this thread, which asks by itself.
    static BLOCKING: Cell<bool> = const { Cell::new(false) };
}

/// One slot of the driver, which a request has from its first poll on.
#[derive(Debug)]
pub(crate) struct Watch {
    slot: usize,
}

struct Driver {
    /// The requests that are watched, as MPI takes them, and the slot of each.
    requests: Vec<ffi::MPI_Request>,
    slot_of: Vec<usize>,
    slots: Vec<Slot>,
    free: Vec<usize>,
    /// Room for what MPI answers.
    indices: Vec<c_int>,
    statuses: Vec<ffi::MPI_Status>,
    /// How many slots wait.
    waiting: usize,
    /// Whether the beating thread lives.
    beats: bool,
    /// Whether a beat came since somebody asked last.
    due: bool,
    /// How many times nothing was found in a row.
    idle: u32,
    /// Which slot is woken next.
    next: usize,
    /// Scratch, in order not to allocate at each turn.
    order: Vec<(usize, usize)>,
}

// SAFETY: request handles belong to the process; only a thread that passed the gate uses them.
unsafe impl Send for Driver {}

enum Slot {
    Free,
    /// A request at this place of `requests`.
    Watched {
        place: usize,
        waker: Waker,
    },
    /// Nothing that MPI could be asked for: the task has to look itself.
    Polled {
        waker: Waker,
    },
    /// MPI is done with it.
    Over {
        code: c_int,
        status: ffi::MPI_Status,
        request: ffi::MPI_Request,
    },
}

fn driver() -> MutexGuard<'static, Driver> {
    DRIVER.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Watch {
    /// Has `request` watched, which must not be used elsewhere until [`give_up`](Watch::give_up). Null: has the task woken at each beat.
    pub(super) fn new(instance: &'static Instance, request: ffi::MPI_Request, waker: &Waker) -> Watch {
        let waker = waker.clone();
        let mut driver = driver();
        let slot = driver.free.pop().unwrap_or(driver.slots.len());
        if slot == driver.slots.len() {
            driver.slots.push(Slot::Free);
        }
        driver.slots[slot] = if request == ffi::MPI_REQUEST_NULL {
            Slot::Polled { waker }
        } else {
            let place = driver.requests.len();
            driver.requests.push(request);
            driver.slot_of.push(slot);
            Slot::Watched { place, waker }
        };
        driver.waiting += 1;
        driver.idle = 0;
        driver.ensure_beats(instance);
        Watch { slot }
    }

    /// Asks MPI if a beat came; then says whether the request is still under way, and if so has this task woken.
    pub(super) fn is_waiting(&self, instance: &'static Instance, waker: &Waker) -> bool {
        turn_if_due(instance);
        let mut driver = driver();
        driver.ensure_beats(instance);
        let old = match &mut driver.slots[self.slot] {
            Slot::Watched { waker: old, .. } if !old.will_wake(waker) => std::mem::replace(old, waker.clone()),
            Slot::Watched { .. } => return true,
            _ => return false,
        };
        drop(driver); // before foreign code
        drop(old);
        true
    }

    /// Asks MPI about all requests; what is known of this one if it is over.
    pub(super) fn look(&self, name: &'static str, call: &Call) -> Option<(Result<()>, MaybeUninit<ffi::MPI_Status>)> {
        let mut woken = Vec::new();
        let mut driver = driver();
        if matches!(driver.slots[self.slot], Slot::Watched { .. }) {
            driver.turn(call, &mut woken);
        }
        let known = match driver.slots[self.slot] {
            Slot::Over { code, status, .. } => Some((outcome(name, code), MaybeUninit::new(status))),
            _ => None,
        };
        drop(driver); // before foreign code
        woken.into_iter().for_each(Waker::wake);
        known
    }

    /// Cancels the request, for a thread that is past the gate.
    pub(super) fn cancel(&self) -> Result<()> {
        let mut driver = driver();
        if let Slot::Watched { place, .. } = driver.slots[self.slot] {
            // SAFETY: past the gate; an active request of ours, which nobody else uses: the driver is locked.
            check("MPI_Cancel", unsafe { ffi::MPI_Cancel(&mut driver.requests[place]) })?;
        }
        Ok(())
    }

    /// Takes the request back.
    pub(super) fn give_up(self, call: &'static str, request: &mut ffi::MPI_Request) -> Progress {
        std::mem::ManuallyDrop::new(self).end(call, request)
    }

    fn end(&mut self, call: &'static str, request: &mut ffi::MPI_Request) -> Progress {
        let mut driver = driver();
        let slot = std::mem::replace(&mut driver.slots[self.slot], Slot::Free);
        driver.free.push(self.slot);
        let progress = match &slot {
            Slot::Watched { place, .. } => {
                *request = driver.remove(*place);
                Progress::Pending
            }
            Slot::Over { code, status, request: left } => {
                *request = *left;
                Progress::Over(outcome(call, *code), MaybeUninit::new(*status))
            }
            Slot::Polled { .. } | Slot::Free => Progress::Pending,
        };
        if !matches!(slot, Slot::Over { .. }) {
            driver.waiting -= 1;
        }
        drop(driver); // before foreign code
        drop(slot);
        progress
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // Of no request: there is none to take back. (Who watches one gives up.)
        self.end("", &mut { ffi::MPI_REQUEST_NULL });
    }
}

impl Driver {
    const fn new() -> Driver {
        Driver {
            requests: Vec::new(),
            slot_of: Vec::new(),
            slots: Vec::new(),
            free: Vec::new(),
            indices: Vec::new(),
            statuses: Vec::new(),
            waiting: 0,
            beats: false,
            due: false,
            idle: 0,
            next: 0,
            order: Vec::new(),
        }
    }

    /// Takes a request out of the list; the last one takes its place.
    fn remove(&mut self, place: usize) -> ffi::MPI_Request {
        let request = self.requests.swap_remove(place);
        self.slot_of.swap_remove(place);
        if let Some(&moved) = self.slot_of.get(place) {
            if let Slot::Watched { place: at, .. } = &mut self.slots[moved] {
                *at = place;
            }
        }
        request
    }

    /// Starts the beating thread, where one is needed, or wakes it.
    fn ensure_beats(&mut self, instance: &'static Instance) {
        if BLOCKING.get() {
            return;
        }
        if instance.is_single() {
            self.due = true; // no other thread may be: the task goes round by itself
        } else if self.beats {
            CAME.notify_one();
        } else {
            let thread = std::thread::Builder::new().name("oxmpi-driver".into());
            self.beats = thread.spawn(move || beat(instance)).is_ok();
        }
    }

    /// Asks MPI about all requests at once. Returns the tasks to wake.
    fn turn(&mut self, _: &Call, woken: &mut Vec<Waker>) {
        self.due = false;
        let count = self.requests.len();
        if count == 0 {
            return;
        }
        let mut empty = Status::unwritten();
        // SAFETY: statuses are made zeroed: initialized.
        let mut empty = unsafe { empty.assume_init_mut() }.to_owned();
        empty.MPI_ERROR = ffi::MPI_SUCCESS as c_int;
        self.statuses.clear();
        self.statuses.resize(count, empty);
        self.indices.resize(count, 0);
        let mut completed: c_int = 0;
        // SAFETY: past the gate (the `Call`); `count` requests, which fit since each takes memory, and as many indices and statuses.
        let code = unsafe {
            ffi::MPI_Testsome(
                count as c_int,
                self.requests.as_mut_ptr(),
                &mut completed,
                self.indices.as_mut_ptr(),
                self.statuses.as_mut_ptr(),
            )
        };
        self.order.clear();
        let in_status = code == ffi::MPI_ERR_IN_STATUS as c_int;
        if code != ffi::MPI_SUCCESS as c_int && !in_status {
            // MPI says nothing of any of them: the error is everyone's.
            self.order.extend((0..count).map(|place| (place, usize::MAX)));
        } else {
            let completed = usize::try_from(completed).ok().filter(|&completed| completed <= count).unwrap_or(0);
            self.order.extend((0..completed).map(|at| (self.indices[at] as usize, at)));
        }
        self.idle = if self.order.is_empty() { self.idle.saturating_add(1) } else { 0 };
        // From the back, so that those in front keep their places.
        self.order.sort_unstable_by(|a, b| b.cmp(a));
        for index in 0..self.order.len() {
            let (place, at) = self.order[index];
            let status = self.statuses.get(at).copied().unwrap_or(empty);
            let code = if in_status { status.MPI_ERROR } else { code };
            let slot = self.slot_of[place];
            let request = self.remove(place);
            let over = Slot::Over { code, status, request };
            if let Slot::Watched { waker, .. } = std::mem::replace(&mut self.slots[slot], over) {
                woken.push(waker);
            }
            self.waiting -= 1;
        }
    }

    /// The tasks that have to look themselves, and (`one`) the next of the others.
    fn to_wake(&mut self, one: bool, woken: &mut Vec<Waker>) {
        let polled = self.slots.iter().filter_map(|slot| match slot {
            Slot::Polled { waker } => Some(waker.clone()),
            _ => None,
        });
        let before = woken.len();
        woken.extend(polled);
        if one && woken.len() == before && !self.slot_of.is_empty() {
            self.next = (self.next + 1) % self.slot_of.len();
            if let Slot::Watched { waker, .. } = &self.slots[self.slot_of[self.next]] {
                woken.push(waker.clone());
            }
        }
    }
}

/// The pause after so many turns that found nothing.
pub(super) fn pause(idle: u32) -> Duration {
    let doublings = idle.saturating_sub(PATIENT) / 8;
    SHORTEST.saturating_mul(1 << doublings.min(10)).min(LONGEST)
}

/// The beating thread.
fn beat(instance: &'static Instance) {
    let mut woken = Vec::new();
    loop {
        let mut driver = driver();
        while driver.waiting == 0 && instance.is_open() {
            // Now and then, to see whether MPI was finalized.
            let (guard, _) =
                CAME.wait_timeout(driver, Duration::from_millis(100)).unwrap_or_else(PoisonError::into_inner);
            driver = guard;
        }
        if !instance.is_open() {
            // Each task is told by its own call that MPI is gone.
            for slot in &mut driver.slots {
                if let Slot::Watched { waker, .. } | Slot::Polled { waker } = slot {
                    woken.push(waker.clone());
                }
            }
            driver.beats = false;
            drop(driver);
            woken.into_iter().for_each(Waker::wake);
            return;
        }
        if instance.admits_any_thread() {
            if let Ok(call) = instance.enter("MPI_Testsome") {
                driver.turn(&call, &mut woken);
            }
            driver.to_wake(false, &mut woken);
        } else {
            driver.due = true;
            driver.idle = driver.idle.saturating_add(1);
            driver.to_wake(true, &mut woken);
        }
        let pause = pause(driver.idle);
        drop(driver);
        woken.drain(..).for_each(Waker::wake);
        std::thread::sleep(pause);
    }
}

/// Asks MPI about all requests if a beat came and this thread may.
fn turn_if_due(instance: &'static Instance) {
    let mut woken = Vec::new();
    let mut driver = driver();
    if driver.due {
        if let Ok(call) = instance.enter("MPI_Testsome") {
            driver.turn(&call, &mut woken);
        }
    }
    drop(driver);
    woken.into_iter().for_each(Waker::wake);
}

/// Asks for all, now; for `block_on`. Says for how many times nothing was found.
pub(super) fn turn_now(instance: &'static Instance, woken: &mut Vec<Waker>) -> u32 {
    let mut driver = driver();
    if driver.waiting == 0 {
        driver.idle = driver.idle.saturating_add(1);
    } else if let Ok(call) = instance.enter("MPI_Testsome") {
        driver.turn(&call, woken);
    }
    driver.to_wake(false, woken);
    let idle = driver.idle;
    drop(driver);
    woken.drain(..).for_each(Waker::wake);
    idle
}

/// Whether `block_on` runs on this thread.
pub(super) fn is_blocking() -> bool {
    BLOCKING.get()
}

/// Marks this thread as one that asks by itself, for as long as the guard lives.
pub(super) struct Blocking {
    before: bool,
}

impl Blocking {
    pub(super) fn begin() -> Blocking {
        Blocking { before: BLOCKING.replace(true) }
    }
}

impl Drop for Blocking {
    fn drop(&mut self) {
        BLOCKING.set(self.before);
        if !self.before {
            // Those who wait still, for another executor, need a beat from now on.
            let mut driver = driver();
            if driver.waiting > 0 {
                driver.ensure_beats(crate::gate::latest());
            }
        }
    }
}
