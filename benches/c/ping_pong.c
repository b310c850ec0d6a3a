/* Ping-pong of bytes: there and back is one iteration. */
#include "lab.h"

double lab_ping_pong(const struct lab_block *block) {
    int count = (int)block->count;
    double start = MPI_Wtime();
    for (long long i = 0; i < block->iterations; i++) {
        if (block->rank == 0) {
            MPI_Send(block->send, count, MPI_BYTE, block->peer, 0, block->comm);
            MPI_Recv(block->receive, count, MPI_BYTE, block->peer, 0, block->comm, MPI_STATUS_IGNORE);
        } else {
            MPI_Recv(block->receive, count, MPI_BYTE, block->peer, 0, block->comm, MPI_STATUS_IGNORE);
            MPI_Send(block->send, count, MPI_BYTE, block->peer, 0, block->comm);
        }
    }
    return MPI_Wtime() - start;
}

/* The same by a program that asks what it received: how much of a difference is in the asking. */
double lab_ping_pong_status(const struct lab_block *block) {
    int count = (int)block->count, received = 0;
    MPI_Status status;
    double start = MPI_Wtime();
    for (long long i = 0; i < block->iterations; i++) {
        if (block->rank == 0) {
            MPI_Send(block->send, count, MPI_BYTE, block->peer, 0, block->comm);
            MPI_Recv(block->receive, count, MPI_BYTE, block->peer, 0, block->comm, &status);
            MPI_Get_count(&status, MPI_BYTE, &received);
        } else {
            MPI_Recv(block->receive, count, MPI_BYTE, block->peer, 0, block->comm, &status);
            MPI_Get_count(&status, MPI_BYTE, &received);
            MPI_Send(block->send, count, MPI_BYTE, block->peer, 0, block->comm);
        }
        if (received != count) {
            MPI_Abort(block->comm, 1);
        }
    }
    return MPI_Wtime() - start;
}
