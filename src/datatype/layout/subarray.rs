//! A part of an array of several dimensions.

use super::pattern::{Few, Given, by};
use super::{Contents, Layout, Shape};
use crate::datatype::Datatype;
use crate::error::Result;

/// In which order the elements of an array of several dimensions are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Order {
    /// Row-major, as in C and in Rust's arrays of arrays: the last index is the fastest.
    #[doc(alias = "MPI_ORDER_C")]
    C,
    /// Column-major, as in Fortran: the first index is the fastest.
    #[doc(alias = "MPI_ORDER_FORTRAN")]
    Fortran,
}

impl Order {
    /// The dimensions, from the one whose index is the fastest on.
    pub(super) fn fastest_first(self, dimensions: usize) -> impl Iterator<Item = usize> {
        (0..dimensions).map(move |index| match self {
            Order::C => dimensions - 1 - index,
            Order::Fortran => index,
        })
    }
}

impl<T: Datatype> Layout<T> {
    /// A part of an array of several dimensions: `subsizes` elements from `starts` on, of `sizes` in all, for each dimension.
    ///
    /// The origin is the first element of the whole array, and the extent is the whole array, so that [`repeated`](Layout::repeated) takes the
    /// same part of one array after the other. All three lists are as long as the array has dimensions.
    ///
    /// # Errors
    /// [`Arg`](crate::ErrorKind::Arg) if the lists are empty or differ in length, or the part is not inside of the array;
    /// [`CountOverflow`](crate::ErrorKind::CountOverflow) if the array is larger than any memory.
    ///
    /// MPI 5.0 section 5.1.3.
    ///
    /// ```
    /// use oxmpi::datatype::layout::{Layout, Order};
    /// // Two rows and three columns of a 4 x 5 matrix, from row 1 and column 2 on.
    /// let block = Layout::<f64>::subarray(&[4, 5], &[2, 3], &[1, 2], Order::C)?;
    /// assert!(block.elements().eq([7, 8, 9, 12, 13, 14]));
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Type_create_subarray")]
    pub fn subarray(sizes: &[usize], subsizes: &[usize], starts: &[usize], order: Order) -> Result<Layout<T>> {
        let patterns = Self::patterns("MPI_Type_create_subarray");
        let dimensions = sizes.len();
        if dimensions == 0 {
            return Err(patterns.refuse(("sizes", &"empty"), "one size for each dimension, at least one"));
        }
        for (name, list) in [("subsizes", subsizes), ("starts", starts)] {
            if list.len() != dimensions {
                let allowed = format!("as many as sizes, {dimensions}");
                return Err(patterns.refuse((name, &by(|f| write!(f, "{} numbers", list.len()))), allowed));
            }
        }
        for (dimension, &size) in sizes.iter().enumerate() {
            let (subsize, start) = (subsizes[dimension], starts[dimension]);
            if subsize > size {
                let allowed = format!("at most {size} in dimension {dimension}");
                return Err(patterns.refuse(("subsizes", &Few(subsizes)), allowed));
            }
            if start > size - subsize {
                let allowed = format!("at most {} in dimension {dimension}", size - subsize);
                return Err(patterns.refuse(("starts", &Few(starts)), allowed));
            }
        }
        let given: Given = ("sizes", &Few(sizes));
        let mut place = patterns.run(0, 1, given)?;
        // How far apart neighbours in the dimension are.
        let mut distance = 1i64;
        for dimension in order.fastest_first(dimensions) {
            place = patterns.strided(subsizes[dimension] as u64, distance, place, given)?;
            // The start is less than the size, and the product of the sizes is looked at next.
            let start = i128::from(distance) * starts[dimension] as i128;
            distance = patterns.within(i128::from(distance) * sizes[dimension] as i128, given)?;
            place = patterns.shifted(place, start, given)?;
        }
        let shape = Shape { place, lower: 0, upper: distance };
        let contents =
            Contents::Subarray { sizes: sizes.into(), subsizes: subsizes.into(), starts: starts.into(), order };
        Ok(Self::made(patterns.call, 1, contents, shape))
    }
}
