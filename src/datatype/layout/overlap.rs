//! Whether a pattern has an element twice: then nothing may be received into it.

use super::pattern::{Kind, Node, Place};
use super::runs::Runs;
use crate::buffer::reserve;
use crate::error::Result;

/// The first element that comes a second time, if one does.
///
/// Takes time and memory by the span of the pattern, at most: whoever asks has memory as long as that.
pub(super) fn first_repeated(call: &'static str, place: &Place) -> Result<Option<i64>> {
    let span = place.upper().abs_diff(place.lower());
    // More elements than places: no need to think.
    if place.node.elements <= span && is_plainly_disjoint(&place.node) {
        return Ok(None);
    }
    // A bit for each place, unless the elements are so few that a list of them is shorter.
    if place.node.elements < span / 128 { among_few(call, place) } else { by_bits(call, place, span) }
}

fn among_few(call: &'static str, place: &Place) -> Result<Option<i64>> {
    let mut all: Vec<Span> = Vec::new();
    reserve(call, &mut all, place.node.elements as usize)?;
    all.extend(Runs::of(Some(place)).map(|(at, len)| (at, at + len as i64)));
    Ok(first_overlap(all))
}

fn by_bits(call: &'static str, place: &Place, span: u64) -> Result<Option<i64>> {
    let words = span.div_ceil(64) as usize;
    let mut seen: Vec<u64> = Vec::new();
    reserve(call, &mut seen, words)?;
    seen.resize(words, 0);
    for (at, len) in Runs::of(Some(place)) {
        for offset in at..at + len as i64 {
            let index = offset.abs_diff(place.lower());
            let (word, bit) = (&mut seen[(index / 64) as usize], 1 << (index % 64));
            if *word & bit != 0 {
                return Ok(Some(offset));
            }
            *word |= bit;
        }
    }
    Ok(None)
}

/// Whether it is known without looking at each element that none comes twice.
fn is_plainly_disjoint(node: &Node) -> bool {
    match &node.kind {
        Kind::Run => true,
        Kind::Strided { .. } => are_strides_disjoint(node),
        Kind::Blocks(blocks) => are_apart(blocks.iter().map(|block| (block.at, block.at + block.len as i64))),
        Kind::Listed(places) => {
            are_apart(places.iter().map(|place| (place.lower(), place.upper())))
                && places.iter().all(|place| is_plainly_disjoint(&place.node))
        }
    }
}

/// Strides within strides never meet if each, from the shortest on, is as long as all that is shorter: in whatever order they
/// are nested, as in a transposed view.
fn are_strides_disjoint(mut node: &Node) -> bool {
    let mut levels: Vec<(i64, i64)> = Vec::new();
    while let Kind::Strided { count, stride, of } = &node.kind {
        // Both fit: no stride is longer than the span of the whole, and there are no more copies than elements.
        levels.push((stride.abs(), *count as i64));
        node = of;
    }
    if !is_plainly_disjoint(node) {
        return false;
    }
    sort(&mut levels);
    let mut length = node.upper - node.lower;
    levels.into_iter().all(|(stride, count)| {
        let fits = stride >= length;
        length += (count - 1) * stride; // no more than the span of the whole
        fits
    })
}

/// The start of a run, and its end.
type Span = (i64, i64);

/// Whether no two of these overlap.
fn are_apart(spans: impl Iterator<Item = Span> + Clone) -> bool {
    // In order already, as most lists are: nothing is to be sorted.
    spans.clone().is_sorted_by(|one, next| one.1 <= next.0) || first_overlap(spans.collect()).is_none()
}

/// The lowest offset that is in two of these.
fn first_overlap(mut spans: Vec<Span>) -> Option<i64> {
    sort(&mut spans);
    spans.windows(2).find(|pair| pair[0].1 > pair[1].0).map(|pair| pair[1].0)
}

/// One for all lists of this module: a sort is long in machine code.
#[inline(never)]
fn sort(pairs: &mut [(i64, i64)]) {
    pairs.sort_unstable();
}

#[cfg(test)]
mod tests {
    use super::super::pattern::{Block, Patterns};
    use super::*;

    #[test]
    fn the_first_element_that_comes_twice_is_found_near_and_far() {
        let repeated = |blocks: &[(i64, u64)]| {
            let list = blocks.iter().map(|&(at, len)| Block { at, len }).collect();
            let place = Patterns::new("MPI_Type_indexed", 8).blocks(list, ("blocks", &"some")).unwrap().unwrap();
            first_repeated("MPI_Type_indexed", &place).unwrap()
        };
        // In order, out of order, and among few elements far from each other.
        assert_eq!(repeated(&[(0, 2), (3, 2), (6, 3)]), None);
        assert_eq!(repeated(&[(6, 3), (0, 2), (3, 2)]), None);
        assert_eq!(repeated(&[(6, 3), (0, 2), (1, 2)]), Some(1));
        assert_eq!(repeated(&[(1 << 40, 3), (0, 2), (5, 2)]), None);
        assert_eq!(repeated(&[(1 << 40, 3), (0, 4), (7, 1), (2, 4)]), Some(2));
        assert_eq!(repeated(&[(-9, 3), (1 << 40, 3), (-7, 1)]), Some(-7));
    }
}
