//! Many requests, of any types, which are waited for together.

use super::core::{Core, Progress};
use super::procedure::{Common, Over, ProcedureRef, outcome};
use super::status::Status;
use super::table::ALL_AT_ONCE;
use super::{Failed, Request};
use crate::error::{Error, ErrorKind, Result};
use crate::gate::{Call, Instance, latest};
use oxmpi_sys as ffi;
use std::collections::VecDeque;
use std::ffi::c_int;
use std::fmt;
use std::mem::MaybeUninit;
use std::sync::atomic::{AtomicU64, Ordering};

/// Requests of any types, which are waited for together: for all, for any, or for some of them.
///
/// A request that is added is told again by its [`Ticket`], which takes its result once it is complete. Each has a result of its own: where
/// one failed, the others are as they are.
///
/// ```no_run
/// # use oxmpi::prelude::*;
/// use oxmpi::request::RequestSet;
/// # let mpi = oxmpi::init()?;
/// # let world = mpi.world();
/// let mut set = RequestSet::new();
/// let ghost = set.add(world.irecv_into(vec![0.0; 100], 0)?);
/// let name = set.add(world.irecv::<String>(0)?);
/// let sent = set.add(world.isend(vec![1u8; 10], 0)?);
/// while let Some(done) = set.wait_any()? {
///     if done.is(&name) {
///         let (name, status) = set.take(name)?;
///         println!("{name} came from rank {:?}", status.source());
///     }
/// }
/// let (ghost, _) = set.take(ghost)?;
/// # Ok::<(), oxmpi::Error>(())
/// ```
///
/// What a call costs besides MPI's own work does not grow with the number of requests, and it allocates nothing. Dropping the set drops what is in
/// it: see [`Request`].
pub struct RequestSet {
    /// Tells tickets of other sets.
    number: u64,
    /// The state whose gate calls pass: that of the requests.
    instance: &'static Instance,
    /// As MPI takes them: active, or null where one is complete; and the slot of each, or [`NOBODYS`].
    requests: Vec<ffi::MPI_Request>,
    slot_of: Vec<usize>,
    nulls: usize,
    slots: Vec<Slot>,
    free: Vec<usize>,
    /// The slots of operations that MPI cannot be asked for all at once.
    special: Vec<usize>,
    /// Slots that completed and were not told yet: all of those, and perhaps others.
    completed: VecDeque<usize>,
    active: usize,
    /// How many are complete, were not taken, and failed.
    failed: usize,
    /// Room for what MPI says: at least as much as there are requests, while it is asked.
    indices: Vec<c_int>,
    statuses: Vec<ffi::MPI_Status>,
}

struct Slot {
    core: Core,
    common: &'static Common,
    generation: u64,
    stand: Stand,
    /// Of one that is over, whether somebody knows.
    told: bool,
    /// Of one that is over; else `Ok`.
    outcome: Result<()>,
    /// Of one that is over.
    status: MaybeUninit<ffi::MPI_Status>,
}

impl Slot {
    /// Notes that its request is over, of which it has the status, and whether somebody knows. Says whether it went well.
    #[inline(always)]
    fn over(&mut self, request: &mut ffi::MPI_Request, code: c_int, told: bool, _: &Call) -> bool {
        // Null, but for persistent ones.
        self.core.request = std::mem::replace(request, ffi::MPI_REQUEST_NULL);
        (self.stand, self.told) = (Stand::Over, told);
        if code == ffi::MPI_SUCCESS as c_int && self.core.is_untouched() {
            return true;
        }
        let outcome = outcome(self.common.call, code);
        self.outcome = outcome.and_then(|()| self.core.check_cancelled(self.common, &self.status));
        self.outcome.is_ok()
    }

