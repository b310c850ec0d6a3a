/* Many requests under way at a time: rank 1 posts all its receives, rank 0 sends to all of them, and rank 1 completes them by MPI_Waitsome. */
#include "lab.h"
#include <stdlib.h>

double lab_outstanding(const struct lab_block *block) {
    int count = (int)block->count, left, found;
    void *memory = block->rank == 0 ? block->send : block->receive;
    MPI_Request *requests = malloc(count * sizeof *requests);
    MPI_Status *statuses = malloc(count * sizeof *statuses);
    int *indices = malloc(count * sizeof *indices);
    double start = MPI_Wtime();
    for (long long i = 0; i < block->iterations; i++) {
        for (int at = 0; at < count; at++) {
            void *message = lab_message(block, memory, 8, at);
            if (block->rank == 0) {
                MPI_Isend(message, 8, MPI_BYTE, block->peer, 0, block->comm, &requests[at]);
            } else {
                MPI_Irecv(message, 8, MPI_BYTE, block->peer, 0, block->comm, &requests[at]);
            }
        }
        for (left = count; left > 0; left -= found) {
            MPI_Waitsome(count, requests, &found, indices, statuses);
        }
        /* The next round begins when this one is over. */
        MPI_Sendrecv(NULL, 0, MPI_BYTE, block->peer, 1, NULL, 0, MPI_BYTE, block->peer, 1, block->comm, MPI_STATUS_IGNORE);
    }
    start = MPI_Wtime() - start;
    free(requests);
    free(statuses);
    free(indices);
    return start;
}
