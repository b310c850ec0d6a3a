//! Layouts that repeat: contiguous elements, and blocks at a constant distance.

use super::pattern::Given;
use super::{Contents, Layout, Shape};
use crate::datatype::Datatype;
use crate::error::Result;

impl<T: Datatype> Layout<T> {
    /// `len` elements one behind the other.
    ///
    /// # Errors
    /// [`CountOverflow`](crate::ErrorKind::CountOverflow) if no memory could have so many.
    ///
    /// MPI 5.0 section 5.1.2.
    ///
    /// ```
    /// use oxmpi::datatype::layout::Layout;
    /// let three = Layout::<u16>::contiguous(3)?;
    /// assert!(three.elements().eq([0, 1, 2]));
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Type_contiguous")]
    pub fn contiguous(len: usize) -> Result<Layout<T>> {
        let patterns = Self::patterns("MPI_Type_contiguous");
        let place = patterns.run(0, len as u64, ("len", &len))?;
        Ok(Self::made(patterns.call, 1, Contents::Contiguous { len }, Shape::of(place)))
    }

    /// `count` blocks of `block` elements each, one every `stride` elements: a column of a matrix in row-major order, every second
    /// element.
    ///
    /// The stride is from the start of one block to that of the next, and may be negative: the blocks then go backwards from the origin
    /// (see [`at`](Layout::at)), and travel in that order. With a stride shorter than a block, elements come twice: such a layout can be
    /// sent, and not received into.
    ///
    /// # Errors
    /// [`CountOverflow`](crate::ErrorKind::CountOverflow) if `count`, `block` and `stride` reach further than any memory.
    ///
    /// MPI 5.0 section 5.1.2.
    ///
    /// ```
    /// use oxmpi::datatype::layout::Layout;
    /// let pairs = Layout::<u8>::vector(3, 2, 5)?;
    /// assert!(pairs.elements().eq([0, 1, 5, 6, 10, 11]));
    /// let backwards = Layout::<u8>::vector(3, 1, -2)?;
    /// assert!(backwards.elements().eq([0, -2, -4]));
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Type_vector")]
    pub fn vector(count: usize, block: usize, stride: isize) -> Result<Layout<T>> {
        let shape = Self::strided("MPI_Type_vector", count, block, stride as i64, ("stride", &stride))?;
        Ok(Self::made("MPI_Type_vector", 1, Contents::Vector { count, block, stride }, shape))
    }

    /// As [`vector`](Layout::vector), with the stride in bytes: a whole number of elements.
    ///
    /// # Errors
    /// [`Arg`](crate::ErrorKind::Arg) if the stride is not a multiple of `size_of::<T>()`, and as `vector`.
    ///
    /// MPI 5.0 section 5.1.2.
    ///
    /// ```
    /// use oxmpi::datatype::layout::Layout;
    /// assert!(Layout::<f32>::hvector(3, 1, 8)?.elements().eq([0, 2, 4]));
    /// assert!(Layout::<f32>::hvector(3, 1, 6).is_err());
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Type_create_hvector")]
    pub fn hvector(count: usize, block: usize, stride_bytes: isize) -> Result<Layout<T>> {
        const CALL: &str = "MPI_Type_create_hvector";
        let stride = Self::on_grid(CALL, "stride_bytes", stride_bytes)?;
        let shape = Self::strided(CALL, count, block, stride, ("stride_bytes", &stride_bytes))?;
        Ok(Self::made(CALL, 1, Contents::Hvector { count, block, stride_bytes }, shape))
    }

    fn strided(call: &'static str, count: usize, block: usize, stride: i64, given: Given<'_>) -> Result<Shape> {
        let patterns = Self::patterns(call);
        let run = match count {
            0 => None, // whatever `block` is
            _ => patterns.run(0, block as u64, ("block", &block))?,
        };
        patterns.strided(count as u64, stride, run, given).map(Shape::of)
    }
}