    /// Tells of it, in the set of that number and at that place, if it is over and nobody was told.
    #[inline(always)]
    fn tell(&mut self, set: u64, at: usize) -> Option<Completed> {
        if self.stand != Stand::Over || std::mem::replace(&mut self.told, true) {
            return None;
        }
        Some(Completed { set, slot: at, generation: self.generation, ok: self.outcome.is_ok() })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stand {
    Free,
    Active,
    Over,
}

/// Tells a request of a [`RequestSet`], and takes its result: `T`.
pub struct Ticket<T> {
    set: u64,
    slot: usize,
    generation: u64,
    procedure: ProcedureRef<T>,
}

/// A request of a [`RequestSet`] that is complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Completed {
    set: u64,
    slot: usize,
    generation: u64,
    ok: bool,
}

/// The list of who asks which are complete.
type Told<'a> = Option<&'a mut Vec<Completed>>;

/// In place of a slot: the request there is complete, and its slot may be another one's by now.
const NOBODYS: usize = usize::MAX;

// SAFETY: request handles and what is held belong to the process; the gate decides which thread may use them. What `add` takes is `Send`.
unsafe impl Send for RequestSet {}
// SAFETY: nothing can be done by a shared reference.
unsafe impl Sync for RequestSet {}

impl RequestSet {
    /// An empty set. Local, no MPI call.
    pub fn new() -> RequestSet {
        RequestSet::with_capacity(0)
    }

    /// An empty set with room for as many requests.
    pub fn with_capacity(requests: usize) -> RequestSet {
        static NUMBERS: AtomicU64 = AtomicU64::new(0);
        RequestSet {
            number: NUMBERS.fetch_add(1, Ordering::Relaxed),
            instance: latest(),
            requests: Vec::with_capacity(requests),
            slot_of: Vec::with_capacity(requests),
            nulls: 0,
            slots: Vec::with_capacity(requests),
            free: Vec::with_capacity(requests),
            special: Vec::new(),
            completed: VecDeque::with_capacity(requests),
            active: 0,
            failed: 0,
            indices: Vec::with_capacity(requests),
            statuses: Vec::with_capacity(requests),
        }
    }

    /// How many requests are under way.
    pub fn active(&self) -> usize {
        self.active
    }

    /// Adds a request. Local, no MPI call.
    #[inline(always)]
    pub fn add<T: Send + 'static>(&mut self, request: Request<T>) -> Ticket<T> {
        let (core, procedure) = request.into_parts();
        let (slot, generation) = self.insert(core, procedure.common);
        Ticket { set: self.number, slot, generation, procedure }
    }

    /// The slot of a request that comes in, and its generation.
    #[inline(always)]
    fn insert(&mut self, core: Core, common: &'static Common) -> (usize, u64) {
        self.instance = core.instance;
        self.active += 1;
        let request = core.request;
        let plain = core.is_untouched() && !common.special && request != ffi::MPI_REQUEST_NULL;
        let (slot, generation) = match self.free.pop() {
            Some(slot) => {
                let place = &mut self.slots[slot];
                place.core.replace(core);
                (place.common, place.stand) = (common, Stand::Active);
                (slot, place.generation)
            }
            None => self.insert_new(core, common),
        };
        if plain {
            self.requests.push(request);
            self.slot_of.push(slot);
        } else {
            self.insert_rare(slot);
        }
        (slot, generation)
    }

    #[inline(never)]
    fn insert_new(&mut self, core: Core, common: &'static Common) -> (usize, u64) {
        let (stand, status) = (Stand::Active, Status::unwritten());
        self.slots.push(Slot { core, common, generation: 0, stand, told: false, outcome: Ok(()), status });
        (self.slots.len() - 1, 0)
    }

    /// Goes on with a request that was awaited, cancelled, complete from the start, or is none of MPI's.
    #[inline(never)]
    fn insert_rare(&mut self, at: usize) {
        let slot = &mut self.slots[at];
        slot.core.unwatch(slot.common);
        // MPI says nothing of null requests in a list: those of operations that were complete from the start are tested by themselves, and
        // those of which the driver learnt more.
        if slot.common.special || slot.core.has_early() || slot.core.request == ffi::MPI_REQUEST_NULL {
            self.special.push(at);
        } else {
            self.requests.push(slot.core.request);
            self.slot_of.push(at);
        }
    }

