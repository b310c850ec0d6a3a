/* Ping-pong of structs, by the type that a C program makes of its fields: there and back is one iteration. */
#include "lab.h"

/* `Fields` in src/patterns/structs.rs is the same structure. */
struct lab_fields {
    int count;
    int kinds[16];         /* what each field is: an index of `kinds` below */
    long long offsets[16]; /* in bytes */
    long long size;        /* of the struct */
};

/* As most C programs do it: one block for each field, in order of declaration, and the size of the struct as its extent. */
static MPI_Datatype naive(const struct lab_fields *fields) {
    const MPI_Datatype kinds[] = {MPI_UINT8_T, MPI_UINT16_T, MPI_UINT32_T, MPI_UINT64_T,
                                  MPI_INT32_T, MPI_INT64_T,  MPI_FLOAT,    MPI_DOUBLE};
    int lengths[16];
    MPI_Aint offsets[16];
    MPI_Datatype types[16], joined, resized;
    for (int i = 0; i < fields->count; i++) {
        lengths[i] = 1;
        offsets[i] = (MPI_Aint)fields->offsets[i];
        types[i] = kinds[fields->kinds[i]];
    }
    MPI_Type_create_struct(fields->count, lengths, offsets, types, &joined);
    MPI_Type_create_resized(joined, 0, (MPI_Aint)fields->size, &resized);
    MPI_Type_commit(&resized);
    MPI_Type_free(&joined);
    return resized;
}

double lab_structs_naive(const struct lab_block *block) {
    MPI_Datatype type = naive(block->extra);
    int count = (int)block->count;
    double start = MPI_Wtime();
    for (long long i = 0; i < block->iterations; i++) {
        if (block->rank == 0) {
            MPI_Send(block->send, count, type, block->peer, 0, block->comm);
            MPI_Recv(block->receive, count, type, block->peer, 0, block->comm, MPI_STATUS_IGNORE);
        } else {
            MPI_Recv(block->receive, count, type, block->peer, 0, block->comm, MPI_STATUS_IGNORE);
            MPI_Send(block->send, count, type, block->peer, 0, block->comm);
        }
    }
    double seconds = MPI_Wtime() - start;
    MPI_Type_free(&type);
    return seconds;
}
