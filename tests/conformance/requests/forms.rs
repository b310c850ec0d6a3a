//! Every form of an exchange, for every element type, pattern and length.
//!
//! A form is one line of [`forms`]. Not every way to send is combined with every way to receive and to complete: each way is in
//! several forms, each with others.

use super::completions::*;
use super::halves::*;
use super::oracle::Oracle;
use super::{Ends, Form, Pattern, TAG, all_pairs, exchange, pair, ring, scopes, to_oneself};
use crate::sample::{Sample, for_each_type};
use oxmpi::Result;
use oxmpi::point_to_point::Status;
use oxmpi::prelude::*;
use oxmpi_test::oxmpi_test;
use std::cell::Cell;
use std::sync::Arc;

/// A request for each half: the receive is started first.
fn both<T: Sample, A: Elements<T>, B: Elements<T>>(
    ends: &Ends<'_>,
    out: &[T],
    send: Sending<T, A>,
    receive: Receiving<B>,
    complete: Complete<A, (B, Status)>,
) -> Result<Vec<T>> {
    let receiving = receive(ends)?;
    let sending = send(ends, out)?;
    let (sent, arrived) = complete(sending, receiving)?;
    given_back(out, sent);
    Ok(ends.arrived(arrived))
}

/// A request for each half: the send is started first, and the receive when its message is matched.
fn matched<T: Sample, A: Elements<T>, B: Elements<T>>(
    ends: &Ends<'_>,
    out: &[T],
    send: Sending<T, A>,
    receive: Receiving<B>,
    complete: Complete<A, (B, Status)>,
) -> Result<Vec<T>> {
    let sending = send(ends, out)?;
    let receiving = receive(ends)?;
    let (sent, arrived) = complete(sending, receiving)?;
    given_back(out, sent);
    Ok(ends.arrived(arrived))
}

/// A request for the receive alone.
fn received<T: Sample, B: Elements<T>>(
    ends: &Ends<'_>,
    receive: Receiving<B>,
    send: impl FnOnce(&Communicator) -> Result<()>,
) -> Result<Vec<T>> {
    let receiving = receive(ends)?;
    send(ends.world)?;
    Ok(ends.arrived(receiving.wait()?))
}

/// A request for the send alone.
fn sent<T: Sample, A: Elements<T>>(
    ends: &Ends<'_>,
    out: &[T],
    send: Sending<T, A>,
    receive: impl FnOnce(&Communicator) -> Result<Vec<T>>,
) -> Result<Vec<T>> {
    let sending = send(ends, out)?;
    let arrived = receive(ends.world)?;
    given_back(out, sending.wait()?);
    Ok(arrived)
}

type Boxed<T> = Box<[T]>;
type Shared<T> = Arc<[T]>;