    /// Takes the result of a request that is complete, once.
    ///
    /// # Errors
    /// Those of the request itself, with its buffer; [`Pending`](ErrorKind::Pending) while it is under way;
    /// [`Request`](ErrorKind::Request) for a ticket of another set, or one whose result was taken.
    #[inline]
    pub fn take<T>(&mut self, ticket: Ticket<T>) -> Result<T, Failed<T>> {
        const CALL: &str = "MPI_Wait";
        let slot = match self.slots.get_mut(ticket.slot) {
            // (A slot that is free has a generation that no ticket has yet.)
            Some(slot)
                if slot.generation == ticket.generation && ticket.set == self.number && slot.stand == Stand::Over =>
            {
                slot
            }
            _ => return Err(Failed::new(self.nothing_to_take(ticket.set, ticket.slot, ticket.generation))),
        };
        let call = slot.core.instance.enter(CALL).map_err(Failed::new)?;
        slot.generation += 1;
        slot.stand = Stand::Free;
        self.free.push(ticket.slot);
        match (&slot.outcome, ticket.procedure.succeed) {
            // SAFETY: the ticket was made with the request, so its procedure fits what is held; it is over, without an error, and taken once.
            (Ok(()), Some(succeed)) => unsafe { succeed(&slot.core.held, &slot.status, call) },
            _ => self.take_special(ticket, &call),
        }
    }

    #[cold]
    #[inline(never)]
    fn nothing_to_take(&self, set: u64, slot: usize, generation: u64) -> Error {
        let known = set == self.number && self.slots.get(slot).is_some_and(|slot| slot.generation == generation);
        let (kind, message) = if known {
            (ErrorKind::Pending, "the request is under way; wait for it first")
        } else {
            (ErrorKind::Request, "the ticket is of another set, or its result was taken already")
        };
        Error::new(kind, "MPI_Wait", message)
    }

    /// The result of a request that failed, or is of a rare kind.
    #[inline(never)]
    fn take_special<T>(&mut self, ticket: Ticket<T>, call: &Call) -> Result<T, Failed<T>> {
        let slot = &mut self.slots[ticket.slot];
        let outcome = std::mem::replace(&mut slot.outcome, Ok(()));
        self.failed -= usize::from(outcome.is_err());
        let request = slot.core.request;
        match outcome {
            Err(error) if request != ffi::MPI_REQUEST_NULL && !slot.common.persistent => {
                // MPI says that it failed, not that it is over.
                slot.core.abandon(slot.common);
                Err(Failed::new(error))
            }
            // SAFETY: the ticket was made with the request, so its procedure fits what is held; it is over, and taken once.
            outcome => unsafe {
                (ticket.procedure.finish)(slot.core.held, Over { outcome, status: &slot.status, request, call })
            },
        }
    }

    /// Waits for all requests.
    ///
    /// Blocking. One `MPI_Waitall` (on Open MPI one `MPI_Wait` for each that is under way, since 4.1.4 can hang in the other where one failed); where
    /// operations of ours are in the set (a receive of unknown length), it tests again and again.
    ///
    /// # Errors
    /// The first that failed, as a message that names how many did; [`take`](RequestSet::take) tells each. All are complete.
    ///
    /// MPI 5.0 section 3.7.5.
    #[doc(alias = "MPI_Waitall")]
    pub fn wait_all(&mut self) -> Result<()> {
        const CALL: &str = "MPI_Waitall";
        let call = self.instance.enter(CALL)?;
        self.instance.tidy(&call);
        while self.active > 0 {
            if self.special.is_empty() {
                self.wait_for_all(&call)?;
            } else {
                self.look(true, None, &call)?;
            }
        }
        self.all_told(CALL)
    }

