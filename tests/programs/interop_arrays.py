"""Python ranks among Rust ranks: mpi4py's upper-case methods on NumPy arrays, as they come. See tests/interop.rs."""

import sys

import numpy as np
from mpi4py import MPI
from mpi4py.util import dtlib

world = MPI.COMM_WORLD
rank, size = world.rank, world.size
LENGTHS = [0, 1, 7, 1000, 100_000]


def sample(dtype, of, count):
    """The array of rank `of`; the Rust program computes the same."""
    i = np.arange(count)
    n = of * 1000 + i
    values = {
        "f8": n / 8,
        "f4": n / 8 % 4096,
        "i4": (n % 2001) * 1_000_000 - 1_000_000_000,
        "i8": n * 2**40 - 2**50,
        "u1": n % 251,
        "?": n % 3 == 0,
        "c16": n / 8 - 1j * i,
    }
    return values[dtype].astype(dtype)


def check(what, got, expected):
    if got.dtype != expected.dtype or not np.array_equal(got, expected):
        print(f"{what}: {got} is not {expected}", file=sys.stderr, flush=True)
        world.Abort(1)


def element_type(dtype, peer, count):
    """There and back by each method. Buffers are found by NumPy's dtype: no MPI type is named."""
    what = f"{count} of {dtype}"
    mine, theirs, empty = sample(dtype, rank, count), sample(dtype, peer, count), np.empty(count, dtype)
    got = empty.copy()
    world.Recv(got, peer, tag=1)
    check(f"Recv {what}", got, theirs)
    world.Send(mine, peer, tag=2)
    got = empty.copy()
    requests = [world.Irecv(got, peer, tag=3), world.Isend(mine, peer, tag=4)]
    MPI.Request.Waitall(requests)
    check(f"Irecv {what}", got, theirs)
    got = empty.copy()
    world.Sendrecv(mine, peer, 5, got, peer, 6)
    check(f"Sendrecv {what}", got, theirs)


def matrix(of):
    return sample("f8", of, 40 * 30).reshape(40, 30)


def two_dimensions(peer):
    got = np.empty((40, 30))
    world.Recv(got, peer, tag=7)
    check("the array", got, matrix(peer))
    # Rust sends a transposed view; the elements come in its own order.
    got = np.empty((30, 40))
    world.Recv(got, peer, tag=8)
    check("the transposed array", got, matrix(peer).T)
    world.Send(matrix(rank), peer, tag=9)


def columns(peer):
    """A column is a vector type here, and a view of ndarray there."""
    column = MPI.DOUBLE.Create_vector(40, 1, 30).Commit()
    mine, got = matrix(rank), matrix(rank)
    world.Recv([got.ravel()[5:], 1, column], peer, tag=10)
    expected = matrix(rank)
    expected[:, 5] = matrix(peer)[:, 28]
    check("the column", got, expected)
    world.Send([mine.ravel()[3:], 1, column], peer, tag=11)
    # A message does not tell its layout: numbers in a row here, a column there.
    world.Send(np.ascontiguousarray(mine[:, 4]), peer, tag=12)
    column.Free()


# `align=True` puts the fields where C, and Rust's `repr(C)`, put them.
PARTICLE = np.dtype([("id", "i4"), ("mass", "f8"), ("at", "f4", 3), ("fixed", "?"), ("spin", "c16")], align=True)
READING = np.dtype([("value", "f8"), ("station", "i8")], align=True)


def particles(of, count=50):
    array = np.zeros(count, PARTICLE)
    for name in ("id", "mass", "fixed", "spin"):
        array[name] = sample({"id": "i4", "mass": "f8", "fixed": "?", "spin": "c16"}[name], of, count)
    array["at"] = sample("f4", of, 3 * count).reshape(count, 3)
    return array


def readings(of, count=50):
    array = np.zeros(count, READING)
    array["value"], array["station"] = sample("f8", of, count), sample("i8", of, count)
    return array


def structs(peer):
    """mpi4py has no MPI type for a structured dtype by itself; its `dtlib` makes one of the fields, without what is between them."""
    for make, tag in ((particles, 13), (readings, 15)):
        mine, got = make(rank), np.zeros_like(make(rank))
        datatype = dtlib.from_numpy_dtype(mine.dtype).Commit()
        world.Recv([got, len(got), datatype], peer, tag=tag)
        check("the structs", got, make(peer))
        world.Send([mine, len(mine), datatype], peer, tag=tag + 1)
        datatype.Free()
    # What Rust sends with its padding is bytes here.
    got = np.zeros(50, PARTICLE)
    world.Recv([got, MPI.BYTE], peer, tag=17)
    check("the structs as bytes", got, particles(peer))
    world.Send([particles(rank), MPI.BYTE], peer, tag=18)


is_python = np.empty(size, "?")
world.Allgather(np.array([True]), is_python)
for peer in np.flatnonzero(~is_python):
    peer = int(peer)
    for dtype in ("f8", "f4", "i4", "i8", "u1", "?", "c16"):
        for count in LENGTHS:
            element_type(dtype, peer, count)
    two_dimensions(peer)
    columns(peer)
    structs(peer)

for root in range(size):
    got = matrix(rank)
    world.Bcast(got, root)
    check("Bcast", got, matrix(root))
total = np.empty((40, 30))
world.Allreduce(matrix(rank), total, MPI.SUM)
check("Allreduce", total, sum(matrix(of) for of in range(size)))
print("python agrees")
