"""Objects there and back, by mpi4py's lower-case methods and, for blocks, by mpi4py.util.pkl5. As src/patterns/objects.rs."""

import numpy
from mpi4py.util import pkl5


def add(lab):
    lab.apart("objects: records", records, sizes=[100, 1_000_000])
    lab.apart("objects: map", entries, sizes=[100, 1_000_000])
    lab.apart("objects: sorted map", entries, sizes=[100, 1_000_000])
    lab.apart("objects: block", block, sizes=[1 << 20, 64 << 20])


def records(lab, size):
    value = [(id, f"record {id}", id * 0.5, -1.0, 1e300) for id in range(size)]
    return there_and_back(lab, lab.world, value)


def entries(lab, size):
    return there_and_back(lab, lab.world, {key: key * 0.5 for key in range(size)})


def block(lab, size):
    value = {"id": 7, "name": "sky", "data": numpy.ones(size, "u1")}
    return there_and_back(lab, pkl5.Intracomm(lab.world), value)


def there_and_back(lab, world, value):
    rank, peer = lab.rank, lab.peer

    def run(iterations):
        for _ in range(iterations):
            if rank == 0:
                world.send(value, peer)
                world.recv(source=peer)
            else:
                world.recv(source=peer)
                world.send(value, peer)

    return run
