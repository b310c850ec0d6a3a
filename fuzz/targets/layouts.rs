//! Layouts of any numbers, on slices of any length, beside the same computed the slow way: an error exactly where an element is outside or
//! comes twice, and else exactly those elements.

#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use oxmpi::datatype::layout::{Layout, Order};

#[derive(Arbitrary, Debug)]
enum Recipe {
    Contiguous(usize),
    Vector { count: usize, block: usize, stride: isize },
    HVector { count: usize, block: usize, stride: isize },
    Indexed(Vec<(isize, usize)>),
    HIndexed(Vec<(isize, usize)>),
    IndexedBlock { len: usize, at: Vec<isize> },
    Subarray { sizes: Vec<(u8, u8, u8)>, fortran: bool },
    Small { count: u8, block: u8, stride: i8 },
    Structure(Vec<(i16, Recipe)>),
    Resized { of: Box<Recipe>, lower: i16, extent: u16 },
    Repeated { of: Box<Recipe>, times: u8 },
}

/// Offsets in elements, and the bounds. `None` where there are too many to list.
type Oracle = Option<(Vec<i128>, i128, i128)>;

const MANY: usize = 20_000;

fn bounded(offsets: Vec<i128>) -> Oracle {
    let (lower, upper) = (offsets.iter().min().copied(), offsets.iter().max().map(|last| last + 1));
    Some((offsets, lower.unwrap_or(0), upper.unwrap_or(0)))
}

fn blocks(blocks: impl IntoIterator<Item = (i128, usize)>) -> Oracle {
    let mut offsets = Vec::new();
    for (at, len) in blocks {
        if offsets.len() + len.min(MANY + 1) > MANY {
            return None;
        }
        offsets.extend((0..len as i128).map(|index| at + index));
    }
    bounded(offsets)
}

fn strided(count: usize, block: usize, stride: i128) -> Oracle {
    if count > MANY || count.saturating_mul(block) > MANY {
        return None;
    }
    blocks((0..count as i128).map(|index| (index * stride, block)))
}

const SIZE: isize = size_of::<u16>() as isize;

/// The layout, if it can be made, and what its elements have to be. A byte displacement off the grid is no layout.
fn make(recipe: &Recipe, depth: usize) -> Option<(Layout<u16>, Oracle)> {
    if depth > 5 {
        return None;
    }
    match recipe {
        Recipe::Contiguous(len) => Some((Layout::contiguous(*len).ok()?, blocks([(0, *len)]))),
        Recipe::Vector { count, block, stride } => {
            Some((Layout::vector(*count, *block, *stride).ok()?, strided(*count, *block, *stride as i128)))
        }
        Recipe::Small { count, block, stride } => Some((
            Layout::vector((*count).into(), (*block).into(), (*stride).into()).expect("small numbers are a layout"),
            strided((*count).into(), (*block).into(), (*stride).into()),
        )),
        Recipe::HVector { count, block, stride } => {
            let layout = Layout::hvector(*count, *block, *stride).ok()?;
            assert!(stride % SIZE == 0 || *count < 2 || *block == 0, "off the grid of elements");
            Some((layout, strided(*count, *block, (stride / SIZE) as i128)))
        }
        Recipe::Indexed(list) => {
            Some((Layout::indexed(list).ok()?, blocks(list.iter().map(|&(at, len)| (at as i128, len)))))
        }
        Recipe::HIndexed(list) => {
            let layout = Layout::hindexed(list).ok()?;
            Some((layout, blocks(list.iter().map(|&(at, len)| ((at / SIZE) as i128, len)))))
        }
        Recipe::IndexedBlock { len, at } => {
            Some((Layout::indexed_block(*len, at).ok()?, blocks(at.iter().map(|&at| (at as i128, *len)))))
        }
        Recipe::Subarray { sizes, fortran } => subarray(sizes, *fortran),
        Recipe::Structure(parts) => {
            let made: Vec<_> =
                parts.iter().map(|(at, part)| Some((*at, make(part, depth + 1)?))).collect::<Option<_>>()?;
            let list: Vec<_> = made.iter().map(|(at, (layout, _))| (isize::from(*at), layout)).collect();
            let layout = Layout::structure(&list).ok()?;
            Some((layout, joined(made.iter().map(|(at, (_, oracle))| (i128::from(*at), oracle)))))
        }
        Recipe::Resized { of, lower, extent } => {
            let (layout, oracle) = make(of, depth + 1)?;
            let (low, high) = (i128::from(*lower), i128::from(*lower) + i128::from(*extent));
            let layout = layout.resized((*lower).into(), (*extent).into()).ok()?;
            Some((layout, oracle.map(|(offsets, ..)| (offsets, low, high))))
        }
        Recipe::Repeated { of, times } => {
            let (layout, oracle) = make(of, depth + 1)?;
            let layout = layout.repeated((*times).into()).ok()?;
            Some((layout, oracle.and_then(|oracle| repeated(oracle, (*times).into()))))
        }
    }
}

