//! What a layout says of itself, without MPI; and its MPI type as a value.

use super::{Contents, Elements, Layout, lower};
use crate::datatype::{Datatype, Of, Type};
use crate::error::Result;
use crate::process::Mpi;

/// Where a datatype begins and how long it is, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Extent {
    /// From the origin to the beginning: negative where it is before the origin.
    pub lower: isize,
    /// From the beginning to the end.
    pub extent: isize,
}

impl<T: Datatype> Layout<T> {
    /// How many bytes travel. For structs that leave their gaps out, fewer than the elements have.
    ///
    /// MPI 5.0 section 5.1.5.
    #[doc(alias = "MPI_Type_size")]
    #[doc(alias = "MPI_Type_size_x")]
    pub fn size(&self) -> usize {
        self.elements().len() * Of::<T>::BYTES
    }

    /// The layout's bounds in bytes: those of its elements, unless the constructor has others (the whole array of a
    /// [`subarray`](Layout::subarray), what [`resized`](Layout::resized) was told).
    ///
    /// MPI 5.0 section 5.1.7.
    ///
    /// ```
    /// use oxmpi::datatype::layout::{Extent, Layout, Order};
    /// let middle = Layout::<f64>::subarray(&[10], &[2], &[4], Order::C)?;
    /// assert_eq!(middle.size(), 16);
    /// assert_eq!(middle.extent(), Extent { lower: 0, extent: 80 });
    /// assert_eq!(middle.true_extent(), Extent { lower: 32, extent: 16 });
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Type_get_extent")]
    #[doc(alias = "MPI_Type_get_extent_x")]
    #[doc(alias = "MPI_Type_lb")]
    #[doc(alias = "MPI_Type_ub")]
    pub fn extent(&self) -> Extent {
        in_bytes::<T>(self.shape().lower, self.shape().upper)
    }

    /// The bounds of the layout's elements, in bytes. (Where a struct leaves a gap at its end out, with that gap.)
    ///
    /// MPI 5.0 section 5.1.9.
    #[doc(alias = "MPI_Type_get_true_extent")]
    #[doc(alias = "MPI_Type_get_true_extent_x")]
    pub fn true_extent(&self) -> Extent {
        self.shape().place.as_ref().map_or_else(Extent::default, |place| in_bytes::<T>(place.lower(), place.upper()))
    }

    /// The offsets of all elements from the origin, in elements, in the order in which they travel.
    pub fn elements(&self) -> Elements<'_> {
        Elements::of(self.shape().place.as_ref())
    }

    /// How the layout was made: the constructor and its arguments.
    ///
    /// MPI 5.0 section 5.1.13.
    #[doc(alias = "MPI_Type_get_envelope")]
    #[doc(alias = "MPI_Type_get_contents")]
    pub fn contents(&self) -> &Contents<Layout<T>> {
        &self.0.contents
    }

    /// The layout as a committed MPI type with its bounds, for tools and for calls through [`ffi`](crate::ffi).
    ///
    /// Local. A new type each time, freed when it is dropped; communication by this crate does not need it. How MPI made it
    /// ([`envelope`](Type::envelope)) is not how the layout was made: all constructors become vectors, blocks and structs, whose counts fit every
    /// library.
    ///
    /// # Errors
    /// Those of the MPI library.
    ///
    /// MPI 5.0 section 5.1.9.
    ///
    /// ```no_run
    /// use oxmpi::datatype::layout::Layout;
    /// # let mpi = oxmpi::init()?;
    /// let column = Layout::<f64>::vector(4, 1, 5)?.commit(&mpi)?;
    /// assert_eq!(column.size()?, 32);
    /// # Ok::<(), oxmpi::Error>(())
    /// ```
    #[doc(alias = "MPI_Type_commit")]
    pub fn commit(&self, mpi: &Mpi) -> Result<Type> {
        let call = mpi.instance().enter("MPI_Type_commit")?;
        let datatype = lower::whole::<T>(self.shape(), &call)?;
        Ok(Type::owned(datatype, mpi.instance()))
    }
}

/// Bounds in bytes. They fit: so it was checked when the layout was made.
fn in_bytes<T>(lower: i64, upper: i64) -> Extent {
    let size = size_of::<T>() as i64;
    Extent { lower: (lower * size) as isize, extent: ((upper - lower) * size) as isize }
}
