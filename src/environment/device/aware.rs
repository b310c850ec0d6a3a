//! Whether the MPI library reads and writes device memory by itself.

use crate::error::{Error, Result};
use crate::library::library_version;
use crate::process::Mpi;
use oxmpi_sys as ffi;
use std::ffi::{CString, c_int};
use std::fmt;

/// The kinds of devices that MPI libraries know of.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DeviceKind {
    /// NVIDIA, by CUDA.
    Cuda,
    /// AMD, by ROCm.
    Rocm,
    /// Intel, by Level Zero.
    LevelZero,
}

/// What a user says of a library that cannot be asked.
const VARIABLE: &str = "OXMPI_GPU_AWARE";

impl DeviceKind {
    /// The name in the info key `mpi_memory_alloc_kinds`, and in `OXMPI_GPU_AWARE`.
    fn name(self) -> &'static str {
        match self {
            DeviceKind::Cuda => "cuda",
            DeviceKind::Rocm => "rocm",
            DeviceKind::LevelZero => "level_zero",
        }
    }

    /// What the library says when it has a function of its own for the question.
    #[allow(unused_mut, unused_unsafe, reason = "not every library can be asked")]
    fn asked_directly(self) -> bool {
        let mut answers: Vec<c_int> = Vec::new();
        // SAFETY: past the gate (see the caller); these take nothing and only answer.
        unsafe {
            match self {
                #[cfg(has_mpix_query_cuda_support)]
                DeviceKind::Cuda => answers.push(ffi::MPIX_Query_cuda_support()),
                #[cfg(any(has_mpix_query_rocm_support, has_mpix_query_hip_support))]
                DeviceKind::Rocm => {
                    #[cfg(has_mpix_query_rocm_support)]
                    answers.push(ffi::MPIX_Query_rocm_support());
                    #[cfg(has_mpix_query_hip_support)]
                    answers.push(ffi::MPIX_Query_hip_support());
                }
                #[cfg(has_mpix_query_ze_support)]
                DeviceKind::LevelZero => answers.push(ffi::MPIX_Query_ze_support()),
                #[allow(unreachable_patterns, reason = "reached where the library cannot be asked")]
                _ => {}
            }
        }
        answers.into_iter().any(|answer| answer == 1)
    }
}

impl fmt::Display for DeviceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Mpi {
    /// Whether the MPI library reads and writes memory of such a device by itself, in this run.
    ///
    /// Local. Asks the library's own function where it has one (`MPIX_Query_cuda_support` and its like), then the kinds of memory that it
    /// supports according to the standard (`mpi_memory_alloc_kinds`, MPI 4.1). A library that answers neither counts as not aware; where you know
    /// better, set `OXMPI_GPU_AWARE=cuda` (or `rocm`, `level_zero`; several with commas).
    ///
    /// MPI 5.0 section 12.4.3.
    ///
    /// ```no_run
    /// # use oxmpi::environment::DeviceKind;
    /// # let mpi = oxmpi::init()?;
    /// if !mpi.is_gpu_aware(DeviceKind::Cuda)? {
    ///     println!("data goes by way of the host");
    /// }
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPIX_Query_cuda_support")]
    #[doc(alias = "MPIX_GPU_query_support")]
    #[doc(alias = "mpi_memory_alloc_kinds")]
    pub fn is_gpu_aware(&self, kind: DeviceKind) -> Result<bool> {
        let _call = self.instance().enter("MPIX_Query_cuda_support")?;
        let said = std::env::var(VARIABLE).unwrap_or_default();
        Ok(is_listed(&said, kind) || kind.asked_directly() || is_listed(&memory_kinds()?.unwrap_or_default(), kind))
    }

    /// An error unless the library is aware of such devices.
    pub(super) fn require_gpu_aware(&self, kind: DeviceKind) -> Result<()> {
        if self.is_gpu_aware(kind)? {
            return Ok(());
        }
        let library = library_version().unwrap_or_default();
        let library = library.lines().next().unwrap_or_default().trim();
        let message = format!(
            "{library} does not read or write {kind} memory, as far as it says; copy to the host, use a GPU-aware build, or set \
             {VARIABLE}={kind} if you know that it does"
        );
        Err(Error::unsupported("MPIX_Query_cuda_support", message))
    }
}

/// Whether a list such as `system,cuda:device` names the kind.
fn is_listed(list: &str, kind: DeviceKind) -> bool {
    list.split(',').any(|item| item.split(':').next().unwrap_or_default().trim() == kind.name())
}

/// The kinds of memory that the world supports, where the library says.
fn memory_kinds() -> Result<Option<String>> {
    use crate::error::check;
    let key = CString::new("mpi_memory_alloc_kinds").unwrap_or_default();
    let mut info = ffi::MPI_INFO_NULL;
    let (mut length, mut found): (c_int, c_int) = (0, 0);
    // SAFETY: past the gate (see the caller); the world is a live communicator; the info object is ours, and freed; the text has room for
    // as many bytes as the library said, and one for the end.
    unsafe {
        check("MPI_Comm_get_info", ffi::MPI_Comm_get_info(ffi::MPI_COMM_WORLD, &mut info))?;
        let mut text = None;
        let code = ffi::MPI_Info_get_valuelen(info, key.as_ptr(), &mut length, &mut found);
        if code == ffi::MPI_SUCCESS as c_int && found != 0 {
            let mut bytes = vec![0u8; usize::try_from(length).unwrap_or(0) + 1];
            let code = ffi::MPI_Info_get(info, key.as_ptr(), length, bytes.as_mut_ptr().cast(), &mut found);
            if code == ffi::MPI_SUCCESS as c_int && found != 0 {
                let end = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len());
                text = Some(String::from_utf8_lossy(&bytes[..end]).into_owned());
            }
        }
        check("MPI_Info_free", ffi::MPI_Info_free(&mut info))?;
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_found_in_lists() {
        assert!(is_listed("system,mpi,cuda:device", DeviceKind::Cuda));
        assert!(is_listed("rocm , cuda", DeviceKind::Cuda));
        assert!(!is_listed("system,mpi", DeviceKind::Cuda));
        assert!(!is_listed("", DeviceKind::Rocm));
        assert!(!is_listed("cudax", DeviceKind::Cuda));
    }
}
