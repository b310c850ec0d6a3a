//! Views as data, so that each rank can make the same one of its own array, to read and to write.

use ndarray::{ArrayViewD, ArrayViewMutD, Axis, Slice};

/// A view of an array: its axes sliced, then in another order.
#[derive(Clone, Debug)]
pub(super) struct Cut {
    /// The shape of the whole array.
    pub(super) shape: Vec<usize>,
    /// What of each axis: from, to, step. A negative step goes backwards.
    pub(super) slices: Vec<(usize, usize, isize)>,
    /// The axes in the order of the view.
    pub(super) order: Vec<usize>,
}

impl Cut {
    /// All of an array.
    pub(super) fn all(shape: &[usize]) -> Cut {
        let slices = shape.iter().map(|&len| (0, len, 1)).collect();
        Cut { shape: shape.to_vec(), slices, order: (0..shape.len()).collect() }
    }

    /// Slices an axis.
    pub(super) fn slice(mut self, axis: usize, from: usize, to: usize, step: isize) -> Cut {
        self.slices[axis] = (from, to, step);
        self
    }

    /// Puts the axes in another order.
    pub(super) fn order(mut self, order: &[usize]) -> Cut {
        self.order = order.to_vec();
        self
    }

    /// The view.
    pub(super) fn of<'a, T>(&self, mut view: ArrayViewD<'a, T>) -> ArrayViewD<'a, T> {
        for (axis, &(from, to, step)) in self.slices.iter().enumerate() {
            view.slice_axis_inplace(Axis(axis), Slice::new(from as isize, Some(to as isize), step));
        }
        view.permuted_axes(self.order.clone())
    }

    /// The view, to write.
    pub(super) fn of_mut<'a, T>(&self, mut view: ArrayViewMutD<'a, T>) -> ArrayViewMutD<'a, T> {
        for (axis, &(from, to, step)) in self.slices.iter().enumerate() {
            view.slice_axis_inplace(Axis(axis), Slice::new(from as isize, Some(to as isize), step));
        }
        view.permuted_axes(self.order.clone())
    }
}

/// Rows, columns, blocks, steps, reversed, transposed, of one to five dimensions; single elements and none.
pub(super) fn cuts() -> Vec<Cut> {
    let (flat, plane, cube) = (Cut::all(&[17]), Cut::all(&[6, 7]), Cut::all(&[4, 5, 6]));
    vec![
        Cut::all(&[]),
        flat.clone(),
        flat.clone().slice(0, 3, 14, 1),
        flat.clone().slice(0, 0, 17, 2),
        flat.clone().slice(0, 0, 17, -1),
        flat.clone().slice(0, 2, 16, -3),
        flat.clone().slice(0, 4, 5, 1),
        flat.slice(0, 5, 5, 1),
        plane.clone(),
        plane.clone().slice(1, 3, 4, 1),
        plane.clone().slice(0, 2, 3, 1),
        plane.clone().slice(0, 1, 4, 1).slice(1, 2, 6, 1),
        plane.clone().slice(0, 1, 4, 1),
        plane.clone().slice(1, 0, 7, 2),
        plane.clone().slice(0, 0, 6, 3).slice(1, 1, 7, 2),
        plane.clone().slice(0, 0, 6, -1),
        plane.clone().slice(1, 0, 7, -1),
        plane.clone().slice(0, 0, 6, -1).slice(1, 0, 7, -1),
        plane.clone().order(&[1, 0]),
        plane.clone().slice(0, 0, 6, -1).slice(1, 0, 7, -2).order(&[1, 0]),
        plane.slice(1, 7, 7, 1),
        cube.clone().order(&[2, 0, 1]),
        cube.clone().order(&[1, 0, 2]),
        cube.clone().slice(1, 1, 4, 2).slice(2, 1, 5, 1),
        cube.clone().slice(0, 0, 4, -2).slice(2, 1, 6, -1).order(&[2, 1, 0]),
        cube.clone().slice(1, 2, 3, 1),
        cube.slice(0, 1, 2, 1).slice(2, 5, 6, 1),
        Cut::all(&[0, 3]),
        Cut::all(&[3, 2, 4, 3, 2]).slice(3, 0, 3, 2).order(&[4, 1, 0, 3, 2]),
        // More axes than are kept without allocating, and none of them to be joined.
        Cut::all(&[2; 10]).order(&[9, 8, 7, 6, 5, 4, 3, 2, 1, 0]),
    ]
}

/// Any view: up to four dimensions, each sliced at will.
pub(super) fn random(next: &mut impl FnMut(usize) -> usize) -> Cut {
    let dimensions = 1 + next(4);
    let shape: Vec<usize> = (0..dimensions).map(|_| 1 + next(6)).collect();
    let mut cut = Cut::all(&shape);
    for (axis, &len) in shape.iter().enumerate() {
        let from = next(len);
        let to = from + next(len - from + 1);
        let step = 1 + next(3) as isize;
        cut = cut.slice(axis, from, to, if next(2) == 0 { step } else { -step });
    }
    for axis in 0..dimensions {
        let other = next(dimensions);
        cut.order.swap(axis, other);
    }
    cut
}
