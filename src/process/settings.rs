//! Settings of the MPI library that must be made before it is initialized, to keep it from writing where it must not.
//!
//! Open MPI (4.1.4, 4.1.8 and 5.0.11 were tried) delivers the *whole* of a message that is longer than the receive
//! buffer when it goes over its single-copy paths, and then returns MPI_ERR_TRUNCATE: memory behind the buffer is
//! overwritten. Without these paths it truncates as it should. They were not the faster ones where we measured.

use crate::library::open_mpi_major;

/// The variable that switches these settings off, with the value `0`.
const OPT_OUT: &str = "OXMPI_OPENMPI_SETTINGS";

/// The settings for an Open MPI of this major version: variable and value.
fn open_mpi(major: u32) -> &'static [(&'static str, &'static str)] {
    const SELF: (&str, &str) = ("OMPI_MCA_btl_self_flags", "send,inplace");
    const TCP: (&str, &str) = ("OMPI_MCA_btl_tcp_flags", "send,inplace");
    if major < 5 {
        &[SELF, TCP, ("OMPI_MCA_btl_vader_single_copy_mechanism", "none")]
    } else {
        &[SELF, TCP, ("OMPI_MCA_smsc", "^cma,xpmem,knem")]
    }
}

/// Makes the settings for the library that is loaded, unless the user made them or opted out.
pub(super) fn apply() {
    if std::env::var_os(OPT_OUT).is_some_and(|value| value == "0") {
        return;
    }
    let Some(major) = open_mpi_major() else { return };
    for (name, value) in open_mpi(major) {
        if std::env::var_os(name).is_none() {
            // SAFETY: Rust's own readers of the environment are locked out by std. A C reader on another thread would
            // be a race, as it is with MPI_Init itself, which sets variables too: oxmpi::init documents that no other
            // thread may be reading the environment by way of C at that time.
            unsafe { std::env::set_var(name, value) };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_version_gets_the_switch_that_it_knows() {
        assert!(open_mpi(4).iter().any(|(name, _)| name.contains("vader")));
        assert!(open_mpi(5).iter().any(|(name, _)| name.contains("smsc")));
    }
}
