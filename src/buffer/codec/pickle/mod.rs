//! Pickle, for Python ranks.

mod graph;
mod reader;
mod value;

use super::Codec;
use super::guard::{Guarded, Limits};
use graph::Graph;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_pickle::SerOptions;
use value::Value;

/// Python's [pickle](https://docs.python.org/3/library/pickle.html), for ranks with an unchanged mpi4py 4: what its lower-case methods send and
/// receive.
///
/// | mpi4py | oxmpi |
/// |---|---|
/// | `comm.send(x, 1)`, `ssend`, `bsend`, `isend` | `recv::<Encoded<Pickle, T>>(0)` |
/// | `comm.recv(source=0)` | `send(&Encoded::<Pickle, _>::new(x), 1)` |
/// | `comm.bcast(x)`, `gather`, `scatter`, `allgather`, `alltoall` | the collectives of the same name, of `Encoded<Pickle, T>` |
/// | `comm.irecv()` | as `recv`, up to the 32,768 bytes that it has room for |
/// | `reduce`, `allreduce`, `scan` | none: mpi4py folds objects on a communicator of its own |
///
/// | Python | serde |
/// |---|---|
/// | `None` | unit, `None`, unit struct; also a message of no bytes |
/// | `bool`, `float`, `str`, `bytes`, `bytearray` | the same (the last two by `serde_bytes`) |
/// | `int` | integers up to 128 bits, or a float |
/// | `list`, `tuple`, `set`, `frozenset` | sequences, tuples, arrays |
/// | `dict` | maps, structs |
/// | `"Name"`, `{"Name": value}` | a variant of an enum, without and with contents |
///
/// **Versions.** mpi4py pickles with the highest protocol of its interpreter, 5; protocols 2 to 5 are read here, and 3 is written,
/// which every Python 3 reads. The collectives are those of mpi4py 4: 3.1 announces lengths as `MPI_INT`, 4 as `MPI_COUNT`, so that 3.1 can
/// take part in messages only. `mpi4py.util.pkl5` is another protocol, which is not read.
///
/// **Open MPI.** oxmpi switches single-copy transports off before it initializes MPI, since they write truncated messages past the buffer. Ranks that
/// differ in that end the job at the first message over 4 KiB (`invalid bml for rdma get`), so give the Python ranks the same settings:
/// `-x OMPI_MCA_btl_vader_single_copy_mechanism=none` for Open MPI 4, `-x OMPI_MCA_smsc=^cma,xpmem,knem` for 5.
///
/// **Nothing is executed.** A pickle is a program that can call any function in Python; here those that
/// name a class or a function are refused, and so are objects of user-defined classes, arrays of NumPy, and the sets of protocols 2 and 3. Send
/// `dict`s, lists and `bytes`. (Python, too, executes what it is sent: receive there only from ranks that you trust.)
///
/// **Errors in collectives.** In mpi4py's gather the root alone learns the lengths, so of a rank that cannot encode only that rank
/// and the root learn; with the other codecs every rank does. So it is where more than 2 GiB come together at one rank.
///
/// ```no_run
/// use oxmpi::buffer::{Encoded, Pickle};
/// # let mpi = oxmpi::init()?;
/// # let world = mpi.world();
/// // comm.send([(1, "one", 1.0)], dest=0) on the other side
/// let records = world.recv::<Encoded<Pickle, Vec<(u64, String, f64)>>>(1)?.into_inner();
/// # Ok::<(), oxmpi::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pickle {}

/// What a value may expand to, for each byte of its pickle: parts that are named twice are stored once there.
const EXPANSION: usize = 16;

impl Codec for Pickle {
    const AS_MPI4PY: bool = true;

    fn encode<T: Serialize + ?Sized>(value: &T, mut bytes: Vec<u8>) -> Result<Vec<u8>, String> {
        // By reference, since it takes sized values.
        serde_pickle::to_writer(&mut bytes, &value, SerOptions::new()).map_err(|error| error.to_string())?;
        Ok(bytes)
    }

    // Read by our own reader: serde-pickle's takes 4 KiB for each byte that is a mark, clones what is duplicated, and
    // overflows the stack when it drops a value that is nested by a few hundred thousand one-byte opcodes.
    fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
        let graph = if bytes.is_empty() { Graph::none() } else { reader::read(bytes)? };
        let expanded = bytes.len().saturating_mul(EXPANSION).saturating_add(super::guard::FREE_ELEMENTS);
        let limits = Limits::of_elements(expanded, expanded);
        let value = Value { graph: &graph, node: graph.root(), limits: &limits };
        T::deserialize(Guarded { inner: value, limits: &limits }).map_err(|error| limits.explain(error))
    }
}
