//! The side that receives: partitions can be looked at as they arrive.

use super::setup::{NATIVE, Setup};
use crate::buffer::OwnedBufferMut;
use crate::communicator::Communicator;
use crate::datatype::{Datatype, Of, validate};
use crate::error::{Error, ErrorKind, Result, check};
use crate::gate::Call;
use crate::gate::held::Held;
use crate::point_to_point::{Envelope, IntoSource, Source, is_nobody};
use crate::request::{Abandoned, Common, Failed, Over, Procedure, ProcedureRef, Request, Status};
use oxmpi_sys as ffi;
use std::ffi::c_int;
use std::fmt;
use std::mem::{ManuallyDrop, MaybeUninit};

/// A receive of a message in partitions that can be posted again and again, while it is not posted.
#[must_use = "it receives nothing before it is started"]
pub struct PartitionedReceive<B: OwnedBufferMut>(Box<Setup<B>>);

/// A receive of a message in partitions that is posted.
#[must_use = "wait for it: a partitioned receive cannot be cancelled"]
pub struct PartitionedReceiving<B: OwnedBufferMut>(ManuallyDrop<Box<Setup<B>>>);

impl Communicator {
    /// Sets up the receive of a message of as many partitions, all of the same length, to be posted again and again.
    ///
    /// Takes a `Vec` or `Box<[T]>` as long as the whole message. The sender may have divided it otherwise. Local. One `MPI_Precv_init`; see
    /// [the module](crate::partitioned) for libraries without it.
    ///
    /// # Errors
    /// [`Rank`](ErrorKind::Rank), also for any source, which partitioned receives do not have; [`Tag`](ErrorKind::Tag), also for any tag; and
    /// [`Arg`](ErrorKind::Arg) where the buffer cannot be divided into so many partitions; with the buffer: see [`Failed`].
    ///
    /// MPI 5.0 section 4.2.1.
    #[doc(alias = "MPI_Precv_init")]
    pub fn precv_init<B: OwnedBufferMut>(
        &self,
        buffer: B,
        partitions: usize,
        from: impl IntoSource,
    ) -> Result<PartitionedReceive<B>, Failed<B>> {
        const CALL: &str = "MPI_Precv_init";
        let from: Source = from.into_source();
        let setup = Setup::new(CALL, self, buffer, partitions, |whole, partition, number, call| {
            let Envelope { rank, tag } = self.source(CALL, from)?;
            from.check_definite(CALL)?;
            let mut request = ffi::MPI_REQUEST_NULL;
            if is_nobody(rank) {
                return Ok(request);
            }
            if !NATIVE {
                let _ = (partition, number);
                let whole = self.to_post(whole, rank, call)?;
                let (address, count, datatype) = (whole.address, whole.count, whole.datatype);
                // SAFETY: past the gate (the `Call`); a live communicator; the buffer lives as long as the request; rank and tag are
                // checked.
                let code =
                    unsafe { ffi::MPI_Recv_init(address, count, datatype, rank, tag, self.as_raw(), &mut request) };
                check(CALL, code)?;
            }
            #[cfg(all(has_mpi_psend_init, not(oxmpi_family = "open_mpi")))]
            {
                let each = partition.counted(call)?;
                // SAFETY: as above; `number` partitions of `count` elements are the whole buffer.
                let code = unsafe {
                    ffi::MPI_Precv_init(
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
        Ok(PartitionedReceive(setup))
    }
}

impl<B: OwnedBufferMut> PartitionedReceive<B> {
    /// Posts the receive, and returns at once.
    ///
    /// Local. One `MPI_Start`. MPI 5.0 section 4.2.1.
    #[doc(alias = "MPI_Start")]
    pub fn start(self) -> Result<PartitionedReceiving<B>, Failed<Self>> {
        let started = self.0.communicator.enter("MPI_Start").and_then(|call| self.0.start_request(&call));
        match started {
            Ok(()) => Ok(PartitionedReceiving(ManuallyDrop::new(self.0))),
            Err(error) => Err(Failed::with_value(error, self)),
        }
    }

    /// How many partitions the message has on this side.
    pub fn partitions(&self) -> usize {
        self.0.partitions
    }

    /// The elements of all partitions.
    pub fn buffer(&self) -> &[B::Elem] {
        self.0.elements()
    }

    /// The elements of all partitions, to be changed.
    pub fn buffer_mut(&mut self) -> &mut [B::Elem] {
        self.0.elements_mut()
    }

    /// The buffer, which is given back: the setup ends.
    pub fn into_buffer(self) -> B {
        self.0.into_buffer()
    }

    /// After a success the request of the setup is as it was.
    unsafe fn succeed(held: &Held, status: &MaybeUninit<ffi::MPI_Status>, call: Call) -> Result<Self, Failed<Self>> {
        // SAFETY: the caller's promise: the boxed setup, once.
        let setup = unsafe { Box::from_raw(held.get::<*mut Setup<B>>()) };
        let over = Over { outcome: Ok(()), status, request: setup.request, call: &call };
        // SAFETY: the caller's promise: the operation is over.
        unsafe { PartitionedReceive::over(setup, over) }
    }

    unsafe fn finish(held: Held, over: Over<'_>) -> Result<Self, Failed<Self>> {
        // SAFETY: the caller's promise: the boxed setup, once.
        let mut setup = unsafe { Box::from_raw(held.get::<*mut Setup<B>>()) };
        setup.note(&over);
        // SAFETY: the caller's promise: the operation is over.
        unsafe { PartitionedReceive::over(setup, over) }
    }

    /// Looks at what arrived, if it did.
    ///
    /// # Safety
    /// The operation is over, and nobody looked at invalid elements before.
    unsafe fn over(setup: Box<Setup<B>>, over: Over<'_>) -> Result<Self, Failed<Self>> {
        // SAFETY: the caller's promise.
        let looked = unsafe { look(&setup, &over) };
        let this = PartitionedReceive(setup);
        match over.outcome.and(looked) {
            Ok(()) => Ok(this),
            Err(error) => Err(Failed::with_value(error, this)),
        }
    }
}

/// Looks at the whole message, and makes it valid.
///
/// # Safety
/// The operation is over; the elements are initialized.
unsafe fn look<B: OwnedBufferMut>(setup: &Setup<B>, over: &Over<'_>) -> Result<()> {
    const CALL: &str = "MPI_Precv_init";
    let (first, len) = setup.place();
    // The status of a partitioned receive says nothing of the length; that of a message in one piece does.
    let whole = if over.outcome.is_ok() && !NATIVE {
        let room = len * Of::<B::Elem>::BYTES;
        // SAFETY: the receive succeeded.
        unsafe { Status::of_receive::<B::Elem>(CALL, over.status, room, over.call) }.map(drop)
    } else {
        Ok(())
    };
    // SAFETY: the caller's promise.
    unsafe {
        if Of::<B::Elem>::TAGGED && (over.outcome.is_err() || whole.is_err()) {
            first.write_bytes(0, len);
        }
        validate::repair(CALL, first, len)?;
    }
    whole
}

impl<B: OwnedBufferMut> PartitionedReceiving<B> {
    /// Whether a partition has arrived. Does not wait; by any thread that may call MPI. MPI 5.0 section 4.2.2.
    ///
    /// # Errors
    /// [`Arg`](ErrorKind::Arg) for a partition that there is not. Where the message is one: what is wrong with it.
    #[doc(alias = "MPI_Parrived")]
    pub fn parrived(&self, partition: usize) -> Result<bool> {
        const CALL: &str = "MPI_Parrived";
        let number = self.0.check_partition(CALL, partition)?;
        let call = self.0.communicator.enter(CALL)?;
        if self.0.request == ffi::MPI_REQUEST_NULL {
            return Ok(true); // from nobody
        }
        let mut arrived: c_int = 0;
        self.ask(number, &mut arrived, &call)?;
        Ok(arrived != 0)
    }

    /// A partition, if it has arrived.
    ///
    /// # Errors
    /// As [`parrived`](PartitionedReceiving::parrived); [`InvalidValue`](ErrorKind::InvalidValue) where an element is no value of its type.
    pub fn arrived(&self, partition: usize) -> Result<Option<&[B::Elem]>> {
        if !self.parrived(partition)? {
            return Ok(None);
        }
        let (first, len) = self.0.partition(partition);
        // SAFETY: initialized before and by what arrived; MPI does not work in a partition that arrived. It becomes a slice only when it is valid.
        unsafe {
            if let Some(index) = (0..len).find(|&index| !<B::Elem as Datatype>::is_valid(first.add(index))) {
                let name = std::any::type_name::<B::Elem>();
                let message = format!("element {index} of partition {partition} is no valid {name}");
                return Err(Error::new(ErrorKind::InvalidValue, "MPI_Parrived", message));
            }
            Ok(Some(std::slice::from_raw_parts(first, len)))
        }
    }

    #[cfg(all(has_mpi_psend_init, not(oxmpi_family = "open_mpi")))]
    fn ask(&self, number: c_int, arrived: &mut c_int, _: &Call) -> Result<()> {
        // SAFETY: past the gate (the `Call`); an active partitioned receive; a partition of it; the flag is ours.
        check("MPI_Parrived", unsafe { ffi::MPI_Parrived(self.0.request, number, arrived) })
    }

    /// All of them arrive at once; if the message is what was expected.
    #[cfg(not(all(has_mpi_psend_init, not(oxmpi_family = "open_mpi"))))]
    fn ask(&self, _: c_int, arrived: &mut c_int, call: &Call) -> Result<()> {
        const CALL: &str = "MPI_Request_get_status";
        let mut status = Status::unwritten();
        // SAFETY: past the gate (the `Call`); an active request of ours, which stays; flag and status are ours.
        let code = unsafe { ffi::MPI_Request_get_status(self.0.request, arrived, status.as_mut_ptr()) };
        check(CALL, code)?;
        if *arrived != 0 {
            let room = self.0.place().1 * Of::<B::Elem>::BYTES;
            // SAFETY: the receive is complete, so MPI wrote the status.
            unsafe { Status::of_receive::<B::Elem>("MPI_Precv_init", &status, room, call) }?;
        }
        Ok(())
    }

    /// The request: to be waited for with others, or awaited.
    pub fn into_request(self) -> Request<PartitionedReceive<B>> {
        let mut this = ManuallyDrop::new(self);
        // SAFETY: taken once: `this` is not dropped.
        let setup = unsafe { ManuallyDrop::take(&mut this.0) };
        let (request, instance) = (setup.request, setup.communicator.instance());
        let procedure = const {
            ProcedureRef::new(&Procedure {
                common: Self::COMMON_REF,
                finish: PartitionedReceive::<B>::finish,
                succeed: Some(PartitionedReceive::<B>::succeed),
            })
        };
        // SAFETY: the operation works in the buffer that the box holds.
        unsafe { Request::started(request, Held::of(Box::into_raw(setup)), procedure, instance) }
    }

    /// Waits until all partitions have arrived.
    ///
    /// # Errors
    /// As [`recv_into`](Communicator::recv_into). MPI 5.0 section 3.7.3.
    #[doc(alias = "MPI_Wait")]
    pub fn wait(self) -> Result<PartitionedReceive<B>, Failed<PartitionedReceive<B>>> {
        self.into_request().wait()
    }

    const COMMON: Common =
        Common { persistent: true, cancellable: false, ..Common::send("MPI_Precv_init", Self::abandon) };
    const COMMON_REF: &'static Common = &Self::COMMON;

    unsafe fn abandon(abandoned: Abandoned) {
        // SAFETY: the caller's promise: the boxed setup, once.
        unsafe { Box::from_raw(abandoned.held.get::<*mut Setup<B>>()) }.give_up();
    }
}

impl<B: OwnedBufferMut> Drop for PartitionedReceiving<B> {
    fn drop(&mut self) {
        // SAFETY: taken once: this is the drop.
        unsafe { ManuallyDrop::take(&mut self.0) }.give_up();
    }
}

macro_rules! opaque {
    ($( $type:ident )*) => { $(
        impl<B: OwnedBufferMut> fmt::Debug for $type<B> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($type)).field("partitions", &self.0.partitions).finish_non_exhaustive()
            }
        }
    )* };
}

opaque! { PartitionedReceive PartitionedReceiving }
