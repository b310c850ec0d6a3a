/* A send to a rank that does not exist, by a program that wants to know why it failed. Nothing is communicated. */
#include "lab.h"

double lab_error_path(const struct lab_block *block) {
    int count = (int)block->count, size, class;
    MPI_Errhandler before;
    MPI_Comm_size(block->comm, &size);
    MPI_Comm_get_errhandler(block->comm, &before);
    MPI_Comm_set_errhandler(block->comm, MPI_ERRORS_RETURN);
    double start = MPI_Wtime();
    for (long long i = 0; i < block->iterations; i++) {
        int code = MPI_Send(block->send, count, MPI_BYTE, size, 0, block->comm);
        MPI_Error_class(code, &class);
        if (class != MPI_ERR_RANK) {
            MPI_Abort(block->comm, 1);
        }
    }
    double seconds = MPI_Wtime() - start;
    MPI_Comm_set_errhandler(block->comm, before);
    MPI_Errhandler_free(&before);
    return seconds;
}
