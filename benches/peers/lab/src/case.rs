//! What a peer gives for each pattern.

use crate::Result;
use std::ffi::c_void;

/// A pattern of communication that the binding `B` is measured at, in the sizes that the driver says.
pub struct Case<B> {
    /// Its name, which is that of oxmpi's case.
    pub name: &'static str,
    /// The name of its C twin.
    pub twin: &'static str,
    /// Makes both sides for one size; called on every rank.
    pub sides: for<'a> fn(&'a B, usize) -> Sides<'a>,
}

/// The memory of a case at one size, which the C twin and the binding both work on, and what the binding does.
pub struct Sides<'a> {
    step: Box<dyn Step + 'a>,
    pub(crate) count: i64,
}

impl<'a> Sides<'a> {
    /// `run` gets the memory to send from, the memory to receive into, and how often to do the pattern. The clock runs
    /// for all of it.
    ///
    /// # Safety
    /// The case's C twin, given `count`, stays within these two memories.
    pub unsafe fn new<T: 'a>(
        send: Vec<T>,
        receive: Vec<T>,
        count: usize,
        run: impl FnMut(&mut [T], &mut [T], u64) -> Result + 'a,
    ) -> Self {
        Sides { step: Box::new(Memories { send, receive, run }), count: count as i64 }
    }

    /// A collective call on `f64` again and again, on memory for what so many ranks contribute of `size` bytes each: to send from, and to
    /// receive into.
    ///
    /// # Safety
    /// As [`new`](Sides::new), with as many elements as `size` bytes are.
    pub unsafe fn collective<E: Into<Box<dyn std::error::Error>>>(
        size: usize,
        send: usize,
        receive: usize,
        call: impl Fn(&[f64], &mut [f64]) -> std::result::Result<(), E> + 'a,
    ) -> Self {
        let count = size / size_of::<f64>();
        let run = move |send: &mut [f64], receive: &mut [f64], iterations| {
            for _ in 0..iterations {
                call(send, receive).map_err(Into::into)?;
            }
            Ok(())
        };
        // SAFETY: the caller's promise.
        unsafe { Sides::new(vec![1.0; send * count], vec![0.0; receive * count], count, run) }
    }

    /// The binding's side.
    pub(crate) fn run(&mut self, iterations: u64) -> Result {
        self.step.run(iterations)
    }

    /// Where the C twin sends from and receives into.
    pub(crate) fn addresses(&mut self) -> (*mut c_void, *mut c_void) {
        self.step.addresses()
    }
}

/// [`Memories`], whatever they are of.
trait Step {
    fn run(&mut self, iterations: u64) -> Result;
    fn addresses(&mut self) -> (*mut c_void, *mut c_void);
}

struct Memories<T, F> {
    send: Vec<T>,
    receive: Vec<T>,
    run: F,
}

impl<T, F: FnMut(&mut [T], &mut [T], u64) -> Result> Step for Memories<T, F> {
    fn run(&mut self, iterations: u64) -> Result {
        (self.run)(&mut self.send, &mut self.receive, iterations)
    }

    fn addresses(&mut self) -> (*mut c_void, *mut c_void) {
        (self.send.as_mut_ptr().cast(), self.receive.as_mut_ptr().cast())
    }
}
