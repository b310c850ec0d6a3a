//! Collectives of bytes whose lengths differ from rank to rank. The lengths go first, as one `MPI_COUNT` each, which is also what mpi4py
//! does with its objects; a rank that has an error says so in place of a length, so that nobody waits for what it cannot send.

use crate::buffer::{Elements, Filled, RawBuffer};
use crate::communicator::Communicator;
use crate::error::{Error, ErrorKind, Result, check};
use oxmpi_sys as ffi;
use std::ffi::{c_int, c_void};

/// What a rank says instead of a length when it has an error.
pub(super) const FAILED: i64 = -1;

/// The length that a rank announces.
pub(super) fn announced<T>(bytes: &Result<T>, len: impl FnOnce(&T) -> usize) -> i64 {
    bytes.as_ref().map_or(FAILED, |bytes| i64::try_from(len(bytes)).unwrap_or(i64::MAX))
}

/// Lengths as MPI takes them.
pub(super) fn as_counts(raw: RawBuffer) -> RawBuffer {
    RawBuffer { datatype: Elements::Predefined(ffi::MPI_COUNT), ..raw }
}

/// Where the parts of all ranks lie in one buffer: behind each other, in rank order.
#[derive(Debug)]
pub(super) struct Layout {
    counts: Vec<c_int>,
    displacements: Vec<c_int>,
    total: usize,
}

impl Layout {
    /// The layout for these lengths. `None` where MPI has no numbers for it: counts and displacements are `int`s.
    pub(super) fn of(lengths: impl IntoIterator<Item = i64>) -> Option<Layout> {
        let mut layout = Layout { counts: Vec::new(), displacements: Vec::new(), total: 0 };
        let mut end: c_int = 0;
        for length in lengths {
            let count = c_int::try_from(length).ok().filter(|count| *count >= 0)?;
            layout.counts.push(count);
            layout.displacements.push(end);
            end = end.checked_add(count)?;
        }
        layout.total = end as usize;
        Some(layout)
    }

    /// The parts of a buffer with this layout.
    pub(super) fn parts<'a>(&'a self, bytes: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
        self.counts.iter().zip(&self.displacements).map(|(&count, &start)| {
            let start = start as usize;
            &bytes[start..start + count as usize]
        })
    }
}

/// The error for lengths that have no [`Layout`].
#[cold]
pub(super) fn too_long(call: &'static str, lengths: &[i64]) -> Error {
    let total: i128 = lengths.iter().map(|&length| i128::from(length)).sum();
    let message = format!("{total} bytes from {} ranks; one call takes {} in all", lengths.len(), c_int::MAX);
    Error::new(ErrorKind::CountOverflow, call, message)
}

/// The error for other ranks' errors, which all ranks see in the lengths.
pub(super) fn others_failed(call: &'static str, lengths: &[i64]) -> Result<()> {
    match lengths.iter().position(|&length| length < 0) {
        None => Ok(()),
        Some(rank) => Err(Error::new(
            ErrorKind::PeerFailed,
            call,
            format!("rank {rank} of those that contribute; its own error says which"),
        )),
    }
}

impl Communicator {
    /// The root's end of a gather: the parts of all ranks behind each other.
    pub(super) fn gather_bytes(&self, mine: &[u8], layout: &Layout, root: usize) -> Result<Vec<u8>> {
        Vec::filled("MPI_Gatherv", layout.total, |room: *mut u8| {
            let address = RawBuffer::at(room, layout.total).address;
            // SAFETY: `filled` gives zeroed room for the parts of all ranks.
            unsafe { self.gatherv(mine, address, &layout.counts, &layout.displacements, root) }
        })
    }

    /// Another rank's end of a gather.
    pub(super) fn contribute_bytes(&self, mine: &[u8], root: usize) -> Result<()> {
        // SAFETY: not the root: nothing is received, and the lengths are not looked at.
        unsafe { self.gatherv(mine, RawBuffer::empty().address, &[], &[], root) }
    }

    /// The end of a root that cannot take the parts, though the others send them already: one byte of each. MPI cuts what is longer,
    /// and nobody waits.
    pub(super) fn refuse_gather(&self, lengths: &[i64], root: usize) {
        let mut room = vec![0u8; lengths.len()];
        let one_byte = |(rank, &length): (usize, &i64)| c_int::from(length > 0 && rank != root);
        let counts: Vec<c_int> = lengths.iter().enumerate().map(one_byte).collect();
        let displacements: Vec<c_int> = (0..lengths.len() as c_int).collect();
        // SAFETY: a byte of room for each rank. The error that this is bound to give is not the one to be told.
        let _ = unsafe { self.gatherv(&[], room.as_mut_ptr().cast(), &counts, &displacements, root) };
    }

    /// # Safety
    /// At the root, a count and a displacement for each rank, and what they describe may be written from `into` on.
    unsafe fn gatherv(
        &self,
        mine: &[u8],
        into: *mut c_void,
        counts: &[c_int],
        displacements: &[c_int],
        root: usize,
    ) -> Result<()> {
        const CALL: &str = "MPI_Gatherv";
        let call = self.enter(CALL)?;
        let root = self.check_root(CALL, root)?;
        let from = RawBuffer::bytes(mine).counted(&call)?;
        // SAFETY: past the gate; a live communicator; the caller's promise on the buffer; checked root.
        check(CALL, unsafe {
            ffi::MPI_Gatherv(
                from.address,
                from.count,
                from.datatype,
                into,
                counts.as_ptr(),
                displacements.as_ptr(),
                ffi::MPI_BYTE,
                root,
                self.as_raw(),
            )
        })
    }

