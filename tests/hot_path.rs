//! What the frequent calls cost: no allocation, and no communicating MPI call but the one that was asked for.
//!
//! The test binary counts. It allocates through a counting allocator, and it defines the `MPI_` functions that communicate
//! itself: those of an executable stand before those of a shared library, so oxmpi calls these, which count and go on to
//! the library by its `PMPI_` names, the profiling interface of MPI (MPI 5.0 chapter 15).
//!
//! In the subset: what a call costs of its own is a promise on every library.

use oxmpi::prelude::*;
use oxmpi::request::RequestSet;
use oxmpi::{ErrorKind, Result, ffi};
use oxmpi_test::oxmpi_test;
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::ffi::{c_int, c_void};

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
    static CALLS: Cell<Calls> = const { Cell::new(Calls::NONE) };
}

/// Counts the allocations of each thread: those of the libraries' own threads, and of C, are not ours.
struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: the system's allocator does it all.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(memory, layout) }
    }
}

/// Writes, for each function, one that counts and calls the library's, and a struct of all counts.
macro_rules! counted {
    ($( $field:ident $name:ident $profiled:ident ( $( $argument:ident : $type:ty ),* ); )*) => {
        /// How often each communicating function was called by this thread.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        struct Calls { $( $field: usize, )* }

        impl Calls {
            const NONE: Calls = Calls { $( $field: 0, )* };
        }

        unsafe extern "C" {
            $( fn $profiled($( $argument: $type ),*) -> c_int; )*
        }

        $(
            /// Counts.
            #[unsafe(no_mangle)]
            unsafe extern "C" fn $name($( $argument: $type ),*) -> c_int {
                let mut calls = CALLS.get();
                calls.$field += 1;
                CALLS.set(calls);
                // SAFETY: the same function by its other name.
                unsafe { $profiled($( $argument ),*) }
            }
        )*
    };
}

type Comm = ffi::MPI_Comm;
type Type = ffi::MPI_Datatype;
type StatusPtr = *mut ffi::MPI_Status;
type RequestPtr = *mut ffi::MPI_Request;
type MessagePtr = *mut ffi::MPI_Message;

