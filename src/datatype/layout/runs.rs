//! Going through a pattern in the order in which its elements travel.

use super::pattern::{Block, Kind, Node, Place};

/// The runs of a pattern: (offset of the first element, how many).
#[derive(Clone, Debug)]
pub(super) struct Runs<'a> {
    /// Where each level is: its offset, and which of its parts comes next.
    stack: Vec<(i64, &'a Node, u64)>,
}

impl<'a> Runs<'a> {
    pub(super) fn of(place: Option<&'a Place>) -> Runs<'a> {
        Runs { stack: place.map(|place| (place.at, &*place.node, 0)).into_iter().collect() }
    }
}

impl Iterator for Runs<'_> {
    type Item = (i64, u64);

    fn next(&mut self) -> Option<(i64, u64)> {
        loop {
            let (base, node, next) = self.stack.last_mut()?;
            let (base, index) = (*base, *next);
            *next += 1;
            // Sums and products are inside of the node's bounds, which were checked.
            let (at, part): (i64, &Node) = match &node.kind {
                Kind::Run => {
                    let len = node.elements;
                    self.stack.pop();
                    return Some((base, len));
                }
                Kind::Strided { count, stride, of } if index < *count => (base + index as i64 * stride, of),
                Kind::Blocks(blocks) if index < blocks.len() as u64 => {
                    let Block { at, len } = blocks[index as usize];
                    return Some((base + at, len));
                }
                Kind::Listed(places) if index < places.len() as u64 => {
                    let Place { at, node } = &places[index as usize];
                    (base + at, node)
                }
                _ => {
                    self.stack.pop();
                    continue;
                }
            };
            match part.kind {
                Kind::Run => return Some((at, part.elements)),
                _ => self.stack.push((at, part, 0)),
            }
        }
    }
}

/// Offsets of a layout's elements from its origin, in elements, in the order in which they travel.
/// Made by [`Layout::elements`](super::Layout::elements).
#[derive(Clone, Debug)]
pub struct Elements<'a> {
    runs: Runs<'a>,
    at: i64,
    in_run: u64,
    left: u64,
}

impl<'a> Elements<'a> {
    pub(super) fn of(place: Option<&'a Place>) -> Elements<'a> {
        Elements { runs: Runs::of(place), at: 0, in_run: 0, left: place.map_or(0, |place| place.node.elements) }
    }
}

impl Iterator for Elements<'_> {
    type Item = isize;

    #[inline]
    fn next(&mut self) -> Option<isize> {
        if self.in_run == 0 {
            (self.at, self.in_run) = self.runs.next()?;
        }
        let at = self.at;
        self.at += 1;
        self.in_run -= 1;
        self.left -= 1;
        Some(at as isize)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left as usize, Some(self.left as usize))
    }
}

impl ExactSizeIterator for Elements<'_> {}
impl std::iter::FusedIterator for Elements<'_> {}
