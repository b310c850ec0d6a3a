//! Persistent communication: the same message again and again, set up once (MPI 5.0 section 3.9).

use super::envelope::{Destination, Envelope};
use super::isend::IsendFn;
use super::{IntoDestination, IntoSource};
use crate::buffer::{OwnedBuffer, OwnedBufferMut, RawBuffer};
use crate::communicator::Communicator;
use crate::error::{Error, ErrorKind, Result, check};
use crate::gate::Call;
use crate::gate::held::Held;
use crate::request::{
    Abandoned, Common, Failed, Over, Procedure, ProcedureRef, Request, Status, free_persistent, look_at_arrived,
};
use oxmpi_sys as ffi;
use std::ffi::c_int;
use std::fmt;
use std::marker::PhantomData;
use std::mem::MaybeUninit;

/// A message that can be sent again and again, while it is not being sent.
///
/// [`start`](PersistentSend::start) turns it into a [`Request`], which yields it again. So its buffer is within reach only while MPI does not work
/// in it. It keeps its buffer, and is freed when it is dropped.
#[must_use = "it sends nothing before it is started"]
pub struct PersistentSend<B: OwnedBuffer>(Box<Setup<B>>);

/// A receive that can be posted again and again, while it is not posted: see [`PersistentSend`].
#[must_use = "it receives nothing before it is started"]
pub struct PersistentReceive<B: OwnedBufferMut>(Box<Setup<B>>);

/// What was set up.
struct Setup<B: OwnedBuffer> {
    /// Null for a buffered send, and for nobody: MPICH 4.0 passes over such a request in a list, so that it would never complete there.
    request: ffi::MPI_Request,
    /// The buffer, until it is taken.
    held: Option<Held>,
    communicator: Communicator,
    /// Where a buffered send goes: it is made of other calls.
    buffered: Option<(RawBuffer, Destination)>,
    /// The library freed the request after an error (Open MPI does), so that it cannot be started again.
    lost: bool,
    buffer: PhantomData<B>,
}

// SAFETY: a request handle belongs to the process; the gate decides which thread may use it. What is held is a `B`.
unsafe impl<B: OwnedBuffer + Send> Send for Setup<B> {}
// SAFETY: shared references only read the buffer.
unsafe impl<B: OwnedBuffer + Sync> Sync for Setup<B> {}

impl Communicator {
    /// Sets up a message to be sent again and again. Takes what [`isend`](Communicator::isend) takes.
    ///
    /// Local. One `MPI_Send_init`. MPI 5.0 section 3.9.
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// # let (left, right) = (0, 0);
    /// let mut edge = world.send_init(vec![0.0; 100], right)?;
    /// let mut ghost = world.recv_init(vec![0.0; 100], left)?;
    /// for step in 0..1000 {
    ///     edge.buffer_mut().fill(step as f64);
    ///     let receiving = ghost.start()?;
    ///     let sending = edge.start()?;
    ///     // … compute what needs no ghost …
    ///     (ghost, _) = receiving.wait()?;
    ///     edge = sending.wait()?;
    ///     println!("{}", ghost.buffer()[0]);
    /// }
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Send_init")]
    pub fn send_init<B: OwnedBuffer>(
        &self,
        message: B,
        to: impl IntoDestination,
    ) -> Result<PersistentSend<B>, Failed<B>> {
        self.init_send("MPI_Send_init", ffi::MPI_Send_init, message, to.into_destination())
    }

    /// Sets up a message to be sent again and again in synchronous mode: as [`send_init`](Communicator::send_init). MPI 5.0 section 3.9.
    #[doc(alias = "MPI_Ssend_init")]
    pub fn ssend_init<B: OwnedBuffer>(
        &self,
        message: B,
        to: impl IntoDestination,
    ) -> Result<PersistentSend<B>, Failed<B>> {
        self.init_send("MPI_Ssend_init", ffi::MPI_Ssend_init, message, to.into_destination())
    }

