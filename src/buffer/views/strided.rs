//! Where the elements of a view are: lengths and strides of its axes, in their shortest form.

use std::fmt;

/// One axis: so many steps of so much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Axis {
    /// How many. More than one.
    pub(super) len: usize,
    /// From one to the next. Negative for reversed axes, 0 where the same element comes again.
    pub(super) stride: isize,
}

/// Axes that are kept without allocating.
const FEW: usize = 8;

/// The axes of a view, the outermost first: without those of one element, and with neighbours joined that are evenly spaced as one.
///
/// Two views with the same strided have their elements at the same distances from the first.
#[derive(Clone)]
pub(super) struct Strided {
    few: [Axis; FEW],
    /// How many of `few`, unless they are in `many`.
    used: usize,
    many: Vec<Axis>,
    /// How many elements; none if that is beyond `usize`.
    elements: Option<usize>,
}

impl Strided {
    /// One element.
    #[inline]
    pub(super) fn one() -> Strided {
        Strided { few: [Axis { len: 0, stride: 0 }; FEW], used: 0, many: Vec::new(), elements: Some(1) }
    }

    /// A view of these axes (length, stride), the outermost first.
    #[inline]
    pub(super) fn of(axes: impl IntoIterator<Item = (usize, isize)>) -> Strided {
        let mut strided = Strided::one();
        for (len, stride) in axes {
            strided.add(len, stride);
        }
        strided
    }

    /// Puts an axis inside of the others.
    #[inline]
    pub(super) fn add(&mut self, len: usize, stride: isize) {
        self.elements = match self.elements {
            Some(0) => Some(0),
            _ if len == 0 => Some(0),
            elements => elements.and_then(|elements| elements.checked_mul(len)),
        };
        if len <= 1 {
            return;
        }
        if let Some(last) = self.axes_mut().last_mut() {
            let spanned = isize::try_from(len).ok().and_then(|len| len.checked_mul(stride));
            if let (true, Some(joined)) = (spanned == Some(last.stride), last.len.checked_mul(len)) {
                *last = Axis { len: joined, stride };
                return;
            }
        }
        let axis = Axis { len, stride };
        match self.few.get_mut(self.used) {
            Some(free) if self.many.is_empty() => {
                *free = axis;
                self.used += 1;
            }
            _ => {
                if self.many.is_empty() {
                    self.many.extend_from_slice(&self.few);
                }
                self.many.push(axis);
            }
        }
    }

    /// The axes, the outermost first.
    #[inline]
    pub(super) fn axes(&self) -> &[Axis] {
        if self.many.is_empty() { &self.few[..self.used] } else { &self.many }
    }

    fn axes_mut(&mut self) -> &mut [Axis] {
        if self.many.is_empty() { &mut self.few[..self.used] } else { &mut self.many }
    }

    /// How many elements there are; none if that is beyond `usize`.
    #[inline]
    pub(super) fn elements(&self) -> Option<usize> {
        self.elements
    }

    /// How many elements there are, if they lie one behind the other. Strides count elements.
    #[inline]
    pub(super) fn contiguous(&self) -> Option<usize> {
        match (self.elements?, self.axes()) {
            (0, _) => Some(0),
            (elements, [] | [Axis { stride: 1, .. }]) => Some(elements),
            _ => None,
        }
    }

    /// Whether surely no two elements are the same. Strides count elements.
    ///
    /// For two axes this is exact. For more, each stride must be longer than all that the axes of shorter strides span together,
    /// which is so for all views that come about by slicing, permuting and reversing a container's own axes.
    pub(super) fn is_disjoint(&self) -> bool {
        let axes = self.axes();
        match axes {
            _ if self.elements == Some(0) => true,
            [one, other] => are_disjoint(*one, *other),
            axes => axes.iter().enumerate().all(|(index, axis)| {
                let stride = axis.stride.unsigned_abs();
                let shorter = axes.iter().enumerate().filter(|(other, shorter)| {
                    let by_stride = shorter.stride.unsigned_abs().cmp(&stride);
                    by_stride.then(other.cmp(&index)).is_lt()
                });
                let spanned =
                    shorter.map(|(_, shorter)| (shorter.len as u128 - 1) * shorter.stride.unsigned_abs() as u128);
                stride as u128 > spanned.fold(0, u128::saturating_add)
            }),
        }
    }

    /// Hands on the elements in their order: runs of consecutive ones, by their first and how many.
    ///
    /// Only addresses are made of the pointer: reading and writing there is for whoever knows that elements are there.
    pub(super) fn runs<T>(&self, first: *mut T, each: &mut dyn FnMut(*mut T, usize)) {
        if self.elements != Some(0) {
            walk(self.axes(), first, each);
        }
    }
}

/// Some steps along one axis end where some along the other do exactly if both axes are long enough for the least common multiple of
/// their strides.
fn are_disjoint(one: Axis, other: Axis) -> bool {
    let (first, second) = (one.stride.unsigned_abs(), other.stride.unsigned_abs());
    let (mut divisor, mut rest) = (first, second);
    while rest != 0 {
        (divisor, rest) = (rest, divisor % rest);
    }
    divisor != 0 && (one.len <= second / divisor || other.len <= first / divisor)
}

