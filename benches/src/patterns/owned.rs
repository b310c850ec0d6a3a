//! Many messages from rank 0 to rank 1 by requests that own their buffers, and give them back.

use crate::lab::Lab;
use oxmpi::request::{RequestSet, Ticket};
use oxmpi::{Datatype, Result, Status};

/// The buffers, and what their requests need: allocated once.
pub(super) struct Owned<T> {
    buffers: Vec<Vec<T>>,
    set: RequestSet,
    sends: Vec<Ticket<Vec<T>>>,
    receives: Vec<Ticket<(Vec<T>, Status)>>,
}

impl<T: Datatype> Owned<T> {
    /// So many buffers like this one.
    pub(super) fn new(buffer: Vec<T>, messages: usize) -> Self {
        let (sends, receives) = (Vec::with_capacity(messages), Vec::with_capacity(messages));
        Owned { buffers: vec![buffer; messages], set: RequestSet::with_capacity(messages), sends, receives }
    }

    /// Starts a request for each buffer, completes them as `complete` does, and takes the buffers back.
    pub(super) fn exchange(&mut self, lab: &Lab, complete: impl FnOnce(&mut RequestSet) -> Result<()>) -> Result<()> {
        let Owned { buffers, set, sends, receives } = self;
        for buffer in buffers.drain(..) {
            if lab.rank == 0 {
                sends.push(set.add(lab.world.isend(buffer, lab.peer)?));
            } else {
                receives.push(set.add(lab.world.irecv_into(buffer, lab.peer)?));
            }
        }
        complete(set)?;
        for ticket in sends.drain(..) {
            buffers.push(set.take(ticket)?);
        }
        for ticket in receives.drain(..) {
            buffers.push(set.take(ticket)?.0);
        }
        Ok(())
    }
}