/// Forms for messages of any length.
#[rustfmt::skip] // one line each
fn forms<T: Sample>() -> Vec<(&'static str, Form<T>)> {
    vec![
        // A Vec from a Vec, completed in each way.
        ("isend, irecv_into: wait", |e, o| both(e, o, isend::<T, Vec<T>>, irecv_into::<T, Vec<T>>, wait)),
        ("isend, irecv_into: wait, send first", |e, o| both(e, o, isend::<T, Vec<T>>, irecv_into::<T, Vec<T>>, wait_for_the_send_first)),
        ("isend, irecv_into: test", |e, o| both(e, o, isend::<T, Vec<T>>, irecv_into::<T, Vec<T>>, test)),
        ("isend, irecv_into: get_status", |e, o| both(e, o, isend::<T, Vec<T>>, irecv_into::<T, Vec<T>>, get_status_then_wait)),
        ("isend, irecv_into: wait_all", |e, o| both(e, o, isend::<T, Vec<T>>, irecv_into::<T, Vec<T>>, wait_all)),
        ("isend, irecv_into: wait_any", |e, o| both(e, o, isend::<T, Vec<T>>, irecv_into::<T, Vec<T>>, wait_any)),
        ("isend, irecv_into: wait_some", |e, o| both(e, o, isend::<T, Vec<T>>, irecv_into::<T, Vec<T>>, wait_some)),
        ("isend, irecv_into: test_some", |e, o| both(e, o, isend::<T, Vec<T>>, irecv_into::<T, Vec<T>>, test_some)),
        ("isend, irecv_into: joined", |e, o| both(e, o, isend::<T, Vec<T>>, irecv_into::<T, Vec<T>>, joined)),
        ("isend, irecv_into: polled, then waited", |e, o| both(e, o, isend::<T, Vec<T>>, irecv_into::<T, Vec<T>>, polled_then_waited)),
        // A length that the message tells, completed in each way.
        ("isend, irecv: wait", |e, o| both(e, o, isend::<T, Vec<T>>, irecv::<Vec<T>>, wait)),
        ("isend, irecv: test", |e, o| both(e, o, isend::<T, Vec<T>>, irecv::<Vec<T>>, test)),
        ("isend, irecv: wait_all", |e, o| both(e, o, isend::<T, Vec<T>>, irecv::<Vec<T>>, wait_all)),
        ("isend, irecv: wait_any", |e, o| both(e, o, isend::<T, Vec<T>>, irecv::<Vec<T>>, wait_any)),
        ("isend, irecv: test_any", |e, o| both(e, o, isend::<T, Vec<T>>, irecv::<Vec<T>>, test_any)),
        ("isend, irecv: joined", |e, o| both(e, o, isend::<T, Vec<T>>, irecv::<Vec<T>>, joined)),
        ("isend, irecv: polled, then waited", |e, o| both(e, o, isend::<T, Vec<T>>, irecv::<Vec<T>>, polled_then_waited)),
        // The other modes and buffers.
        ("isend of a Box, irecv a Box", |e, o| both(e, o, isend::<T, Boxed<T>>, irecv::<Boxed<T>>, wait_some)),
        ("isend of an Arc, irecv_into a Box", |e, o| both(e, o, isend::<T, Shared<T>>, irecv_into::<T, Boxed<T>>, awaited)),
        ("issend, irecv_into", |e, o| both(e, o, issend::<T, Vec<T>>, irecv_into::<T, Vec<T>>, test_all)),
        ("issend of a Box, irecv", |e, o| both(e, o, issend::<T, Boxed<T>>, irecv::<Vec<T>>, awaited)),
        ("issend of an Arc, irecv an Arc", |e, o| both(e, o, issend::<T, Shared<T>>, irecv::<Shared<T>>, test_some)),
        ("ibsend, irecv", |e, o| both(e, o, ibsend::<T, Vec<T>>, irecv::<Vec<T>>, wait)),
        ("ibsend of a Box, irecv_into", |e, o| both(e, o, ibsend::<T, Boxed<T>>, irecv_into::<T, Vec<T>>, wait_any)),
        ("ibsend of an Arc, irecv a Box", |e, o| both(e, o, ibsend::<T, Shared<T>>, irecv::<Boxed<T>>, joined)),
        ("irsend, irecv_into a Box", |e, o| both(e, o, irsend::<T, Vec<T>>, irecv_into::<T, Boxed<T>>, wait)),
        ("irsend of a Box, irecv_into", |e, o| both(e, o, irsend::<T, Boxed<T>>, irecv_into::<T, Vec<T>>, test_any)),
        ("irsend of an Arc, irecv_into", |e, o| both(e, o, irsend::<T, Shared<T>>, irecv_into::<T, Vec<T>>, joined)),
        // A message that was matched before.
        ("isend, mprobe and irecv", |e, o| matched(e, o, isend::<T, Vec<T>>, matched_irecv::<Vec<T>>, wait)),
        ("issend, improbe and irecv_into", |e, o| matched(e, o, issend::<T, Vec<T>>, matched_irecv_into::<T, Vec<T>>, wait_some)),
        ("ibsend, mprobe and irecv a Box", |e, o| matched(e, o, ibsend::<T, Vec<T>>, matched_irecv::<Boxed<T>>, joined)),
        ("isend of a Box, improbe and irecv_into a Box", |e, o| matched(e, o, isend::<T, Boxed<T>>, matched_irecv_into::<T, Boxed<T>>, get_status_then_wait)),
        // Blocking on the other side.
        ("send, irecv_into", |e, o| received(e, irecv_into::<T, Vec<T>>, |w| w.send(o, to(e.to).tag(TAG)))),
        ("ssend, irecv_into a Box", |e, o| received(e, irecv_into::<T, Boxed<T>>, |w| w.ssend(o, to(e.to).tag(TAG)))),
        ("bsend, irecv", |e, o| received(e, irecv::<Vec<T>>, |w| w.bsend(o, to(e.to).tag(TAG)))),
        ("isend, recv", |e, o| sent(e, o, isend::<T, Vec<T>>, |w| Ok(e.arrived(w.recv_from::<Vec<T>>(from(e.from).tag(TAG))?)))),
        ("issend of an Arc, recv_into", |e, o| sent(e, o, issend::<T, Shared<T>>, |w| {
            let mut room = e.room();
            let status = w.recv_into(&mut room, from(e.from).tag(TAG))?;
            Ok(e.arrived((room, status)))
        })),
        // Lent to a scope.
        ("lent: wait", scopes::waited),
        ("lent: left to the end", scopes::left_to_the_end),
        ("lent: test", scopes::tested),
        ("lent: await", scopes::awaited),
        ("lent: issend, leaked", scopes::leaked),
        ("lent: irsend", scopes::ready),
        ("lent and owned", scopes::beside_owned),
        ("lent: a matched message", scopes::matched),
    ]
}