    /// Sets up a message to be sent again and again in buffered mode: each start copies it, as [`bsend`](Communicator::bsend) does.
    ///
    /// As [`send_init`](Communicator::send_init). MPI 5.0 section 3.9.
    #[doc(alias = "MPI_Bsend_init")]
    pub fn bsend_init<B: OwnedBuffer>(
        &self,
        message: B,
        to: impl IntoDestination,
    ) -> Result<PersistentSend<B>, Failed<B>> {
        const CALL: &str = "MPI_Bsend_init";
        let to = to.into_destination();
        let setup = self.set_up(message, |raw| {
            let _call = self.enter(CALL)?;
            self.destination(CALL, to)?;
            Ok((ffi::MPI_REQUEST_NULL, Some((raw, to))))
        })?;
        Ok(PersistentSend(setup))
    }

    /// Sets up a message to be sent again and again in ready mode: as [`send_init`](Communicator::send_init). MPI 5.0 section 3.9.
    ///
    /// # Safety
    /// Each time it is started the matching receive is posted already; else the standard leaves the outcome undefined.
    #[doc(alias = "MPI_Rsend_init")]
    pub unsafe fn rsend_init<B: OwnedBuffer>(
        &self,
        message: B,
        to: impl IntoDestination,
    ) -> Result<PersistentSend<B>, Failed<B>> {
        self.init_send("MPI_Rsend_init", ffi::MPI_Rsend_init, message, to.into_destination())
    }

    /// Sets up a receive to be posted again and again. Takes what [`irecv_into`](Communicator::irecv_into) takes, and receives as it does.
    ///
    /// Local. One `MPI_Recv_init`. MPI 5.0 section 3.9.
    #[doc(alias = "MPI_Recv_init")]
    pub fn recv_init<B: OwnedBufferMut>(
        &self,
        buffer: B,
        from: impl IntoSource,
    ) -> Result<PersistentReceive<B>, Failed<B>> {
        const CALL: &str = "MPI_Recv_init";
        let from = from.into_source();
        let setup = self.set_up(buffer, |raw| {
            let call = self.enter(CALL)?;
            let Envelope { rank, tag } = self.source(CALL, from)?;
            if is_nobody(rank) {
                return Ok((ffi::MPI_REQUEST_NULL, None));
            }
            let buffer = self.to_post(raw, rank, &call)?;
            let mut request = ffi::MPI_REQUEST_NULL;
            // SAFETY: past the gate; a live communicator; the buffer lives as long as the request; rank and tag are checked.
            let code = unsafe {
                let (address, count, datatype) = (buffer.address, buffer.count, buffer.datatype);
                ffi::MPI_Recv_init(address, count, datatype, rank, tag, self.as_raw(), &mut request)
            };
            check(CALL, code)?;
            Ok((request, None))
        })?;
        Ok(PersistentReceive(setup))
    }

    fn init_send<B: OwnedBuffer>(
        &self,
        name: &'static str,
        function: IsendFn,
        message: B,
        to: Destination,
    ) -> Result<PersistentSend<B>, Failed<B>> {
        let setup = self.set_up(message, |raw| {
            let call = self.enter(name)?;
            let Envelope { rank, tag } = self.destination(name, to)?;
            if is_nobody(rank) {
                return Ok((ffi::MPI_REQUEST_NULL, None));
            }
            let buffer = raw.counted(&call)?;
            let mut request = ffi::MPI_REQUEST_NULL;
            // SAFETY: past the gate; a live communicator; the buffer lives as long as the request; rank and tag are checked.
            let code = unsafe {
                function(buffer.address, buffer.count, buffer.datatype, rank, tag, self.as_raw(), &mut request)
            };
            check(name, code)?;
            Ok((request, None))
        })?;
        Ok(PersistentSend(setup))
    }

    #[allow(clippy::type_complexity, reason = "said once")]
    fn set_up<B: OwnedBuffer>(
        &self,
        buffer: B,
        init: impl FnOnce(RawBuffer) -> Result<(ffi::MPI_Request, Option<(RawBuffer, Destination)>)>,
    ) -> Result<Box<Setup<B>>, Failed<B>> {
        let (held, raw) = buffer.dissolve().map_err(|(error, buffer)| Failed::with_value(error, buffer))?;
        match init(raw) {
            Ok((request, buffered)) => Ok(Box::new(Setup {
                request,
                held: Some(held),
                communicator: self.alias(),
                buffered,
                lost: false,
                buffer: PhantomData,
            })),
            // SAFETY: nothing was set up; rebuilt once.
            Err(error) => Err(Failed::with_value(error, unsafe { B::rebuild(held) })),
        }
    }
}

