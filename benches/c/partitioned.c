/* Ping-pong of messages in 8 partitions, set up before the clock starts: there and back is one iteration. Where the MPI does not have
 * partitioned messages, plain persistent ones, as oxmpi makes of them. */
#include "lab.h"

enum { PARTITIONS = 8 };

#if MPI_VERSION >= 4
#define LAB_NATIVE 1
#else
#define LAB_NATIVE 0
#endif

/* Whether the MPI has partitioned messages. */
int lab_partitioned_is_native(void) { return LAB_NATIVE; }

/* Of `count` bytes, which the partitions divide evenly. */
static void set_up(const struct lab_block *block, MPI_Request *send, MPI_Request *receive) {
    const int count = (int)block->count;
#if LAB_NATIVE
    const MPI_Count each = count / PARTITIONS;
    MPI_Psend_init(block->send, PARTITIONS, each, MPI_BYTE, block->peer, 0, block->comm, MPI_INFO_NULL, send);
    MPI_Precv_init(block->receive, PARTITIONS, each, MPI_BYTE, block->peer, 0, block->comm, MPI_INFO_NULL, receive);
#else
    MPI_Send_init(block->send, count, MPI_BYTE, block->peer, 0, block->comm, send);
    MPI_Recv_init(block->receive, count, MPI_BYTE, block->peer, 0, block->comm, receive);
#endif
}

static void give(MPI_Request *send) {
    MPI_Start(send);
#if LAB_NATIVE
    for (int partition = 0; partition < PARTITIONS; partition++) {
        MPI_Pready(partition, *send);
    }
#endif
    MPI_Wait(send, MPI_STATUS_IGNORE);
}

static void take(MPI_Request *receive) {
    MPI_Start(receive);
    MPI_Wait(receive, MPI_STATUS_IGNORE);
}

double lab_partitioned(const struct lab_block *block) {
    MPI_Request send, receive;
    set_up(block, &send, &receive);
    double start = MPI_Wtime();
    for (long long i = 0; i < block->iterations; i++) {
        if (block->rank == 0) {
            give(&send);
            take(&receive);
        } else {
            take(&receive);
            give(&send);
        }
    }
    double seconds = MPI_Wtime() - start;
    MPI_Request_free(&send);
    MPI_Request_free(&receive);
    return seconds;
}
