//! The examples of `examples/patterns` print what their headers say.
//!
//! In the subset: what they print does not depend on the library.

#[path = "cookbook/mod.rs"]
#[macro_use]
mod recipe;

recipes! { patterns:
    master_worker { three_workers one_worker }
    ring { five_ranks one_rank nonblocking }
}
