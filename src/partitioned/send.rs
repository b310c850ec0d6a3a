//! The side that sends: partitions are handed out, filled, and marked ready.

use super::setup::{NATIVE, Setup};
use crate::buffer::OwnedBufferMut;
use crate::communicator::Communicator;
use crate::error::{Error, ErrorKind, Result, check};
use crate::gate::Call;
use crate::gate::held::Held;
use crate::point_to_point::{Envelope, IntoDestination, is_nobody};
use crate::request::{Abandoned, Common, Failed, Over, Procedure, ProcedureRef, Request};
use oxmpi_sys as ffi;
use std::fmt;
use std::mem::{ManuallyDrop, MaybeUninit};
use std::ops::{Deref, DerefMut, Range};
use std::ptr::NonNull;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// A message in partitions that can be sent again and again, while it is not being sent.
#[must_use = "it sends nothing before it is started"]
pub struct PartitionedSend<B: OwnedBufferMut>(Box<State<B>>);

/// A message in partitions that is being sent: its partitions become ready one by one, by whichever thread.
///
/// Dropped before all of them are, it is never sent; the receiver waits in vain, and finalization ends the job for it.
#[must_use = "wait for it: a partitioned send that is dropped may never be sent"]
pub struct PartitionedSending<B: OwnedBufferMut>(ManuallyDrop<Box<State<B>>>);

struct State<B: OwnedBufferMut> {
    setup: Box<Setup<B>>,
    ready: Box<[AtomicBool]>,
    /// How many are not ready yet.
    missing: AtomicUsize,
}

/// A partition of a message that is being sent, to be filled by one thread: a mutable slice, until it is [`ready`](Partition::ready).
///
/// One that is dropped is not ready, and can be had again.
pub struct Partition<'a, B: OwnedBufferMut> {
    state: &'a State<B>,
    number: usize,
    first: NonNull<B::Elem>,
    len: usize,
}

// SAFETY: a mutable slice of `Send` elements that nobody else has, and a reference to what is `Sync`.
unsafe impl<B: OwnedBufferMut + Send> Send for Partition<'_, B> {}
// SAFETY: shared references read the slice.
unsafe impl<B: OwnedBufferMut + Send> Sync for Partition<'_, B> where B::Elem: Sync {}

impl Communicator {
    /// Sets up a message of as many partitions, all of the same length, to be sent again and again.
    ///
    /// Takes a `Vec` or `Box<[T]>`. Local. One `MPI_Psend_init`; see [the module](crate::partitioned) for libraries without it.
    ///
    /// # Errors
    /// [`Rank`](ErrorKind::Rank), [`Tag`](ErrorKind::Tag), and [`Arg`](ErrorKind::Arg) where the buffer cannot be divided into so many
    /// partitions; with the buffer: see [`Failed`].
    ///
    /// MPI 5.0 section 4.2.1.
    #[doc(alias = "MPI_Psend_init")]
    pub fn psend_init<B: OwnedBufferMut>(
        &self,
        message: B,
        partitions: usize,
        to: impl IntoDestination,
    ) -> Result<PartitionedSend<B>, Failed<B>> {
        const CALL: &str = "MPI_Psend_init";
        let to = to.into_destination();
        let setup = Setup::new(CALL, self, message, partitions, |whole, partition, number, call| {
            let Envelope { rank, tag } = self.destination(CALL, to)?;
            let mut request = ffi::MPI_REQUEST_NULL;
            if is_nobody(rank) {
                return Ok(request);
            }
            if !NATIVE {
                let _ = (partition, number);
                let whole = whole.counted(call)?;
                let (address, count, datatype) = (whole.address, whole.count, whole.datatype);
                // SAFETY: past the gate (the `Call`); a live communicator; the buffer lives as long as the request; rank and tag are
                // checked.
                let code =
                    unsafe { ffi::MPI_Send_init(address, count, datatype, rank, tag, self.as_raw(), &mut request) };
                check(CALL, code)?;
            }
            #[cfg(all(has_mpi_psend_init, not(oxmpi_family = "open_mpi")))]
            {
                let each = partition.counted(call)?;
                // SAFETY: as above; `number` partitions of `count` elements are the whole buffer.
                let code = unsafe {
                    ffi::MPI_Psend_init(
                        each.address,
                        number,
                        each.count.into(),
                        each.datatype,
                        rank,
                        tag,
                        self.as_raw(),
                        ffi::MPI_INFO_NULL,
                        &mut request,
                    )
                };
                check(CALL, code)?;
            }
            Ok(request)
        })?;
        let ready = (0..partitions).map(|_| AtomicBool::new(false)).collect();
        Ok(PartitionedSend(Box::new(State { setup, ready, missing: AtomicUsize::new(partitions) })))
    }
}