#[cold]
pub(crate) fn lost(call: &'static str) -> Error {
    let message =
        "the operation failed before, and the MPI library freed it then; take the buffer back and set it up anew";
    Error::new(ErrorKind::Request, call, message)
}

/// Nothing is set up for nobody: MPICH 4.0.2 takes such an operation for one that was never started, and tells of it in no set.
pub(crate) fn is_nobody(rank: c_int) -> bool {
    rank == ffi::MPI_PROC_NULL as c_int
}

impl<B: OwnedBuffer> Setup<B> {
    /// Starts the operation, which is not active.
    fn start(&mut self) -> Result<ffi::MPI_Request> {
        const CALL: &str = "MPI_Start";
        if let Some((raw, to)) = self.buffered {
            self.communicator.bsend_raw(raw, to)?;
            return Ok(ffi::MPI_REQUEST_NULL);
        }
        let _call = self.communicator.enter(CALL)?;
        if self.lost {
            return Err(lost(CALL));
        }
        if self.request == ffi::MPI_REQUEST_NULL {
            return Ok(self.request); // to or from nobody
        }
        // SAFETY: past the gate; a persistent request of ours that is not active, whose buffer lives.
        check(CALL, unsafe { ffi::MPI_Start(&mut self.request) })?;
        Ok(self.request)
    }

    /// Notes what MPI left of the request.
    fn note(&mut self, over: &Over<'_>) {
        if over.outcome.is_err() && over.request != self.request {
            (self.request, self.lost) = (over.request, true);
        }
    }

    /// Frees the request, which is not active.
    fn free_request(&mut self) {
        // SAFETY: not active while the setup is within reach; it is null afterwards.
        unsafe { free_persistent(&mut self.request, self.communicator.instance()) };
    }

    fn into_buffer(mut self) -> Option<B> {
        self.free_request();
        // SAFETY: not active; taken once.
        self.held.take().map(|held| unsafe { B::rebuild(held) })
    }

    /// An operation under way is given up.
    ///
    /// # Safety
    /// `abandoned` holds a boxed setup; once.
    unsafe fn abandon<const RECEIVES: bool>(abandoned: Abandoned) {
        // SAFETY: the caller's promise. The buffer's memory is parked; the request is freed when it is not active any more.
        unsafe {
            let mut this = Box::from_raw(abandoned.held.get::<*mut Setup<B>>());
            let request = std::mem::replace(&mut this.request, ffi::MPI_REQUEST_NULL);
            if let Some(held) = this.held.take() {
                let memory = B::abandon(held);
                Abandoned { held: Held::NOTHING, request, ..abandoned }.park(RECEIVES, memory);
            }
        }
    }
}

impl<B: OwnedBufferMut> Setup<B> {
    /// The first element, and how many there are.
    fn place(&self) -> (*mut B::Elem, usize) {
        // SAFETY: taken only when `self` is.
        self.held.map_or((std::ptr::NonNull::dangling().as_ptr(), 0), |held| unsafe { B::place(held) })
    }

    fn elements(&self) -> &[B::Elem] {
        let (first, len) = self.place();
        // SAFETY: initialized elements, in which MPI does not work: the operation is not active.
        unsafe { std::slice::from_raw_parts(first, len) }
    }

    fn elements_mut(&mut self) -> &mut [B::Elem] {
        let (first, len) = self.place();
        // SAFETY: as above, and mutably borrowed.
        unsafe { std::slice::from_raw_parts_mut(first, len) }
    }
}

impl<B: OwnedBuffer> Drop for Setup<B> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        self.free_request();
        if let Some(held) = self.held.take() {
            // SAFETY: not active; once.
            unsafe { crate::buffer::release::<B>(held) };
        }
    }
}

