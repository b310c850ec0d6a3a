//! Safe programs at the edges of the API: each must be an error or simply correct.

use crate::support::{kind, library_is, works};
use oxmpi::ErrorKind::{Buffer, Truncated};
use oxmpi::point_to_point::{BSEND_OVERHEAD, IntoSource, Source};
use oxmpi::prelude::*;
use oxmpi_test::oxmpi_test;

fn peer(world: &Communicator) -> usize {
    (world.rank() + 1) % world.size()
}

#[oxmpi_test(ranks = [1, 2, 3])]
fn empty_slices_are_no_special_addresses(world: &Communicator) {
    // The address of an empty Vec<u8> is 1, which is MPI_IN_PLACE in some libraries.
    let peer = peer(world);
    let left = (world.rank() + world.size() - 1) % world.size();
    let none: Vec<u8> = Vec::new();
    world.bsend(&none, peer).unwrap();
    assert_eq!(world.recv::<Vec<u8>>(left).unwrap(), [0u8; 0]);
    assert_eq!(world.sendrecv::<_, Vec<u8>>(&none, peer, left).unwrap(), [0u8; 0]);
    assert_eq!(world.sendrecv_into(&none, peer, &mut Vec::<u8>::new(), left).unwrap().bytes(), 0);
    assert_eq!(world.sendrecv_replace(&mut Vec::<u8>::new(), peer, left).unwrap().bytes(), 0);
    assert_eq!(world.all_gather(&none).unwrap(), [0u8; 0]);
    world.all_gather_into(&none, &mut []).unwrap();
    assert_eq!(world.all_to_all(&none).unwrap(), [0u8; 0]);
    world.all_to_all_into(&none, &mut []).unwrap();
    assert_eq!(world.all_reduce(&none, Op::SUM).unwrap(), [0u8; 0]);
    world.all_reduce_into(&none, &mut [], Op::SUM).unwrap();
    world.all_reduce_in_place(&mut Vec::<u8>::new(), Op::SUM).unwrap();
    for root in 0..world.size() {
        let is_root = world.rank() == root;
        world.broadcast_into(&mut Vec::<u8>::new(), root).unwrap();
        assert_eq!(world.broadcast(is_root.then(Vec::<u8>::new), root).unwrap(), [0u8; 0]);
        assert_eq!(world.gather(&none, root).unwrap(), is_root.then(Vec::new));
        world.gather_into(&none, is_root.then_some(&mut []), root).unwrap();
        assert_eq!(world.scatter::<Vec<u8>>(is_root.then_some(&none), root).unwrap(), [0u8; 0]);
        world.scatter_into(is_root.then_some(&none), &mut Vec::<u8>::new(), root).unwrap();
        assert_eq!(world.reduce(&none, Op::SUM, root).unwrap(), is_root.then(Vec::new));
        world.reduce_into(&none, is_root.then_some(&mut []), Op::SUM, root).unwrap();
    }
    works(world);
}

#[oxmpi_test(ranks = [1, 2])]
fn one_shared_buffer_may_be_sent_many_times_at_once(world: &Communicator) {
    let peer = peer(world);
    let shared: std::sync::Arc<[u32]> = (0..50_000).collect();
    for _ in 0..3 {
        world.bsend(&shared, peer).unwrap();
    }
    for _ in 0..3 {
        assert!(world.recv::<Vec<u32>>(peer).unwrap() == *shared);
    }
    works(world);
}

#[oxmpi_test(ranks = [1, 2])]
fn a_buffered_send_survives_its_data(world: &Communicator) {
    let peer = peer(world);
    for len in [1usize, 1000, 300_000] {
        for value in 0..4u64 {
            let mut data = vec![value; len];
            world.bsend(&data, peer).unwrap();
            data.fill(u64::MAX);
        }
        for value in 0..4u64 {
            assert!(world.recv::<Vec<u64>>(peer).unwrap() == vec![value; len], "{len}");
        }
    }
    works(world);
}