counted! {
    send MPI_Send PMPI_Send(b: *const c_void, n: c_int, t: Type, to: c_int, tag: c_int, c: Comm);
    ssend MPI_Ssend PMPI_Ssend(b: *const c_void, n: c_int, t: Type, to: c_int, tag: c_int, c: Comm);
    bsend MPI_Bsend PMPI_Bsend(b: *const c_void, n: c_int, t: Type, to: c_int, tag: c_int, c: Comm);
    rsend MPI_Rsend PMPI_Rsend(b: *const c_void, n: c_int, t: Type, to: c_int, tag: c_int, c: Comm);
    isend MPI_Isend PMPI_Isend(b: *const c_void, n: c_int, t: Type, to: c_int, tag: c_int, c: Comm, r: RequestPtr);
    ibsend MPI_Ibsend PMPI_Ibsend(b: *const c_void, n: c_int, t: Type, to: c_int, tag: c_int, c: Comm, r: RequestPtr);
    issend MPI_Issend PMPI_Issend(b: *const c_void, n: c_int, t: Type, to: c_int, tag: c_int, c: Comm, r: RequestPtr);
    irsend MPI_Irsend PMPI_Irsend(b: *const c_void, n: c_int, t: Type, to: c_int, tag: c_int, c: Comm, r: RequestPtr);
    recv MPI_Recv PMPI_Recv(b: *mut c_void, n: c_int, t: Type, from: c_int, tag: c_int, c: Comm, s: StatusPtr);
    irecv MPI_Irecv PMPI_Irecv(b: *mut c_void, n: c_int, t: Type, from: c_int, tag: c_int, c: Comm, r: RequestPtr);
    probe MPI_Probe PMPI_Probe(from: c_int, tag: c_int, c: Comm, s: StatusPtr);
    iprobe MPI_Iprobe PMPI_Iprobe(from: c_int, tag: c_int, c: Comm, flag: *mut c_int, s: StatusPtr);
    mprobe MPI_Mprobe PMPI_Mprobe(from: c_int, tag: c_int, c: Comm, m: MessagePtr, s: StatusPtr);
    improbe MPI_Improbe PMPI_Improbe(from: c_int, tag: c_int, c: Comm, flag: *mut c_int, m: MessagePtr, s: StatusPtr);
    mrecv MPI_Mrecv PMPI_Mrecv(b: *mut c_void, n: c_int, t: Type, m: MessagePtr, s: StatusPtr);
    imrecv MPI_Imrecv PMPI_Imrecv(b: *mut c_void, n: c_int, t: Type, m: MessagePtr, r: RequestPtr);
    sendrecv MPI_Sendrecv PMPI_Sendrecv(
        b: *const c_void, n: c_int, t: Type, to: c_int, tag: c_int,
        b2: *mut c_void, n2: c_int, t2: Type, from: c_int, tag2: c_int, c: Comm, s: StatusPtr
    );
    replace MPI_Sendrecv_replace PMPI_Sendrecv_replace(
        b: *mut c_void, n: c_int, t: Type, to: c_int, tag: c_int, from: c_int, tag2: c_int, c: Comm, s: StatusPtr
    );
    wait MPI_Wait PMPI_Wait(r: RequestPtr, s: StatusPtr);
    test MPI_Test PMPI_Test(r: RequestPtr, flag: *mut c_int, s: StatusPtr);
    waitall MPI_Waitall PMPI_Waitall(n: c_int, r: RequestPtr, s: StatusPtr);
    waitany MPI_Waitany PMPI_Waitany(n: c_int, r: RequestPtr, at: *mut c_int, s: StatusPtr);
    waitsome MPI_Waitsome PMPI_Waitsome(n: c_int, r: RequestPtr, m: *mut c_int, at: *mut c_int, s: StatusPtr);
    testall MPI_Testall PMPI_Testall(n: c_int, r: RequestPtr, flag: *mut c_int, s: StatusPtr);
    testany MPI_Testany PMPI_Testany(n: c_int, r: RequestPtr, at: *mut c_int, flag: *mut c_int, s: StatusPtr);
    testsome MPI_Testsome PMPI_Testsome(n: c_int, r: RequestPtr, m: *mut c_int, at: *mut c_int, s: StatusPtr);
    get_status MPI_Request_get_status PMPI_Request_get_status(r: ffi::MPI_Request, flag: *mut c_int, s: StatusPtr);
    cancel MPI_Cancel PMPI_Cancel(r: RequestPtr);
    request_free MPI_Request_free PMPI_Request_free(r: RequestPtr);
    barrier MPI_Barrier PMPI_Barrier(c: Comm);
    bcast MPI_Bcast PMPI_Bcast(b: *mut c_void, n: c_int, t: Type, root: c_int, c: Comm);
    gather MPI_Gather PMPI_Gather(
        b: *const c_void, n: c_int, t: Type, b2: *mut c_void, n2: c_int, t2: Type, root: c_int, c: Comm
    );
    scatter MPI_Scatter PMPI_Scatter(
        b: *const c_void, n: c_int, t: Type, b2: *mut c_void, n2: c_int, t2: Type, root: c_int, c: Comm
    );
    allgather MPI_Allgather PMPI_Allgather(
        b: *const c_void, n: c_int, t: Type, b2: *mut c_void, n2: c_int, t2: Type, c: Comm
    );
    alltoall MPI_Alltoall PMPI_Alltoall(
        b: *const c_void, n: c_int, t: Type, b2: *mut c_void, n2: c_int, t2: Type, c: Comm
    );
    reduce MPI_Reduce PMPI_Reduce(
        b: *const c_void, b2: *mut c_void, n: c_int, t: Type, op: ffi::MPI_Op, root: c_int, c: Comm
    );
    allreduce MPI_Allreduce PMPI_Allreduce(
        b: *const c_void, b2: *mut c_void, n: c_int, t: Type, op: ffi::MPI_Op, c: Comm
    );
    elements MPI_Get_elements_x PMPI_Get_elements_x(s: *const ffi::MPI_Status, t: Type, n: *mut ffi::MPI_Count);
    type_commit MPI_Type_commit PMPI_Type_commit(t: *mut Type);
    comm_dup MPI_Comm_dup PMPI_Comm_dup(c: Comm, new: *mut Comm);
}

/// How often the library is asked for the length of a message: never, where the binary interface has it in plain sight.
const ASKED: usize = if cfg!(any(oxmpi_family = "open_mpi", oxmpi_family = "mpich")) { 0 } else { 1 };

/// The calls that wait for so many requests at once: `MPI_Waitall` of Open MPI can hang where one of them failed.
const fn waits_for(requests: usize) -> Calls {
    if cfg!(oxmpi_family = "open_mpi") {
        Calls { wait: requests, ..Calls::NONE }
    } else {
        Calls { waitall: 1, ..Calls::NONE }
    }
}

