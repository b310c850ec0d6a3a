//! Reduce: the elements of all ranks combined, to one rank or to all.

use super::length::{at_root, expect};
use super::op::{Lowered, Operand, Operation};
use crate::buffer::{Contiguous, ContiguousMut, Filled, RawBuffer, fill, fill_all, in_one_chunk, units_in_chunks};
use crate::communicator::Communicator;
use crate::error::{Result, check};
use crate::gate::Call;
use oxmpi_sys as ffi;
use std::ffi::{c_int, c_void};

/// One reduction: where from, where to, with what. The same for reduce and all-reduce.
struct Reduction {
    /// `None`: what is in `into` already.
    from: Option<RawBuffer>,
    /// `None` where no result is wanted.
    into: Option<RawBuffer>,
    operation: Lowered,
}

impl Communicator {
    /// Combines the elements of all ranks, element by element, to the root, which gets `Some`; the others get `None`.
    ///
    /// Collective, blocking; one `MPI_Reduce`. A value makes a value, an array an array, a slice a `Vec`. All ranks give the
    /// same length. The order in which elements are combined is the library's, so floating-point results may differ from
    /// run to run with the number of ranks.
    ///
    /// # Errors
    /// [`Root`](crate::ErrorKind::Root) for a root out of range. A type that the operation does not apply to does not compile.
    ///
    /// MPI 5.0 section 6.9.1.
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// if let Some(total) = world.reduce(&world.rank(), Op::SUM, 0)? {
    ///     println!("the ranks add up to {total}");
    /// }
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Reduce")]
    #[inline]
    pub fn reduce<C, O>(&self, contribution: &C, operation: O, root: usize) -> Result<Option<C::Owned>>
    where
        C: Contiguous + ?Sized,
        O: Operation<C::Elem>,
    {
        const CALL: &str = "MPI_Reduce";
        self.check_root(CALL, root)?;
        let (from, operation) = (Some(contribution.raw()), operation.lowered());
        if self.rank() != root {
            // SAFETY: not the root: nothing is received.
            unsafe { self.reduce_raw(Reduction { from, into: None, operation }, root) }?;
            return Ok(None);
        }
        let len = contribution.elements().len();
        C::Owned::filled(CALL, len, |room| {
            let into = Some(RawBuffer::at(room, len));
            // SAFETY: `filled` gives zeroed room for `len` elements, as many as are sent.
            unsafe { self.reduce_raw(Reduction { from, into, operation }, root) }
        })
        .map(Some)
    }

    /// As [`reduce`](Communicator::reduce), into a slice of the root, of the same length and element type; the others pass
    /// `None`.
    ///
    /// # Errors
    /// [`Count`](crate::ErrorKind::Count) when the lengths differ at the root, [`Buffer`](crate::ErrorKind::Buffer) when
    /// the root passes `None`: the root does not take part then.
    ///
    /// MPI 5.0 section 6.9.1.
    #[doc(alias = "MPI_Reduce")]
    #[inline]
    pub fn reduce_into<C, O>(
        &self,
        contribution: &C,
        into: Option<&mut [C::Elem]>,
        operation: O,
        root: usize,
    ) -> Result<()>
    where
        C: Contiguous + ?Sized,
        O: Operation<C::Elem>,
    {
        const CALL: &str = "MPI_Reduce";
        self.check_root(CALL, root)?;
        let (from, operation) = (Some(contribution.raw()), operation.lowered());
        if self.rank() != root {
            // SAFETY: not the root: nothing is received.
            return unsafe { self.reduce_raw(Reduction { from, into: None, operation }, root) };
        }
        let into = at_root(CALL, "into", into)?;
        expect(CALL, "into", into.len(), contribution.elements().len(), "as many as are reduced")?;
        // SAFETY: `into` is as long as what is sent.
        fill_all(CALL, into, |into| unsafe { self.reduce_raw(Reduction { from, into: Some(into), operation }, root) })
    }

    /// Combines the elements of all ranks, element by element, to every rank.
    ///
    /// Collective, blocking; one `MPI_Allreduce`. As [`reduce`](Communicator::reduce), for all.
    ///
    /// MPI 5.0 section 6.9.6.
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// let largest: f64 = world.all_reduce(&1.5, Op::MAX)?;
    /// let sums: Vec<i32> = world.all_reduce(&[1, 2, 3][..], Op::SUM)?;
    /// let all_fine: bool = world.all_reduce(&true, Op::LOGICAL_AND)?;
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Allreduce")]
    #[inline]
    pub fn all_reduce<C, O>(&self, contribution: &C, operation: O) -> Result<C::Owned>
    where
        C: Contiguous + ?Sized,
        O: Operation<C::Elem>,
    {
        let len = contribution.elements().len();
        let (from, operation) = (Some(contribution.raw()), operation.lowered());
        C::Owned::filled("MPI_Allreduce", len, |room| {
            let into = Some(RawBuffer::at(room, len));
            // SAFETY: `filled` gives zeroed room for `len` elements, as many as are sent.
            unsafe { self.all_reduce_raw(Reduction { from, into, operation }) }
        })
    }