/// What both kinds can do while they are not active.
macro_rules! persistent {
    ($( $name:ident, $bound:ident, $call:literal, $receives:literal, $yields:ty; )*) => { $(
        impl<B: $bound> $name<B> {
            const COMMON: Common = Common {
                receives: $receives,
                persistent: true,
                ..Common::send($call, Setup::<B>::abandon::<$receives>)
            };
            const COMMON_REF: &'static Common = &Self::COMMON;

            /// Starts the operation, and returns at once. The request yields `self` again.
            ///
            /// Local. One `MPI_Start`.
            ///
            /// # Errors
            /// What the library reports, with `self`: see [`Failed`]; [`Request`](ErrorKind::Request) after an error of the operation where the
            /// library does not let it be started again (Open MPI). MPI 5.0 section 3.9.
            #[doc(alias = "MPI_Start")]
            pub fn start(mut self) -> Result<Request<$yields>, Failed<Self>> {
                match self.0.start() {
                    Ok(request) => Ok(self.started(request)),
                    Err(error) => Err(Failed::with_value(error, self)),
                }
            }

            fn started(self, request: ffi::MPI_Request) -> Request<$yields> {
                let instance = self.0.communicator.instance();
                let procedure = const {
                    ProcedureRef::new(&Procedure {
                        common: Self::COMMON_REF,
                        finish: Self::finish,
                        succeed: Some(Self::succeed),
                    })
                };
                // SAFETY: the operation works in the buffer that is held in the box.
                unsafe { Request::started(request, Held::of(Box::into_raw(self.0)), procedure, instance) }
            }

            /// The buffer, which is given back: the setup ends.
            pub fn into_buffer(self) -> B {
                self.0.into_buffer().expect("it is there until the setup ends")
            }
        }

        impl<B: $bound + OwnedBufferMut> $name<B> {
            /// The elements.
            pub fn buffer(&self) -> &[B::Elem] {
                self.0.elements()
            }

            /// The elements, to be changed for the next start.
            pub fn buffer_mut(&mut self) -> &mut [B::Elem] {
                self.0.elements_mut()
            }
        }

        impl<B: $bound> Persistent for $name<B> {
            type Yields = $yields;

            fn raw(&self) -> Option<(ffi::MPI_Request, &Communicator)> {
                (self.0.request != ffi::MPI_REQUEST_NULL).then_some((self.0.request, &self.0.communicator))
            }

            fn begun(self, request: ffi::MPI_Request) -> Request<$yields> {
                self.started(request)
            }

            fn begin(self) -> Result<Request<$yields>, Failed<Self>> {
                self.start()
            }
        }

        impl<B: $bound> fmt::Debug for $name<B> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    )* };
}

persistent! {
    PersistentSend, OwnedBuffer, "MPI_Start", false, PersistentSend<B>;
    PersistentReceive, OwnedBufferMut, "MPI_Start", true, (PersistentReceive<B>, Status);
}

impl<B: OwnedBuffer> PersistentSend<B> {
    /// After a success the request of the setup is as it was.
    unsafe fn succeed(held: &Held, _: &MaybeUninit<ffi::MPI_Status>, _: Call) -> Result<Self, Failed<Self>> {
        // SAFETY: the caller's promise: the boxed setup, once.
        Ok(PersistentSend(unsafe { Box::from_raw(held.get::<*mut Setup<B>>()) }))
    }

    unsafe fn finish(held: Held, over: Over<'_>) -> Result<Self, Failed<Self>> {
        // SAFETY: the caller's promise: the boxed setup, once.
        let mut this = PersistentSend(unsafe { Box::from_raw(held.get::<*mut Setup<B>>()) });
        this.0.note(&over);
        match over.outcome {
            Ok(()) => Ok(this),
            Err(error) => Err(Failed::with_value(error, this)),
        }
    }
}

impl<B: OwnedBufferMut> PersistentReceive<B> {
    /// After a success the request of the setup is as it was.
    unsafe fn succeed(
        held: &Held,
        status: &MaybeUninit<ffi::MPI_Status>,
        call: Call,
    ) -> Result<(Self, Status), Failed<(Self, Status)>> {
        // SAFETY: the caller's promise: the boxed setup, once.
        let setup = unsafe { Box::from_raw(held.get::<*mut Setup<B>>()) };
        let over = Over { outcome: Ok(()), status, request: setup.request, call: &call };
        // SAFETY: the caller's promise: the operation is over.
        unsafe { PersistentReceive::over(setup, over) }
    }

