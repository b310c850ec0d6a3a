"""The collective calls on doubles, with root 0. The size is what a rank contributes, or what it has for each other one, in bytes."""

import numpy
from mpi4py import MPI


def add(lab):
    lab.paired("barrier", "lab_barrier", collective(0, 0, lambda world, send, receive: world.Barrier()))
    lab.paired("broadcast", "lab_broadcast", collective(0, 1, lambda world, send, receive: world.Bcast(receive)))
    lab.paired("reduce", "lab_reduce", collective(1, 1, reduce))
    lab.paired("all_reduce", "lab_all_reduce", collective(1, 1, lambda world, send, receive: world.Allreduce(send, receive)))
    lab.paired(
        "all_reduce in place",
        "lab_all_reduce_in_place",
        collective(0, 1, lambda world, send, receive: world.Allreduce(MPI.IN_PLACE, receive)),
    )
    each = lab.world.Get_size()
    lab.paired("gather", "lab_gather", collective(1, each, gather))
    lab.paired("all_gather", "lab_all_gather", collective(1, each, lambda world, send, receive: world.Allgather(send, receive)))
    lab.paired("scatter", "lab_scatter", collective(each, 1, scatter))
    lab.paired("all_to_all", "lab_all_to_all", collective(each, each, lambda world, send, receive: world.Alltoall(send, receive)))


def reduce(world, send, receive):
    world.Reduce(send, receive if world.rank == 0 else None)


def gather(world, send, receive):
    world.Gather(send, receive if world.rank == 0 else None)


def scatter(world, send, receive):
    world.Scatter(send if world.rank == 0 else None, receive)


def collective(sends, receives, call):
    """`sends` and `receives`: for how many ranks there is memory."""

    def make(lab, size):
        count = size // 8
        send, receive = numpy.ones(count * sends, "f8"), numpy.zeros(count * receives, "f8")

        def run(iterations):
            world = lab.world
            for _ in range(iterations):
                call(world, send, receive)

        return run, lab.memory(send, receive, count)

    return make