    /// As [`all_reduce`](Communicator::all_reduce), into your own slice, of the same length and element type.
    ///
    /// # Errors
    /// [`Count`](crate::ErrorKind::Count) when the lengths differ: this rank does not take part then.
    ///
    /// MPI 5.0 section 6.9.6.
    #[doc(alias = "MPI_Allreduce")]
    #[inline]
    pub fn all_reduce_into<C, O>(&self, contribution: &C, into: &mut [C::Elem], operation: O) -> Result<()>
    where
        C: Contiguous + ?Sized,
        O: Operation<C::Elem>,
    {
        const CALL: &str = "MPI_Allreduce";
        expect(CALL, "into", into.len(), contribution.elements().len(), "as many as are reduced")?;
        let (from, operation) = (Some(contribution.raw()), operation.lowered());
        // SAFETY: `into` is as long as what is sent.
        fill_all(CALL, into, |into| unsafe { self.all_reduce_raw(Reduction { from, into: Some(into), operation }) })
    }

    /// Combines the elements of all ranks where they are: the buffer is read and overwritten with the result.
    ///
    /// Collective, blocking; one `MPI_Allreduce` with `MPI_IN_PLACE`. MPI 5.0 section 6.9.6.
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// let mut gradient = vec![0.5; 1000];
    /// world.all_reduce_in_place(&mut gradient, Op::SUM)?;
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Allreduce")]
    #[doc(alias = "MPI_IN_PLACE")]
    #[inline]
    pub fn all_reduce_in_place<C, O>(&self, buffer: &mut C, operation: O) -> Result<()>
    where
        C: ContiguousMut + ?Sized,
        O: Operation<C::Elem>,
    {
        let operation = operation.lowered();
        fill("MPI_Allreduce", buffer.elements_mut(), |into| {
            // SAFETY: `into` is initialized, and read and written in place.
            unsafe { self.all_reduce_raw(Reduction { from: None, into: Some(into), operation }) }
        })
    }

    /// The body of every reduce to one.
    ///
    /// # Safety
    /// At the root, `into` may be written and is as long as `from`; elsewhere it is `None`.
    #[inline(always)]
    unsafe fn reduce_raw(&self, reduction: Reduction, root: usize) -> Result<()> {
        const CALL: &str = "MPI_Reduce";
        let gate = self.enter(CALL)?;
        let root = self.check_root(CALL, root)?;
        reduction.in_chunks(CALL, &gate, |from, into, count, datatype, operation| {
            // SAFETY: past the gate; a live communicator; the caller's promise on the buffers; checked root.
            unsafe { ffi::MPI_Reduce(from, into, count, datatype, operation, root, self.as_raw()) }
        })
    }

    /// The body of every reduce to all.
    ///
    /// # Safety
    /// `into` may be written and is as long as `from`; it is initialized where there is no `from`.
    #[inline(always)]
    unsafe fn all_reduce_raw(&self, reduction: Reduction) -> Result<()> {
        const CALL: &str = "MPI_Allreduce";
        let gate = self.enter(CALL)?;
        reduction.in_chunks(CALL, &gate, |from, into, count, datatype, operation| {
            // SAFETY: past the gate; a live communicator; the caller's promise on the buffers.
            unsafe { ffi::MPI_Allreduce(from, into, count, datatype, operation, self.as_raw()) }
        })
    }
}

impl Reduction {
    /// Calls MPI once, or once for each chunk where the count is beyond MPI's `int`: predefined operations refuse the
    /// datatypes that stand for large counts.
    #[inline(always)]
    fn in_chunks(
        self,
        name: &'static str,
        gate: &Call,
        call: impl Fn(*const c_void, *mut c_void, c_int, ffi::MPI_Datatype, ffi::MPI_Op) -> c_int,
    ) -> Result<()> {
        let operand = self.operation.operand;
        let (operation, datatype) = (self.operation.operation(gate)?, operand.datatype(gate)?);
        let shape = self.into.or(self.from).unwrap_or_else(RawBuffer::empty);
        let units = match operand {
            // As many as there are of the buffer's own.
            Operand::Basic(_) => shape.units,
            Operand::Made(unit, _) => shape.bytes / unit,
        };
        let from = self.from.map_or(ffi::MPI_IN_PLACE, |from| from.address);
        // Where no result is wanted MPI does not look at the address.
        let into = self.into.unwrap_or_else(RawBuffer::empty).address;
        if let Some(count) = in_one_chunk(units) {
            return check(name, call(from.cast_const(), into, count, datatype, operation));
        }
        for (start, count) in units_in_chunks(units) {
            let from = if self.from.is_some() { from.wrapping_byte_add(start * operand.size()) } else { from };
            let into = into.wrapping_byte_add(start * operand.size());
            check(name, call(from.cast_const(), into, count, datatype, operation))?;
        }
        Ok(())
    }
}
