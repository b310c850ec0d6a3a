//! The driver of futures: watches the requests that are awaited, all by one `MPI_Testsome`, and wakes the tasks whose requests are complete.
//!
//! MPI tells nobody when an operation completes; somebody has to ask. A thread of ours gives the beat, with pauses that grow while nothing
//! happens. Where every thread may call MPI, it asks itself. Where not, it wakes one waiting task a beat, and that task asks for all when its
//! executor polls it: on a thread that may. `block_on` asks by itself, and needs no beat.
//!
//! Nothing that is not ours runs under the driver's lock: no waker is cloned, woken or dropped there, and no value freed. A waker is taken when
//! it is woken, and comes back with the next poll; so a task that does not look any more is woken once.

use super::core::Progress;
use super::procedure::outcome;
use super::status::Status;
use crate::error::{Result, check};
use crate::gate::threads::{self, users_code};
use crate::gate::{Call, Instance, latest};
use oxmpi_sys as ffi;
use std::cell::Cell;
use std::ffi::c_int;
use std::mem::MaybeUninit;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
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
/// No thread could be had: tasks go round by themselves.
static NO_THREAD: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// Whether `block_on` runs on this thread, which asks by itself.
    static BLOCKING: Cell<bool> = const { Cell::new(false) };
    /// Whether something new is watched since `block_on` looked last.
    static NEWS: Cell<bool> = const { Cell::new(false) };
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
    /// For each request, at which place of `indices` MPI says that it is over, if it does: kept in order not to allocate at each turn.
    over: Vec<Option<usize>>,
}

// SAFETY: request handles belong to the process; only a thread that passed the gate uses them.
unsafe impl Send for Driver {}

/// Without a waker: the task was woken, and did not look since.
enum Slot {
    Free,
    /// A request at this place of `requests`.
    Watched {
        place: usize,
        waker: Option<Waker>,
    },
    /// Nothing that MPI could be asked for: the task has to look itself.
    Polled {
        waker: Option<Waker>,
    },
    /// MPI is done with it. With a waker, the task came to take it when it was not its thread's turn.
    Over {
        code: c_int,
        status: ffi::MPI_Status,
        request: ffi::MPI_Request,
        waker: Option<Waker>,
    },
}

/// How a watched request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is under way, and the task will be woken.
    Waiting,
    /// The task has to look itself.
    Look,
    /// MPI is done with it.
    Over,
}

fn driver() -> MutexGuard<'static, Driver> {
    DRIVER.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Watch {
    /// Has `request` watched, which must not be used elsewhere until [`give_up`](Watch::give_up). Null: has the task woken at each beat.
    /// `again`: it was before, and nothing has changed.
    pub(super) fn new(instance: &'static Instance, request: ffi::MPI_Request, waker: &Waker, again: bool) -> Watch {
        let waker = Some(waker.clone());
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
        if !again {
            driver.idle = 0;
            NEWS.set(true);
        }
        driver.ensure_beats(instance);
        Watch { slot }
    }

    /// Asks MPI if a beat came; then says how the request stands, and has this task woken if it is under way.
    pub(super) fn standing(&self, instance: &'static Instance, waker: &Waker) -> Standing {
        turn_if_due(instance);
        let mut own = None;
        loop {
            let mut driver = driver();
            driver.ensure_beats(instance);
            match &mut driver.slots[self.slot] {
                Slot::Watched { waker: Some(old), .. } if old.will_wake(waker) => return Standing::Waiting,
                Slot::Watched { waker: old, .. } if own.is_some() => {
                    std::mem::swap(old, &mut own);
                    return Standing::Waiting;
                }
                Slot::Watched { .. } => {}
                Slot::Polled { .. } => return Standing::Look,
                Slot::Over { .. } | Slot::Free => return Standing::Over,
            }
            drop(driver); // before foreign code, as at each return: `own` is older
            own = Some(waker.clone());
        }
    }

    /// Has the task woken at the next beat, to look again.
    pub(super) fn look_later(&self, instance: &'static Instance, waker: &Waker) {
        let mut own = Some(waker.clone());
        let mut driver = driver();
        driver.ensure_beats(instance);
        let is_over = match &mut driver.slots[self.slot] {
            Slot::Watched { waker: old, .. } | Slot::Polled { waker: old } => {
                std::mem::swap(old, &mut own);
                false
            }
            Slot::Over { waker: old, .. } => {
                std::mem::swap(old, &mut own);
                own.is_none()
            }
            Slot::Free => false,
        };
        driver.waiting += usize::from(is_over);
    }

    /// Asks MPI about all requests; what is known of this one if it is over.
    pub(super) fn look(&self, name: &'static str, call: &Call) -> Option<(Result<()>, MaybeUninit<ffi::MPI_Status>)> {
        turn(call);
        match driver().slots[self.slot] {
            Slot::Over { code, status, .. } => Some((outcome(name, code), MaybeUninit::new(status))),
            _ => None,
        }
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
            Slot::Over { code, status, request: left, .. } => {
                *request = *left;
                Progress::Over(outcome(call, *code), MaybeUninit::new(*status))
            }
            Slot::Polled { .. } | Slot::Free => Progress::Pending,
        };
        if !matches!(slot, Slot::Over { waker: None, .. }) {
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
            over: Vec::new(),
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
            self.beats = threads::spawn("oxmpi-driver", Box::new(move || beat(instance)));
            NO_THREAD.store(!self.beats, Ordering::Relaxed);
            self.due |= !self.beats;
        }
    }

    /// Asks MPI about all requests at once. Returns the tasks to wake.
    fn turn(&mut self, _: &Call, woken: &mut Vec<Waker>) {
        self.due = false;
        let count = self.requests.len();
        if count == 0 {
            self.idle = self.idle.saturating_add(1);
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
        let in_status = code == ffi::MPI_ERR_IN_STATUS as c_int;
        self.over.clear();
        if code != ffi::MPI_SUCCESS as c_int && !in_status {
            // MPI says nothing of any of them: the error is everyone's.
            self.over.resize(count, Some(usize::MAX));
        } else {
            let completed = usize::try_from(completed).ok().filter(|&completed| completed <= count).unwrap_or(0);
            if completed > 0 {
                self.over.resize(count, None);
            }
            for at in 0..completed {
                self.over[self.indices[at] as usize] = Some(at);
            }
        }
        self.idle = if self.over.is_empty() { self.idle.saturating_add(1) } else { 0 };
        // From the back, so that those in front keep their places.
        for place in (0..self.over.len()).rev() {
            let Some(at) = self.over[place] else { continue };
            let status = self.statuses.get(at).copied().unwrap_or(empty);
            let code = if in_status { status.MPI_ERROR } else { code };
            let slot = self.slot_of[place];
            let request = self.remove(place);
            let over = Slot::Over { code, status, request, waker: None };
            if let Slot::Watched { waker, .. } = std::mem::replace(&mut self.slots[slot], over) {
                woken.extend(waker);
            }
            self.waiting -= 1;
        }
    }

    /// Takes the wakers of tasks that have to look themselves.
    fn take_lookers(&mut self, woken: &mut Vec<Waker>) {
        for slot in &mut self.slots {
            match slot {
                Slot::Polled { waker } => woken.extend(waker.take()),
                Slot::Over { waker, .. } if waker.is_some() => {
                    woken.extend(waker.take());
                    self.waiting -= 1;
                }
                _ => {}
            }
        }
    }

    /// Takes the next waker of a task that was not woken since it looked.
    fn take_one(&mut self, woken: &mut Vec<Waker>) {
        let count = self.slot_of.len();
        for _ in 0..count {
            self.next = (self.next + 1) % count;
            if let Slot::Watched { waker: waker @ Some(_), .. } = &mut self.slots[self.slot_of[self.next]] {
                return woken.extend(waker.take());
            }
        }
    }

    /// Takes all wakers, when MPI is gone: each task is told so by its own call.
    fn take_all(&mut self, woken: &mut Vec<Waker>) {
        self.take_lookers(woken);
        for slot in &mut self.slots {
            if let Slot::Watched { waker, .. } = slot {
                woken.extend(waker.take());
            }
        }
    }
}

