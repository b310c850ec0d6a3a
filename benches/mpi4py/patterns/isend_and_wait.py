"""Ping-pong by requests, each of which is waited for at once; and both ranks sending at the same time."""

import numpy


def add(lab):
    lab.paired("isend and wait", "lab_isend_and_wait", isend_and_wait)
    lab.paired("bidirectional", "lab_bidirectional", bidirectional)


def isend_and_wait(lab, size):
    send, receive = numpy.ones(size, "u1"), numpy.zeros(size, "u1")

    def run(iterations):
        world, rank, peer = lab.world, lab.rank, lab.peer
        for _ in range(iterations):
            if rank == 0:
                world.Isend(send, peer).Wait()
                world.Irecv(receive, peer).Wait()
            else:
                world.Irecv(receive, peer).Wait()
                world.Isend(send, peer).Wait()

    return run, lab.memory(send, receive, size)


def bidirectional(lab, size):
    send, receive = numpy.ones(size, "u1"), numpy.zeros(size, "u1")

    def run(iterations):
        world, peer = lab.world, lab.peer
        for _ in range(iterations):
            world.Sendrecv(send, peer, recvbuf=receive, source=peer)

    return run, lab.memory(send, receive, size)