#[oxmpi_test(ranks = [1, 2])]
fn an_attached_buffer_that_is_full_is_an_error_and_survives(mpi: &Mpi) {
    // Open MPI takes a sequence number for a message that it then refuses, and waits for it forever: nothing that is sent to that rank
    // arrives any more (4.1.4, 5.0.11).
    if library_is("Open MPI") {
        return;
    }
    let world = mpi.world();
    let peer = peer(&world);
    mpi.attach_buffer(2 * (100_000 + BSEND_OVERHEAD)).unwrap();
    let message = vec![5u8; 100_000];
    let mut sent = 0usize;
    let error = loop {
        match world.bsend(&message, peer) {
            Ok(()) => sent += 1,
            Err(error) => break Some(error),
        }
        // A library may deliver without its buffer.
        if sent == 1000 {
            break None;
        }
    };
    assert!(sent >= 1, "there is room for one: {error:?}");
    if let Some(error) = error {
        assert_eq!(error.kind(), Buffer, "{error}");
    }
    // How many the other rank could send may differ.
    let theirs: usize = world.sendrecv(&sent, to(peer).tag(1), from(peer).tag(1)).unwrap();
    for _ in 0..theirs {
        assert!(world.recv::<Vec<u8>>(peer).unwrap() == message);
    }
    mpi.detach_buffer().unwrap();
    mpi.detach_buffer().unwrap();
    // Without it, sends make their own memory again.
    world.bsend(&message, peer).unwrap();
    assert!(world.recv::<Vec<u8>>(peer).unwrap() == message);
    works(&world);
}

#[oxmpi_test(ranks = [1, 2])]
fn a_refused_buffered_send_leaves_the_choice_of_buffer_open(mpi: &Mpi) {
    let world = mpi.world();
    world.bsend(&1u8, world.size()).expect_err("no such rank");
    mpi.attach_buffer(1000).unwrap();
    mpi.detach_buffer().unwrap();
    works(&world);
}

#[oxmpi_test(ranks = [2])]
fn a_matched_message_that_is_dropped_or_forgotten_disturbs_nobody(world: &Communicator) {
    let other = 1 - world.rank();
    for len in [1usize, 10_000, 500_000] {
        world.bsend(&vec![1u8; len], to(other).tag(3)).unwrap();
        world.bsend(&vec![2u8; len], to(other).tag(3)).unwrap();
        drop(world.mprobe(from(other).tag(3)).unwrap());
        assert!(world.recv::<Vec<u8>>(from(other).tag(3)).unwrap() == vec![2u8; len], "the next one is received");
        works(world);
    }
    world.bsend(&1u8, to(other).tag(3)).unwrap();
    std::mem::forget(world.mprobe(from(other).tag(3)).unwrap());
    works(world);
}

#[oxmpi_test(ranks = [2])]
fn a_message_for_which_there_is_no_memory_is_an_error(world: &Communicator) {
    if library_is("Intel") {
        return; // has no memory itself then, and crashes (2021.18.1)
    }
    const LEN: usize = 512 << 20;
    if world.rank() == 0 {
        world.send(&vec![1u8; LEN], 1).unwrap();
    } else {
        // Only from here on: the library has its memory by now, and 256 MiB more.
        let status = std::fs::read_to_string("/proc/self/statm").unwrap();
        let pages: u64 = status.split_whitespace().next().unwrap().parse().unwrap();
        let limit = pages * 4096 + (256 << 20);
        let limits = rlimit { current: limit, maximum: u64::MAX };
        // SAFETY: the C struct of Linux on 64 bits; 9 is RLIMIT_AS.
        assert_eq!(unsafe { setrlimit(9, &limits) }, 0);
        assert_eq!(kind("recv", world.recv::<Vec<u8>>(0)), oxmpi::ErrorKind::NoMem);
    }
    works(world);
}

#[repr(C)]
#[allow(non_camel_case_types)]
struct rlimit {
    current: u64,
    maximum: u64,
}

unsafe extern "C" {
    fn setrlimit(resource: i32, limits: *const rlimit) -> i32;
}

#[oxmpi_test(ranks = [1, 2])]
fn a_panic_between_calls_that_is_caught_leaves_the_library_usable(world: &Communicator) {
    struct Bomb;
    impl serde::Serialize for Bomb {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            panic!("a bomb, on purpose");
        }
    }
    struct Fuse(usize);
    impl IntoSource for Fuse {
        fn into_source(self) -> Source {
            panic!("a fuse, on purpose: {}", self.0);
        }
    }
    let caught = |call: &dyn Fn()| {
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(call));
        assert!(result.is_err(), "the panic comes through");
    };
    caught(&|| world.send(&Obj(Bomb), peer(world)).unwrap());
    caught(&|| world.bsend(&Obj(Bomb), peer(world)).unwrap());
    caught(&|| drop(world.sendrecv::<_, u8>(&Obj(Bomb), peer(world), peer(world))));
    caught(&|| drop(world.recv::<u8>(Fuse(1))));
    caught(&|| drop(world.recv_into(&mut [0u8; 4], Fuse(2))));
    caught(&|| drop(world.mprobe(Fuse(3))));
    caught(&|| drop(world.iprobe(Fuse(4))));
    works(world);
}