fn joined<'a>(parts: impl Iterator<Item = (i128, &'a Oracle)>) -> Oracle {
    let (mut all, mut bounds) = (Vec::new(), None::<(i128, i128)>);
    for (at, oracle) in parts {
        let (offsets, lower, upper) = oracle.as_ref()?;
        all.extend(offsets.iter().map(|offset| offset + at));
        if all.len() > MANY {
            return None;
        }
        if !offsets.is_empty() || lower != upper {
            let (low, high) = bounds.unwrap_or((lower + at, upper + at));
            bounds = Some((low.min(lower + at), high.max(upper + at)));
        }
    }
    let (lower, upper) = bounds.unwrap_or_default();
    Some((all, lower, upper))
}

fn repeated((offsets, lower, upper): (Vec<i128>, i128, i128), times: usize) -> Oracle {
    if offsets.len() * times > MANY {
        return None;
    }
    let extent = upper - lower;
    let all = (0..times as i128).flat_map(|copy| offsets.iter().map(move |offset| offset + copy * extent)).collect();
    let lower = if times == 0 { 0 } else { lower };
    Some((all, lower, lower + times as i128 * extent))
}

fn subarray(sizes: &[(u8, u8, u8)], fortran: bool) -> Option<(Layout<u16>, Oracle)> {
    let whole: Vec<usize> = sizes.iter().map(|size| size.0.into()).collect();
    let part: Vec<usize> = sizes.iter().map(|size| size.1.into()).collect();
    let start: Vec<usize> = sizes.iter().map(|size| size.2.into()).collect();
    let layout = Layout::subarray(&whole, &part, &start, if fortran { Order::Fortran } else { Order::C }).ok()?;
    assert!(sizes.iter().all(|&(whole, part, start)| usize::from(part) + usize::from(start) <= usize::from(whole)));
    if part.iter().try_fold(1usize, |all, &len| all.checked_mul(len)).is_none_or(|all| all > MANY) {
        return Some((layout, None));
    }
    // The fastest dimension last.
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    if fortran {
        order.reverse();
    }
    let (mut offsets, mut size) = (vec![0i128], 1i128);
    for &dimension in &order {
        size *= whole[dimension] as i128;
        let inner = |at: i128| at * whole[dimension] as i128 + start[dimension] as i128;
        offsets = offsets.iter().flat_map(|&at| (0..part[dimension] as i128).map(move |step| inner(at) + step)).collect();
    }
    Some((layout, Some((offsets, 0, size))))
}

fuzz_target!(|input: (Recipe, u16, u16)| {
    let (recipe, len, origin) = input;
    let Some((layout, oracle)) = make(&recipe, 0) else { return };
    let mut slice: Vec<u16> = (0..len).collect();
    let origin = usize::from(origin);
    let read: Option<Vec<u16>> =
        layout.at(origin).of(&slice).ok().map(|laid| laid.iter().take(MANY + 1).copied().collect());
    let writable = layout.at(origin).of_mut(&mut slice).is_ok();
    let Some((offsets, lower, upper)) = oracle else { return };
    assert!(layout.elements().map(|offset| offset as i128).eq(offsets.iter().copied()), "{layout:?}");
    assert_eq!(layout.size(), 2 * offsets.len());
    let extent = layout.extent();
    assert_eq!((extent.lower as i128, extent.extent as i128), (2 * lower, 2 * (upper - lower)), "{layout:?}");
    let indices: Vec<i128> = offsets.iter().map(|offset| offset + origin as i128).collect();
    let inside = indices.iter().all(|index| (0..i128::from(len)).contains(index));
    let expected = inside.then(|| indices.iter().map(|&index| index as u16).collect::<Vec<u16>>());
    assert_eq!(read, expected, "{layout:?} on {len} elements from {origin}");
    let mut sorted = indices;
    sorted.sort_unstable();
    let once = sorted.windows(2).all(|pair| pair[0] != pair[1]);
    assert_eq!(writable, inside && once, "{layout:?} on {len} elements from {origin}");
});
