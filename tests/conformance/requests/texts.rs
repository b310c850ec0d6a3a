//! Text and objects: one message each, whatever their length.

use super::completions::*;
use super::{TAG, neighbours};
use oxmpi::Result;
use oxmpi::buffer::OwnedBuffer;
use oxmpi::point_to_point::{Receive, Status};
use oxmpi::prelude::*;
use oxmpi::request::Request;
use oxmpi_test::oxmpi_test;
use serde::{Deserialize, Serialize};
use std::fmt::Debug;

/// What is sent whole: text, an object.
trait Whole: OwnedBuffer + Receive + Clone + PartialEq + Debug + Send + 'static {}

impl<V: OwnedBuffer + Receive + Clone + PartialEq + Debug + Send + 'static> Whole for V {}

/// How both halves end, and how the send is started.
type Ended<V> = Complete<V, (V, Status)>;
type Started<V> = fn(&Communicator, V, usize) -> Result<Request<V>>;

fn started<V: Whole>() -> [(&'static str, Started<V>); 3] {
    [
        ("isend", |world, value, right| Ok(world.isend(value, to(right).tag(TAG))?)),
        ("issend", |world, value, right| Ok(world.issend(value, to(right).tag(TAG))?)),
        ("ibsend", |world, value, right| Ok(world.ibsend(value, to(right).tag(TAG))?)),
    ]
}

fn ended<V: Whole>() -> [(&'static str, Ended<V>); 7] {
    [
        ("wait", wait),
        ("test", test),
        ("wait_all", wait_all),
        ("wait_any", wait_any),
        ("test_some", test_some),
        ("joined", joined),
        ("polled, then waited", polled_then_waited),
    ]
}

/// Around a ring, every way; nothing but one message arrives. Returns how long it was.
fn travels<V: Whole>(world: &Communicator, mine: &V, expected: &V) -> Result<usize> {
    let (right, left) = neighbours(world);
    let mut bytes = None;
    let mut check = |what: &str, got: V, status: Status| -> Result<()> {
        assert!(got == *expected, "{what}: another value, of {} bytes", status.bytes());
        assert_eq!((status.source(), status.tag()), (Some(left), Some(TAG)), "{what}");
        assert_eq!(*bytes.get_or_insert(status.bytes()), status.bytes(), "{what}: the same length each time");
        // Messages do not overtake: if there were a second one it would be found in place of this.
        world.bsend(&0xeeu8, to(right).tag(TAG))?;
        let next = world.mprobe(from(left).tag(ANY))?;
        assert_eq!((next.status().bytes(), next.recv::<u8>()?), (1, 0xee), "{what}: one message");
        Ok(())
    };
    for (at, (start_name, start)) in started::<V>().into_iter().enumerate() {
        for (complete_name, complete) in ended::<V>().into_iter().skip(at) {
            let what = format!("{start_name}, irecv: {complete_name}");
            let receiving = world.irecv::<V>(from(left).tag(TAG))?;
            let (back, (got, status)) = complete(start(world, mine.clone(), right)?, receiving)?;
            assert!(back == *mine, "{what}: what the send gives back");
            check(&what, got, status)?;
        }
        // The peer sees one message of the full length, and receives it by its handle or at once.
        let sending = start(world, mine.clone(), right)?;
        let seen = world.probe(from(left).tag(TAG))?;
        let (got, status) = world.mprobe(from(left).tag(TAG))?.irecv::<V>()?.wait()?;
        assert_eq!(seen, status, "{start_name}");
        assert!(sending.wait()? == *mine);
        check("mprobe and irecv", got, status)?;
        let sending = start(world, mine.clone(), right)?;
        let (got, status) = world.recv_from::<V>(from(left).tag(TAG))?;
        assert!(sending.wait()? == *mine);
        check("recv", got, status)?;
    }
    Ok(bytes.expect("some way"))
}

#[oxmpi_test(ranks = [1, 2, 3])]
fn text_of_every_length_is_one_message(world: &Communicator) -> Result<()> {
    let (_, left) = neighbours(world);
    let text = |rank: usize, len: usize| "aé⊞\u{10ffff}".repeat(len / 10) + &"x".repeat(len % 10) + &"y".repeat(rank);
    let lengths: &[usize] = if world.size() <= 2 { &[0, 1, 7, 4095, 65_536, 1 << 20] } else { &[0, 65_536] };
    for &len in lengths {
        let bytes = travels(world, &text(world.rank(), len), &text(left, len))?;
        assert_eq!(bytes, len + left);
    }
    Ok(())
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Cell {
    name: String,
    neighbours: Vec<Option<u32>>,
    children: Vec<Cell>,
    #[serde(with = "serde_bytes")]
    data: Vec<u8>,
}

fn cell(rank: usize, len: usize) -> Cell {
    let leaf = Cell { name: "leaf".into(), neighbours: vec![None, Some(7)], children: vec![], data: vec![] };
    Cell {
        name: format!("rank {rank}"),
        neighbours: (0..len as u32 % 100).map(Some).collect(),
        children: vec![leaf; len % 10],
        data: (0..len).map(|at| (at % 251) as u8).collect(),
    }
}

#[oxmpi_test(ranks = [1, 2, 3])]
fn objects_of_every_length_are_one_message(world: &Communicator) -> Result<()> {
    let (_, left) = neighbours(world);
    assert!(travels(world, &Obj(()), &Obj(()))? <= 1, "next to nothing");
    let lengths: &[usize] = if world.size() <= 2 { &[0, 7, 4095, 65_536, 1 << 20] } else { &[7, 65_536] };
    for &len in lengths {
        let bytes = travels(world, &Obj(cell(world.rank(), len)), &Obj(cell(left, len)))?;
        assert!((len..len + 1000).contains(&bytes), "{bytes} bytes for {len}");
    }
    Ok(())
}

/// Text is its bytes: into memory that exists, and back.
#[oxmpi_test(ranks = [1, 2])]
fn text_and_bytes_are_the_same_message(world: &Communicator) -> Result<()> {
    let (right, left) = neighbours(world);
    let sending = world.isend(String::from("Zoë"), right)?;
    let (got, status) = world.irecv_into(vec![1u8; 6], left)?.wait()?;
    assert_eq!((&got[..], status.bytes()), ("Zoë\u{1}\u{1}".as_bytes(), 4));
    assert_eq!(sending.wait()?, "Zoë");
    let sending = world.isend("Zoë".as_bytes().to_vec(), right)?;
    assert_eq!(world.irecv::<String>(left)?.wait()?.0, "Zoë");
    sending.wait()?;
    let sending = world.isend(vec![0xffu8], right)?;
    let failed = world.irecv::<String>(left)?.wait().expect_err("not UTF-8");
    assert_eq!(failed.kind(), oxmpi::ErrorKind::InvalidValue);
    sending.wait()?;
    // An object may be lent, since it borrows.
    let words = vec!["a".to_owned(), "b".to_owned()];
    let sending = world.isend(Obj(&words), right)?;
    assert_eq!(world.irecv::<Obj<Vec<String>>>(left)?.wait()?.0, Obj(words.clone()));
    let Obj(back) = sending.wait()?;
    assert!(std::ptr::eq(back, &words));
    Ok(())
}