impl<B: OwnedBufferMut> PartitionedSend<B> {
    /// Starts the message: its partitions may become ready now, and none is. Returns at once.
    ///
    /// Local. One `MPI_Start`. MPI 5.0 section 4.2.1.
    #[doc(alias = "MPI_Start")]
    pub fn start(mut self) -> Result<PartitionedSending<B>, Failed<Self>> {
        let state = &mut *self.0;
        state.ready.iter_mut().for_each(|ready| *ready.get_mut() = false);
        *state.missing.get_mut() = state.setup.partitions;
        let started = state.setup.communicator.enter("MPI_Start").and_then(|call| {
            // Else it starts when the last partition is ready.
            if NATIVE { state.setup.start_request(&call) } else { Ok(()) }
        });
        match started {
            Ok(()) => Ok(PartitionedSending(ManuallyDrop::new(self.0))),
            Err(error) => Err(Failed::with_value(error, self)),
        }
    }

    /// How many partitions the message has.
    pub fn partitions(&self) -> usize {
        self.0.setup.partitions
    }

    /// The elements of all partitions.
    pub fn buffer(&self) -> &[B::Elem] {
        self.0.setup.elements()
    }

    /// The elements of all partitions, to be changed for the next start.
    pub fn buffer_mut(&mut self) -> &mut [B::Elem] {
        self.0.setup.elements_mut()
    }

    /// The buffer, which is given back: the setup ends.
    pub fn into_buffer(self) -> B {
        self.0.setup.into_buffer()
    }

    /// After a success the request of the setup is as it was.
    unsafe fn succeed(held: &Held, _: &MaybeUninit<ffi::MPI_Status>, _: Call) -> Result<Self, Failed<Self>> {
        // SAFETY: the caller's promise: the boxed state, once.
        Ok(PartitionedSend(unsafe { Box::from_raw(held.get::<*mut State<B>>()) }))
    }

    unsafe fn finish(held: Held, over: Over<'_>) -> Result<Self, Failed<Self>> {
        // SAFETY: the caller's promise: the boxed state, once.
        let mut this = PartitionedSend(unsafe { Box::from_raw(held.get::<*mut State<B>>()) });
        this.0.setup.note(&over);
        match over.outcome {
            Ok(()) => Ok(this),
            Err(error) => Err(Failed::with_value(error, this)),
        }
    }
}

