/* Ping-pong by requests, each of which is waited for at once: there and back is one iteration. */
#include "lab.h"

static void send(const struct lab_block *block) {
    MPI_Request request;
    MPI_Isend(block->send, (int)block->count, MPI_BYTE, block->peer, 0, block->comm, &request);
    MPI_Wait(&request, MPI_STATUS_IGNORE);
}

static void receive(const struct lab_block *block) {
    MPI_Request request;
    MPI_Irecv(block->receive, (int)block->count, MPI_BYTE, block->peer, 0, block->comm, &request);
    MPI_Wait(&request, MPI_STATUS_IGNORE);
}

double lab_isend_and_wait(const struct lab_block *block) {
    double start = MPI_Wtime();
    for (long long i = 0; i < block->iterations; i++) {
        if (block->rank == 0) {
            send(block);
            receive(block);
        } else {
            receive(block);
            send(block);
        }
    }
    return MPI_Wtime() - start;
}