    /// Waits until a request is complete, and says which. One that completed and was not told is told first. `None`: there is none.
    ///
    /// Blocking. A call of `MPI_Waitsome`, whose answers serve for later calls too. MPI 5.0 section 3.7.5.
    #[doc(alias = "MPI_Waitany")]
    pub fn wait_any(&mut self) -> Result<Option<Completed>> {
        self.tell_any("MPI_Waitany", true)
    }

    /// Waits until at least one request is complete, and says which are; says how many. 0: there is none. `completed` is cleared first: the same
    /// vector serves for all calls.
    ///
    /// Blocking. MPI 5.0 section 3.7.5.
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # use oxmpi::request::RequestSet;
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// let mut set = RequestSet::new();
    /// let tickets: Vec<_> = (0..100).map(|_| Ok(set.add(world.irecv_into(vec![0u8; 8], ANY)?))).collect::<oxmpi::Result<_>>()?;
    /// let mut completed = Vec::new();
    /// while set.wait_some(&mut completed)? > 0 {
    ///     for done in &completed {
    ///         let (message, status) = set.take(tickets[done.id()])?;
    ///     }
    /// }
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Waitsome")]
    pub fn wait_some(&mut self, completed: &mut Vec<Completed>) -> Result<usize> {
        self.tell_some("MPI_Waitsome", true, completed)
    }

    /// Looks whether all requests are complete. Does not wait.
    ///
    /// # Errors
    /// As [`wait_all`](RequestSet::wait_all), once all are complete. MPI 5.0 section 3.7.5.
    #[doc(alias = "MPI_Testall")]
    pub fn test_all(&mut self) -> Result<bool> {
        const CALL: &str = "MPI_Testall";
        let call = self.instance.enter(CALL)?;
        self.look(false, None, &call)?;
        if self.active > 0 { Ok(false) } else { self.all_told(CALL).map(|()| true) }
    }

    /// Looks whether a request is complete, and says which. Does not wait. MPI 5.0 section 3.7.5.
    #[doc(alias = "MPI_Testany")]
    pub fn test_any(&mut self) -> Result<Option<Completed>> {
        self.tell_any("MPI_Testany", false)
    }

    /// Looks which requests are complete; says how many. Does not wait. MPI 5.0 section 3.7.5.
    #[doc(alias = "MPI_Testsome")]
    pub fn test_some(&mut self, completed: &mut Vec<Completed>) -> Result<usize> {
        self.tell_some("MPI_Testsome", false, completed)
    }

    /// Asks MPI to give a request up: see [`Request::cancel`]. MPI 5.0 section 3.8.4.
    ///
    /// # Errors
    /// As there, and [`Request`](ErrorKind::Request) for a ticket of another set, or one whose request is complete.
    #[doc(alias = "MPI_Cancel")]
    pub fn cancel<T>(&mut self, ticket: &Ticket<T>) -> Result<()> {
        const CALL: &str = "MPI_Cancel";
        let _call = self.instance.enter(CALL)?;
        let place = self.slot_of.iter().position(|&slot| slot == ticket.slot);
        let known = self.slots.get_mut(ticket.slot).filter(|slot| slot.generation == ticket.generation);
        let Some(slot) = known.filter(|slot| ticket.set == self.number && slot.stand == Stand::Active) else {
            return Err(Error::new(
                ErrorKind::Request,
                CALL,
                "the ticket is of another set, or its request is complete",
            ));
        };
        if let Some(place) = place {
            slot.core.request = self.requests[place];
        }
        slot.core.cancel(slot.common)
    }

    /// Asks MPI for those that are complete, and waits for at least one if asked to and any is active.
    fn look(&mut self, wait: bool, mut told: Told<'_>, call: &Call) -> Result<()> {
        self.instance.tidy(call);
        if self.special.is_empty() {
            return self.some(wait, told, call);
        }
        let before = self.active;
        loop {
            self.some(false, told.as_deref_mut(), call)?;
            self.look_at_special(call)?;
            if !wait || self.active < before || self.active == 0 {
                return Ok(());
            }
            std::thread::yield_now();
        }
    }

