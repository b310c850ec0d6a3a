//! Typed channels between two ranks, in the manner of `std::sync::mpsc`.

use super::{MatchedMessage, Receive, from, to};
use crate::buffer::{OwnedBuffer, RawBuffer};
use crate::communicator::Communicator;
use crate::error::{Error, ErrorKind, Result};
use crate::gate::deferred::Deferred;
use crate::request::{Failed, Request, RequestBuffer};
use oxmpi_sys as ffi;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;

/// The end of a channel that sends.
///
/// Dropping it closes the channel: the receiver gets what was sent before, and is then told.
pub struct Sender<T: OwnedBuffer> {
    communicator: Communicator,
    peer: usize,
    tag: i32,
    /// What is under way, the oldest first.
    under_way: RefCell<VecDeque<Request<T>>>,
}

/// The end of a channel that receives.
pub struct Receiver<T> {
    communicator: Communicator,
    peer: usize,
    tag: i32,
    /// An empty message came; the next one says what it means.
    empty: Cell<bool>,
    closed: Cell<bool>,
    receives: PhantomData<fn() -> T>,
}

/// What an empty message means, in the message of one byte that follows it: values of no bytes are rare, and so is the end.
const EMPTY_VALUE: u8 = 0;
const CLOSED: u8 = 1;

impl Communicator {
    /// A channel to another rank and one from it: [`sender`](Communicator::sender) and [`receiver`](Communicator::receiver).
    ///
    /// Where one end is not wanted make the other alone: dropping a sender tells the other rank, which has to receive that.
    pub fn channel<T: OwnedBuffer + Receive>(&self, peer: usize, tag: i32) -> Result<(Sender<T>, Receiver<T>)> {
        Ok((self.sender(peer, tag)?, self.receiver(peer, tag)?))
    }

    /// The sending end of a channel to another rank: values of one type, each a message with this tag.
    ///
    /// Local: nothing is sent. The other rank makes the [`receiver`](Communicator::receiver), with this rank as peer, the same tag and the same type.
    /// Nothing else may go from here to there with this tag, nor another channel before that one is closed and received to its end. Values are what
    /// [`isend`](Communicator::isend) takes and [`recv`](Communicator::recv) gives: `f64`, `Vec<f64>`, `String`, `Obj<T>`.
    ///
    /// # Errors
    /// [`Rank`](ErrorKind::Rank) and [`Tag`](ErrorKind::Tag).
    ///
    /// ```no_run
    /// # use oxmpi::prelude::*;
    /// # let mpi = oxmpi::init()?;
    /// # let world = mpi.world();
    /// if world.rank() == 0 {
    ///     let sender = world.sender(1, 7)?;
    ///     for number in 0..10 {
    ///         sender.send(Obj((number, format!("value {number}"))))?;
    ///     }
    /// } else if world.rank() == 1 {
    ///     let receiver = world.receiver::<Obj<(i32, String)>>(0, 7)?;
    ///     for value in receiver.iter() {
    ///         let Obj((number, text)) = value?;
    ///     } // ends when the sender is dropped
    /// }
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    pub fn sender<T: OwnedBuffer>(&self, peer: usize, tag: i32) -> Result<Sender<T>> {
        self.check_channel("MPI_Isend", peer, tag)?;
        Ok(Sender { communicator: self.alias(), peer, tag, under_way: RefCell::default() })
    }

    /// The receiving end of a channel from another rank: see [`sender`](Communicator::sender).
    pub fn receiver<T: Receive>(&self, peer: usize, tag: i32) -> Result<Receiver<T>> {
        self.check_channel("MPI_Mprobe", peer, tag)?;
        let (empty, closed) = (Cell::new(false), Cell::new(false));
        Ok(Receiver { communicator: self.alias(), peer, tag, empty, closed, receives: PhantomData })
    }

    fn check_channel(&self, call: &'static str, peer: usize, tag: i32) -> Result<()> {
        let _call = self.enter(call)?;
        self.destination(call, to(peer).tag(tag)).map(drop)
    }
}

impl<T: OwnedBuffer> Sender<T> {
    /// Sends a value. Does not wait for the receiver: what it has not taken yet is kept here.
    ///
    /// # Errors
    /// Those of [`isend`](Communicator::isend), with the value; those of values that were sent before and failed since, without it.
    pub fn send(&self, value: T) -> Result<(), Failed<T>> {
        let mut under_way = self.under_way.borrow_mut();
        while let Some(oldest) = under_way.front_mut() {
            match oldest.test() {
                Ok(Some(sent)) => drop(sent),
                Ok(None) => break,
                Err(failed) => {
                    if failed.kind() != ErrorKind::WrongThread {
                        under_way.pop_front();
                    }
                    return Err(Failed::with_value(failed.into_error(), value));
                }
            }
            under_way.pop_front();
        }
        let (communicator, destination) = (&self.communicator, to(self.peer).tag(self.tag));
        let (kept, raw) = value.keep()?;
        // SAFETY: the request keeps the buffer until MPI is done with it.
        let sending = match unsafe { communicator.isend_raw("MPI_Isend", ffi::MPI_Isend, raw, destination) } {
            // SAFETY: as above.
            Ok(request) => unsafe { T::reading(kept, request, communicator.instance()) },
            Err(error) => return Err(T::refused(kept, error)),
        };
        under_way.push_back(sending);
        if raw.bytes == 0 {
            communicator.note(EMPTY_VALUE, self.peer, self.tag).map_err(Failed::new)?;
        }
        Ok(())
    }

