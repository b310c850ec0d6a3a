//! The constructors as values: how a layout was made.

#[allow(unused_imports, reason = "for links")]
use super::Layout;
use super::{Distribution, Order};

/// How a [`Layout`] was made: the constructor and its arguments, in elements unless they are called bytes.
///
/// The Rust form of what `MPI_Type_get_envelope` and `MPI_Type_get_contents` tell. The variants are the constructors of
/// [`Layout`], where each is described. `L` is the layout itself, `Layout<T>`.
///
/// ```
/// use oxmpi::datatype::layout::{Contents, Layout};
/// let column = Layout::<f64>::vector(4, 1, 7)?;
/// assert!(matches!(column.contents(), Contents::Vector { count: 4, block: 1, stride: 7 }));
/// # Ok::<(), oxmpi::Error>(())
/// ```
#[doc(alias = "MPI_Type_get_envelope")]
#[doc(alias = "MPI_Type_get_contents")]
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq)]
pub enum Contents<L> {
    /// [`Layout::contiguous`].
    #[doc(alias = "MPI_COMBINER_CONTIGUOUS")]
    Contiguous {
        /// Elements.
        len: usize,
    },
    /// [`Layout::vector`].
    #[doc(alias = "MPI_COMBINER_VECTOR")]
    Vector {
        /// Blocks.
        count: usize,
        /// Elements of each block.
        block: usize,
        /// From the start of one block to that of the next.
        stride: isize,
    },
    /// [`Layout::hvector`].
    #[doc(alias = "MPI_COMBINER_HVECTOR")]
    Hvector {
        /// Blocks.
        count: usize,
        /// Elements of each block.
        block: usize,
        /// From the start of one block to that of the next, in bytes.
        stride_bytes: isize,
    },
    /// [`Layout::indexed`].
    #[doc(alias = "MPI_COMBINER_INDEXED")]
    Indexed {
        /// Displacement and length of each block.
        blocks: Box<[(isize, usize)]>,
    },
    /// [`Layout::hindexed`].
    #[doc(alias = "MPI_COMBINER_HINDEXED")]
    Hindexed {
        /// Displacement in bytes and length in elements of each block.
        blocks: Box<[(isize, usize)]>,
    },
    /// [`Layout::indexed_block`].
    #[doc(alias = "MPI_COMBINER_INDEXED_BLOCK")]
    IndexedBlock {
        /// Elements of each block.
        len: usize,
        /// Of each block.
        displacements: Box<[isize]>,
    },
    /// [`Layout::hindexed_block`].
    #[doc(alias = "MPI_COMBINER_HINDEXED_BLOCK")]
    HindexedBlock {
        /// Elements of each block.
        len: usize,
        /// Of each block, in bytes.
        displacements_bytes: Box<[isize]>,
    },
    /// [`Layout::subarray`].
    #[doc(alias = "MPI_COMBINER_SUBARRAY")]
    Subarray {
        /// The whole array, in each dimension.
        sizes: Box<[usize]>,
        /// The part, in each dimension.
        subsizes: Box<[usize]>,
        /// Where the part begins, in each dimension.
        starts: Box<[usize]>,
        /// How the array is stored.
        order: Order,
    },
    /// [`Layout::darray`].
    #[doc(alias = "MPI_COMBINER_DARRAY")]
    Darray {
        /// Ranks that share the array.
        size: usize,
        /// Whose part this is.
        rank: usize,
        /// The whole array, in each dimension.
        sizes: Box<[usize]>,
        /// How each dimension is shared.
        distributions: Box<[Distribution]>,
        /// Ranks in each dimension.
        grid: Box<[usize]>,
        /// How the array is stored.
        order: Order,
    },
    /// [`Layout::structure`].
    #[doc(alias = "MPI_COMBINER_STRUCT")]
    Structure {
        /// Displacement and layout of each part.
        parts: Box<[(isize, L)]>,
    },
    /// [`Layout::resized`].
    #[doc(alias = "MPI_COMBINER_RESIZED")]
    Resized {
        /// What was resized.
        of: L,
        /// The new lower bound.
        lower: isize,
        /// The new extent.
        extent: usize,
    },
    /// [`Layout::repeated`].
    #[doc(alias = "MPI_COMBINER_CONTIGUOUS")]
    Repeated {
        /// What was repeated.
        of: L,
        /// How often.
        times: usize,
    },
}