    fn look_at_special(&mut self, call: &Call) -> Result<()> {
        let mut index = 0;
        while let Some(&at) = self.special.get(index) {
            let slot = &mut self.slots[at];
            match slot.core.advance(slot.common, false, call)? {
                Progress::Pending => index += 1,
                Progress::Over(outcome, status) => {
                    self.failed += usize::from(outcome.is_err());
                    (slot.stand, slot.told, slot.outcome, slot.status) = (Stand::Over, false, outcome, status);
                    self.completed.push_back(at);
                    self.active -= 1;
                    self.special.swap_remove(index);
                }
            }
        }
        Ok(())
    }

    /// `MPI_Waitsome` or `MPI_Testsome`. What completed is told to a list, or noted to be told later.
    fn some(&mut self, wait: bool, mut told: Told<'_>, call: &Call) -> Result<()> {
        if self.nulls == self.requests.len() {
            return Ok(());
        }
        let name = if wait { "MPI_Waitsome" } else { "MPI_Testsome" };
        let count = self.make_room(name)?;
        let mut found: c_int = 0;
        let function = if wait { ffi::MPI_Waitsome } else { ffi::MPI_Testsome };
        // SAFETY: past the gate (the `Call`); as many requests, active or null, as indices and statuses.
        let code = unsafe {
            function(
                count,
                self.requests.as_mut_ptr(),
                &mut found,
                self.indices.as_mut_ptr(),
                self.statuses.as_mut_ptr(),
            )
        };
        let in_status = code == ffi::MPI_ERR_IN_STATUS as c_int;
        if code != ffi::MPI_SUCCESS as c_int && !in_status {
            return Err(Error::from_code(name, code));
        }
        // MPI_UNDEFINED, which is negative, where none is active.
        let over = usize::try_from(found).unwrap_or(0);
        let mut failed = 0;
        for (&place, status) in self.indices[..over].iter().zip(&self.statuses) {
            let place = place as usize;
            let at = std::mem::replace(&mut self.slot_of[place], NOBODYS);
            let slot = &mut self.slots[at];
            let code = if in_status { status.MPI_ERROR } else { code };
            slot.status = MaybeUninit::new(*status);
            let ok = slot.over(&mut self.requests[place], code, told.is_some(), call);
            failed += usize::from(!ok);
            match &mut told {
                Some(list) => list.push(Completed { set: self.number, slot: at, generation: slot.generation, ok }),
                None => self.completed.push_back(at),
            }
        }
        self.count_over(over, failed);
        self.compact();
        Ok(())
    }

    /// Room for what MPI says of all requests, as many as it is told.
    fn make_room(&mut self, call: &'static str) -> Result<c_int> {
        let requests = self.requests.len();
        if self.statuses.len() < requests {
            self.indices.resize(requests, 0);
            // SAFETY: statuses are made zeroed: initialized.
            self.statuses.resize(requests, unsafe { Status::unwritten().assume_init() });
        }
        c_int::try_from(requests).map_err(|_| too_many(call, requests))
    }

