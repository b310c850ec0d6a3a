//! What every executor has to run. Each rank sends to the right and receives from the left; with one rank, that is itself.

use crate::support::{delay, neighbours};
use futures_lite::future::{or, yield_now, zip};
use oxmpi::prelude::*;
use oxmpi::request::Request;
use oxmpi::{ErrorKind, Result};
use std::time::Duration;

/// What a message of this number says.
fn content(number: usize) -> Vec<u64> {
    (0..1 + number % 5).map(|index| (number * 10 + index) as u64).collect()
}

/// All of them, one after another.
pub(crate) async fn all(world: &Communicator) -> Result<()> {
    every_kind_of_request(world).await?;
    messages_in_order(world, 100, 200).await?;
    losers_of_a_race_go_on(world, 100).await?;
    dropped_losers_take_no_message(world, 100).await?;
    a_request_outlives_a_timeout(world).await?;
    many_at_once(world, 200).await
}

/// Requests of one MPI operation, of several, with and without a length that is known.
pub(crate) async fn every_kind_of_request(world: &Communicator) -> Result<()> {
    let (left, right) = neighbours(world);
    let (here, there) = (world.rank() as u64, left as u64);
    for length in [3, 50_000] {
        let numbers = world.irecv_into(vec![0u64; length], from(left).tag(1))?;
        let vector = world.irecv::<Vec<u64>>(from(left).tag(2))?;
        let object = world.irecv::<Obj<Vec<String>>>(from(left).tag(3))?;
        let number = world.irecv::<u64>(from(left).tag(4))?;
        let sent = world.isend(vec![here; length], to(right).tag(1))?;
        let also_sent = world.isend(vec![here + 1; length], to(right).tag(2))?;
        let texts = world.isend(Obj(vec![format!("from {here}"); length]), to(right).tag(3))?;
        let one = world.isend(here, to(right).tag(4))?;
        let (text, _) = object.await?;
        assert_eq!(text.0, vec![format!("from {there}"); length]);
        let ((vector, _), (numbers, status)) = {
            let (vector, numbers) = zip(vector, numbers).await;
            (vector?, numbers?)
        };
        assert_eq!((vector, numbers), (vec![there + 1; length], vec![there; length]));
        assert_eq!((status.source(), status.tag(), status.bytes()), (Some(left), Some(1), 8 * length));
        assert_eq!(number.await?.0, there);
        assert_eq!((sent.await?.len(), also_sent.await?.len(), texts.await?.0.len()), (length, length, length));
        one.await?;

        let (out, into, _) = world.isendrecv::<_, Vec<u64>>(vec![here; length], right, left)?.await?;
        assert_eq!((out, into), (vec![here; length], vec![there; length]));
        let (swapped, _) = world.isendrecv_replace(vec![here; length], right, left)?.await?;
        assert_eq!(swapped, vec![there; length]);

        let mut edge = world.send_init(vec![here; length], to(right).tag(5))?;
        let mut ghost = world.recv_init(vec![0u64; length], from(left).tag(5))?;
        for step in 0..20 {
            edge.buffer_mut()[1] = step;
            let (receiving, sending) = (ghost.start()?, edge.start()?);
            (ghost, _) = receiving.await?;
            edge = sending.await?;
            assert_eq!(ghost.buffer()[..3], [there, step, there]);
        }
    }
    Ok(())
}

/// Messages of one tag come in the order in which they were sent, each once.
pub(crate) async fn messages_in_order(world: &Communicator, tag: i32, rounds: usize) -> Result<()> {
    let (left, right) = neighbours(world);
    for number in 0..rounds {
        let receiving = world.irecv_into(vec![u64::MAX; 5], from(left).tag(tag))?;
        let sending = world.isend(content(number), to(right).tag(tag))?;
        let (got, status) = receiving.await?;
        assert_eq!(got[..status.count::<u64>().expect("whole")], content(number));
        assert_eq!(sending.await?, content(number));
    }
    Ok(())
}

/// The two tags of a race. Each race has its own: a rank may be done with it while another is not.
const STAY: [i32; 2] = [200, 201];
const DROP: [i32; 2] = [230, 231];
/// The first of many tags.
const MANY: i32 = 10_000;

fn receive(world: &Communicator, tag: i32) -> Result<Request<(Vec<u64>, Status)>> {
    Ok(world.irecv_into(vec![0u64], from(neighbours(world).0).tag(tag))?)
}

async fn race(
    first: &mut Request<(Vec<u64>, Status)>,
    second: &mut Request<(Vec<u64>, Status)>,
) -> Result<(usize, u64)> {
    let one = async { Ok::<_, oxmpi::Error>((0, first.await?.0[0])) };
    let other = async { Ok::<_, oxmpi::Error>((1, second.await?.0[0])) };
    or(one, other).await
}

/// Which of two a round is about: no pattern that is as simple as the rounds.
fn side(round: usize) -> usize {
    (round * round / 3 + round / 7) % 2
}

