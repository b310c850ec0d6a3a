//! One rank's part of an array that is distributed over a grid of ranks.

use super::pattern::{Few, Given, Patterns, Place, by};
use super::{Contents, Layout, Order, Shape};
use crate::datatype::Datatype;
use crate::error::Result;

/// How one dimension of an array is shared by the ranks of that dimension of their grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Distribution {
    /// Not at all: the grid has one rank in this dimension.
    #[doc(alias = "MPI_DISTRIBUTE_NONE")]
    None,
    /// One block for each rank, as even as can be: the size divided by the number of ranks, rounded up.
    #[doc(alias = "MPI_DISTRIBUTE_BLOCK")]
    #[doc(alias = "MPI_DISTRIBUTE_DFLT_DARG")]
    Block,
    /// One block of this many elements for each rank. Together they have to cover the dimension.
    #[doc(alias = "MPI_DISTRIBUTE_BLOCK")]
    BlockOf(usize),
    /// One element for each rank in turn.
    #[doc(alias = "MPI_DISTRIBUTE_CYCLIC")]
    Cyclic,
    /// This many elements for each rank in turn.
    #[doc(alias = "MPI_DISTRIBUTE_CYCLIC")]
    CyclicOf(usize),
}

impl<T: Datatype> Layout<T> {
    /// The part of rank `rank` in an array of several dimensions that `size` ranks share, as in High Performance Fortran and
    /// ScaLAPACK.
    ///
    /// For each dimension there are: the size of the whole array, how it is shared, and how many ranks share it (`grid`). The
    /// ranks of the grid are numbered in row-major order, whatever the array's order is, as those of a
    /// [Cartesian topology](crate::topology) are. Origin and extent are those of the whole array.
    ///
    /// # Errors
    /// [`Arg`](crate::ErrorKind::Arg) if the lists are empty or differ in length, the grid does not have `size` ranks, `rank` is none of
    /// them, or a distribution does not fit its dimension; [`CountOverflow`](crate::ErrorKind::CountOverflow) if the array is larger than any
    /// memory.
    ///
    /// MPI 5.0 section 5.1.4.
    ///
    /// ```
    /// use oxmpi::datatype::layout::{Distribution, Layout, Order};
    /// // A 3 x 8 matrix: two ranks share the columns, in turn two each.
    /// let columns = [Distribution::None, Distribution::CyclicOf(2)];
    /// let second = Layout::<f32>::darray(2, 1, &[3, 8], &columns, &[1, 2], Order::C)?;
    /// assert!(second.elements().eq([2, 3, 6, 7, 10, 11, 14, 15, 18, 19, 22, 23]));
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Type_create_darray")]
    pub fn darray(
        size: usize,
        rank: usize,
        sizes: &[usize],
        distributions: &[Distribution],
        grid: &[usize],
        order: Order,
    ) -> Result<Layout<T>> {
        let patterns = Self::patterns("MPI_Type_create_darray");
        let coordinates = coordinates(&patterns, size, rank, sizes.len(), distributions.len(), grid)?;
        let given: Given = ("sizes", &Few(sizes));
        let mut place = patterns.run(0, 1, given)?;
        // How far apart neighbours in the dimension are.
        let mut distance = 1i64;
        for dimension in order.fastest_first(sizes.len()) {
            let shared = Shared {
                dimension,
                size: sizes[dimension],
                ranks: grid[dimension],
                coordinate: coordinates[dimension],
                distance,
            };
            place = shared.part(&patterns, distributions[dimension], place, given)?;
            distance = patterns.within(i128::from(distance) * sizes[dimension] as i128, given)?;
        }
        let shape = Shape { place, lower: 0, upper: distance };
        let contents = Contents::Darray {
            size,
            rank,
            sizes: sizes.into(),
            distributions: distributions.into(),
            grid: grid.into(),
            order,
        };
        Ok(Self::made(patterns.call, 1, contents, shape))
    }
}

