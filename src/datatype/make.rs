//! Making the MPI type of a typemap: fields sorted by offset, gaps filled, the extent that of the Rust type.

use super::cell::Form;
use super::{Basic, Field, Gaps, Typemap};
use crate::error::{Error, ErrorKind, Result, check};
use crate::gate::Call;
use oxmpi_sys as ffi;
use std::ffi::c_int;

/// A datatype that is freed when it is dropped, unless it is predefined: a step on the way to another.
struct Step {
    handle: ffi::MPI_Datatype,
    predefined: bool,
}

impl Step {
    fn predefined(basic: Basic, form: Form) -> Step {
        let handle = if form == Form::Bytes { ffi::MPI_BYTE } else { basic.raw() };
        Step { handle, predefined: true }
    }

    fn made(handle: ffi::MPI_Datatype) -> Step {
        Step { handle, predefined: false }
    }
}

impl Drop for Step {
    fn drop(&mut self) {
        if !self.predefined {
            // SAFETY: made in this module under a `Call` that its functions' callers hold; freed once. A type made of it, or
            // communication under way, survives that.
            unsafe { ffi::MPI_Type_free(&mut self.handle) };
        }
    }
}

/// The committed MPI type of a typemap, which the caller owns.
pub(super) fn committed(map: &Typemap, form: Form, _: &Call) -> Result<ffi::MPI_Datatype> {
    let step = match build(map, form)? {
        // A predefined type is nobody's to free: a type of one.
        step if step.predefined => contiguous(1, &step)?,
        step => step,
    };
    let mut handle = step.handle;
    // SAFETY: past the gate (the `Call`); a live type.
    check("MPI_Type_commit", unsafe { ffi::MPI_Type_commit(&mut handle) })?;
    std::mem::forget(step);
    Ok(handle)
}

fn build(map: &Typemap, form: Form) -> Result<Step> {
    match *map {
        Typemap::Basic(basic) if form == Form::Bytes => contiguous(basic.size(), &Step::predefined(basic, form)),
        Typemap::Basic(basic) => Ok(Step::predefined(basic, form)),
        Typemap::Array { of, len } => contiguous(len, &build(of, form)?),
        Typemap::Struct { fields, size, gaps } => structure(fields, size, gaps, form),
        Typemap::Tagged { tag, size, .. } => {
            let mut blocks = Blocks::default();
            match form {
                Form::Typed => blocks.run(0, tag, 1),
                Form::Bytes => blocks.run(0, Basic::Byte, tag.size()),
            }
            blocks.fill_to(size);
            blocks.joined(size)
        }
    }
}

fn contiguous(len: usize, of: &Step) -> Result<Step> {
    const CALL: &str = "MPI_Type_contiguous";
    let mut handle = ffi::MPI_DATATYPE_NULL;
    // SAFETY: past the gate (see `committed`); a live type.
    check(CALL, unsafe { ffi::MPI_Type_contiguous(count(CALL, len)?, of.handle, &mut handle) })?;
    Ok(Step::made(handle))
}

/// The struct type: its blocks in the order of their offsets, so that libraries see that it is contiguous.
fn structure(fields: &[Field], size: usize, gaps: Gaps, form: Form) -> Result<Step> {
    let mut blocks = Blocks::default();
    for field in Field::in_order(fields) {
        if gaps == Gaps::Filled {
            blocks.fill_to(field.offset);
        }
        match field.of.uniform() {
            Some((basic, len)) if form == Form::Bytes => blocks.run(field.offset, Basic::Byte, len * basic.size()),
            Some((basic, len)) => blocks.run(field.offset, basic, len),
            None => blocks.add(field.offset, 1, build(field.of, form)?, None),
        }
        blocks.end = field.offset + field.of.extent();
    }
    if gaps == Gaps::Filled {
        blocks.fill_to(size);
    }
    blocks.joined(size)
}

/// The arrays that a struct type is made of.
#[derive(Default)]
struct Blocks {
    lengths: Vec<usize>,
    offsets: Vec<ffi::MPI_Aint>,
    types: Vec<Step>,
    /// The last block, if it is a run that can grow.
    last: Option<Basic>,
    /// Where the last block ends.
    end: usize,
}

impl Blocks {
    fn add(&mut self, offset: usize, length: usize, step: Step, run: Option<Basic>) {
        self.lengths.push(length);
        self.offsets.push(offset as ffi::MPI_Aint);
        self.types.push(step);
        self.last = run;
    }

    /// Elements of a predefined type, joined with those before them if they are the same.
    fn run(&mut self, offset: usize, basic: Basic, length: usize) {
        match self.lengths.last_mut() {
            Some(last) if self.last == Some(basic) && self.end == offset => *last += length,
            _ => self.add(offset, length, Step::predefined(basic, Form::Typed), Some(basic)),
        }
        self.end = offset + length * basic.size();
    }

    /// The struct type of these blocks, as long as `size`.
    fn joined(&self, size: usize) -> Result<Step> {
        const CALL: &str = "MPI_Type_create_struct";
        let mut lengths = Vec::with_capacity(self.lengths.len());
        let mut handles = Vec::with_capacity(self.types.len());
        for (&length, step) in self.lengths.iter().zip(&self.types) {
            lengths.push(count(CALL, length)?);
            handles.push(step.handle);
        }
        let mut joined = ffi::MPI_DATATYPE_NULL;
        // SAFETY: past the gate (see `committed`); three arrays of the same length, of live types.
        check(CALL, unsafe {
            ffi::MPI_Type_create_struct(
                count(CALL, lengths.len())?,
                lengths.as_ptr(),
                self.offsets.as_ptr(),
                handles.as_ptr(),
                &mut joined,
            )
        })?;
        let joined = Step::made(joined);
        let mut resized = ffi::MPI_DATATYPE_NULL;
        // SAFETY: as above.
        let code = unsafe { ffi::MPI_Type_create_resized(joined.handle, 0, size as ffi::MPI_Aint, &mut resized) };
        check("MPI_Type_create_resized", code)?;
        Ok(Step::made(resized))
    }

    /// Bytes up to where something else begins.
    fn fill_to(&mut self, offset: usize) {
        if self.end < offset {
            self.run(self.end, Basic::Byte, offset - self.end);
        }
    }
}

fn count(call: &'static str, count: usize) -> Result<c_int> {
    c_int::try_from(count).map_err(|_| {
        Error::new(ErrorKind::CountOverflow, call, format!("{count} elements in one value are beyond {}", c_int::MAX))
    })
}
