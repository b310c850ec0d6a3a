//! Whether a pattern has an element twice: then nothing may be received into it.

use super::pattern::{Kind, Node, Place};
use super::runs::{Elements, Runs};
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
    // A bit for each place, unless the elements are few.
    if place.node.elements < span / 64 { among_few(call, place) } else { by_bits(call, place, span) }
}

fn among_few(call: &'static str, place: &Place) -> Result<Option<i64>> {
    let mut all: Vec<isize> = Vec::new();
    reserve(call, &mut all, place.node.elements as usize)?;
    all.extend(Elements::of(Some(place)));
    all.sort_unstable();
    Ok(all.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0] as i64))
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
        Kind::Blocks(blocks) => {
            let spans = blocks.iter().map(|block| (block.at, block.at + block.len as i64));
            are_apart(spans.collect())
        }
        Kind::Listed(places) => {
            are_apart(places.iter().map(|place| (place.lower(), place.upper())).collect())
                && places.iter().all(|place| is_plainly_disjoint(&place.node))
        }
    }
}

/// Strides within strides never meet if each, from the shortest on, is as long as all that is shorter: in whatever order they
/// are nested, as in a transposed view.
fn are_strides_disjoint(mut node: &Node) -> bool {
    let mut levels: Vec<(u64, u64)> = Vec::new();
    while let Kind::Strided { count, stride, of } = &node.kind {
        levels.push((stride.unsigned_abs(), *count));
        node = of;
    }
    if !is_plainly_disjoint(node) {
        return false;
    }
    levels.sort_unstable();
    let mut length = node.upper.abs_diff(node.lower);
    levels.into_iter().all(|(stride, count)| {
        let fits = stride >= length;
        length += (count - 1) * stride; // no more than the span of the whole
        fits
    })
}

/// Whether no two of these (start, end) overlap.
fn are_apart(mut spans: Vec<(i64, i64)>) -> bool {
    spans.sort_unstable();
    spans.windows(2).all(|pair| pair[0].1 <= pair[1].0)
}