impl<B: OwnedBufferMut> PartitionedSending<B> {
    /// The partitions that are not ready yet, in their order, each as a mutable slice of its own: for as many threads.
    pub fn partitions(&mut self) -> impl Iterator<Item = Partition<'_, B>> {
        let state: &State<B> = &self.0;
        (0..state.setup.partitions).filter(|&number| !state.ready[number].load(Ordering::Acquire)).map(|number| {
            let (first, len) = state.setup.partition(number);
            // Not null: of a buffer, or dangling.
            Partition { state, number, first: NonNull::new(first).unwrap_or(NonNull::dangling()), len }
        })
    }

    /// Marks a partition ready that is filled already. MPI 5.0 section 4.2.1.
    ///
    /// # Errors
    /// [`Arg`](ErrorKind::Arg) for a partition that there is not, or that is ready.
    #[doc(alias = "MPI_Pready")]
    pub fn ready(&mut self, partition: usize) -> Result<()> {
        self.0.ready(partition, Who::Alone)
    }

    /// Marks a range of partitions ready: `0..4`. None of them, where one cannot be. MPI 5.0 section 4.2.1.
    #[doc(alias = "MPI_Pready_range")]
    pub fn ready_range(&mut self, partitions: Range<usize>) -> Result<()> {
        const CALL: &str = "MPI_Pready_range";
        self.0.setup.check_range(CALL, &partitions)?;
        self.0.ready_all(CALL, partitions)
    }

    /// Marks a list of partitions ready. None of them, where one cannot be. MPI 5.0 section 4.2.1.
    #[doc(alias = "MPI_Pready_list")]
    pub fn ready_list(&mut self, partitions: &[usize]) -> Result<()> {
        self.0.ready_all("MPI_Pready_list", partitions.iter().copied())
    }

    /// The request, once all partitions are ready: to be waited for with others, or awaited.
    ///
    /// # Errors
    /// [`Pending`](ErrorKind::Pending) with `self` while partitions are not ready: it would never complete.
    pub fn into_request(self) -> Result<Request<PartitionedSend<B>>, Failed<Self>> {
        let missing = self.0.missing.load(Ordering::Acquire);
        if missing > 0 {
            let first = self.0.ready.iter().position(|ready| !ready.load(Ordering::Acquire)).unwrap_or(0);
            let message =
                format!("{missing} partitions are not ready, the first is number {first}; mark them ready first");
            return Err(Failed::with_value(Error::new(ErrorKind::Pending, "MPI_Wait", message), self));
        }
        let state = self.into_state();
        let (request, instance) = (state.setup.request, state.setup.communicator.instance());
        let procedure = const {
            ProcedureRef::new(&Procedure {
                common: Self::COMMON_REF,
                finish: PartitionedSend::<B>::finish,
                succeed: Some(PartitionedSend::<B>::succeed),
            })
        };
        // SAFETY: the operation works in the buffer that the box holds.
        Ok(unsafe { Request::started(request, Held::of(Box::into_raw(state)), procedure, instance) })
    }

    /// Waits until the message is sent, which needs all partitions to be ready.
    ///
    /// # Errors
    /// As [`into_request`](PartitionedSending::into_request), and those of sending. `self` is dropped then: use that to keep it.
    /// MPI 5.0 section 3.7.3.
    #[doc(alias = "MPI_Wait")]
    pub fn wait(self) -> Result<PartitionedSend<B>> {
        Ok(self.into_request()?.wait()?)
    }

    const COMMON: Common =
        Common { persistent: true, cancellable: false, ..Common::send("MPI_Psend_init", Self::abandon) };
    const COMMON_REF: &'static Common = &Self::COMMON;

    unsafe fn abandon(abandoned: Abandoned) {
        // SAFETY: the caller's promise: the boxed state, once.
        unsafe { Box::from_raw(abandoned.held.get::<*mut State<B>>()) }.setup.give_up();
    }

    fn into_state(self) -> Box<State<B>> {
        let mut this = ManuallyDrop::new(self);
        // SAFETY: taken once: `this` is not dropped.
        unsafe { ManuallyDrop::take(&mut this.0) }
    }
}

impl<B: OwnedBufferMut> Drop for PartitionedSending<B> {
    fn drop(&mut self) {
        // SAFETY: taken once: this is the drop.
        let state = unsafe { ManuallyDrop::take(&mut self.0) };
        // Else it was not started: it ends with its setup.
        if NATIVE || state.missing.load(Ordering::Acquire) == 0 {
            state.setup.give_up();
        }
    }
}

/// Who marks partitions ready.
#[derive(Clone, Copy)]
enum Who {
    /// The owner of them all: no other thread has any.
    Alone,
    /// The owner of one, as other threads may be of others.
    OneOfMany,
}

impl Who {
    /// Marks as ready; says whether it was before.
    #[inline(always)]
    fn mark(self, ready: &AtomicBool) -> bool {
        match self {
            Who::OneOfMany => ready.swap(true, Ordering::AcqRel),
            Who::Alone => {
                let before = ready.load(Ordering::Relaxed);
                ready.store(true, Ordering::Relaxed);
                before
            }
        }
    }

    /// One less; says how many are left.
    #[inline(always)]
    fn count_down(self, missing: &AtomicUsize) -> usize {
        match self {
            Who::OneOfMany => missing.fetch_sub(1, Ordering::AcqRel) - 1,
            Who::Alone => {
                let left = missing.load(Ordering::Relaxed) - 1;
                missing.store(left, Ordering::Relaxed);
                left
            }
        }
    }
}

impl<B: OwnedBufferMut> State<B> {
    /// Marks one partition ready.
    fn ready(&self, number: usize, who: Who) -> Result<()> {
        const CALL: &str = "MPI_Pready";
        self.setup.check_partition(CALL, number)?;
        let call = self.setup.communicator.enter(CALL)?;
        if who.mark(&self.ready[number]) {
            return Err(ready_already(CALL, number));
        }
        let told = self.tell(number, who, &call);
        if told.is_err() {
            self.ready[number].store(false, Ordering::Release);
        }
        told
    }

