//! Chapter 8 of MPI 5.0, Virtual Topologies for MPI Processes: graphs.

use crate::types::*;

unsafe extern "C" {
    /// Creates a communicator with a graph of which each rank gives any part.
    pub fn MPI_Dist_graph_create(
        comm_old: MPI_Comm,
        n: c_int,
        sources: *const c_int,
        degrees: *const c_int,
        destinations: *const c_int,
        weights: *const c_int,
        info: MPI_Info,
        reorder: c_int,
        comm_dist_graph: *mut MPI_Comm,
    ) -> c_int;

    /// Creates a communicator with a graph of which each rank gives its own edges.
    pub fn MPI_Dist_graph_create_adjacent(
        comm_old: MPI_Comm,
        indegree: c_int,
        sources: *const c_int,
        sourceweights: *const c_int,
        outdegree: c_int,
        destinations: *const c_int,
        destweights: *const c_int,
        info: MPI_Info,
        reorder: c_int,
        comm_dist_graph: *mut MPI_Comm,
    ) -> c_int;

    /// Gets the caller's neighbors in a distributed graph.
    pub fn MPI_Dist_graph_neighbors(
        comm: MPI_Comm,
        maxindegree: c_int,
        sources: *mut c_int,
        sourceweights: *mut c_int,
        maxoutdegree: c_int,
        destinations: *mut c_int,
        destweights: *mut c_int,
    ) -> c_int;

    /// Gets the number of the caller's neighbors in a distributed graph.
    pub fn MPI_Dist_graph_neighbors_count(
        comm: MPI_Comm,
        indegree: *mut c_int,
        outdegree: *mut c_int,
        weighted: *mut c_int,
    ) -> c_int;

    /// Creates a communicator with a graph known to all ranks.
    pub fn MPI_Graph_create(
        comm_old: MPI_Comm,
        nnodes: c_int,
        indx: *const c_int,
        edges: *const c_int,
        reorder: c_int,
        comm_graph: *mut MPI_Comm,
    ) -> c_int;

    /// Gets the graph of a communicator.
    pub fn MPI_Graph_get(
        comm: MPI_Comm,
        maxindex: c_int,
        maxedges: c_int,
        indx: *mut c_int,
        edges: *mut c_int,
    ) -> c_int;

    /// Suggests a rank for the caller in a graph.
    pub fn MPI_Graph_map(
        comm: MPI_Comm,
        nnodes: c_int,
        indx: *const c_int,
        edges: *const c_int,
        newrank: *mut c_int,
    ) -> c_int;

    /// Gets the neighbors of a rank in a graph.
    pub fn MPI_Graph_neighbors(comm: MPI_Comm, rank: c_int, maxneighbors: c_int, neighbors: *mut c_int) -> c_int;

    /// Gets the number of neighbors of a rank in a graph.
    pub fn MPI_Graph_neighbors_count(comm: MPI_Comm, rank: c_int, nneighbors: *mut c_int) -> c_int;

    /// Gets the numbers of nodes and edges of a graph.
    pub fn MPI_Graphdims_get(comm: MPI_Comm, nnodes: *mut c_int, nedges: *mut c_int) -> c_int;

    /// Gets the kind of topology of a communicator.
    pub fn MPI_Topo_test(comm: MPI_Comm, status: *mut c_int) -> c_int;
}
