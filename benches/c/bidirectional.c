/* Both ranks send and receive at the same time. */
#include "lab.h"

double lab_bidirectional(const struct lab_block *block) {
    int count = (int)block->count, peer = block->peer;
    double start = MPI_Wtime();
    for (long long i = 0; i < block->iterations; i++) {
        MPI_Sendrecv(block->send, count, MPI_BYTE, peer, 0, block->receive, count, MPI_BYTE, peer, 0, block->comm, MPI_STATUS_IGNORE);
    }
    return MPI_Wtime() - start;
}