/// What `action` costs: allocations, and communicating calls.
fn cost<R>(action: impl FnOnce() -> Result<R>) -> Result<(R, usize, Calls)> {
    CALLS.set(Calls::NONE);
    let before = ALLOCATIONS.get();
    let value = action()?;
    Ok((value, ALLOCATIONS.get() - before, CALLS.get()))
}

/// `action` allocates nothing and makes these calls and no others.
#[track_caller]
fn costs<R>(what: &str, expected: Calls, action: impl FnOnce() -> Result<R>) -> Result<R> {
    let (value, allocations, calls) = cost(action)?;
    assert_eq!(allocations, 0, "allocations of {what}");
    assert_eq!(calls, expected, "calls of {what}");
    Ok(value)
}

#[oxmpi_test(ranks = [1])]
fn the_counters_count(world: &Communicator) -> Result<()> {
    let (_, allocations, calls) = cost(|| {
        world.bsend(&vec![1; 10], 0)?;
        world.barrier()?;
        world.recv::<Vec<i32>>(0)
    })?;
    assert!(allocations >= 3, "the two vectors and the copy: {allocations}");
    assert_eq!((calls.isend, calls.mprobe, calls.mrecv, calls.barrier), (1, 1, 1, 1), "{calls:?}");
    Ok(())
}

#[oxmpi_test(ranks = [2])]
fn send_and_recv_cost_one_call_and_no_allocation(world: &Communicator) -> Result<()> {
    let one_send = Calls { send: 1, ..Calls::NONE };
    let one_recv = Calls { recv: 1, elements: ASKED, ..Calls::NONE };
    let peer = 1 - world.rank();
    let data = [1.5f64; 1000];
    let mut into = [0f64; 1000];
    let flags = [true; 10];
    let mut flags_into = [false; 10];
    for _ in 0..3 {
        if world.rank() == 0 {
            costs("send of a slice", one_send, || world.send(&data[..], peer))?;
            costs("send of an array with a tag", one_send, || world.send(&data, to(peer).tag(7)))?;
            costs("send of a value", one_send, || world.send(&3u8, peer))?;
            costs("send of a checked slice", one_send, || world.send(&flags[..], peer))?;
            costs("send of text", one_send, || world.send("text", peer))?;
            costs("ssend", Calls { ssend: 1, ..Calls::NONE }, || world.ssend(&data[..], peer))?;
        } else {
            let status = costs("recv_into", one_recv, || world.recv_into(&mut into[..], peer))?;
            costs("questions to a status", Calls::NONE, || {
                Ok((status.source(), status.tag(), status.bytes(), status.count::<f64>(), status.count::<[f32; 3]>()))
            })?;
            costs("recv_into an array, any", one_recv, || world.recv_into(&mut into, ANY.tag(ANY)))?;
            assert_eq!(costs("recv of a value", one_recv, || world.recv::<u8>(peer))?, 3);
            costs("recv_into checked", one_recv, || world.recv_into(&mut flags_into[..], peer))?;
            assert_eq!(costs("recv of an array", one_recv, || world.recv::<[u8; 4]>(peer))?, *b"text");
            costs("recv of an Option", one_recv, || world.recv::<Option<[f64; 1000]>>(peer))?;
        }
    }
    // A vector of unknown length: the matched probe, and the vector's own memory.
    if world.rank() == 0 {
        world.send(&data[..], peer)?;
        world.send(&data[..], peer)?;
    } else {
        let (vector, allocations, calls) = cost(|| world.recv::<Vec<f64>>(peer))?;
        assert_eq!((vector.len(), allocations), (1000, 1));
        assert_eq!(calls, Calls { mprobe: 1, mrecv: 1, elements: 2 * ASKED, ..Calls::NONE });
        let mut kept = vector;
        kept.clear();
        let append = Calls { mprobe: 1, mrecv: 1, elements: 2 * ASKED, ..Calls::NONE };
        costs("recv_append with room", append, || world.recv_append(&mut kept, peer))?;
    }
    Ok(())
}

/// Looks at what a call costs, or only does it.
#[cfg(feature = "ndarray")]
type Costs = fn(&str, Calls, &mut dyn FnMut() -> Result<()>) -> Result<()>;

