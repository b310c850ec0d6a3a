/* The collective calls on doubles, with root 0. `count` is the count of the call: what a rank contributes, or what it has for each other one. */
#include "lab.h"

/* One call again and again; `count`, `send` and `receive` are at hand in it. */
#define LAB_COLLECTIVE(name, call)                                          \
    double name(const struct lab_block *block) {                            \
        const int count = (int)block->count;                                \
        const MPI_Comm comm = block->comm;                                  \
        double *send = block->send, *receive = block->receive;              \
        (void)count, (void)send, (void)receive;                             \
        double start = MPI_Wtime();                                         \
        for (long long i = 0; i < block->iterations; i++) {                 \
            call;                                                           \
        }                                                                   \
        return MPI_Wtime() - start;                                         \
    }

LAB_COLLECTIVE(lab_barrier, MPI_Barrier(comm))

/* In one place on every rank: `receive`. */
LAB_COLLECTIVE(lab_broadcast, MPI_Bcast(receive, count, MPI_DOUBLE, 0, comm))
LAB_COLLECTIVE(lab_reduce, MPI_Reduce(send, receive, count, MPI_DOUBLE, MPI_SUM, 0, comm))
LAB_COLLECTIVE(lab_all_reduce, MPI_Allreduce(send, receive, count, MPI_DOUBLE, MPI_SUM, comm))
LAB_COLLECTIVE(lab_all_reduce_in_place, MPI_Allreduce(MPI_IN_PLACE, receive, count, MPI_DOUBLE, MPI_SUM, comm))

/* From here on `receive`, `send`, or both, have `count` doubles for each rank. */
LAB_COLLECTIVE(lab_gather, MPI_Gather(send, count, MPI_DOUBLE, receive, count, MPI_DOUBLE, 0, comm))
LAB_COLLECTIVE(lab_all_gather, MPI_Allgather(send, count, MPI_DOUBLE, receive, count, MPI_DOUBLE, comm))
LAB_COLLECTIVE(lab_scatter, MPI_Scatter(send, count, MPI_DOUBLE, receive, count, MPI_DOUBLE, 0, comm))
LAB_COLLECTIVE(lab_all_to_all, MPI_Alltoall(send, count, MPI_DOUBLE, receive, count, MPI_DOUBLE, comm))
