"""A window of messages from rank 0 to rank 1, each with memory of its own, and an empty message back. As src/patterns/bandwidth.rs."""

import numpy
from mpi4py import MPI


def add(lab):
    lab.paired("bandwidth", "lab_bandwidth", windows)
    lab.paired("message rate", "lab_bandwidth", windows)


def windows(lab, size):
    messages = 16 if size >= 1 << 20 else 64
    memory, nothing = numpy.ones(size * messages, "u1"), numpy.zeros(0, "u1")
    parts = [memory[size * at : size * (at + 1)] for at in range(messages)]

    def run(iterations):
        world, rank, peer = lab.world, lab.rank, lab.peer
        for _ in range(iterations):
            if rank == 0:
                MPI.Request.Waitall([world.Isend(part, peer) for part in parts])
                world.Recv(nothing, peer, tag=1)
            else:
                MPI.Request.Waitall([world.Irecv(part, peer) for part in parts])
                world.Send(nothing, peer, tag=1)

    return run, lab.memory(memory, memory, size)