/// Once the type of a view is made, for all views of the same shape and strides.
#[cfg(feature = "ndarray")]
#[oxmpi_test(ranks = [2])]
fn views_cost_one_call_and_no_allocation(world: &Communicator) -> Result<()> {
    use ndarray::{Array2, Array3, s};
    let (matrix, mut into) = (Array2::<f64>::ones((40, 50)), Array2::<f64>::zeros((40, 50)));
    let (cube, mut flags) = (Array3::<u8>::ones((4, 5, 6)), Array3::from_elem((4, 5, 6), false));
    let peer = 1 - world.rank();
    let mut all = |costs: Costs| -> Result<()> {
        let (send, recv) = (Calls { send: 1, ..Calls::NONE }, Calls { recv: 1, elements: ASKED, ..Calls::NONE });
        for column in [3, 17] {
            if world.rank() == 0 {
                costs("send of a column", send, &mut || world.send(&matrix.column(column), peer))?;
                costs("send of a block", send, &mut || world.send(&matrix.slice(s![3..20, 7..45]), peer))?;
                costs("send of a permuted cube", send, &mut || {
                    world.send(&cube.view().permuted_axes([2, 0, 1]), peer)
                })?;
            } else {
                let mut column = into.column_mut(column);
                costs("recv_into a column", recv, &mut || world.recv_into(&mut column, peer).map(drop))?;
                let mut block = into.slice_mut(s![3..20, 7..45]);
                costs("recv_into a block", recv, &mut || world.recv_into(&mut block, peer).map(drop))?;
                let mut cube = flags.view_mut().permuted_axes([2, 0, 1]);
                costs("recv_into a permuted cube", recv, &mut || world.recv_into(&mut cube, peer).map(drop))?;
            }
        }
        Ok(())
    };
    all(|_, _, action| action())?;
    all(|what, expected, action| costs(what, expected, action))?;
    all(|what, expected, action| costs(what, expected, action))
}

/// With another rank: an exchange with oneself goes by another way, on which no library truncates silently.
#[oxmpi_test(ranks = [2])]
fn exchanges_and_probes_cost_one_call_and_no_allocation(world: &Communicator) -> Result<()> {
    let peer = 1 - world.rank();
    let data = [1.5f64; 100];
    let mut into = [0f64; 100];
    let one = Calls { sendrecv: 1, elements: ASKED, ..Calls::NONE };
    costs("sendrecv_into", one, || world.sendrecv_into(&data[..], peer, &mut into[..], peer))?;
    costs("sendrecv of a value", one, || world.sendrecv::<_, u32>(&7u32, peer, peer))?;
    costs("sendrecv of an array", one, || world.sendrecv::<_, [f64; 100]>(&data, peer, peer))?;
    let replace = Calls { replace: 1, elements: ASKED, ..Calls::NONE };
    costs("sendrecv_replace", replace, || world.sendrecv_replace(&mut into[..], peer, peer))?;
    costs("iprobe", Calls { iprobe: 1, ..Calls::NONE }, || world.iprobe(ANY.tag(ANY)))?;
    costs("send to nobody", Calls { send: 1, ..Calls::NONE }, || world.send(&data[..], None))?;
    costs("recv from nobody", Calls { recv: 1, elements: ASKED, ..Calls::NONE }, || world.recv::<Option<f64>>(None))?;
    costs("rank and size", Calls::NONE, || Ok((world.rank(), world.size())))?;
    Ok(())
}

