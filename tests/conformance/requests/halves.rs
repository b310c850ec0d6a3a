//! The two halves of an exchange: how a send is started, how a receive is started, and what has to come back from both.

use super::{Ends, TAG};
use crate::sample::{Sample, assert_same};
use oxmpi::Result;
use oxmpi::buffer::{OwnedBuffer, OwnedBufferMut};
use oxmpi::point_to_point::{Receive, Status};
use oxmpi::prelude::*;
use oxmpi::request::Request;
use std::sync::Arc;

/// The tag of the token that says that a receive is posted.
const POSTED: i32 = 4;

/// A buffer of elements, in whatever it is kept.
pub(super) trait Elements<T>: Sized {
    fn of(elements: Vec<T>) -> Self;
    fn into_vec(self) -> Vec<T>;
}

impl<T: Sample> Elements<T> for Vec<T> {
    fn of(elements: Vec<T>) -> Vec<T> {
        elements
    }

    fn into_vec(self) -> Vec<T> {
        self
    }
}

impl<T: Sample> Elements<T> for Box<[T]> {
    fn of(elements: Vec<T>) -> Box<[T]> {
        elements.into()
    }

    fn into_vec(self) -> Vec<T> {
        self.into()
    }
}

impl<T: Sample> Elements<T> for Arc<[T]> {
    fn of(elements: Vec<T>) -> Arc<[T]> {
        elements.into()
    }

    fn into_vec(self) -> Vec<T> {
        self.to_vec()
    }
}

/// One element.
impl<T: Sample> Elements<T> for T {
    fn of(elements: Vec<T>) -> T {
        let [element] = elements[..] else { panic!("not one: {elements:?}") };
        element
    }

    fn into_vec(self) -> Vec<T> {
        vec![self]
    }
}

/// What is in memory that a message has not reached.
fn filler<T: Sample>() -> T {
    T::sample(9, 9)
}

/// How many elements longer than the message a buffer is: none or a few, with the length.
fn slack(len: usize) -> usize {
    [0, 0, 2][len % 3]
}

impl Ends<'_> {
    /// A buffer for the message that comes.
    pub(super) fn room<T: Sample>(&self) -> Vec<T> {
        vec![filler(); self.len + slack(self.len)]
    }

    /// Looks at the status, and at what is behind the message; the message.
    pub(super) fn arrived<T: Sample, B: Elements<T>>(&self, (buffer, status): (B, Status)) -> Vec<T> {
        assert_eq!((status.source(), status.tag()), (Some(self.from), Some(TAG)));
        assert_eq!((status.count::<T>(), status.bytes()), (Some(self.len), self.len * size_of::<T>()));
        self.message(buffer)
    }

    /// The message, where there is no status.
    pub(super) fn message<T: Sample, B: Elements<T>>(&self, buffer: B) -> Vec<T> {
        let mut elements = buffer.into_vec();
        assert!(elements[self.len..].iter().all(|&element| element == filler()), "written behind the message");
        elements.truncate(self.len);
        elements
    }

    /// Tells the sender that a receive is posted, and waits until the receiver says so.
    pub(super) fn tell_posted(&self) -> Result<()> {
        self.world.bsend(&7u8, to(self.from).tag(POSTED))?;
        let token: u8 = self.world.recv(from(self.to).tag(POSTED))?;
        assert_eq!(token, 7);
        Ok(())
    }
}

/// Looks at the buffer that a send gave back.
pub(super) fn given_back<T: Sample, A: Elements<T>>(out: &[T], buffer: A) {
    assert_same(&buffer.into_vec(), out, "what a send gives back");
}

/// How a send is started.
pub(super) type Sending<T, A> = fn(&Ends<'_>, &[T]) -> Result<Request<A>>;

pub(super) fn isend<T: Sample, A: OwnedBuffer + Elements<T>>(ends: &Ends<'_>, out: &[T]) -> Result<Request<A>> {
    Ok(ends.world.isend(A::of(out.to_vec()), to(ends.to).tag(TAG))?)
}

pub(super) fn issend<T: Sample, A: OwnedBuffer + Elements<T>>(ends: &Ends<'_>, out: &[T]) -> Result<Request<A>> {
    Ok(ends.world.issend(A::of(out.to_vec()), to(ends.to).tag(TAG))?)
}

pub(super) fn ibsend<T: Sample, A: OwnedBuffer + Elements<T>>(ends: &Ends<'_>, out: &[T]) -> Result<Request<A>> {
    Ok(ends.world.ibsend(A::of(out.to_vec()), to(ends.to).tag(TAG))?)
}

/// For forms that post their receive before.
pub(super) fn irsend<T: Sample, A: OwnedBuffer + Elements<T>>(ends: &Ends<'_>, out: &[T]) -> Result<Request<A>> {
    ends.tell_posted()?;
    // SAFETY: the receiver posted its receive before it sent the token.
    Ok(unsafe { ends.world.irsend(A::of(out.to_vec()), to(ends.to).tag(TAG)) }?)
}

/// How a receive is started.
pub(super) type Receiving<B> = fn(&Ends<'_>) -> Result<Request<(B, Status)>>;

pub(super) fn irecv_into<T: Sample, B: OwnedBufferMut + Elements<T>>(ends: &Ends<'_>) -> Result<Request<(B, Status)>> {
    Ok(ends.world.irecv_into(B::of(ends.room::<T>()), from(ends.from).tag(TAG))?)
}

pub(super) fn irecv<B: Receive>(ends: &Ends<'_>) -> Result<Request<(B, Status)>> {
    ends.world.irecv::<B>(from(ends.from).tag(TAG))
}

/// Waits for a message by a matched probe: for forms that send before.
pub(super) fn matched_irecv<B: Receive>(ends: &Ends<'_>) -> Result<Request<(B, Status)>> {
    ends.world.mprobe(from(ends.from).tag(TAG))?.irecv::<B>()
}

/// Looks for a message again and again: for forms that send before.
pub(super) fn matched_irecv_into<T: Sample, B: OwnedBufferMut + Elements<T>>(
    ends: &Ends<'_>,
) -> Result<Request<(B, Status)>> {
    loop {
        match ends.world.improbe(from(ends.from).tag(TAG))? {
            Some(message) => return Ok(message.irecv_into(B::of(ends.room::<T>()))?),
            None => std::thread::yield_now(),
        }
    }
}