fn walk<T>(axes: &[Axis], at: *mut T, each: &mut dyn FnMut(*mut T, usize)) {
    match axes {
        [] => each(at, 1),
        [Axis { len, stride: 1 }] => each(at, *len),
        [Axis { len, stride }, inner @ ..] => {
            (0..*len).for_each(|step| walk(inner, at.wrapping_offset(step as isize * stride), each));
        }
    }
}

impl fmt::Display for Strided {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |axis: &Axis| format!("{} with stride {}", axis.len, axis.stride);
        write!(f, "a view of {}", self.axes().iter().map(text).collect::<Vec<_>>().join(" by "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axes(of: &[(usize, isize)]) -> Vec<(usize, isize)> {
        Strided::of(of.iter().copied()).axes().iter().map(|axis| (axis.len, axis.stride)).collect()
    }

    #[test]
    fn axes_are_joined_where_they_are_one() {
        assert_eq!(axes(&[(3, 20), (4, 5), (5, 1)]), [(60, 1)]);
        assert_eq!(axes(&[(3, 40), (4, 5), (5, 1)]), [(3, 40), (20, 1)]);
        assert_eq!(axes(&[(3, -20), (4, -5), (5, -1)]), [(60, -1)]);
        assert_eq!(axes(&[(4, 5), (1, 77), (5, 1)]), [(20, 1)]);
        assert_eq!(axes(&[(4, 0), (5, 0)]), [(20, 0)]);
        assert_eq!(axes(&[(1, 3), (1, 9)]), []);
        let ten: Vec<_> = (0..10).map(|axis| (2, 3isize.pow(axis))).collect();
        assert_eq!(axes(&ten), ten, "more than are kept without allocating");
        let ten_joined: Vec<_> = (0..20).rev().map(|axis| (2, 1isize << axis)).collect();
        assert_eq!(axes(&ten_joined), [(1 << 20, 1)]);
    }

    #[test]
    fn lengths_beyond_all_memory_are_none() {
        assert_eq!(Strided::of([(1 << 40, 0), (1 << 40, 0)]).elements(), None);
        assert_eq!(Strided::of([(1 << 40, 0), (1 << 40, 0), (0, 1)]).elements(), Some(0));
        assert_eq!(Strided::of([(1 << 40, 0), (1 << 20, 0)]).elements(), Some(1 << 60));
    }

    #[test]
    fn contiguous_is_by_the_logical_order() {
        let len = |of: &[(usize, isize)]| Strided::of(of.iter().copied()).contiguous();
        assert_eq!(len(&[(3, 4), (4, 1)]), Some(12));
        assert_eq!(len(&[(4, 1), (3, 4)]), None);
        assert_eq!(len(&[(12, -1)]), None);
        assert_eq!(len(&[(3, 0), (0, 7)]), Some(0));
        assert_eq!(len(&[]), Some(1));
        assert_eq!(len(&[(2, 0)]), None);
    }

    #[test]
    fn overlaps_are_found() {
        let disjoint = |of: &[(usize, isize)]| Strided::of(of.iter().copied()).is_disjoint();
        assert!(disjoint(&[(3, 4), (4, 1)]) && disjoint(&[(4, 1), (3, -4)]) && disjoint(&[(0, 0), (9, 0)]));
        assert!(disjoint(&[]) && disjoint(&[(9, 3)]) && disjoint(&[(2, 50), (5, 10), (9, 1)]));
        assert!(!disjoint(&[(2, 40), (5, 10), (9, 1)]) && !disjoint(&[(2, 50), (5, 10), (2, 0)]));
        assert!(!disjoint(&[(2, 0)]) && !disjoint(&[(3, 1), (3, 1)]) && !disjoint(&[(4, 3), (4, 1)]));
        assert!(!disjoint(&[(3, 1), (3, -1)]) && !disjoint(&[(1 << 40, 0), (1 << 40, 0)]));
    }

    #[test]
    fn overlaps_of_two_axes_are_exact() {
        for (one, other, first, second) in
            (0..5usize.pow(4)).map(|at| (at % 5 + 2, at / 5 % 5 + 2, at / 25 % 5, at / 125))
        {
            let mut places: Vec<usize> =
                (0..one).flat_map(|step| (0..other).map(move |inner| step * first + inner * second)).collect();
            places.sort_unstable();
            places.dedup();
            let strided = Strided::of([(one, first as isize), (other, -(second as isize))]);
            // A reversed axis has the same distances, but for its sign, from which no two elements become one.
            assert_eq!(strided.is_disjoint(), places.len() == one * other, "{strided}");
        }
    }

    #[test]
    fn runs_are_in_logical_order() {
        let base = std::ptr::null_mut::<u8>().wrapping_add(1000);
        let mut runs = Vec::new();
        Strided::of([(2, -10), (2, 100), (3, 1)]).runs(base, &mut |at, len| runs.push((at as usize, len)));
        assert_eq!(runs, [(1000, 3), (1100, 3), (990, 3), (1090, 3)]);
        runs.clear();
        Strided::of([(2, 1), (2, 7)]).runs(base, &mut |at, len| runs.push((at as usize, len)));
        assert_eq!(runs, [(1000, 1), (1007, 1), (1001, 1), (1008, 1)]);
        runs.clear();
        Strided::of([(2, 1), (0, 7)]).runs(base, &mut |at, len| runs.push((at as usize, len)));
        assert_eq!(runs, []);
    }
}
