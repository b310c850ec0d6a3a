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
