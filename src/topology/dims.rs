//! Balanced grid dimensions for a number of ranks.

use crate::error::{Error, ErrorKind, Result, check};
use crate::process::Mpi;
use oxmpi_sys as ffi;
use std::ffi::c_int;

impl Mpi {
    /// Fills the zeros of `dims` so that the product of all is `ranks`, as balanced as can be, larger ones first; numbers that
    /// are not zero stay.
    ///
    /// Local. MPI 5.0 section 8.5.2.
    ///
    /// # Errors
    /// [`Dims`](ErrorKind::Dims) when the numbers given don't divide `ranks`.
    ///
    /// ```no_run
    /// # let mpi = oxmpi::init()?;
    /// let mut dims = [0, 0];
    /// mpi.dims_create(12, &mut dims)?;
    /// assert_eq!(dims, [4, 3]);
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Dims_create")]
    pub fn dims_create(&self, ranks: usize, dims: &mut [usize]) -> Result<()> {
        const CALL: &str = "MPI_Dims_create";
        let _call = self.instance().enter(CALL)?;
        let (ranks, mut raw) = checked(CALL, ranks, dims)?;
        // SAFETY: past the gate; an array of the length that is given; checked numbers.
        check(CALL, unsafe { ffi::MPI_Dims_create(ranks, raw.len() as c_int, raw.as_mut_ptr()) })?;
        for (dim, raw) in dims.iter_mut().zip(raw) {
            *dim = raw.unsigned_abs() as usize;
        }
        Ok(())
    }
}

/// Checks what libraries do not all check, and lowers the arguments.
fn checked(call: &'static str, ranks: usize, dims: &[usize]) -> Result<(c_int, Vec<c_int>)> {
    let Some(raw_ranks) = c_int::try_from(ranks).ok().filter(|&ranks| ranks > 0) else {
        return Err(Error::argument_error(ErrorKind::Arg, call, "ranks", ranks, format!("1 to {}", c_int::MAX)));
    };
    let fixed = dims.iter().filter(|&&dim| dim != 0).try_fold(1usize, |product, &dim| product.checked_mul(dim));
    let fits = fixed.is_some_and(|fixed| ranks % fixed == 0 && (dims.contains(&0) || fixed == ranks));
    if !fits {
        let allowed = format!("numbers whose product divides {ranks}, and 0 for those to be chosen");
        return Err(Error::argument_error(ErrorKind::Dims, call, "dims", format!("{dims:?}"), allowed));
    }
    // Each divides `ranks`, so it fits.
    Ok((raw_ranks, dims.iter().map(|&dim| dim as c_int).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_cannot_be_are_refused_before_mpi_sees_them() {
        let kind = |ranks, dims: &[usize]| checked("MPI_Dims_create", ranks, dims).err().map(|error| error.kind());
        assert_eq!(kind(12, &[0, 0]), None);
        assert_eq!(kind(12, &[0, 3]), None);
        assert_eq!(kind(12, &[4, 3]), None);
        assert_eq!(kind(12, &[5, 0]), Some(ErrorKind::Dims));
        assert_eq!(kind(12, &[2, 3]), Some(ErrorKind::Dims));
        assert_eq!(kind(12, &[usize::MAX, usize::MAX]), Some(ErrorKind::Dims));
        assert_eq!(kind(12, &[]), Some(ErrorKind::Dims));
        assert_eq!(kind(0, &[0]), Some(ErrorKind::Arg));
        assert_eq!(kind(usize::MAX, &[0]), Some(ErrorKind::Arg));
    }
}