/// Two receives race again and again; the one that loses stays, and gets its own message later.
pub(crate) async fn losers_of_a_race_go_on(world: &Communicator, rounds: usize) -> Result<()> {
    let right = neighbours(world).1;
    let mut receiving = [receive(world, STAY[0])?, receive(world, STAY[1])?];
    // The left one may be ahead: messages of one side come in their order, those of both in any.
    let mut due = [0, 1].map(|which| (0..rounds).filter(move |&round| side(round) == which));
    for round in 0..rounds {
        let sending = world.isend(round as u64, to(right).tag(STAY[side(round)]))?;
        let [first, second] = &mut receiving;
        let (wins, got) = race(first, second).await?;
        assert_eq!(due[wins].next(), Some(got as usize), "the next of its side");
        receiving[wins] = receive(world, STAY[wins])?;
        sending.await?;
    }
    assert_eq!(due.map(Iterator::count), [0, 0], "each came");
    for mut request in receiving {
        request.cancel()?;
        assert_eq!(request.await.expect_err("nothing was sent").kind(), ErrorKind::Cancelled);
    }
    Ok(())
}

/// Two receives race; the one that loses is dropped, and takes no message from the next.
pub(crate) async fn dropped_losers_take_no_message(world: &Communicator, rounds: usize) -> Result<()> {
    let (left, right) = neighbours(world);
    for round in 0..rounds {
        let wins = side(round);
        let [mut first, mut second] = [receive(world, DROP[0])?, receive(world, DROP[1])?];
        // Both are waited for by a task before anything is sent.
        let sending = async {
            yield_now().await;
            world.isend(round as u64, to(right).tag(DROP[wins]))?.await?;
            Ok::<_, oxmpi::Error>(())
        };
        let (raced, sent) = zip(race(&mut first, &mut second), sending).await;
        assert_eq!(raced?, (wins, round as u64));
        sent?;
        drop((first, second));
        // Nobody sends the next before the receives that lost are gone.
        let (here, there) =
            (world.isend(1u8, to(left).tag(210)), world.irecv_into(vec![0u8; 1], from(right).tag(210))?);
        here?.await?;
        there.await?;
    }
    Ok(())
}

/// A timeout around `&mut request` ends the waiting alone.
pub(crate) async fn a_request_outlives_a_timeout(world: &Communicator) -> Result<()> {
    let (left, right) = neighbours(world);
    let mut known = world.irecv_into(vec![0u64; 2], from(left).tag(220))?;
    let mut unknown = world.irecv::<Vec<u64>>(from(left).tag(221))?;
    for _ in 0..2 {
        let late = async {
            delay(Duration::from_millis(10)).await;
            None
        };
        let both = zip(&mut known, &mut unknown);
        assert!(or(async { Some(both.await) }, late).await.is_none(), "nothing was sent");
    }
    // The left one sends when it has seen its own timeouts, which is after this rank said so.
    let told = world.irecv_into(vec![0u8; 1], from(right).tag(222))?;
    world.isend(1u8, to(left).tag(222))?.await?;
    told.await?;
    let sending = [world.isend(vec![1u64, 2], to(right).tag(220))?, world.isend(vec![3u64], to(right).tag(221))?];
    assert_eq!((known.await?.0, unknown.await?.0), (vec![1, 2], vec![3]));
    for sending in sending {
        sending.await?;
    }
    Ok(())
}

/// So many requests are awaited by one task at once, and complete in another order.
pub(crate) async fn many_at_once(world: &Communicator, count: usize) -> Result<()> {
    let (left, right) = neighbours(world);
    let mut receiving = Vec::new();
    for number in 0..count {
        receiving.push(world.irecv_into(vec![0usize; 2], from(left).tag(MANY + number as i32))?);
    }
    let mut sending = Vec::new();
    for number in (0..count).rev() {
        sending.push(world.isend(vec![number; 2], to(right).tag(MANY + number as i32))?);
    }
    let both = zip(AllOf::new(receiving), AllOf::new(sending)).await;
    for (number, result) in both.0.into_iter().enumerate() {
        assert_eq!(result?.0, [number; 2]);
    }
    for result in both.1 {
        result?;
    }
    Ok(())
}

/// All of some futures: each is polled when any is woken.
struct AllOf<F: Future> {
    futures: Vec<F>,
    outputs: Vec<Option<F::Output>>,
}

impl<F: Future> AllOf<F> {
    fn new(futures: Vec<F>) -> AllOf<F> {
        let outputs = futures.iter().map(|_| None).collect();
        AllOf { futures, outputs }
    }
}

impl<F: Future + Unpin> Future for AllOf<F>
where
    F::Output: Unpin,
{
    type Output = Vec<F::Output>;

    fn poll(self: std::pin::Pin<&mut Self>, context: &mut std::task::Context<'_>) -> std::task::Poll<Vec<F::Output>> {
        let this = self.get_mut();
        let mut pending = false;
        for (future, output) in this.futures.iter_mut().zip(&mut this.outputs) {
            if output.is_none() {
                match std::pin::Pin::new(future).poll(context) {
                    std::task::Poll::Ready(value) => *output = Some(value),
                    std::task::Poll::Pending => pending = true,
                }
            }
        }
        if pending {
            return std::task::Poll::Pending;
        }
        std::task::Poll::Ready(this.outputs.drain(..).flatten().collect())
    }
}
