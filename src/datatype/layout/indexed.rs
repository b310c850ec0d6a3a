//! Layouts that list their blocks.

use super::pattern::{Block, Few, Given};
use super::{Contents, Layout, Shape};
use crate::datatype::Datatype;
use crate::error::Result;

impl<T: Datatype> Layout<T> {
    /// Blocks anywhere, each a displacement from the origin and a length, both in elements; they travel in this order.
    ///
    /// Displacements may be negative, and blocks of length 0 are nowhere. Where blocks overlap, elements come twice: such a layout can be
    /// sent, and not received into.
    ///
    /// # Errors
    /// [`CountOverflow`](crate::ErrorKind::CountOverflow) if the blocks reach further than any memory.
    ///
    /// MPI 5.0 section 5.1.2.
    ///
    /// ```
    /// use oxmpi::datatype::layout::Layout;
    /// let rows: [isize; 3] = [0, 4, 8];
    /// let lower_triangle: Vec<_> = rows.into_iter().zip(1..).collect(); // of a 4 x 4 matrix, without the last row
    /// assert!(Layout::<f64>::indexed(&lower_triangle)?.elements().eq([0, 4, 5, 8, 9, 10]));
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Type_indexed")]
    pub fn indexed(blocks: &[(isize, usize)]) -> Result<Layout<T>> {
        const CALL: &str = "MPI_Type_indexed";
        let list = blocks.iter().map(|&(at, len)| Block { at: at as i64, len: len as u64 }).collect();
        let shape = Self::in_blocks(CALL, list, ("blocks", &Few(blocks)))?;
        Ok(Self::made(CALL, 1, Contents::Indexed { blocks: blocks.into() }, shape))
    }

    /// As [`indexed`](Layout::indexed), with the displacements in bytes: whole numbers of elements. Lengths are in elements.
    ///
    /// # Errors
    /// [`Arg`](crate::ErrorKind::Arg) if a displacement is not a multiple of `size_of::<T>()`, and as `indexed`.
    ///
    /// MPI 5.0 section 5.1.2.
    #[doc(alias = "MPI_Type_create_hindexed")]
    pub fn hindexed(blocks: &[(isize, usize)]) -> Result<Layout<T>> {
        const CALL: &str = "MPI_Type_create_hindexed";
        let mut list = Vec::with_capacity(blocks.len());
        for &(at, len) in blocks {
            list.push(Block { at: Self::on_grid(CALL, "blocks", at)?, len: len as u64 });
        }
        let shape = Self::in_blocks(CALL, list, ("blocks", &Few(blocks)))?;
        Ok(Self::made(CALL, 1, Contents::Hindexed { blocks: blocks.into() }, shape))
    }

    /// Blocks of `len` elements each, at displacements from the origin, in elements.
    ///
    /// As [`indexed`](Layout::indexed) with equal lengths: a list of elements or of rows, say.
    ///
    /// MPI 5.0 section 5.1.2.
    ///
    /// ```
    /// use oxmpi::datatype::layout::Layout;
    /// let chosen = Layout::<f64>::indexed_block(1, &[5, 2, 11])?;
    /// assert!(chosen.elements().eq([5, 2, 11]));
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Type_create_indexed_block")]
    pub fn indexed_block(len: usize, displacements: &[isize]) -> Result<Layout<T>> {
        const CALL: &str = "MPI_Type_create_indexed_block";
        let list = displacements.iter().map(|&at| Block { at: at as i64, len: len as u64 }).collect();
        let shape = Self::in_blocks(CALL, list, ("displacements", &Few(displacements)))?;
        Ok(Self::made(CALL, 1, Contents::IndexedBlock { len, displacements: displacements.into() }, shape))
    }

    /// As [`indexed_block`](Layout::indexed_block), with the displacements in bytes: whole numbers of elements.
    ///
    /// # Errors
    /// As [`hindexed`](Layout::hindexed).
    ///
    /// MPI 5.0 section 5.1.2.
    #[doc(alias = "MPI_Type_create_hindexed_block")]
    pub fn hindexed_block(len: usize, displacements_bytes: &[isize]) -> Result<Layout<T>> {
        const CALL: &str = "MPI_Type_create_hindexed_block";
        let mut list = Vec::with_capacity(displacements_bytes.len());
        for &at in displacements_bytes {
            list.push(Block { at: Self::on_grid(CALL, "displacements_bytes", at)?, len: len as u64 });
        }
        let given: Given = ("displacements_bytes", &Few(displacements_bytes));
        let shape = Self::in_blocks(CALL, list, given)?;
        let contents = Contents::HindexedBlock { len, displacements_bytes: displacements_bytes.into() };
        Ok(Self::made(CALL, 1, contents, shape))
    }

    fn in_blocks(call: &'static str, list: Vec<Block>, given: Given<'_>) -> Result<Shape> {
        Self::patterns(call).blocks(list, given).map(Shape::of)
    }
}
