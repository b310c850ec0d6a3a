//! Layouts made of layouts.

use super::pattern::{Given, by};
use super::{Contents, Layout, Shape};
use crate::datatype::Datatype;
use crate::error::{Error, ErrorKind, Result};

/// How deep layouts can be made of layouts: more than any program has, and little enough for MPI libraries, which go through them by
/// recursion.
const DEEPEST: usize = 64;

impl<T: Datatype> Layout<T> {
    /// Layouts one after the other, each at a displacement from the origin, in elements.
    ///
    /// Of one element type: fields of several types are a struct, for which there is
    /// `#[derive(Datatype)]`.
    ///
    /// # Errors
    /// [`CountOverflow`](ErrorKind::CountOverflow) if the parts reach further than any memory, [`Arg`](ErrorKind::Arg) for more than 64 levels of
    /// layouts in layouts.
    ///
    /// MPI 5.0 section 5.1.2.
    ///
    /// ```
    /// use oxmpi::datatype::layout::Layout;
    /// let row = Layout::<u8>::contiguous(3)?;
    /// let column = Layout::<u8>::vector(2, 1, 4)?;
    /// let both = Layout::structure(&[(0, &row), (10, &column)])?;
    /// assert!(both.elements().eq([0, 1, 2, 10, 14]));
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Type_create_struct")]
    pub fn structure(parts: &[(isize, &Layout<T>)]) -> Result<Layout<T>> {
        let patterns = Self::patterns("MPI_Type_create_struct");
        let level = self::level(patterns.call, "parts", parts.iter().map(|part| part.1))?;
        let (mut places, mut bounds) = (Vec::with_capacity(parts.len()), None);
        for (index, (at, part)) in parts.iter().enumerate() {
            let given: Given = ("parts", &by(|f| write!(f, "a layout at {at} (part {index})")));
            let Shape { place, lower, upper } = part.shape();
            places.extend(patterns.shifted(place.clone(), *at as i128, given)?);
            if place.is_some() || lower != upper {
                let (lower, upper) = (i128::from(*lower) + *at as i128, i128::from(*upper) + *at as i128);
                let (low, high) = bounds.unwrap_or((lower, upper));
                bounds = Some((lower.min(low), upper.max(high)));
            }
        }
        let given: Given = ("parts", &by(|f| write!(f, "{} layouts", parts.len())));
        let place = patterns.listed(places, given)?;
        let (lower, upper) = bounds.unwrap_or_default();
        let shape = Shape::bounded(&patterns, place, lower, upper, given)?;
        let contents = Contents::Structure { parts: parts.iter().map(|&(at, part)| (at, part.clone())).collect() };
        Ok(Self::made(patterns.call, level, contents, shape))
    }

    /// The same elements with other bounds, in elements: where [`repeated`](Layout::repeated) puts the next copy.
    ///
    /// # Errors
    /// [`CountOverflow`](ErrorKind::CountOverflow) if the bounds are further than any memory, and as [`structure`](Layout::structure).
    ///
    /// MPI 5.0 section 5.1.8.
    ///
    /// ```
    /// use oxmpi::datatype::layout::Layout;
    /// // The columns 0 and 1 of a matrix of three rows and four columns, one after the other.
    /// let column = Layout::<f64>::vector(3, 1, 4)?;
    /// let two = column.resized(0, 1)?.repeated(2)?;
    /// assert!(two.elements().eq([0, 4, 8, 1, 5, 9]));
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Type_create_resized")]
    pub fn resized(&self, lower: isize, extent: usize) -> Result<Layout<T>> {
        let patterns = Self::patterns("MPI_Type_create_resized");
        let level = self::level(patterns.call, "self", [self])?;
        let low = patterns.within(lower as i128, ("lower", &lower))?.into();
        let given: Given = ("extent", &extent);
        let shape = Shape::bounded(&patterns, self.shape().place.clone(), low, low + extent as i128, given)?;
        Ok(Self::made(patterns.call, level, Contents::Resized { of: self.clone(), lower, extent }, shape))
    }

    /// `times` copies one behind the other: each begins where the [extent](Layout::extent) of the one before it ends.
    ///
    /// # Errors
    /// [`CountOverflow`](ErrorKind::CountOverflow) if the copies reach further than any memory, and as [`structure`](Layout::structure).
    ///
    /// MPI 5.0 section 5.1.2.
    ///
    /// ```
    /// use oxmpi::datatype::layout::Layout;
    /// let pair = Layout::<u8>::vector(2, 1, 3)?; // an extent of four elements
    /// assert!(pair.repeated(2)?.elements().eq([0, 3, 4, 7]));
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Type_contiguous")]
    pub fn repeated(&self, times: usize) -> Result<Layout<T>> {
        let patterns = Self::patterns("MPI_Type_contiguous");
        let level = self::level(patterns.call, "self", [self])?;
        let given: Given = ("times", &times);
        let Shape { place, lower, upper } = self.shape();
        let extent = patterns.within(i128::from(*upper) - i128::from(*lower), given)?;
        let place = patterns.strided(times as u64, extent, place.clone(), given)?;
        let lower = if times == 0 { 0 } else { i128::from(*lower) };
        let shape = Shape::bounded(&patterns, place, lower, lower + times as i128 * i128::from(extent), given)?;
        Ok(Self::made(patterns.call, level, Contents::Repeated { of: self.clone(), times }, shape))
    }

    /// Another handle to the same layout, which shares its MPI type: `clone` by MPI's name.
    ///
    /// MPI 5.0 section 5.1.10.
    #[doc(alias = "MPI_Type_dup")]
    pub fn dup(&self) -> Layout<T> {
        self.clone()
    }
}

/// One level above the highest of these.
fn level<'a, T: Datatype>(
    call: &'static str,
    name: &'static str,
    of: impl IntoIterator<Item = &'a Layout<T>>,
) -> Result<usize> {
    let level = 1 + of.into_iter().map(Layout::level).max().unwrap_or(0);
    if level > DEEPEST {
        let allowed = format!("layouts of layouts of at most {DEEPEST} levels");
        return Err(Error::argument_error(ErrorKind::Arg, call, name, format_args!("{level} levels deep"), allowed));
    }
    Ok(level)
}