    /// The parts of all ranks to all ranks.
    pub(super) fn all_gather_bytes(&self, mine: &[u8], layout: &Layout) -> Result<Vec<u8>> {
        const CALL: &str = "MPI_Allgatherv";
        Vec::filled(CALL, layout.total, |room: *mut u8| {
            let call = self.enter(CALL)?;
            let from = RawBuffer::bytes(mine).counted(&call)?;
            // SAFETY: past the gate; a live communicator; `filled` gives zeroed room for the parts of all ranks, of which the layout
            // has the lengths.
            check(CALL, unsafe {
                ffi::MPI_Allgatherv(
                    from.address,
                    from.count,
                    from.datatype,
                    RawBuffer::at(room, layout.total).address,
                    layout.counts.as_ptr(),
                    layout.displacements.as_ptr(),
                    ffi::MPI_BYTE,
                    self.as_raw(),
                )
            })
        })
    }

    /// This rank's part of the root's bytes, which it announced as `length`. The root gives its bytes and their layout.
    pub(super) fn scatter_bytes(&self, from: Option<(&[u8], &Layout)>, length: usize, root: usize) -> Result<Vec<u8>> {
        const CALL: &str = "MPI_Scatterv";
        let none = Layout { counts: Vec::new(), displacements: Vec::new(), total: 0 };
        let (bytes, layout) = from.unwrap_or((&[], &none));
        Vec::filled(CALL, length, |room: *mut u8| {
            let call = self.enter(CALL)?;
            let root = self.check_root(CALL, root)?;
            let into = RawBuffer { datatype: Elements::Predefined(ffi::MPI_BYTE), ..RawBuffer::at(room, length) };
            let into = into.counted(&call)?;
            // SAFETY: past the gate; a live communicator; the root's bytes have the layout; `filled` gives zeroed room for what
            // the root announced; checked root.
            check(CALL, unsafe {
                ffi::MPI_Scatterv(
                    RawBuffer::bytes(bytes).address,
                    layout.counts.as_ptr(),
                    layout.displacements.as_ptr(),
                    ffi::MPI_BYTE,
                    into.address,
                    into.count,
                    into.datatype,
                    root,
                    self.as_raw(),
                )
            })
        })
    }

    /// From every rank its part to every rank.
    pub(super) fn exchange_bytes(&self, from: &[u8], parts: &Layout, layout: &Layout) -> Result<Vec<u8>> {
        Vec::filled("MPI_Alltoallv", layout.total, |room: *mut u8| {
            let address = RawBuffer::at(room, layout.total).address;
            // SAFETY: `filled` gives zeroed room for the parts of all ranks, of which the layout has the lengths; so has the
            // other of what is sent.
            unsafe { self.alltoallv(from, parts, address, &layout.counts, &layout.displacements) }
        })
    }

    /// As [`refuse_gather`](Communicator::refuse_gather), of an exchange.
    pub(super) fn refuse_exchange(&self, from: &[u8], parts: &Layout, lengths: &[i64]) {
        let mut room = vec![0u8; lengths.len()];
        let counts: Vec<c_int> = lengths.iter().map(|&length| c_int::from(length > 0)).collect();
        let displacements: Vec<c_int> = (0..lengths.len() as c_int).collect();
        // SAFETY: a byte of room for each rank; `parts` are those of what is sent.
        let _ = unsafe { self.alltoallv(from, parts, room.as_mut_ptr().cast(), &counts, &displacements) };
    }

    /// # Safety
    /// `parts` is the layout of `from`, for each rank; what a count and a displacement for each rank describe may be written from `into` on.
    unsafe fn alltoallv(
        &self,
        from: &[u8],
        parts: &Layout,
        into: *mut c_void,
        counts: &[c_int],
        displacements: &[c_int],
    ) -> Result<()> {
        const CALL: &str = "MPI_Alltoallv";
        let _call = self.enter(CALL)?;
        // SAFETY: past the gate; a live communicator; the caller's promise on both buffers.
        check(CALL, unsafe {
            ffi::MPI_Alltoallv(
                RawBuffer::bytes(from).address,
                parts.counts.as_ptr(),
                parts.displacements.as_ptr(),
                ffi::MPI_BYTE,
                into,
                counts.as_ptr(),
                displacements.as_ptr(),
                ffi::MPI_BYTE,
                self.as_raw(),
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_lie_behind_each_other() {
        let layout = Layout::of([3, 0, 2]).unwrap();
        assert_eq!((layout.total, &layout.counts[..], &layout.displacements[..]), (5, &[3, 0, 2][..], &[0, 3, 3][..]));
        assert_eq!(layout.parts(b"abcde").collect::<Vec<_>>(), [&b"abc"[..], b"", b"de"]);
        assert_eq!(Layout::of([]).unwrap().total, 0);
    }

    #[test]
    fn what_has_no_numbers_in_mpi_has_no_layout() {
        let most = i64::from(c_int::MAX);
        assert_eq!(Layout::of([most]).unwrap().total, most as usize);
        assert_eq!(Layout::of([most - 5, 5]).unwrap().total, most as usize);
        for lengths in [&[most + 1][..], &[most, 1], &[most / 2 + 1; 2], &[i64::MAX; 2], &[FAILED], &[5, FAILED]] {
            assert!(Layout::of(lengths.iter().copied()).is_none(), "{lengths:?}");
        }
        let text = too_long("MPI_Gatherv", &[most, 1]).to_string();
        assert!(text.contains("2147483648 bytes from 2 ranks"), "{text}");
        assert!(others_failed("MPI_Gatherv", &[1, 0]).is_ok());
        assert!(others_failed("MPI_Gatherv", &[1, FAILED]).unwrap_err().to_string().contains("rank 1"));
    }
}