    /// Waits until the receiver's library has all that was sent.
    pub fn flush(&self) -> Result<()> {
        while let Some(oldest) = self.under_way.borrow_mut().pop_front() {
            oldest.wait()?;
        }
        Ok(())
    }
}

impl Communicator {
    /// The message that says what the empty one before it means. Copied, so that nothing has to be waited for.
    fn note(&self, meaning: u8, peer: usize, tag: i32) -> Result<()> {
        self.bsend_automatic("MPI_Isend", RawBuffer::of(&[meaning]), to(peer).tag(tag))
    }

    fn close_channel(&self, peer: usize, tag: i32) -> Result<()> {
        let empty: [u8; 0] = [];
        let _turn = self.enter("MPI_Isend")?;
        self.bsend_automatic("MPI_Isend", RawBuffer::bytes(&empty), to(peer).tag(tag))?;
        self.note(CLOSED, peer, tag)
    }
}

impl<T: OwnedBuffer> Drop for Sender<T> {
    fn drop(&mut self) {
        // A thread that panics calls nothing; where it is not the main one the job goes on, and the receiver has to be told.
        if !std::thread::panicking() {
            match self.communicator.close_channel(self.peer, self.tag) {
                Err(error) if error.kind() == ErrorKind::WrongThread => {}
                _ => return, // another failure cannot be told to anybody
            }
        }
        let (communicator, peer, tag) = (self.communicator.alias(), self.peer, self.tag);
        let close = move || communicator.close_channel(peer, tag).map_or(true, |()| true);
        self.communicator.instance().defer(Deferred::Action(Box::new(close)));
    }
}

impl<T: Receive> Receiver<T> {
    /// Waits for a value.
    ///
    /// Blocking.
    ///
    /// # Errors
    /// [`Closed`](ErrorKind::Closed) when the sender was dropped and all it sent was received; else as [`recv`](Communicator::recv).
    pub fn recv(&self) -> Result<T> {
        loop {
            if let Some(value) = self.next(true)? {
                return Ok(value);
            }
        }
    }

    /// Looks for a value. `None`: there is none now. Does not wait.
    ///
    /// # Errors
    /// As [`recv`](Receiver::recv).
    pub fn try_recv(&self) -> Result<Option<T>> {
        self.next(false)
    }

    /// The values, until the channel is closed. Waits for each.
    pub fn iter(&self) -> impl Iterator<Item = Result<T>> {
        std::iter::from_fn(|| match self.recv() {
            Err(error) if error.kind() == ErrorKind::Closed => None,
            result => Some(result),
        })
    }

    /// The values that are there now.
    pub fn try_iter(&self) -> impl Iterator<Item = Result<T>> {
        std::iter::from_fn(|| match self.try_recv() {
            Err(error) if error.kind() == ErrorKind::Closed => None,
            result => result.transpose(),
        })
    }

    fn next(&self, wait: bool) -> Result<Option<T>> {
        const CALL: &str = "MPI_Mrecv";
        // Where threads take turns, none comes between the messages that belong together.
        let _turn = self.communicator.enter(CALL)?;
        loop {
            if self.closed.get() {
                return Err(Error::new(
                    ErrorKind::Closed,
                    CALL,
                    "the sender was dropped; all that it sent was received",
                ));
            }
            let Some(message) = self.message(wait)? else { return Ok(None) };
            if !self.empty.get() {
                if message.status().bytes() > 0 {
                    return message.recv().map(Some);
                }
                message.recv_into(&mut [0u8; 0][..])?;
                self.empty.set(true);
                continue;
            }
            let status = message.status();
            let meaning: u8 = message.recv()?;
            self.empty.set(false);
            if meaning != CLOSED {
                return T::from_arrived(CALL, Vec::new(), status).map(Some);
            }
            self.closed.set(true);
        }
    }

    fn message(&self, wait: bool) -> Result<Option<MatchedMessage>> {
        let source = from(self.peer).tag(self.tag);
        if wait { self.communicator.mprobe(source).map(Some) } else { self.communicator.improbe(source) }
    }
}

impl<T: OwnedBuffer> fmt::Debug for Sender<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sender").field("peer", &self.peer).field("tag", &self.tag).finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for Receiver<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver").field("peer", &self.peer).field("tag", &self.tag).finish_non_exhaustive()
    }
}