/// Forms for messages of one element.
#[rustfmt::skip] // one line each
fn forms_of_one<T: Sample>() -> Vec<(&'static str, Form<T>)> {
    vec![
        ("isend of a value, irecv", |e, o| both(e, o, isend::<T, T>, irecv::<T>, wait)),
        ("issend of a value, irecv", |e, o| both(e, o, issend::<T, T>, irecv::<T>, wait_all)),
        ("ibsend of a value, irecv_into a value", |e, o| both(e, o, ibsend::<T, T>, irecv_into::<T, T>, get_status_then_wait)),
        ("irsend of a value, irecv", |e, o| both(e, o, irsend::<T, T>, irecv::<T>, joined)),
        ("isend of a value, irecv_into a value", |e, o| both(e, o, isend::<T, T>, irecv_into::<T, T>, polled_then_waited)),
        ("isend of a Vec, irecv_into a value", |e, o| both(e, o, isend::<T, Vec<T>>, irecv_into::<T, T>, test_some)),
        ("isend of a value, irecv_into a Vec", |e, o| both(e, o, isend::<T, T>, irecv_into::<T, Vec<T>>, wait_some)),
        ("isend of a value, irecv a Vec", |e, o| both(e, o, isend::<T, T>, irecv::<Vec<T>>, test)),
        ("isend of a value, mprobe and irecv", |e, o| matched(e, o, isend::<T, T>, matched_irecv::<T>, wait)),
        ("isend of a value, improbe and irecv_into", |e, o| matched(e, o, isend::<T, T>, matched_irecv_into::<T, T>, wait)),
        ("send of a value, irecv", |e, o| received(e, irecv::<T>, |w| w.send(&o[0], to(e.to).tag(TAG)))),
        ("isend of a value, recv", |e, o| sent(e, o, isend::<T, T>, |w| Ok(e.arrived(w.recv_from::<T>(from(e.from).tag(TAG))?)))),
        ("lent values", scopes::values),
    ]
}