    unsafe fn finish(held: Held, over: Over<'_>) -> Result<(Self, Status), Failed<(Self, Status)>> {
        // SAFETY: the caller's promise: the boxed setup, once.
        let mut setup = unsafe { Box::from_raw(held.get::<*mut Setup<B>>()) };
        setup.note(&over);
        // SAFETY: the caller's promise: the operation is over.
        unsafe { PersistentReceive::over(setup, over) }
    }

    /// Looks at what arrived, if it did.
    ///
    /// # Safety
    /// The operation is over, and nobody looked at the buffer since it was started.
    unsafe fn over(setup: Box<Setup<B>>, over: Over<'_>) -> Result<(Self, Status), Failed<(Self, Status)>> {
        let (first, len) = setup.place();
        // SAFETY: initialized elements, which nobody else uses; the caller's promise.
        let result = unsafe { look_at_arrived("MPI_Recv_init", first, len, &over) };
        let this = PersistentReceive(setup);
        match over.outcome.and(result) {
            Ok(status) => Ok((this, status)),
            Err(error) => Err(Failed::with_value(error, (this, Status::of_sender(over.status)))),
        }
    }
}

/// What can be started again and again: [`PersistentSend`], [`PersistentReceive`]. Sealed by its hidden methods.
pub trait Persistent: Sized {
    /// What its request yields.
    type Yields;

    /// The MPI request, where there is one.
    #[doc(hidden)]
    fn raw(&self) -> Option<(ffi::MPI_Request, &Communicator)>;

    /// The request of an operation that was started.
    #[doc(hidden)]
    fn begun(self, request: ffi::MPI_Request) -> Request<Self::Yields>;

    /// Starts it by itself.
    #[doc(hidden)]
    fn begin(self) -> Result<Request<Self::Yields>, Failed<Self>>;
}

/// Starts several operations of one kind, and returns at once.
///
/// Local. One `MPI_Startall`.
///
/// # Errors
/// What the library reports, with all of them; nothing is known then of which were started, so they are not given back.
///
/// MPI 5.0 section 3.9.
///
/// ```no_run
/// # use oxmpi::prelude::*;
/// use oxmpi::point_to_point::start_all;
/// use oxmpi::request::wait_all;
/// # let mpi = oxmpi::init()?;
/// # let world = mpi.world();
/// # let (left, right) = (0, 0);
/// let mut ghosts = vec![world.recv_init(vec![0.0; 100], left)?, world.recv_init(vec![0.0; 100], right)?];
/// for _ in 0..1000 {
///     let receiving = start_all(ghosts)?;
///     // … send …
///     ghosts = wait_all(receiving)?.into_iter().map(|(ghost, _)| ghost).collect();
/// }
/// # Ok::<(), oxmpi::Error>(())
/// ```
#[doc(alias = "MPI_Startall")]
pub fn start_all<P: Persistent>(operations: impl IntoIterator<Item = P>) -> Result<Vec<Request<P::Yields>>> {
    const CALL: &str = "MPI_Startall";
    let operations: Vec<P> = operations.into_iter().collect();
    let raw: Option<Vec<_>> = operations.iter().map(|operation| operation.raw().map(|(raw, _)| raw)).collect();
    let (Some(mut raw), Some((_, communicator))) = (raw, operations.first().and_then(Persistent::raw)) else {
        // None at all, or some without a request: buffered sends and those to nobody. Then each is started by itself.
        return operations.into_iter().map(|operation| Ok(operation.begin()?)).collect();
    };
    let count = c_int::try_from(raw.len()).map_err(|_| {
        let allowed = format!("at most {}", c_int::MAX);
        Error::argument_error(ErrorKind::CountOverflow, CALL, "operations", raw.len(), allowed)
    })?;
    let _call = communicator.enter(CALL)?;
    // SAFETY: past the gate; persistent requests of ours that are not active, whose buffers live.
    let code = unsafe { ffi::MPI_Startall(count, raw.as_mut_ptr()) };
    if let Err(error) = check(CALL, code) {
        // Some may be active: none of their buffers may be touched any more.
        operations.into_iter().zip(raw).for_each(|(operation, request)| drop(operation.begun(request)));
        return Err(error);
    }
    Ok(operations.into_iter().zip(raw).map(|(operation, request)| operation.begun(request)).collect())
}
