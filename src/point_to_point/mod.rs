//! Point-to-point communication (MPI 5.0 chapter 3): one rank sends, one receives.
//!
//! | to | call |
//! |---|---|
//! | send a value, slice, text, object | [`send`](crate::Communicator::send), [`ssend`](crate::Communicator::ssend), [`bsend`](crate::Communicator::bsend), [`rsend`](crate::Communicator::rsend) |
//! | receive a value | [`recv`](crate::Communicator::recv), with its status [`recv_from`](crate::Communicator::recv_from) |
//! | receive into your memory | [`recv_into`](crate::Communicator::recv_into), [`recv_append`](crate::Communicator::recv_append) |
//! | do both at once | [`sendrecv`](crate::Communicator::sendrecv), [`sendrecv_into`](crate::Communicator::sendrecv_into), [`sendrecv_replace`](crate::Communicator::sendrecv_replace) |
//! | send while the program goes on | [`isend`](crate::Communicator::isend), [`issend`](crate::Communicator::issend), [`ibsend`](crate::Communicator::ibsend), [`irsend`](crate::Communicator::irsend) |
//! | receive meanwhile, a value or into your memory | [`irecv`](crate::Communicator::irecv), [`irecv_into`](crate::Communicator::irecv_into) |
//! | do both meanwhile | [`isendrecv`](crate::Communicator::isendrecv), [`isendrecv_into`](crate::Communicator::isendrecv_into), [`isendrecv_replace`](crate::Communicator::isendrecv_replace) |
//! | the same message again and again | [`send_init`](crate::Communicator::send_init), [`ssend_init`](crate::Communicator::ssend_init), [`bsend_init`](crate::Communicator::bsend_init), [`rsend_init`](crate::Communicator::rsend_init), [`recv_init`](crate::Communicator::recv_init), [`start_all`] |
//! | values of one type, one after the other | [`sender`](crate::Communicator::sender), [`receiver`](crate::Communicator::receiver), [`channel`](crate::Communicator::channel) |
//! | look before receiving | [`probe`](crate::Communicator::probe), [`iprobe`](crate::Communicator::iprobe), [`mprobe`](crate::Communicator::mprobe), [`improbe`](crate::Communicator::improbe) |
//!
//! Where a message goes is [`Destination`]: `1`, `Some(1)`, `None` (nobody), `to(1).tag(7)`. Where it comes from is
//! [`Source`]: `0`, `None`, [`ANY`], `from(0).tag(7)`, `ANY.tag(7)`, `from(0).tag(ANY)`. Without `.tag(…)` the tag is 0 on both
//! sides: a plain receive takes what a plain send sent.
//!
//! A call with an `i` in front returns a [`Request`](crate::request::Request) at once: see [`request`](crate::request).

mod buffered;
mod channel;
mod envelope;
mod incoming;
mod irecv;
mod isend;
mod isendrecv;
mod later;
mod message;
#[cfg(feature = "serde")]
mod object;
mod persistent;
mod probe;
mod receive;
mod recv;
mod send;
mod sendrecv;

pub use crate::request::Status;
pub use buffered::BSEND_OVERHEAD;
pub use channel::{Receiver, Sender};
pub(crate) use envelope::Envelope;
pub use envelope::{ANY, Any, Destination, IntoDestination, IntoSource, Source, SourceRank, TagPattern, from, to};
pub use incoming::Incoming;
pub use message::Message;
pub use persistent::{Persistent, PersistentReceive, PersistentSend, start_all};
pub(crate) use persistent::{is_nobody, lost};
pub use probe::MatchedMessage;
pub use receive::Receive;