/// Every form of one type.
fn all_forms<T: Sample>(world: &Communicator, pattern: Pattern, lengths: &[usize]) -> Result<()> {
    let oracle = Oracle::<T>::new(world, lengths.iter().copied().max().unwrap_or(0));
    for &len in lengths {
        for form in forms::<T>() {
            exchange(world, &oracle, pattern, form, len);
        }
        for form in forms_of_one::<T>().into_iter().filter(|_| len == 1) {
            exchange(world, &oracle, pattern, form, len);
        }
    }
    Ok(())
}

/// One form in so many of one type: others at each call.
fn some_forms<T: Sample>(
    world: &Communicator,
    pattern: Pattern,
    lengths: &[usize],
    one_in: usize,
    calls: &Cell<usize>,
) -> Result<()> {
    let turn = calls.replace(calls.get() + 1);
    let oracle = Oracle::<T>::new(world, lengths.iter().copied().max().unwrap_or(0));
    for &len in lengths {
        let mut all = forms::<T>();
        if len == 1 {
            all.extend(forms_of_one::<T>());
        }
        // No less than one, also where there are fewer forms than that.
        let one_in = one_in.min(all.len());
        for (at, form) in all.into_iter().enumerate() {
            if at % one_in == turn % one_in {
                exchange(world, &oracle, pattern, form, len);
            }
        }
    }
    Ok(())
}

const SHORT: [usize; 4] = [0, 1, 7, 4095];
const LONG: [usize; 2] = [65_536, 3_000_000];

#[oxmpi_test(ranks = [1])]
fn every_form_carries_every_type_to_oneself(world: &Communicator) -> Result<()> {
    for_each_type!(all_forms(world, to_oneself, &SHORT));
    Ok(())
}

#[oxmpi_test(ranks = [2])]
fn every_form_carries_every_type_between_a_pair(world: &Communicator) -> Result<()> {
    for_each_type!(all_forms(world, pair, &SHORT));
    Ok(())
}

/// With more ranks than cores every wait is for a busy machine, so each type goes some of the forms.
#[oxmpi_test(ranks = [3])]
fn every_form_carries_types_around_a_ring(world: &Communicator) -> Result<()> {
    for_each_type!(some_forms(world, ring, &[1, 4095], 6, &Cell::new(0)));
    all_forms::<f64>(world, ring, &[7])
}

#[oxmpi_test(ranks = [2, 3, 4])]
fn every_form_carries_types_between_all_pairs(world: &Communicator) -> Result<()> {
    let calls = Cell::new(world.size());
    for_each_type!(some_forms(world, all_pairs, &[1], 12, &calls));
    all_forms::<u8>(world, all_pairs, &[7])
}

#[oxmpi_test(ranks = [1, 2])]
fn every_form_carries_long_messages_of_bytes(world: &Communicator) -> Result<()> {
    all_forms::<u8>(world, if world.size() == 1 { to_oneself } else { pair }, &LONG)
}

/// Up to 24 MB each.
#[oxmpi_test(ranks = [1, 2])]
fn every_form_carries_long_messages_of_numbers(world: &Communicator) -> Result<()> {
    all_forms::<f64>(world, if world.size() == 1 { to_oneself } else { pair }, &LONG)
}

#[oxmpi_test(ranks = [2])]
fn every_type_is_carried_in_long_messages(world: &Communicator) -> Result<()> {
    let calls = Cell::new(0);
    for_each_type!(some_forms(world, pair, &LONG, usize::MAX, &calls));
    Ok(())
}

/// `MPI_Ibsend`, which is what an attached buffer brings.
#[oxmpi_test(ranks = [1, 2, 3])]
fn buffered_forms_use_an_attached_buffer(mpi: &Mpi) -> Result<()> {
    let world = mpi.world();
    mpi.attach_buffer(1 << 20)?;
    let oracle = Oracle::<f64>::new(&world, 4095);
    for len in SHORT {
        for form in forms::<f64>().into_iter().chain(forms_of_one().into_iter().filter(|_| len == 1)) {
            if form.0.contains("bsend") {
                exchange(&world, &oracle, ring, form, len);
            }
        }
    }
    mpi.detach_buffer()
}
