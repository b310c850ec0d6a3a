/* A worker in C for the master in Rust: see mixed_job.rs.
 *
 * Integrates 4 / (1 + x^2) over the pieces that rank 0 hands out, until it is told to stop.
 *
 * Compile and start, from the root of the repository:
 *
 *     mpicc -O2 -o worker examples/mixed/worker.c
 *     mpiexec -n 1 target/debug/examples/mixed_job : -n 3 ./worker
 */

#include <mpi.h>
#include <stddef.h>

enum { WORK = 1, STOP = 2 };

/* The same fields in the same order as the structs in Rust, which are repr(C). */
struct work {
    int piece;
    double from, to;
    int steps;
};

struct result {
    int piece;
    double area;
};

/* The MPI type of a struct: its fields at their offsets, and nothing of what lies between them. */
static MPI_Datatype type_of_fields(int fields, const MPI_Aint *at, const MPI_Datatype *types, MPI_Aint size) {
    int lengths[] = {1, 1, 1, 1};
    MPI_Datatype alone, type;
    MPI_Type_create_struct(fields, lengths, at, types, &alone);
    /* The next struct of an array begins behind the padding at the end. */
    MPI_Type_create_resized(alone, 0, size, &type);
    MPI_Type_free(&alone);
    MPI_Type_commit(&type);
    return type;
}

static double area(const struct work *work) {
    double width = (work->to - work->from) / work->steps, sum = 0.0;
    for (int i = 0; i < work->steps; i++) {
        double x = work->from + width * (i + 0.5);
        sum += 4.0 / (1.0 + x * x);
    }
    return sum * width;
}

int main(int argc, char **argv) {
    MPI_Init(&argc, &argv);

    MPI_Aint work_at[] = {offsetof(struct work, piece), offsetof(struct work, from), offsetof(struct work, to),
                          offsetof(struct work, steps)};
    MPI_Datatype work_fields[] = {MPI_INT, MPI_DOUBLE, MPI_DOUBLE, MPI_INT};
    MPI_Datatype work_type = type_of_fields(4, work_at, work_fields, sizeof(struct work));

    MPI_Aint result_at[] = {offsetof(struct result, piece), offsetof(struct result, area)};
    MPI_Datatype result_fields[] = {MPI_INT, MPI_DOUBLE};
    MPI_Datatype result_type = type_of_fields(2, result_at, result_fields, sizeof(struct result));

    for (;;) {
        struct work work;
        MPI_Status status;
        MPI_Recv(&work, 1, work_type, 0, MPI_ANY_TAG, MPI_COMM_WORLD, &status);
        if (status.MPI_TAG == STOP) break;
        struct result result = {work.piece, area(&work)};
        MPI_Send(&result, 1, result_type, 0, WORK, MPI_COMM_WORLD);
    }

    MPI_Type_free(&work_type);
    MPI_Type_free(&result_type);
    MPI_Finalize();
    return 0;
}