/// The request itself is no memory: only the buffer is, which was there before.
#[oxmpi_test(ranks = [2])]
fn a_request_costs_one_call_to_start_and_one_to_wait(world: &Communicator) -> Result<()> {
    let peer = 1 - world.rank();
    let one_wait = Calls { wait: 1, ..Calls::NONE };
    // How long the message is has to be asked for in some libraries.
    let wait_and_ask = Calls { elements: ASKED, ..one_wait };
    for _ in 0..3 {
        let irecv = Calls { irecv: 1, ..Calls::NONE };
        let isend = Calls { isend: 1, ..Calls::NONE };
        let (out, into, into_box) = (vec![7u8; 8], vec![0u8; 8], Box::<[u8]>::from([0u8; 8]));
        let receiving = costs("irecv_into a Vec", irecv, || Ok(world.irecv_into(into, peer)?))?;
        let receiving_box = costs("irecv_into a Box", irecv, || Ok(world.irecv_into(into_box, from(peer).tag(7))?))?;
        let sending = costs("isend of a Vec", isend, || Ok(world.isend(out, peer)?))?;
        let out = costs("wait for a send", one_wait, || Ok(sending.wait()?))?;
        let issend = Calls { issend: 1, ..Calls::NONE };
        let sending = costs("issend of a Vec", issend, || Ok(world.issend(out, to(peer).tag(7))?))?;
        let (into, status) = costs("wait for a receive", wait_and_ask, || Ok(receiving.wait()?))?;
        assert_eq!((&into[..], status.bytes()), (&[7u8; 8][..], 8));
        costs("wait for a receive into a Box", wait_and_ask, || Ok(receiving_box.wait()?))?;
        costs("wait for an issend", one_wait, || Ok(sending.wait()?))?;
    }
    // A value is kept in a box; what is received as one, in memory of the request. Nothing else.
    let (receiving, allocations, _) = cost(|| world.irecv::<u64>(peer))?;
    assert_eq!(allocations, 1, "irecv of a value");
    let (sending, allocations, _) = cost(|| Ok(world.isend(5u64, peer)?))?;
    assert_eq!(allocations, 1, "isend of a value");
    let (value, _) = costs("wait for a value", wait_and_ask, || Ok(receiving.wait()?))?;
    assert_eq!((value, costs("wait for a send", one_wait, || Ok(sending.wait()?))?), (5, 5));
    // Tests that find nothing, and looks.
    let mut receiving = world.irecv_into(vec![0u8; 8], peer)?;
    let one_test = Calls { test: 1, ..Calls::NONE };
    assert!(costs("test", one_test, || Ok(receiving.test()?))?.is_none());
    let one_look = Calls { get_status: 1, ..Calls::NONE };
    assert!(costs("get_status", one_look, || receiving.get_status())?.is_none());
    world.barrier()?;
    world.send(&[1u8; 8], peer)?;
    receiving.wait()?;
    Ok(())
}

#[oxmpi_test(ranks = [2])]
fn scopes_allocate_nothing_once_their_table_is_warm(mpi: &Mpi) -> Result<()> {
    const REQUESTS: usize = 20;
    let world = mpi.world();
    let peer = 1 - world.rank();
    let data = [1.5f64; 10];
    let mut into = [[0f64; 10]; REQUESTS];
    let mut exchange = |waited: bool| {
        mpi.scope(|s| {
            for (tag, into) in into.iter_mut().enumerate() {
                let receiving = world.irecv_into(s.lend_mut(into), from(peer).tag(tag as i32))?;
                let sending = world.isend(s.lend(&data), to(peer).tag(tag as i32))?;
                if waited {
                    sending.wait()?;
                    receiving.wait()?;
                }
            }
            Ok(())
        })
    };
    exchange(false)?;
    exchange(true)?;
    for _ in 0..3 {
        let (isend, irecv, elements) = (REQUESTS, REQUESTS, ASKED * REQUESTS);
        costs("a scope", Calls { isend, irecv, elements, ..waits_for(2 * REQUESTS) }, || exchange(false))?;
        let waits = Calls { isend, irecv, elements, wait: 2 * REQUESTS, ..Calls::NONE };
        costs("a scope of waits", waits, || exchange(true))?;
    }
    Ok(())
}