/// Wakes tasks, for a caller who does not hold the lock. A waker that panics takes no other one with it, nor the thread.
fn wake(woken: &mut Vec<Waker>) {
    for waker in woken.drain(..) {
        let _ = catch_unwind(AssertUnwindSafe(|| users_code(|| waker.wake())));
    }
}

/// Asks MPI about all requests, and frees what was dropped.
fn turn(call: &Call) {
    latest().tidy(call);
    let mut woken = Vec::new();
    driver().turn(call, &mut woken);
    wake(&mut woken);
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
            driver.take_all(&mut woken);
            driver.beats = false;
            drop(driver);
            return wake(&mut woken);
        }
        if instance.admits_any_thread() {
            drop(driver);
            if let Ok(call) = instance.enter("MPI_Testsome") {
                // What is freed may panic.
                let _ = catch_unwind(AssertUnwindSafe(|| turn(&call)));
            }
            driver = self::driver();
        } else {
            driver.due = true;
            driver.idle = driver.idle.saturating_add(1);
            driver.take_one(&mut woken);
        }
        driver.take_lookers(&mut woken);
        let pause = pause(driver.idle);
        drop(driver);
        wake(&mut woken);
        std::thread::sleep(pause);
    }
}

/// Asks MPI about all requests if a beat came and this thread may.
fn turn_if_due(instance: &'static Instance) {
    let is_due = driver().due;
    if is_due {
        if let Ok(call) = instance.enter("MPI_Testsome") {
            turn(&call);
        }
    }
}

/// Asks about all requests, now; for `block_on`.
pub(super) fn turn_now(instance: &'static Instance) {
    let nobody_waits = driver().waiting == 0;
    if nobody_waits {
        return;
    }
    match instance.enter("MPI_Testsome") {
        Ok(call) => turn(&call),
        Err(_) if instance.is_open() => {} // another thread has its turn, or is the only one that may
        Err(_) => {
            let mut woken = Vec::new();
            driver().take_all(&mut woken);
            wake(&mut woken);
        }
    }
}

/// Wakes the tasks that have to look themselves; for `block_on`. Says whether there were any.
pub(super) fn wake_lookers() -> bool {
    let mut woken = Vec::new();
    driver().take_lookers(&mut woken);
    let any = !woken.is_empty();
    wake(&mut woken);
    any
}

/// Whether this thread had something new watched since it was asked last.
pub(super) fn has_news() -> bool {
    NEWS.take()
}

/// Whether a task has to wake itself, since nobody else does.
pub(super) fn nobody_wakes(instance: &Instance) -> bool {
    (instance.is_single() || NO_THREAD.load(Ordering::Relaxed)) && !BLOCKING.get()
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
                driver.ensure_beats(latest());
            }
        }
    }
}
