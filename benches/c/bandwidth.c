/* Bandwidth, and message rate: a window of messages from rank 0 to rank 1, each with memory of its own, and an empty message back. */
#include "lab.h"

#if defined(__GNUC__) && !defined(__clang__)
/* MPICH's MPI_STATUSES_IGNORE looks like a list without room to GCC. */
#pragma GCC diagnostic ignored "-Wpragmas"
#pragma GCC diagnostic ignored "-Wstringop-overflow"
#endif

enum { MOST = 64 };

/* `window` in src/patterns/bandwidth.rs is the same. */
static int window(int bytes) { return bytes >= 1 << 20 ? 16 : MOST; }

double lab_bandwidth(const struct lab_block *block) {
    const int count = (int)block->count, messages = window(count);
    char *send = block->send, *receive = block->receive;
    MPI_Request requests[MOST];
    double start = MPI_Wtime();
    for (long long i = 0; i < block->iterations; i++) {
        if (block->rank == 0) {
            for (int at = 0; at < messages; at++) {
                MPI_Isend(send + (MPI_Aint)at * count, count, MPI_BYTE, block->peer, 0, block->comm, &requests[at]);
            }
            MPI_Waitall(messages, requests, MPI_STATUSES_IGNORE);
            MPI_Recv(NULL, 0, MPI_BYTE, block->peer, 1, block->comm, MPI_STATUS_IGNORE);
        } else {
            for (int at = 0; at < messages; at++) {
                MPI_Irecv(receive + (MPI_Aint)at * count, count, MPI_BYTE, block->peer, 0, block->comm, &requests[at]);
            }
            MPI_Waitall(messages, requests, MPI_STATUSES_IGNORE);
            MPI_Send(NULL, 0, MPI_BYTE, block->peer, 1, block->comm);
        }
    }
    return MPI_Wtime() - start;
}
