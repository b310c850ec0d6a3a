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

for root in range(size):
    check("bcast", world.bcast(row(rank, 0) if rank == root else None, root), row(root, 0))
    gathered = world.gather(row(rank, root), root)
    check("gather", gathered, [row(of, root) for of in range(size)] if rank == root else None)
    parts = [row(root, to) for to in range(size)] if rank == root else None
    check("scatter", world.scatter(parts, root), row(root, rank))
check("allgather", world.allgather(row(rank, 9)), [row(of, 9) for of in range(size)])
check("alltoall", world.alltoall([row(rank, to) for to in range(size)]), [row(of, rank) for of in range(size)])
print("python agrees")
