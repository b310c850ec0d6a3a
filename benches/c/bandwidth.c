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

static void post(const struct lab_block *block, int messages, MPI_Request *requests) {
    const int count = (int)block->count;
    void *memory = block->rank == 0 ? block->send : block->receive;
    for (int at = 0; at < messages; at++) {
        void *message = lab_message(block, memory, count, at);
        if (block->rank == 0) {
            MPI_Isend(message, count, MPI_BYTE, block->peer, 0, block->comm, &requests[at]);
        } else {
            MPI_Irecv(message, count, MPI_BYTE, block->peer, 0, block->comm, &requests[at]);
        }
    }
}

/* Rank 1 has the whole window. */
static void acknowledge(const struct lab_block *block) {
    if (block->rank == 0) {
        MPI_Recv(NULL, 0, MPI_BYTE, block->peer, 1, block->comm, MPI_STATUS_IGNORE);
    } else {
        MPI_Send(NULL, 0, MPI_BYTE, block->peer, 1, block->comm);
    }
}

double lab_bandwidth(const struct lab_block *block) {
    const int messages = window((int)block->count);
    MPI_Request requests[MOST];
    double start = MPI_Wtime();
    for (long long i = 0; i < block->iterations; i++) {
        post(block, messages, requests);
        MPI_Waitall(messages, requests, MPI_STATUSES_IGNORE);
        acknowledge(block);
    }
    return MPI_Wtime() - start;
}

/* The same by a program that asks what it received: how much of a difference is in the asking. */
double lab_bandwidth_status(const struct lab_block *block) {
    const int messages = window((int)block->count);
    MPI_Request requests[MOST];
    MPI_Status statuses[MOST];
    double start = MPI_Wtime();
    for (long long i = 0; i < block->iterations; i++) {
        post(block, messages, requests);
        MPI_Waitall(messages, requests, statuses);
        for (int at = 0; at < messages && block->rank != 0; at++) {
            int received;
            MPI_Get_count(&statuses[at], MPI_BYTE, &received);
            if (received != block->count) {
                MPI_Abort(block->comm, 1);
            }
        }
        acknowledge(block);
    }
    return MPI_Wtime() - start;
}
