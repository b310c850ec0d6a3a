//! What must not get through: safe programs that corrupt memory, give wrong data or hang elsewhere. Here each is an error, or simply
//! correct. Every slice lies between guard elements; every expected value is computed on the spot.
//!
//! In the subset: libraries differ most where programs are wrong.

mod cancel;
mod collective_lengths;
mod derived;
mod every_call;
mod fewer_elements;
mod hostile_objects;
mod invalid_elements;
mod invalid_values;
mod invalid_values_collective;
mod layouts;
mod packing;
mod partitioned;
mod persistent;
mod ranks_tags_roots;
mod request_sets;
mod request_threads;
mod request_values;
mod request_walks;
mod requests;
mod scopes;
mod soundness;
mod support;
mod threads;
mod threads_stress;
mod truncation;
mod truncation_collective;
#[cfg(feature = "ndarray")]
mod views;
mod whole_elements;