#[oxmpi_test(ranks = [1], threads = "serialized")]
fn a_panic_inside_of_a_turn_gives_the_turn_back(world: &Communicator) {
    struct Fuse;
    impl IntoSource for Fuse {
        fn into_source(self) -> Source {
            panic!("a fuse, on purpose");
        }
    }
    std::thread::scope(|scope| {
        for call in [|world: &Communicator| drop(world.probe(Fuse)), |world: &Communicator| drop(world.improbe(Fuse))] {
            let panicked = scope.spawn(move || call(world)).join();
            assert!(panicked.is_err());
        }
    });
    works(world);
}

#[oxmpi_test(ranks = [1, 2])]
fn grids_without_dimensions_are_points_or_errors(mpi: &Mpi) {
    let world = mpi.world();
    if let Ok(Some(point)) = world.cartesian(&[]).periodic(&[]).create() {
        assert_eq!((point.dims(), point.coords()), (&[][..], vec![]));
        let _ = point.coords_of(0);
        if let Ok(rank) = point.rank_of(&[]) {
            assert_eq!(rank, Some(0));
        }
        point.shift(0, 1).expect_err("it has no dimension 0");
    }
    let _ = mpi.dims_create(1, &mut []);
    works(&world);
}

#[oxmpi_test(ranks = [2])]
fn truncation_of_a_longer_type_names_both_lengths(world: &Communicator) {
    let other = 1 - world.rank();
    world.bsend(&[1u64; 4], other).unwrap();
    let error = world.recv::<[u64; 2]>(other).expect_err("half of it");
    assert_eq!(error.kind(), Truncated);
    assert_eq!(error.call(), "MPI_Recv");
    works(world);
}

#[oxmpi_test(ranks = [2])]
fn communicators_live_on_after_what_they_came_from(world: &Communicator) {
    let first = world.duplicate().unwrap();
    let second = first.split(Some(0), -(world.rank() as i32)).unwrap().expect("has a color");
    let grid = second.cartesian(&[2]).periodic(&[true]).create().unwrap().expect("both are in it");
    drop((first, second));
    works(&grid);
    let plain = grid.into_communicator();
    works(&plain);
    drop(plain);
    works(world);
}

#[oxmpi_test(ranks = [1])]
fn initializing_again_is_an_error(mpi: &Mpi) {
    use oxmpi::ErrorKind::AlreadyInitialized;
    for _ in 0..2 {
        assert_eq!(kind("init", oxmpi::init()), AlreadyInitialized);
        let builder = oxmpi::builder().threads(ThreadLevel::Multiple);
        assert_eq!(kind("builder", builder.init()), AlreadyInitialized);
    }
    let elsewhere = std::thread::spawn(|| kind("init on a thread", oxmpi::init()));
    assert_eq!(elsewhere.join().unwrap(), AlreadyInitialized);
    // SAFETY: refused, since a guard exists.
    assert_eq!(kind("attach", unsafe { oxmpi::attach() }), AlreadyInitialized);
    works(&mpi.world());
}

#[oxmpi_test(ranks = [1, 2])]
fn errors_of_the_library_are_returned_on_every_communicator(mpi: &Mpi) {
    let world = mpi.world();
    let peer = peer(&world);
    let copy = world.duplicate().unwrap();
    let part = copy.split(Some(0), 0).unwrap().expect("has a color");
    let grid = part.cartesian(&[world.size()]).create().unwrap().expect("all are in it");
    for comm in [&world, &copy, &part, &grid] {
        comm.bsend(&[1u8; 100], peer).unwrap();
        assert_eq!(kind("recv", comm.recv_into(&mut [0u8; 10], peer)), Truncated);
        works(comm);
    }
    let own = mpi.comm_self();
    own.bsend(&[1u8; 100], 0).unwrap();
    assert_eq!(kind("recv", own.recv_into(&mut [0u8; 10], 0)), Truncated);
    works(&own);
}
