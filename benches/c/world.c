/* For peers whose language does not know the type of a communicator in this MPI. */
#include "lab.h"

/* A twin on the world communicator, of which rank 0 and 1 are a pair, and so on. */
double lab_on_world(lab_pattern *pattern, void *send, void *receive, long long count, long long iterations) {
    struct lab_block block = {
        .comm = MPI_COMM_WORLD,
        .send = send,
        .receive = receive,
        .count = count,
        .iterations = iterations,
    };
    MPI_Comm_rank(block.comm, &block.rank);
    block.peer = block.rank ^ 1;
    return pattern(&block);
}
