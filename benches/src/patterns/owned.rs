//! Many messages from rank 0 to rank 1 by requests that own their buffers, and give them back.

use crate::case::{Block, Memory};
use crate::lab::Lab;
use oxmpi::request::{RequestSet, Ticket};
use oxmpi::{Datatype, Result, Status};
use std::ffi::c_void;

/// Messages that a vector holds each, since requests that own them have no other way. The other contestants use the same vectors.
pub(super) type Messages<T> = Memory<Vec<T>>;

impl<T: Datatype> Messages<T> {
    /// What fills a block with the addresses of the messages, which it keeps, and a count.
    pub(super) fn filling(&self, count: usize) -> impl FnMut(&mut Block) + use<T> {
        let messages = Memory::clone(self);
        let mut addresses: Vec<*mut c_void> = Vec::new();
        move |block| {
            addresses.clear();
            addresses.extend(messages.borrow().iter_mut().map(|message| message.as_mut_ptr().cast::<c_void>()));
            block.extra = addresses.as_ptr().cast();
            block.count = count as i64;
        }
    }
}

/// The messages, and what their requests need: allocated once.
pub(super) struct Owned<T> {
    messages: Messages<T>,
    set: RequestSet,
    sends: Vec<Ticket<Vec<T>>>,
    receives: Vec<Ticket<(Vec<T>, Status)>>,
}

impl<T: Datatype> Owned<T> {
    pub(super) fn new(messages: Messages<T>) -> Self {
        let len = messages.borrow().len();
        let (sends, receives) = (Vec::with_capacity(len), Vec::with_capacity(len));
        Owned { messages, set: RequestSet::with_capacity(len), sends, receives }
    }

    /// One block. In each iteration a request is started for each message, all are completed as `complete` does, the messages are taken back, and
    /// `after` is called.
    pub(super) fn block(
        &mut self,
        lab: &Lab,
        iterations: u64,
        mut complete: impl FnMut(&mut RequestSet) -> Result<()>,
        after: impl Fn() -> Result<()>,
    ) -> Result<()> {
        let mut messages = self.messages.take();
        for _ in 0..iterations {
            self.exchange(lab, &mut messages, &mut complete)?;
            after()?;
        }
        self.messages.put_back(messages);
        Ok(())
    }

    fn exchange(
        &mut self,
        lab: &Lab,
        messages: &mut Vec<Vec<T>>,
        complete: &mut impl FnMut(&mut RequestSet) -> Result<()>,
    ) -> Result<()> {
        let Owned { set, sends, receives, .. } = self;
        for message in messages.drain(..) {
            if lab.rank == 0 {
                sends.push(set.add(lab.world.isend(message, lab.peer)?));
            } else {
                receives.push(set.add(lab.world.irecv_into(message, lab.peer)?));
            }
        }
        complete(set)?;
        for ticket in sends.drain(..) {
            messages.push(set.take(ticket)?);
        }
        for ticket in receives.drain(..) {
            messages.push(set.take(ticket)?.0);
        }
        Ok(())
    }
}
