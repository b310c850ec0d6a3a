"""Ping-pong of bytes: there and back is one iteration."""

import numpy


def add(lab):
    lab.paired("ping-pong", "lab_ping_pong", ping_pong)


def ping_pong(lab, size):
    send, receive = numpy.ones(size, "u1"), numpy.zeros(size, "u1")

    def run(iterations):
        world, rank, peer = lab.world, lab.rank, lab.peer
        for _ in range(iterations):
            if rank == 0:
                world.Send(send, peer)
                world.Recv(receive, peer)
            else:
                world.Recv(receive, peer)
                world.Send(send, peer)

    return run, lab.memory(send, receive, size)
