/* What a C twin is given, and what it gives back. `Block` in src/case.rs is the same structure. */
#ifndef OXMPI_LAB_H
#define OXMPI_LAB_H

#include <mpi.h>
#include <stddef.h>

struct lab_block {
    MPI_Comm comm;        /* the communicator of both sides */
    int rank;             /* this rank */
    int peer;             /* the other rank of a pair */
    void *send;           /* memory to send from */
    void *receive;        /* memory to receive into */
    long long count;      /* number of elements; what an element is, the pattern knows */
    long long iterations; /* how often to do the pattern */
    const void *extra;    /* what else a pattern needs, or null */
};

/* Where a message of `bytes` is, in patterns of many messages: at its own address, if `extra` is a list of addresses; else they lie one behind
 * the other in `memory`. */
static inline void *lab_message(const struct lab_block *block, void *memory, MPI_Aint bytes, int at) {
    void *const *addresses = block->extra;
    return addresses ? addresses[at] : (char *)memory + at * bytes;
}

/* Does the pattern `iterations` times; returns the seconds it took, by MPI_Wtime. Preparations that a program would make
 * once (types, requests) are made before the clock starts. */
typedef double lab_pattern(const struct lab_block *block);

#endif