    /// Waits for those that MPI knows. All of them are over then, unless one failed.
    fn wait_for_all(&mut self, call: &Call) -> Result<()> {
        let (mut over, mut failed) = (0, 0);
        if ALL_AT_ONCE {
            let count = self.make_room("MPI_Waitall")?;
            // SAFETY: past the gate (the `Call`); as many requests, active or null, as statuses.
            let code = unsafe { ffi::MPI_Waitall(count, self.requests.as_mut_ptr(), self.statuses.as_mut_ptr()) };
            let in_status = code == ffi::MPI_ERR_IN_STATUS as c_int;
            if code != ffi::MPI_SUCCESS as c_int && !in_status {
                return Err(Error::from_code("MPI_Waitall", code));
            }
            for ((request, at), status) in self.requests.iter_mut().zip(&mut self.slot_of).zip(&self.statuses) {
                let code = if in_status { status.MPI_ERROR } else { code };
                if *at != NOBODYS && code != ffi::MPI_ERR_PENDING as c_int {
                    let slot = &mut self.slots[std::mem::replace(at, NOBODYS)];
                    slot.status = MaybeUninit::new(*status);
                    failed += usize::from(!slot.over(request, code, true, call));
                    over += 1;
                }
            }
        } else {
            for (request, at) in self.requests.iter_mut().zip(&mut self.slot_of) {
                if *at == NOBODYS {
                    continue;
                }
                let slot = &mut self.slots[std::mem::replace(at, NOBODYS)];
                // What is there is of the slot's last request, and MPI need not write all of a status after an error.
                slot.status = Status::unwritten();
                // SAFETY: past the gate (the `Call`); an active request of ours; the status is ours.
                let code = unsafe { ffi::MPI_Wait(request, slot.status.as_mut_ptr()) };
                failed += usize::from(!slot.over(request, code, true, call));
                over += 1;
            }
        }
        self.count_over(over, failed);
        self.compact();
        Ok(())
    }

    /// Counts requests that were active and are over.
    fn count_over(&mut self, over: usize, failed: usize) {
        self.active -= over;
        self.nulls += over;
        self.failed += failed;
    }

    /// Closes the gaps when there are more of them than requests: so each request is moved a constant number of times.
    fn compact(&mut self) {
        if 2 * self.nulls <= self.requests.len() {
            return;
        }
        let mut kept = 0;
        for place in 0..self.requests.len() {
            if self.slot_of[place] != NOBODYS {
                self.requests[kept] = self.requests[place];
                self.slot_of[kept] = self.slot_of[place];
                kept += 1;
            }
        }
        self.requests.truncate(kept);
        self.slot_of.truncate(kept);
        self.nulls = 0;
    }

    /// Tells of one that is complete; looks, and waits if asked to, where all were told.
    fn tell_any(&mut self, name: &'static str, wait: bool) -> Result<Option<Completed>> {
        if let Some(told) = self.tell() {
            return Ok(Some(told));
        }
        let call = self.instance.enter(name)?;
        self.look(wait, None, &call)?;
        Ok(self.tell())
    }

    /// Tells of all that are complete, as [`tell_any`](RequestSet::tell_any) of one; says how many.
    fn tell_some(&mut self, name: &'static str, wait: bool, completed: &mut Vec<Completed>) -> Result<usize> {
        completed.clear();
        self.tell_all(completed);
        // (What completed may have been taken before it was told.)
        if completed.is_empty() && self.active > 0 {
            let call = self.instance.enter(name)?;
            self.look(wait, Some(&mut *completed), &call)?;
            self.tell_all(completed);
        }
        Ok(completed.len())
    }

    /// Tells of one that completed and was not told.
    fn tell(&mut self) -> Option<Completed> {
        while let Some(at) = self.completed.pop_front() {
            if let Some(told) = self.slots[at].tell(self.number, at) {
                return Some(told);
            }
        }
        None
    }

    /// Tells of all that completed and were not told.
    fn tell_all(&mut self, completed: &mut Vec<Completed>) {
        for at in self.completed.drain(..) {
            completed.extend(self.slots[at].tell(self.number, at));
        }
    }

    /// Marks all as told; the error that tells how many failed, if any.
    fn all_told(&mut self, call: &'static str) -> Result<()> {
        for at in self.completed.drain(..) {
            self.slots[at].told = true; // (means nothing where it is not over)
        }
        if self.failed == 0 { Ok(()) } else { Err(self.first_failure(call)) }
    }

