//! What a case gives to the lab: its contestants, each of which does the same pattern a number of times.

use crate::lab::Lab;
use crate::options::Pace;
use oxmpi::{Result, ffi};
use std::cell::RefCell;
use std::ffi::{c_int, c_longlong, c_void};
use std::rc::Rc;

/// One pattern of communication.
///
/// A case without a C twin (objects) has the [`Baseline::Peer`] as its measure; all others give C first.
pub(crate) trait Case {
    /// Its name in the table, the CSV and `--only`: `ping-pong`.
    fn name(&self) -> &'static str;

    /// The sizes to measure, in bytes of one message (or in what the case says that it counts): all of them but at
    /// [`Pace::Quick`].
    fn sizes(&self, pace: Pace) -> Vec<usize> {
        if pace == Pace::Quick { QUICK.to_vec() } else { SIZES.to_vec() }
    }

    /// What the contestants are compared with.
    fn baseline(&self) -> Baseline {
        Baseline::First
    }

    /// Makes the contestants for one size; called on every rank, and may communicate. With [`Baseline::First`], the first is
    /// the baseline: the C twin, or raw bytes where the question is what a type costs. There may be any number of
    /// others, each with a name of its own: `oxmpi`, `C naive struct`.
    fn contestants<'a>(&'a self, lab: &'a Lab, size: usize) -> Result<Vec<Contestant<'a>>>;
}

/// What the contestants of a case are compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Baseline {
    /// The first contestant, in the same process: each block of another is paired with one of it just before or after.
    First,
    /// A contestant of this name that runs in processes of its own (`mpi4py`). They take turns.
    Peer(&'static str),
}

/// 0 B to 4 MiB by powers of four, and the 8 bytes that everyone quotes.
pub(crate) const SIZES: [usize; 14] =
    [0, 1, 4, 8, 16, 64, 256, 1 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20];

/// One for each way that messages go: empty, small, longer, past the limit of what is sent at once, and bound by memory.
pub(crate) const QUICK: [usize; 5] = [0, 8, 1 << 10, 64 << 10, 1 << 20];

/// Does the pattern that many times, and returns the seconds it took.
type Run<'a> = Box<dyn FnMut(u64) -> Result<f64> + 'a>;

/// One way of doing a pattern.
pub(crate) struct Contestant<'a> {
    pub(crate) name: &'static str,
    run: Run<'a>,
}

impl<'a> Contestant<'a> {
    /// A contestant of Rust: `run` does the pattern that many times. The clock runs for all of it, so preparations belong
    /// before: into [`Case::contestants`].
    pub(crate) fn new(name: &'static str, lab: &'a Lab, mut run: impl FnMut(u64) -> Result<()> + 'a) -> Self {
        let run = move |iterations| {
            let start = lab.seconds();
            run(iterations)?;
            Ok(lab.seconds() - start)
        };
        Contestant::timing_itself(name, run)
    }

    /// A contestant of Rust that returns the seconds, by [`Lab::seconds`]: where a block has to be set up before the clock starts.
    pub(crate) fn timing_itself(name: &'static str, run: impl FnMut(u64) -> Result<f64> + 'a) -> Self {
        Contestant { name, run: Box::new(run) }
    }

    /// A contestant of C. `fill` sets the addresses and the count, for each block anew; the rest is set.
    ///
    /// # Safety
    /// With what `fill` sets, `function` reads and writes only memory that is valid for it for as long as this contestant lives.
    pub(crate) unsafe fn c(
        name: &'static str,
        lab: &'a Lab,
        function: Pattern,
        mut fill: impl FnMut(&mut Block) + 'a,
    ) -> Self {
        let run = move |iterations: u64| {
            let mut block = Block {
                comm: lab.world.as_raw(),
                rank: lab.rank as c_int,
                peer: lab.peer as c_int,
                send: std::ptr::null_mut(),
                receive: std::ptr::null_mut(),
                count: 0,
                iterations: iterations as c_longlong,
                extra: std::ptr::null(),
            };
            fill(&mut block);
            // SAFETY: the caller of this constructor vouches for function and memory; MPI is initialized (there is a Lab).
            Ok(unsafe { function(&block) })
        };
        Contestant { name, run: Box::new(run) }
    }

    /// Does the pattern and returns the seconds.
    pub(crate) fn run(&mut self, iterations: u64) -> Result<f64> {
        (self.run)(iterations)
    }
}

/// `struct lab_block` of c/lab.h.
#[repr(C)]
pub(crate) struct Block {
    comm: ffi::MPI_Comm,
    rank: c_int,
    peer: c_int,
    /// Memory to send from.
    pub(crate) send: *mut c_void,
    /// Memory to receive into.
    pub(crate) receive: *mut c_void,
    /// Number of elements.
    pub(crate) count: c_longlong,
    iterations: c_longlong,
    /// What else a pattern needs, or null.
    pub(crate) extra: *const c_void,
}

/// `lab_pattern` of c/lab.h.
pub(crate) type Pattern = unsafe extern "C" fn(*const Block) -> f64;

/// Memory that the contestants of a case share, so that none has the better place.
pub(crate) struct Memory<T>(Rc<RefCell<Vec<T>>>);

impl<T: Clone> Memory<T> {
    /// `len` elements of one value.
    pub(crate) fn new(value: T, len: usize) -> Self {
        Memory(Rc::new(RefCell::new(vec![value; len])))
    }

    /// Its elements, for one block. Panics when they are in use.
    pub(crate) fn borrow(&self) -> std::cell::RefMut<'_, Vec<T>> {
        self.0.borrow_mut()
    }

    /// The memory itself, for a block of a contestant that hands it on; it has to be [put back](Memory::put_back).
    pub(crate) fn take(&self) -> Vec<T> {
        std::mem::take(&mut *self.borrow())
    }

    /// Puts back what was taken, at the end of the block.
    pub(crate) fn put_back(&self, memory: Vec<T>) {
        *self.borrow() = memory;
    }

    /// Its address, for C.
    pub(crate) fn address(&self) -> *mut c_void {
        self.0.borrow_mut().as_mut_ptr().cast()
    }
}

/// Memory for a message there and one back, of so many bytes, and what fills a block with both and the count: it keeps them.
pub(crate) fn bytes_both_ways(size: usize) -> (Memory<u8>, Memory<u8>, impl FnMut(&mut Block) + Clone) {
    let (send, receive) = (Memory::new(1u8, size), Memory::new(0u8, size));
    let fill = filling(&send, &receive, size);
    (send, receive, fill)
}

/// What fills a block with these memories, which it keeps, and the count.
pub(crate) fn filling<T: Clone>(
    send: &Memory<T>,
    receive: &Memory<T>,
    count: usize,
) -> impl FnMut(&mut Block) + Clone + use<T> {
    let (send, receive) = (send.clone(), receive.clone());
    move |block| {
        block.send = send.address();
        block.receive = receive.address();
        block.count = count as i64;
    }
}

impl<T> Clone for Memory<T> {
    fn clone(&self) -> Self {
        Memory(Rc::clone(&self.0))
    }
}
