//! Where a layout's elements are, in the order in which they travel: the one form that all constructors come down to.
//!
//! Bounds, overlap, iteration and the MPI type are all had from this, so that what is checked is what moves. A pattern is made without MPI, and in
//! time and memory that its arguments' lists take, whatever their numbers are.

use crate::error::{Error, ErrorKind, Result};
use std::cell::Cell;
use std::fmt;
use std::sync::Arc;

/// Elements at offsets from the first of them. There is at least one.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// How many elements.
    pub(super) elements: u64,
    /// The lowest offset, in elements from the first to travel.
    pub(super) lower: i64,
    /// One past the highest offset.
    pub(super) upper: i64,
}

/// How the elements of a [`Node`] lie. The first to travel is always at offset 0.
#[derive(Debug)]
pub(super) enum Kind {
    /// One behind the other.
    Run,
    /// Copies of a pattern, one every `stride` elements.
    Strided { count: u64, stride: i64, of: Arc<Node> },
    /// Runs anywhere.
    Blocks(Vec<Block>),
    /// Patterns anywhere.
    Listed(Box<[Place]>),
}

/// A run of elements somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) at: i64,
    pub(super) len: u64,
}

/// A pattern somewhere.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) at: i64,
    pub(super) node: Arc<Node>,
}

impl Place {
    /// The lowest offset.
    pub(super) fn lower(&self) -> i64 {
        self.at + self.node.lower
    }

    /// One past the highest offset.
    pub(super) fn upper(&self) -> i64 {
        self.at + self.node.upper
    }

    /// Whether the elements lie one behind the other, in the order in which they travel.
    pub(super) fn is_contiguous(&self) -> bool {
        matches!(self.node.kind, Kind::Run)
    }
}

/// What an error complains of: the argument's name, and what was given.
pub(super) type Given<'a> = (&'static str, &'a dyn fmt::Display);

/// Text that is put together only when it is shown. (`format_args!` cannot be kept in a variable before Rust 1.89.)
pub(super) fn by<F: Fn(&mut fmt::Formatter<'_>) -> fmt::Result>(write: F) -> By<F> {
    By(write)
}

/// See [`by`].
pub(super) struct By<F>(F);

impl<F: Fn(&mut fmt::Formatter<'_>) -> fmt::Result> fmt::Display for By<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (self.0)(f)
    }
}

/// The beginning of a list, for errors.
pub(super) struct Few<'a, T>(pub(super) &'a [T]);

impl<T: fmt::Debug> fmt::Display for Few<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Few(list) = self;
        match list.get(..8) {
            Some(first) if list.len() > 8 => write!(f, "{first:?} and {} more", list.len() - 8),
            _ => write!(f, "{list:?}"),
        }
    }
}

/// Makes patterns, none of which reaches beyond what memory could have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patterns {
    /// The MPI function, for errors.
    pub(super) call: &'static str,
    /// The most elements that an address space has.
    pub(super) most: i64,
}

impl Patterns {
    /// Patterns of elements of `size` bytes.
    pub(super) const fn new(call: &'static str, size: usize) -> Patterns {
        Patterns { call, most: (isize::MAX as usize / size) as i64 }
    }

    /// The argument at fault, with what is allowed.
    #[cold]
    pub(super) fn refuse(&self, (name, given): Given<'_>, allowed: impl Into<String>) -> Error {
        Error::argument_error(ErrorKind::Arg, self.call, name, given, allowed)
    }

    /// What is further, or more, than any memory.
    #[cold]
    fn beyond(&self, (name, given): Given<'_>) -> Error {
        let most = self.most;
        let allowed = format!("what keeps all offsets between -{most} and {most} elements, and at most {most} of them");
        Error::argument_error(ErrorKind::CountOverflow, self.call, name, given, allowed)
    }

    /// An offset or a number of elements that some memory could have.
    pub(super) fn within(&self, value: i128, given: Given<'_>) -> Result<i64> {
        match i64::try_from(value) {
            Ok(value) if (-self.most..=self.most).contains(&value) => Ok(value),
            _ => Err(self.beyond(given)),
        }
    }

    fn node(&self, kind: Kind, elements: i128, lower: i128, upper: i128, given: Given<'_>) -> Result<Arc<Node>> {
        let elements = self.within(elements, given)? as u64;
        self.within(upper - lower, given)?;
        let (lower, upper) = (self.within(lower, given)?, self.within(upper, given)?);
        Ok(Arc::new(Node { kind, elements, lower, upper }))
    }

    fn place(&self, at: i128, node: Arc<Node>, given: Given<'_>) -> Result<Place> {
        self.within(at + i128::from(node.lower), given)?;
        self.within(at + i128::from(node.upper), given)?;
        Ok(Place { at: self.within(at, given)?, node })
    }

