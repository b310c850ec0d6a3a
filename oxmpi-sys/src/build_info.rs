//! What the build script found.

include!(concat!(env!("OUT_DIR"), "/build_info.rs"));

/// Tells whether the library has a function that not every library has, by its C name: `has("MPI_Send_c")`.
#[must_use]
pub const fn has(name: &str) -> bool {
    let mut i = 0;
    while i < HAS.len() {
        if eq_ignore_case(HAS[i].as_bytes(), name.as_bytes()) {
            return true;
        }
        i += 1;
    }
    false
}

const fn eq_ignore_case(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if !a[i].eq_ignore_ascii_case(&b[i]) {
            return false;
        }
        i += 1;
    }
    true
}