    #[cold]
    fn first_failure(&self, call: &'static str) -> Error {
        let failures = self.slots.iter().enumerate().filter(|(_, slot)| slot.stand == Stand::Over);
        let mut failures = failures.filter_map(|(at, slot)| Some((at, slot.outcome.as_ref().err()?)));
        let Some((at, error)) = failures.next() else { unreachable!("{} failed", self.failed) };
        let message = format!("{} requests of the set failed; the first is number {at}: {error}", self.failed);
        Error::new(error.kind(), call, message)
    }
}

#[cold]
fn too_many(call: &'static str, given: usize) -> Error {
    let allowed = format!("at most {}", c_int::MAX);
    Error::argument_error(ErrorKind::CountOverflow, call, "requests", given, allowed)
}

impl Default for RequestSet {
    fn default() -> RequestSet {
        RequestSet::new()
    }
}

impl Drop for RequestSet {
    fn drop(&mut self) {
        for (&at, &request) in self.slot_of.iter().zip(&self.requests) {
            if at != NOBODYS {
                self.slots[at].core.request = request;
            }
        }
        for slot in &mut self.slots {
            if slot.stand != Stand::Free {
                slot.core.abandon(slot.common);
            }
        }
    }
}

impl<T> Ticket<T> {
    /// The number of the request in its set: 0 for the first, and so on; numbers of requests whose results were taken serve again.
    pub fn id(&self) -> usize {
        self.slot
    }
}

impl Completed {
    /// The number of the request, as [`Ticket::id`] tells it.
    pub fn id(&self) -> usize {
        self.slot
    }

    /// Whether it is the request of this ticket.
    pub fn is<T>(&self, ticket: &Ticket<T>) -> bool {
        (self.set, self.slot, self.generation) == (ticket.set, ticket.slot, ticket.generation)
    }

    /// Whether MPI reported no error. (What is wrong with the values that arrived is found by [`RequestSet::take`].)
    pub fn is_ok(&self) -> bool {
        self.ok
    }
}

impl<T> Clone for Ticket<T> {
    fn clone(&self) -> Ticket<T> {
        *self
    }
}

impl<T> Copy for Ticket<T> {}

impl<T> fmt::Debug for Ticket<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ticket").field("id", &self.slot).finish_non_exhaustive()
    }
}

impl fmt::Debug for RequestSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestSet").field("active", &self.active).finish_non_exhaustive()
    }
}

/// Waits for all requests of a list, and gives back what they yield, in their order.
///
/// Blocking. For requests of one type; for several types, and to know which of them failed, see [`RequestSet`].
///
/// # Errors
/// The first error. All have been waited for.
///
/// MPI 5.0 section 3.7.5.
///
/// ```no_run
/// # use oxmpi::prelude::*;
/// use oxmpi::request::wait_all;
/// # let mpi = oxmpi::init()?;
/// # let world = mpi.world();
/// let receiving = (0..world.size()).map(|rank| world.irecv_into(vec![0u64; 8], rank)).collect::<Result<Vec<_>, _>>()?;
/// for rank in 0..world.size() {
///     world.bsend(&[7u64; 8], rank)?;
/// }
/// for (message, status) in wait_all(receiving)? {
///     println!("{message:?} from rank {:?}", status.source());
/// }
/// # Ok::<(), oxmpi::Error>(())
/// ```
#[doc(alias = "MPI_Waitall")]
pub fn wait_all<T>(requests: impl IntoIterator<Item = Request<T>>) -> Result<Vec<T>> {
    // One after the other takes as long as all at once: each goes on while another is waited for.
    let requests = requests.into_iter();
    let mut values = Vec::with_capacity(requests.size_hint().0);
    let mut first = None;
    for request in requests.collect::<Vec<_>>() {
        match request.wait() {
            Ok(value) => values.push(value),
            Err(failed) => first = first.or(Some(failed.into_error())),
        }
    }
    first.map_or(Ok(values), Err)
}