    /// The pattern, `by` elements further.
    pub(super) fn shifted(&self, place: Option<Place>, by: i128, given: Given<'_>) -> Result<Option<Place>> {
        place.map(|Place { at, node }| self.place(i128::from(at) + by, node, given)).transpose()
    }

    /// `len` elements one behind the other.
    pub(super) fn run(&self, at: i64, len: u64, given: Given<'_>) -> Result<Option<Place>> {
        if len == 0 {
            return Ok(None);
        }
        let node = self.node(Kind::Run, len.into(), 0, len.into(), given)?;
        self.place(at.into(), node, given).map(Some)
    }

    /// `count` copies of a pattern, one every `stride` elements.
    pub(super) fn strided(
        &self,
        count: u64,
        stride: i64,
        of: Option<Place>,
        given: Given<'_>,
    ) -> Result<Option<Place>> {
        let Some(Place { at, node: of }) = of else { return Ok(None) };
        match count {
            0 => return Ok(None),
            1 => return Ok(Some(Place { at, node: of })),
            _ => {}
        }
        // Neither product overflows: both factors of each have 64 bits, and one of them a sign.
        let (times, step) = (i128::from(count), i128::from(stride));
        let elements = times * i128::from(of.elements);
        let reach = (times - 1) * step;
        let (lower, upper) = (i128::from(of.lower) + reach.min(0), i128::from(of.upper) + reach.max(0));
        let kind = match of.kind {
            Kind::Run if stride == of.elements as i64 => Kind::Run,
            Kind::Strided { count: inner, stride: every, of: ref element }
                if step == i128::from(every) * i128::from(inner) =>
            {
                // Fits: no more than the elements, which `node` looks at.
                let count = count.saturating_mul(inner);
                Kind::Strided { count, stride: every, of: Arc::clone(element) }
            }
            _ => Kind::Strided { count, stride, of },
        };
        let node = self.node(kind, elements, lower, upper, given)?;
        self.place(at.into(), node, given).map(Some)
    }

    /// Runs anywhere, in this order. Empty ones are left out, and those that continue each other joined.
    ///
    /// What is left of the list is put into the same memory.
    pub(super) fn blocks(&self, mut list: Vec<Block>, given: Given<'_>) -> Result<Option<Place>> {
        let Some(start) = list.iter().position(|block| block.len > 0) else { return Ok(None) };
        // The run that is being joined.
        let mut run = Block { at: list[start].at, len: 0 };
        let (mut run_end, mut kept) = (run.at, 0);
        // Read in front, and written behind.
        let blocks = Cell::from_mut(&mut list[..]).as_slice_of_cells();
        for block in &blocks[start..] {
            let Block { at, len } = block.get();
            // Beyond 64 bits this comes out at the start or before it.
            let end = at.wrapping_add_unsigned(len);
            if end <= at {
                if len == 0 {
                    continue;
                }
                return Err(self.beyond(given));
            }
            if at == run_end {
                run.len += len; // fits: so does the end
            } else {
                blocks[kept].set(run);
                kept += 1;
                run = Block { at, len };
            }
            run_end = end;
        }
        blocks[kept].set(run);
        list.truncate(kept + 1);

        let first = list[0].at;
        let (mut lowest, mut highest, mut elements) = (first, first, 0u64);
        for block in &mut list {
            lowest = lowest.min(block.at);
            highest = highest.max(block.at.wrapping_add_unsigned(block.len));
            elements = elements.saturating_add(block.len);
            block.at = block.at.wrapping_sub(first); // fits if the span does
        }
        let most = self.most as u64;
        if lowest < -self.most || self.most < highest || highest.abs_diff(lowest) > most || elements > most {
            return Err(self.beyond(given));
        }
        let len = list[0].len;
        if let Some(stride) = even_spacing(list.iter().map(|block| block.at)) {
            if list.iter().all(|block| block.len == len) {
                return self.strided(list.len() as u64, stride, self.run(first, len, given)?, given);
            }
        }
        let node = Node { kind: Kind::Blocks(list), elements, lower: lowest - first, upper: highest - first };
        Ok(Some(Place { at: first, node: Arc::new(node) }))
    }

