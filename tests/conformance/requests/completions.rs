//! The ways to complete two requests, of which none depends on what they yield.

use oxmpi::Result;
use oxmpi::request::{Completed, Failed, Request, RequestSet, Ticket, block_on};
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

/// Completes a send and a receive.
pub(super) type Complete<A, B> = fn(Request<A>, Request<B>) -> Result<(A, B)>;

/// One after the other, the receive first.
pub(super) fn wait<A, B>(sending: Request<A>, receiving: Request<B>) -> Result<(A, B)> {
    let arrived = receiving.wait()?;
    Ok((sending.wait()?, arrived))
}

/// The send first: for receives that are posted, since nobody else would let a long send complete.
pub(super) fn wait_for_the_send_first<A, B>(sending: Request<A>, receiving: Request<B>) -> Result<(A, B)> {
    Ok((sending.wait()?, receiving.wait()?))
}

/// By turns.
pub(super) fn test<A, B>(mut sending: Request<A>, mut receiving: Request<B>) -> Result<(A, B)> {
    let (mut sent, mut arrived) = (None, None);
    while sent.is_none() || arrived.is_none() {
        if sent.is_none() {
            sent = sending.test()?;
        }
        if arrived.is_none() {
            arrived = receiving.test()?;
        }
        std::thread::yield_now();
    }
    Ok((sent.expect("tested"), arrived.expect("tested")))
}

/// Looks until both are complete, and takes the results after that: for receives that are posted.
pub(super) fn get_status_then_wait<A, B>(mut sending: Request<A>, mut receiving: Request<B>) -> Result<(A, B)> {
    let mut complete = [false; 2];
    while complete != [true; 2] {
        complete = [sending.get_status()?.is_some(), receiving.get_status()?.is_some()];
        std::thread::yield_now();
    }
    // It can be asked again, and says the same.
    let seen = receiving.get_status()?.expect("complete");
    assert_eq!(receiving.get_status()?, Some(seen));
    assert_eq!(sending.get_status()?.expect("complete").source(), None);
    wait(sending, receiving)
}

type Both<A, B> = (RequestSet, Ticket<A>, Ticket<B>);

fn set<A: Send + 'static, B: Send + 'static>(sending: Request<A>, receiving: Request<B>) -> Both<A, B> {
    let mut set = RequestSet::with_capacity(2);
    let (receiving, sending) = (set.add(receiving), set.add(sending));
    assert!(set.active() <= 2, "some are complete from the beginning");
    (set, sending, receiving)
}

fn take<A, B>((mut set, sending, receiving): Both<A, B>) -> Result<(A, B)> {
    assert_eq!(set.active(), 0);
    Ok((set.take(sending)?, set.take(receiving)?))
}

/// Each of both is told exactly once.
#[derive(Default)]
struct Told([bool; 2]);

impl Told {
    fn note<A, B>(&mut self, done: Completed, both: &Both<A, B>) {
        let which = if done.is(&both.1) { 0 } else { 1 };
        assert!(done.is_ok() && (which == 0 || done.is(&both.2)), "one of ours");
        assert!(!std::mem::replace(&mut self.0[which], true), "told once");
    }
}

pub(super) fn wait_all<A: Send + 'static, B: Send + 'static>(
    sending: Request<A>,
    receiving: Request<B>,
) -> Result<(A, B)> {
    let mut both = set(sending, receiving);
    both.0.wait_all()?;
    take(both)
}

pub(super) fn test_all<A: Send + 'static, B: Send + 'static>(
    sending: Request<A>,
    receiving: Request<B>,
) -> Result<(A, B)> {
    let mut both = set(sending, receiving);
    while !both.0.test_all()? {
        std::thread::yield_now();
    }
    take(both)
}

pub(super) fn wait_any<A: Send + 'static, B: Send + 'static>(
    sending: Request<A>,
    receiving: Request<B>,
) -> Result<(A, B)> {
    let (mut both, mut told) = (set(sending, receiving), Told::default());
    while let Some(done) = both.0.wait_any()? {
        told.note(done, &both);
    }
    take(both)
}

