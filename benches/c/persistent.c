/* Ping-pong by persistent requests, made before the clock starts: there and back is one iteration. */
#include "lab.h"

static void once(MPI_Request *request) {
    MPI_Start(request);
    MPI_Wait(request, MPI_STATUS_IGNORE);
}

double lab_persistent(const struct lab_block *block) {
    int count = (int)block->count;
    MPI_Request send, receive;
    MPI_Send_init(block->send, count, MPI_BYTE, block->peer, 0, block->comm, &send);
    MPI_Recv_init(block->receive, count, MPI_BYTE, block->peer, 0, block->comm, &receive);
    double start = MPI_Wtime();
    for (long long i = 0; i < block->iterations; i++) {
        once(block->rank == 0 ? &send : &receive);
        once(block->rank == 0 ? &receive : &send);
    }
    double seconds = MPI_Wtime() - start;
    MPI_Request_free(&send);
    MPI_Request_free(&receive);
    return seconds;
}