    /// Patterns anywhere, in this order.
    pub(super) fn listed(&self, mut places: Vec<Place>, given: Given<'_>) -> Result<Option<Place>> {
        if places.iter().all(|place| matches!(place.node.kind, Kind::Run)) {
            let blocks = places.iter().map(|place| Block { at: place.at, len: place.node.elements });
            return self.blocks(blocks.collect(), given);
        }
        let first = places[0].clone();
        if places.len() == 1 {
            return Ok(Some(first));
        }
        if let Some(stride) = even_spacing(places.iter().map(|place| place.at)) {
            if places.iter().all(|place| Arc::ptr_eq(&place.node, &first.node)) {
                return self.strided(places.len() as u64, stride, Some(first), given);
            }
        }
        let (mut elements, mut lower, mut upper) = (0, 0, 0);
        for place in &mut places {
            let at = i128::from(place.at) - i128::from(first.at);
            elements += i128::from(place.node.elements);
            lower = lower.min(at + i128::from(place.node.lower));
            upper = upper.max(at + i128::from(place.node.upper));
            place.at = self.within(at, given)?;
        }
        let node = self.node(Kind::Listed(places.into()), elements, lower, upper, given)?;
        self.place(first.at.into(), node, given).map(Some)
    }
}

/// The distance of each from the one before it, if it is always the same.
fn even_spacing(mut offsets: impl Iterator<Item = i64>) -> Option<i64> {
    let (first, second) = (offsets.next()?, offsets.next());
    let Some(second) = second else { return Some(0) };
    let stride = second.checked_sub(first)?;
    let mut last = second;
    for at in offsets {
        if at.checked_sub(last)? != stride {
            return None;
        }
        last = at;
    }
    Some(stride)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATTERNS: Patterns = Patterns::new("MPI_Type_vector", 8);

    fn given() -> Given<'static> {
        ("stride", &"too much")
    }

    fn strided(count: u64, stride: i64, of: Option<Place>) -> Option<Place> {
        PATTERNS.strided(count, stride, of, given()).unwrap()
    }

    #[test]
    fn what_is_contiguous_becomes_a_run() {
        let run = PATTERNS.run(0, 3, given()).unwrap();
        let rows = strided(4, 3, run);
        let all = strided(5, 12, rows).unwrap();
        assert!(matches!(all.node.kind, Kind::Run));
        assert_eq!((all.node.elements, all.lower(), all.upper()), (60, 0, 60));
        let blocks = [(4, 2), (6, 0), (6, 1), (7, 5)].map(|(at, len)| Block { at, len });
        let joined = PATTERNS.blocks(blocks.into(), given()).unwrap().unwrap();
        assert_eq!((joined.at, joined.node.elements), (4, 8));
        assert!(matches!(joined.node.kind, Kind::Run));
    }

    #[test]
    fn what_is_even_becomes_strided() {
        let every = strided(3, -4, PATTERNS.run(0, 1, given()).unwrap());
        let more = strided(2, -12, every).unwrap();
        assert!(matches!(more.node.kind, Kind::Strided { count: 6, stride: -4, .. }), "{more:?}");
        assert_eq!((more.lower(), more.upper()), (-20, 1));
        let blocks = [(9, 2), (5, 2), (1, 2)].map(|(at, len)| Block { at, len });
        let even = PATTERNS.blocks(blocks.into(), given()).unwrap().unwrap();
        assert_eq!((even.at, even.lower(), even.upper()), (9, 1, 11));
        assert!(matches!(even.node.kind, Kind::Strided { count: 3, stride: -4, .. }));
    }

    #[test]
    fn nothing_is_nothing_however_often() {
        assert!(strided(u64::MAX, i64::MAX, None).is_none());
        assert!(PATTERNS.blocks(vec![Block { at: i64::MAX, len: 0 }], given()).unwrap().is_none());
        assert!(PATTERNS.listed(Vec::new(), given()).unwrap().is_none());
    }

    #[test]
    fn what_no_memory_has_is_refused() {
        let run = |len| PATTERNS.run(0, len, given());
        let refused = |result: Result<Option<Place>>| result.unwrap_err().kind() == ErrorKind::CountOverflow;
        assert!(run(1 << 59).is_ok());
        for len in [1 << 60, u64::MAX] {
            assert!(refused(run(len)));
        }
        for (count, stride) in [(2, i64::MAX), (2, i64::MIN), (u64::MAX, i64::MIN), (u64::MAX, i64::MAX), (u64::MAX, 0)]
        {
            assert!(refused(PATTERNS.strided(count, stride, run(1).unwrap(), given())), "{count} {stride}");
        }
        let ends = [(i64::MIN, 1), (i64::MAX, u64::MAX)].map(|(at, len)| Block { at, len });
        assert!(refused(PATTERNS.blocks(ends.into(), given())));
        let joined = [(0, u64::MAX), (i64::MAX, 1)].map(|(at, len)| Block { at, len });
        assert!(refused(PATTERNS.blocks(joined.into(), given())));
    }
}
