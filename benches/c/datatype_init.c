/* An irregular type is made, committed and freed again: chosen doubles of an array. Nothing is communicated. */
#include "lab.h"
#include <stdlib.h>

double lab_datatype_init(const struct lab_block *block) {
    int count = (int)block->count;
    int *chosen = malloc(count * sizeof *chosen);
    for (int at = 0; at < count; at++) {
        chosen[at] = 2 * at + at % 2; /* as in src/patterns/datatype_init.rs */
    }
    double start = MPI_Wtime();
    for (long long i = 0; i < block->iterations; i++) {
        MPI_Datatype type;
        MPI_Type_create_indexed_block(count, 1, chosen, MPI_DOUBLE, &type);
        MPI_Type_commit(&type);
        MPI_Type_free(&type);
    }
    double seconds = MPI_Wtime() - start;
    free(chosen);
    return seconds;
}