    /// Marks several partitions ready, or none; for who has them all.
    fn ready_all(&self, name: &'static str, numbers: impl Iterator<Item = usize> + Clone) -> Result<()> {
        let call = self.setup.communicator.enter(name)?;
        for (index, number) in numbers.clone().enumerate() {
            let refused = match self.setup.check_partition(name, number) {
                // Ready before, or twice in the list.
                Ok(_) if Who::Alone.mark(&self.ready[number]) => ready_already(name, number),
                Ok(_) => continue,
                Err(error) => error,
            };
            self.take_back(numbers.take(index));
            return Err(refused);
        }
        for (index, number) in numbers.clone().enumerate() {
            if let Err(error) = self.tell(number, Who::Alone, &call) {
                self.take_back(numbers.skip(index));
                return Err(error);
            }
        }
        Ok(())
    }

    /// These were marked ready, and MPI was not told.
    fn take_back(&self, numbers: impl Iterator<Item = usize>) {
        numbers.for_each(|number| self.ready[number].store(false, Ordering::Release));
    }

    /// Tells MPI that a partition is ready, or, where it knows no partitions, starts the message with the last of them.
    fn tell(&self, number: usize, who: Who, call: &Call) -> Result<()> {
        #[cfg(all(has_mpi_psend_init, not(oxmpi_family = "open_mpi")))]
        {
            let _ = call;
            if self.setup.request != ffi::MPI_REQUEST_NULL {
                // SAFETY: past the gate (the `Call`); an active partitioned send; a partition of it that was not ready, which its one owner
                // gave up. Several threads may call it at once.
                check("MPI_Pready", unsafe { ffi::MPI_Pready(number as std::ffi::c_int, self.setup.request) })?;
            }
            who.count_down(&self.missing);
        }
        #[cfg(not(all(has_mpi_psend_init, not(oxmpi_family = "open_mpi"))))]
        {
            let _ = number;
            // Acquire: what other threads wrote into their partitions is there.
            if who.count_down(&self.missing) == 0 {
                if let Err(error) = self.setup.start_request(call) {
                    self.missing.fetch_add(1, Ordering::AcqRel);
                    return Err(error);
                }
            }
        }
        Ok(())
    }
}

#[cold]
fn ready_already(call: &'static str, number: usize) -> Error {
    Error::argument_error(ErrorKind::Arg, call, "partition", number, "a partition that is not ready yet, once")
}

impl<B: OwnedBufferMut> Partition<'_, B> {
    /// The number of the partition, from 0 on.
    pub fn number(&self) -> usize {
        self.number
    }

    /// Marks the partition ready: it may be sent from now on, and is out of reach until the message is sent.
    ///
    /// Local; by any thread that may call MPI. MPI 5.0 section 4.2.1.
    ///
    /// # Errors
    /// [`WrongThread`](ErrorKind::WrongThread), and what the library reports. The partition is not ready then, and can be had again.
    #[doc(alias = "MPI_Pready")]
    pub fn ready(self) -> Result<()> {
        self.state.ready(self.number, Who::OneOfMany)
    }
}

impl<B: OwnedBufferMut> Deref for Partition<'_, B> {
    type Target = [B::Elem];

    fn deref(&self) -> &[B::Elem] {
        // SAFETY: initialized elements of a partition that is not ready: MPI does not work in them, and no other `Partition` has them.
        unsafe { std::slice::from_raw_parts(self.first.as_ptr(), self.len) }
    }
}

impl<B: OwnedBufferMut> DerefMut for Partition<'_, B> {
    fn deref_mut(&mut self) -> &mut [B::Elem] {
        // SAFETY: as above.
        unsafe { std::slice::from_raw_parts_mut(self.first.as_ptr(), self.len) }
    }
}

macro_rules! opaque {
    ($( $type:ident )*) => { $(
        impl<B: OwnedBufferMut> fmt::Debug for $type<B> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($type)).field("partitions", &self.0.setup.partitions).finish_non_exhaustive()
            }
        }
    )* };
}

opaque! { PartitionedSend PartitionedSending }

impl<B: OwnedBufferMut> fmt::Debug for Partition<'_, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Partition").field("number", &self.number).field("len", &self.len).finish_non_exhaustive()
    }
}