pub(super) fn test_any<A: Send + 'static, B: Send + 'static>(
    sending: Request<A>,
    receiving: Request<B>,
) -> Result<(A, B)> {
    let (mut both, mut told) = (set(sending, receiving), Told::default());
    while told.0 != [true; 2] {
        match both.0.test_any()? {
            Some(done) => told.note(done, &both),
            None => std::thread::yield_now(),
        }
    }
    take(both)
}

pub(super) fn wait_some<A: Send + 'static, B: Send + 'static>(
    sending: Request<A>,
    receiving: Request<B>,
) -> Result<(A, B)> {
    let (mut both, mut told, mut completed) = (set(sending, receiving), Told::default(), Vec::new());
    while both.0.wait_some(&mut completed)? > 0 {
        completed.iter().for_each(|&done| told.note(done, &both));
    }
    take(both)
}

pub(super) fn test_some<A: Send + 'static, B: Send + 'static>(
    sending: Request<A>,
    receiving: Request<B>,
) -> Result<(A, B)> {
    let (mut both, mut told, mut completed) = (set(sending, receiving), Told::default(), Vec::new());
    while told.0 != [true; 2] {
        both.0.test_some(&mut completed)?;
        completed.iter().for_each(|&done| told.note(done, &both));
        std::thread::yield_now();
    }
    take(both)
}

/// One after the other, the receive first.
pub(super) fn awaited<A, B>(sending: Request<A>, receiving: Request<B>) -> Result<(A, B)> {
    block_on(async {
        let arrived = receiving.await?;
        Ok((sending.await?, arrived))
    })
}

/// Both at once.
pub(super) fn joined<A, B>(sending: Request<A>, receiving: Request<B>) -> Result<(A, B)> {
    block_on(Join { sending, receiving, sent: None, arrived: None })
}

/// Polls two requests until both are complete.
struct Join<A, B> {
    sending: Request<A>,
    receiving: Request<B>,
    sent: Option<A>,
    arrived: Option<B>,
}

impl<A, B> Unpin for Join<A, B> {}

impl<A, B> Future for Join<A, B> {
    type Output = Result<(A, B)>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        fn look<T>(request: &mut Request<T>, value: &mut Option<T>, context: &mut Context<'_>) -> Result<()> {
            if value.is_none() {
                if let Poll::Ready(result) = pin!(request).poll(context) {
                    *value = Some(result.map_err(Failed::into_error)?);
                }
            }
            Ok(())
        }
        let this = self.get_mut();
        look(&mut this.sending, &mut this.sent, context)?;
        look(&mut this.receiving, &mut this.arrived, context)?;
        match (this.sent.take(), this.arrived.take()) {
            (Some(sent), Some(arrived)) => Poll::Ready(Ok((sent, arrived))),
            (sent, arrived) => {
                (this.sent, this.arrived) = (sent, arrived);
                Poll::Pending
            }
        }
    }
}

/// Polled once, and given up as a future: the send is waited for, the receive goes into a set.
pub(super) fn polled_then_waited<A: Send + 'static, B: Send + 'static>(
    mut sending: Request<A>,
    mut receiving: Request<B>,
) -> Result<(A, B)> {
    let first = block_on(std::future::poll_fn(|context| {
        let sent = pin!(&mut sending).poll(context);
        Poll::Ready((sent, pin!(&mut receiving).poll(context)))
    }));
    let arrived = match first.1 {
        Poll::Ready(arrived) => arrived?,
        Poll::Pending => {
            let mut set = RequestSet::new();
            let ticket = set.add(receiving);
            set.wait_all()?;
            set.take(ticket)?
        }
    };
    match first.0 {
        Poll::Ready(sent) => Ok((sent?, arrived)),
        Poll::Pending => Ok((sending.wait()?, arrived)),
    }
}
