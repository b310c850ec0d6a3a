"""A Python rank among Rust ranks: mpi4py's lower-case methods, as they come. See tests/interop.rs."""

import sys

from mpi4py import MPI

world = MPI.COMM_WORLD
rank, size = world.rank, world.size


def row(of, to):
    """What rank `of` gives rank `to`; ranks differ in length."""
    return {
        "name": "Zoë " * (of * 1000 + to),
        "numbers": [of, -to, 255, 65536, -(2**40), 2**63 - 1] * (of + 1),
        "ratio": of / 4,
        "flag": None if to == 0 else to == 1,
        "bytes": bytes(range(256)) * of * 100,
    }


SIZES = [0, 1, 1000, 32 << 10, 100_000, 1 << 20]


def block(of, size_in_bytes):
    """An object of about this size."""
    return {"from": of, "data": bytes((of + i) % 251 for i in range(251)) * (size_in_bytes // 251) + b"x" * (size_in_bytes % 251)}


def check(what, got, expected):
    if got != expected:
        print(f"{what}: {str(got)[:300]} is not {str(expected)[:300]}", file=sys.stderr, flush=True)
        world.Abort(1)


for peer in range(size):
    if peer == rank:
        continue
    check("recv", world.recv(source=peer, tag=1), row(peer, rank))
    world.send(row(rank, peer), peer, tag=2)
    world.ssend((1, "two", [3.0, None], {4, 5}), peer, tag=3)
    world.isend(None, peer, tag=4).wait()
    check("irecv", world.irecv(source=peer, tag=5).wait(), (peer, "short"))
    world.Send([b"", 0, MPI.BYTE], peer, tag=6)
    check("no bytes", world.recv(source=peer, tag=7), None)
    for size_in_bytes in SIZES:
        what = f"{size_in_bytes} bytes"
        # `irecv` has room for 32,768 bytes, unless it is given a buffer. A pickle is a little longer than what is in it.
        request = world.irecv(bytearray(size_in_bytes + 1000), source=peer, tag=8)
        sent = world.isend(block(rank, size_in_bytes), peer, tag=9)
        check(f"irecv {what}", request.wait(), block(peer, size_in_bytes))
        sent.wait()
        check(f"recv {what}", world.recv(source=peer, tag=10), block(peer, size_in_bytes))
        world.send(block(rank, size_in_bytes), peer, tag=11)
        mine = block(rank, size_in_bytes)
        check(f"sendrecv {what}", world.sendrecv(mine, peer, 12, source=peer, recvtag=13), block(peer, size_in_bytes))

for root in range(size):
    check("bcast", world.bcast(row(rank, 0) if rank == root else None, root), row(root, 0))
    gathered = world.gather(row(rank, root), root)
    check("gather", gathered, [row(of, root) for of in range(size)] if rank == root else None)
    parts = [row(root, to) for to in range(size)] if rank == root else None
    check("scatter", world.scatter(parts, root), row(root, rank))
check("allgather", world.allgather(row(rank, 9)), [row(of, 9) for of in range(size)])
check("alltoall", world.alltoall([row(rank, to) for to in range(size)]), [row(of, rank) for of in range(size)])
print("python agrees")