#[oxmpi_test(ranks = [2])]
fn sets_with_capacity_allocate_nothing(world: &Communicator) -> Result<()> {
    const REQUESTS: usize = 50;
    let peer = 1 - world.rank();
    let mut set = RequestSet::with_capacity(REQUESTS);
    let mut completed = Vec::with_capacity(REQUESTS);
    let mut tickets = Vec::with_capacity(REQUESTS);
    for way in 0..4 {
        let mut buffers: Vec<_> = (0..REQUESTS).map(|_| vec![0u8; 8]).collect();
        let irecv = Calls { irecv: 1, ..Calls::NONE };
        for tag in 0..REQUESTS {
            let buffer = buffers.pop().expect("as many");
            let ticket = costs("add", irecv, || Ok(set.add(world.irecv_into(buffer, from(peer).tag(tag as i32))?)))?;
            tickets.push(ticket);
        }
        // Nobody sends before the barrier.
        let one = Calls { testsome: 1, ..Calls::NONE };
        assert_eq!(costs("test_some", one, || set.test_some(&mut completed))?, 0);
        assert_eq!(costs("test_any", one, || set.test_any())?, None);
        assert!(!costs("test_all", one, || set.test_all())?);
        world.barrier()?;
        for tag in 0..REQUESTS {
            world.send(&[tag as u8; 8], to(peer).tag(tag as i32))?;
        }
        match way {
            0 => costs("wait_all", waits_for(REQUESTS), || set.wait_all())?,
            1 => {
                while set.active() > 0 {
                    let one = Calls { waitsome: 1, ..Calls::NONE };
                    assert_ne!(costs("wait_some", one, || set.wait_some(&mut completed))?, 0);
                }
            }
            2 => {
                // One call serves all that it finds: so there are no more calls than answers.
                for _ in 0..REQUESTS {
                    let (done, allocations, calls) = cost(|| set.wait_any())?;
                    assert!(done.is_some());
                    assert_eq!(allocations, 0, "wait_any");
                    assert_eq!(calls, Calls { waitsome: calls.waitsome.min(1), ..Calls::NONE });
                }
            }
            _ => {
                while set.active() > 0 {
                    costs("test_some", one, || set.test_some(&mut completed))?;
                    std::thread::yield_now();
                }
            }
        }
        for (tag, ticket) in tickets.drain(..).enumerate() {
            let (got, _) = costs("take", Calls { elements: ASKED, ..Calls::NONE }, || Ok(set.take(ticket)?))?;
            assert_eq!(got, [tag as u8; 8]);
        }
        world.barrier()?;
    }
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn collectives_into_memory_cost_one_call_and_no_allocation(world: &Communicator) -> Result<()> {
    let size = world.size();
    let root = size - 1;
    let at_root = world.rank() == root;
    let data = [1.5f64; 6];
    let mut into = [0f64; 6];
    let mut all = [0f64; 12];
    let all = &mut all[..6 * size];
    costs("barrier", Calls { barrier: 1, ..Calls::NONE }, || world.barrier())?;
    let bcast = Calls { bcast: 1, ..Calls::NONE };
    costs("broadcast_into", bcast, || world.broadcast_into(&mut into[..], root))?;
    costs("broadcast of a value", bcast, || world.broadcast(at_root.then_some(7u16), root))?;
    let scatter = Calls { scatter: 1, ..Calls::NONE };
    costs("scatter_into", scatter, || world.scatter_into(at_root.then_some(&*all), &mut into[..], root))?;
    let gather = Calls { gather: 1, ..Calls::NONE };
    costs("gather_into", gather, || world.gather_into(&data[..], at_root.then_some(&mut *all), root))?;
    let allgather = Calls { allgather: 1, ..Calls::NONE };
    costs("all_gather_into", allgather, || world.all_gather_into(&data[..], all))?;
    let alltoall = Calls { alltoall: 1, ..Calls::NONE };
    costs("all_to_all_into", alltoall, || world.all_to_all_into(&data[..], &mut into))?;
    let reduce = Calls { reduce: 1, ..Calls::NONE };
    costs("reduce_into", reduce, || world.reduce_into(&data[..], at_root.then_some(&mut into[..]), Op::SUM, root))?;
    costs("reduce of a value", reduce, || world.reduce(&1.5, Op::MAX, root))?;
    // Whether the library's own operation gives wrong numbers is asked once; if so, the first use makes one of ours.
    world.all_reduce(&1u8, Op::MAX)?;
    let allreduce = Calls { allreduce: 1, ..Calls::NONE };
    costs("all_reduce_into", allreduce, || world.all_reduce_into(&data[..], &mut into, Op::SUM))?;
    costs("all_reduce_in_place", allreduce, || world.all_reduce_in_place(&mut into[..], Op::SUM))?;
    costs("all_reduce of a value", allreduce, || world.all_reduce(&1u8, Op::MAX))?;
    costs("all_reduce of an array", allreduce, || world.all_reduce(&data, Op::MIN))?;
    Ok(())
}

#[oxmpi_test(ranks = [1])]
fn a_refused_argument_costs_no_call(world: &Communicator) -> Result<()> {
    let refused = |kind: ErrorKind| {
        assert!(matches!(kind, ErrorKind::Rank | ErrorKind::Tag | ErrorKind::Root | ErrorKind::Count), "{kind:?}");
    };
    let (_, _, calls) = cost(|| {
        refused(world.send(&1, 1).expect_err("no such rank").kind());
        refused(world.send(&1, to(0).tag(-1)).expect_err("no such tag").kind());
        refused(world.recv::<i32>(9).expect_err("no such rank").kind());
        refused(world.broadcast_into(&mut 1, 1).expect_err("no such root").kind());
        refused(world.all_reduce_into(&1, &mut [], Op::SUM).expect_err("no room").kind());
        Ok(())
    })?;
    assert_eq!(calls, Calls::NONE);
    Ok(())
}