/// Where the rank is in the grid, which is checked.
fn coordinates(
    patterns: &Patterns,
    size: usize,
    rank: usize,
    dimensions: usize,
    distributions: usize,
    grid: &[usize],
) -> Result<Vec<usize>> {
    if dimensions == 0 {
        return Err(patterns.refuse(("sizes", &"empty"), "one size for each dimension, at least one"));
    }
    for (name, len) in [("distributions", distributions), ("grid", grid.len())] {
        if len != dimensions {
            return Err(
                patterns.refuse((name, &by(|f| write!(f, "{len} items"))), format!("as many as sizes, {dimensions}"))
            );
        }
    }
    let ranks = grid.iter().try_fold(1usize, |product, &ranks| product.checked_mul(ranks));
    if size == 0 || ranks != Some(size) {
        let allowed = format!("numbers of ranks whose product is size, {size}, and not 0");
        return Err(patterns.refuse(("grid", &Few(grid)), allowed));
    }
    if rank >= size {
        return Err(patterns.refuse(("rank", &rank), format!("0 to {}", size - 1)));
    }
    let mut left = size;
    Ok(grid
        .iter()
        .map(|ranks| {
            // The product of those that come behind; exact, as the product of all is `size`.
            left /= ranks;
            rank / left % ranks
        })
        .collect())
}

/// One dimension.
struct Shared {
    dimension: usize,
    size: usize,
    ranks: usize,
    coordinate: usize,
    distance: i64,
}

impl Shared {
    /// This rank's part of the dimension, whose elements are `of`.
    fn part(
        &self,
        patterns: &Patterns,
        distribution: Distribution,
        of: Option<Place>,
        given: Given<'_>,
    ) -> Result<Option<Place>> {
        let refuse = |allowed: String| {
            let given: Given =
                ("distributions", &by(|f| write!(f, "{distribution:?} in dimension {}", self.dimension)));
            Err(patterns.refuse(given, allowed))
        };
        match distribution {
            Distribution::None if self.ranks != 1 => {
                refuse(format!("None only where the grid has 1 rank, not {}", self.ranks))
            }
            Distribution::None => self.blocks(patterns, self.size, of, given),
            Distribution::Block => self.blocks(patterns, self.size.div_ceil(self.ranks), of, given),
            Distribution::BlockOf(block) if block == 0 || block < self.size.div_ceil(self.ranks) => {
                let least = self.size.div_ceil(self.ranks).max(1);
                refuse(format!("blocks of at least {least}, so that {} of them cover {}", self.ranks, self.size))
            }
            Distribution::BlockOf(block) => self.blocks(patterns, block, of, given),
            Distribution::CyclicOf(0) => refuse("blocks of at least 1".into()),
            Distribution::Cyclic => self.cyclic(patterns, 1, of, given),
            Distribution::CyclicOf(block) => self.cyclic(patterns, block, of, given),
        }
    }

    fn blocks(&self, patterns: &Patterns, block: usize, of: Option<Place>, given: Given<'_>) -> Result<Option<Place>> {
        // Beyond the end of the dimension, a rank has nothing.
        let start = (self.coordinate as u128 * block as u128).min(self.size as u128) as usize;
        let len = block.min(self.size - start);
        let part = patterns.strided(len as u64, self.distance, of, given)?;
        patterns.shifted(part, start as i128 * i128::from(self.distance), given)
    }

    fn cyclic(&self, patterns: &Patterns, block: usize, of: Option<Place>, given: Given<'_>) -> Result<Option<Place>> {
        let (size, len) = (self.size as u128, block as u128);
        let (first, period) = (self.coordinate as u128 * len, self.ranks as u128 * len);
        // Whole blocks, and what is left at the end of the dimension.
        let whole = if first + len <= size { (size - first - len) / period + 1 } else { 0 };
        let rest_at = (first + whole * period).min(size);
        let rest = (size - rest_at).min(len);
        let distance = i128::from(self.distance);
        let mut parts = Vec::new();
        if whole > 0 {
            let one = patterns.strided(block as u64, self.distance, of.clone(), given)?;
            let stride = if whole > 1 { patterns.within(period as i128 * distance, given)? } else { 0 };
            let all = patterns.strided(whole as u64, stride, one, given)?;
            parts.extend(patterns.shifted(all, first as i128 * distance, given)?);
        }
        let last = patterns.strided(rest as u64, self.distance, of, given)?;
        parts.extend(patterns.shifted(last, rest_at as i128 * distance, given)?);
        patterns.listed(parts, given)
    }
}
