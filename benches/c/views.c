/* Ping-pong of views of a matrix of doubles, by the types that a C program can make for them: there and back is one iteration. */
#include "lab.h"

/* `View` in src/patterns/views.rs is the same structure. */
struct lab_view {
    int kind;       /* one of the below */
    int side;       /* of the square matrix */
    int part;       /* rows of the column, side of the block */
    int first;      /* the first element of the view */
};

enum { COLUMN, BLOCK, REVERSED, TRANSPOSED };

static MPI_Datatype committed(MPI_Datatype type, MPI_Datatype step) {
    MPI_Type_commit(&type);
    if (step != MPI_DATATYPE_NULL)
        MPI_Type_free(&step);
    return type;
}

/* hvectors, nested where one does not do. */
static MPI_Datatype hvector(const struct lab_view *view) {
    const MPI_Aint size = sizeof(double), row = view->side * size;
    MPI_Datatype type, step = MPI_DATATYPE_NULL;
    switch (view->kind) {
    case COLUMN:
        MPI_Type_create_hvector(view->part, 1, row, MPI_DOUBLE, &type);
        break;
    case BLOCK:
        MPI_Type_create_hvector(view->part, view->part, row, MPI_DOUBLE, &type);
        break;
    case REVERSED:
        MPI_Type_create_hvector(view->side * view->side, 1, -size, MPI_DOUBLE, &type);
        break;
    default:
        MPI_Type_create_hvector(view->side, 1, row, MPI_DOUBLE, &step);
        MPI_Type_create_hvector(view->side, 1, size, step, &type);
    }
    return committed(type, step);
}

/* A subarray of the whole matrix, for what is one. Transposed: as many resized columns as there are. Reversed: rows of hvectors. */
static MPI_Datatype subarray(const struct lab_view *view) {
    const MPI_Aint size = sizeof(double), row = view->side * size;
    const int whole[] = {view->side, view->side};
    const int part[] = {view->part, view->kind == BLOCK ? view->part : 1};
    const int from[] = {view->first / view->side, view->first % view->side};
    MPI_Datatype type, step, column;
    switch (view->kind) {
    case REVERSED:
        MPI_Type_create_hvector(view->side, 1, -size, MPI_DOUBLE, &step);
        MPI_Type_create_hvector(view->side, 1, -row, step, &type);
        return committed(type, step);
    case TRANSPOSED:
        MPI_Type_create_subarray(2, whole, part, from, MPI_ORDER_C, MPI_DOUBLE, &column);
        MPI_Type_create_resized(column, 0, size, &step);
        MPI_Type_free(&column);
        MPI_Type_contiguous(view->side, step, &type);
        return committed(type, step);
    default:
        MPI_Type_create_subarray(2, whole, part, from, MPI_ORDER_C, MPI_DOUBLE, &type);
        return committed(type, MPI_DATATYPE_NULL);
    }
}

/* Contiguous types of resized ones, as oxmpi makes them but for blocks. */
static MPI_Datatype resized(const struct lab_view *view) {
    const MPI_Aint size = sizeof(double), row = view->side * size;
    MPI_Datatype type, step, inner;
    switch (view->kind) {
    case COLUMN:
        MPI_Type_create_resized(MPI_DOUBLE, 0, row, &step);
        MPI_Type_contiguous(view->part, step, &type);
        break;
    case BLOCK:
        MPI_Type_contiguous(view->part, MPI_DOUBLE, &inner);
        MPI_Type_create_resized(inner, 0, row, &step);
        MPI_Type_free(&inner);
        MPI_Type_contiguous(view->part, step, &type);
        break;
    case REVERSED:
        MPI_Type_create_resized(MPI_DOUBLE, 0, -size, &step);
        MPI_Type_contiguous(view->side * view->side, step, &type);
        break;
    default:
        MPI_Type_create_resized(MPI_DOUBLE, 0, row, &step);
        MPI_Type_contiguous(view->side, step, &inner);
        MPI_Type_free(&step);
        MPI_Type_create_resized(inner, 0, size, &step);
        MPI_Type_free(&inner);
        MPI_Type_contiguous(view->side, step, &type);
    }
    return committed(type, step);
}

static double ping_pong(const struct lab_block *block, MPI_Datatype type, int first) {
    double *send = (double *)block->send + first, *receive = (double *)block->receive + first;
    double start = MPI_Wtime();
    for (long long i = 0; i < block->iterations; i++) {
        if (block->rank == 0) {
            MPI_Send(send, 1, type, block->peer, 0, block->comm);
            MPI_Recv(receive, 1, type, block->peer, 0, block->comm, MPI_STATUS_IGNORE);
        } else {
            MPI_Recv(receive, 1, type, block->peer, 0, block->comm, MPI_STATUS_IGNORE);
            MPI_Send(send, 1, type, block->peer, 0, block->comm);
        }
    }
    double seconds = MPI_Wtime() - start;
    MPI_Type_free(&type);
    return seconds;
}

double lab_views_hvector(const struct lab_block *block) {
    const struct lab_view *view = block->extra;
    return ping_pong(block, hvector(view), view->first);
}

double lab_views_subarray(const struct lab_block *block) {
    const struct lab_view *view = block->extra;
    /* A subarray counts from the start of the matrix; transposed, that is where it begins. */
    return ping_pong(block, subarray(view), view->kind == REVERSED ? view->first : 0);
}

double lab_views_resized(const struct lab_block *block) {
    const struct lab_view *view = block->extra;
    return ping_pong(block, resized(view), view->first);
}
