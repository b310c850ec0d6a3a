//! The examples of `examples/patterns` print what their headers say.
//!
//! In the subset: what they print does not depend on the library.

#[path = "cookbook/mod.rs"]
#[macro_use]
mod recipe;

recipes! { patterns:
    halo_exchange { sendrecv persistent overlapped one_rank }
    master_worker { three_workers one_worker }
    overlap_threads { four_threads }
    pipelined_broadcast { four_ranks one_rank }
    ring { five_ranks one_rank nonblocking }
}
