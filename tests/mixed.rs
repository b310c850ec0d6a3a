//! The programs of `examples/mixed`, in Rust and in C, are one job and print what the header of the one in Rust says.
//!
//! In the subset: what they print does not depend on the library.

#[path = "cookbook/mod.rs"]
#[macro_use]
mod recipe;

recipes! { mixed:
    mixed_job { three_workers_in_c }
}
