//! Layouts as plain data, drawn at random, and where their elements are by the definitions of the standard: computed element by element, and
//! by nothing of oxmpi.

use oxmpi::datatype::layout::{Distribution, Layout, Order};
use oxmpi::{Datatype, Result};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

/// A constructor and its arguments. Those of the forms in bytes are in elements here.
#[derive(Clone, Debug)]
pub(super) enum Recipe {
    Contiguous(usize),
    Vector(usize, usize, isize),
    Hvector(usize, usize, isize),
    Indexed(Vec<(isize, usize)>),
    Hindexed(Vec<(isize, usize)>),
    IndexedBlock(usize, Vec<isize>),
    HindexedBlock(usize, Vec<isize>),
    Subarray(Vec<[usize; 3]>, Order),
    Darray { rank: usize, dimensions: Vec<Dimension>, order: Order },
    Structure(Vec<(isize, Recipe)>),
    Resized(Box<Recipe>, isize, usize),
    Repeated(Box<Recipe>, usize),
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Dimension {
    size: usize,
    ranks: usize,
    distribution: Distribution,
}

/// Where the elements of a layout are.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Expected {
    pub(super) offsets: Vec<i64>,
    pub(super) lower: i64,
    pub(super) upper: i64,
}

impl Expected {
    fn of(offsets: Vec<i64>) -> Expected {
        let lower = offsets.iter().copied().min().unwrap_or(0);
        let upper = offsets.iter().map(|at| at + 1).max().unwrap_or(0);
        Expected { offsets, lower, upper }
    }

    /// Lowest offset, and one past the highest.
    pub(super) fn span(&self) -> (i64, i64) {
        let Expected { lower, upper, .. } = Expected::of(self.offsets.clone());
        (lower, upper)
    }

    pub(super) fn has_an_element_twice(&self) -> bool {
        let mut sorted = self.offsets.clone();
        sorted.sort_unstable();
        sorted.windows(2).any(|pair| pair[0] == pair[1])
    }
}

impl Recipe {
    pub(super) fn layout<T: Datatype>(&self) -> Result<Layout<T>> {
        let size = size_of::<T>() as isize;
        match self {
            Recipe::Contiguous(len) => Layout::contiguous(*len),
            Recipe::Vector(count, block, stride) => Layout::vector(*count, *block, *stride),
            Recipe::Hvector(count, block, stride) => Layout::hvector(*count, *block, stride * size),
            Recipe::Indexed(blocks) => Layout::indexed(blocks),
            Recipe::Hindexed(blocks) => {
                let blocks: Vec<_> = blocks.iter().map(|&(at, len)| (at * size, len)).collect();
                Layout::hindexed(&blocks)
            }
            Recipe::IndexedBlock(len, displacements) => Layout::indexed_block(*len, displacements),
            Recipe::HindexedBlock(len, displacements) => {
                let displacements: Vec<_> = displacements.iter().map(|at| at * size).collect();
                Layout::hindexed_block(*len, &displacements)
            }
            Recipe::Subarray(dimensions, order) => {
                let list = |which: usize| dimensions.iter().map(|dimension| dimension[which]).collect::<Vec<_>>();
                Layout::subarray(&list(0), &list(1), &list(2), *order)
            }
            Recipe::Darray { rank, dimensions, order } => {
                let sizes: Vec<_> = dimensions.iter().map(|dimension| dimension.size).collect();
                let grid: Vec<_> = dimensions.iter().map(|dimension| dimension.ranks).collect();
                let distributions: Vec<_> = dimensions.iter().map(|dimension| dimension.distribution).collect();
                Layout::darray(grid.iter().product(), *rank, &sizes, &distributions, &grid, *order)
            }
            Recipe::Structure(parts) => {
                let layouts: Vec<_> =
                    parts.iter().map(|(at, part)| Ok((*at, part.layout()?))).collect::<Result<_>>()?;
                let parts: Vec<_> = layouts.iter().map(|(at, part)| (*at, part)).collect();
                Layout::structure(&parts)
            }
            Recipe::Resized(of, lower, extent) => of.layout()?.resized(*lower, *extent),
            Recipe::Repeated(of, times) => of.layout()?.repeated(*times),
        }
    }

    pub(super) fn expected(&self) -> Expected {
        let blocks = |blocks: &mut dyn Iterator<Item = (isize, usize)>| {
            Expected::of(blocks.flat_map(|(at, len)| (0..len as i64).map(move |i| at as i64 + i)).collect())
        };
        match self {
            Recipe::Contiguous(len) => Expected::of((0..*len as i64).collect()),
            Recipe::Vector(count, block, stride) | Recipe::Hvector(count, block, stride) => {
                blocks(&mut (0..*count).map(|index| (index as isize * stride, *block)))
            }
            Recipe::Indexed(list) | Recipe::Hindexed(list) => blocks(&mut list.iter().copied()),
            Recipe::IndexedBlock(len, list) | Recipe::HindexedBlock(len, list) => {
                blocks(&mut list.iter().map(|at| (*at, *len)))
            }
            Recipe::Subarray(dimensions, order) => {
                let sizes: Vec<_> = dimensions.iter().map(|dimension| dimension[0]).collect();
                select(&sizes, *order, |dimension, index| {
                    let [_, subsize, start] = dimensions[dimension];
                    (start..start + subsize).contains(&index)
                })
            }
            Recipe::Darray { rank, dimensions, order } => {
                let sizes: Vec<_> = dimensions.iter().map(|dimension| dimension.size).collect();
                // The ranks of the grid in row-major order.
                let mut coordinates = vec![0; dimensions.len()];
                let mut left = *rank;
                for (coordinate, dimension) in coordinates.iter_mut().zip(dimensions).rev() {
                    *coordinate = left % dimension.ranks;
                    left /= dimension.ranks;
                }
                select(&sizes, *order, |dimension, index| {
                    let Dimension { size, ranks, distribution } = dimensions[dimension];
                    let owner = match distribution {
                        Distribution::None => 0,
                        Distribution::Block => index / size.div_ceil(ranks),
                        Distribution::BlockOf(block) => index / block,
                        Distribution::Cyclic => index % ranks,
                        Distribution::CyclicOf(block) => index / block % ranks,
                    };
                    owner == coordinates[dimension]
                })
            }
            Recipe::Structure(parts) => {
                let (mut offsets, mut lower, mut upper) = (Vec::new(), i64::MAX, i64::MIN);
                for (at, part) in parts {
                    let part = part.expected();
                    offsets.extend(part.offsets.iter().map(|offset| offset + *at as i64));
                    // Parts of no length and without elements have no bounds.
                    if !part.offsets.is_empty() || part.lower != part.upper {
                        lower = lower.min(part.lower + *at as i64);
                        upper = upper.max(part.upper + *at as i64);
                    }
                }
                let (lower, upper) = if lower > upper { (0, 0) } else { (lower, upper) };
                Expected { offsets, lower, upper }
            }
            Recipe::Resized(of, lower, extent) => {
                let lower = *lower as i64;
                Expected { offsets: of.expected().offsets, lower, upper: lower + *extent as i64 }
            }
            Recipe::Repeated(of, times) => {
                let of = of.expected();
                let extent = of.upper - of.lower;
                let copies = 0..*times as i64;
                let offsets = copies.flat_map(|copy| of.offsets.iter().map(move |at| at + copy * extent)).collect();
                let lower = if *times == 0 { 0 } else { of.lower };
                Expected { offsets, lower, upper: lower + *times as i64 * extent }
            }
        }
    }
}

/// All elements of an array in the order in which they are stored, and those of them of which every index is chosen.
fn select(sizes: &[usize], order: Order, chosen: impl Fn(usize, usize) -> bool) -> Expected {
    let total: usize = sizes.iter().product();
    let mut offsets = Vec::new();
    for at in 0..total {
        let mut left = at;
        let mut inside = true;
        for step in 0..sizes.len() {
            let dimension = if order == Order::C { sizes.len() - 1 - step } else { step };
            inside &= chosen(dimension, left % sizes[dimension]);
            left /= sizes[dimension];
        }
        if inside {
            offsets.push(at as i64);
        }
    }
    Expected { offsets, lower: 0, upper: total as i64 }
}

fn order() -> impl Strategy<Value = Order> {
    prop_oneof![Just(Order::C), Just(Order::Fortran)]
}

fn dimension() -> impl Strategy<Value = Dimension> {
    (1usize..8, 1usize..4, 0usize..5, 1usize..4).prop_map(|(size, ranks, which, block)| {
        let (distribution, ranks) = match which {
            0 => (Distribution::None, 1),
            1 => (Distribution::Block, ranks),
            2 => (Distribution::BlockOf(size.div_ceil(ranks) + block - 1), ranks),
            3 => (Distribution::Cyclic, ranks),
            _ => (Distribution::CyclicOf(block), ranks),
        };
        Dimension { size, ranks, distribution }
    })
}

fn blocks() -> impl Strategy<Value = Vec<(isize, usize)>> {
    prop::collection::vec((-20isize..20, 0usize..5), 0..6)
}

/// Blocks that do not overlap, in any order.
fn blocks_apart() -> impl Strategy<Value = Vec<(isize, usize)>> {
    let steps = prop::collection::vec((0isize..4, 0usize..5), 1..7);
    (-20isize..20, steps).prop_flat_map(|(start, steps)| {
        let mut at = start;
        let mut list = Vec::new();
        for (gap, len) in steps {
            list.push((at + gap, len));
            at += gap + len as isize;
        }
        Just(list).prop_shuffle()
    })
}

fn leaf() -> BoxedStrategy<Recipe> {
    let subarray = prop::collection::vec(
        (1usize..6).prop_flat_map(|size| {
            (0..=size).prop_flat_map(move |subsize| (0..=size - subsize).prop_map(move |start| [size, subsize, start]))
        }),
        1..4,
    );
    let darray = (prop::collection::vec(dimension(), 1..4), any::<prop::sample::Index>(), order()).prop_map(
        |(dimensions, rank, order)| {
            let ranks = dimensions.iter().map(|dimension| dimension.ranks).product();
            Recipe::Darray { rank: rank.index(ranks), dimensions, order }
        },
    );
    prop_oneof![
        (0usize..9).prop_map(Recipe::Contiguous),
        (0usize..6, 0usize..4, -7isize..8).prop_map(|(count, block, stride)| Recipe::Vector(count, block, stride)),
        (0usize..6, 0usize..4, -7isize..8).prop_map(|(count, block, stride)| Recipe::Hvector(count, block, stride)),
        blocks().prop_map(Recipe::Indexed),
        blocks_apart().prop_map(Recipe::Indexed),
        blocks_apart().prop_map(Recipe::Hindexed),
        (0usize..4, prop::collection::vec(-20isize..20, 0..6)).prop_map(|(len, at)| Recipe::IndexedBlock(len, at)),
        (0usize..4, prop::collection::vec(-20isize..20, 0..6)).prop_map(|(len, at)| Recipe::HindexedBlock(len, at)),
        (subarray, order()).prop_map(|(dimensions, order)| Recipe::Subarray(dimensions, order)),
        darray,
    ]
    .boxed()
}

/// Layouts of all kinds, up to three deep.
pub(super) fn recipes() -> BoxedStrategy<Recipe> {
    leaf()
        .prop_recursive(3, 12, 3, |inner| {
            prop_oneof![
                prop::collection::vec((-30isize..30, inner.clone()), 0..4).prop_map(Recipe::Structure),
                (inner.clone(), -9isize..9, 0usize..40).prop_map(|(of, low, len)| Recipe::Resized(
                    Box::new(of),
                    low,
                    len
                )),
                (inner, 0usize..4).prop_map(|(of, times)| Recipe::Repeated(Box::new(of), times)),
            ]
        })
        .boxed()
}

/// The same recipes on every rank.
pub(super) fn drawn(count: usize) -> Vec<Recipe> {
    let mut runner = TestRunner::deterministic();
    (0..count).map(|_| recipes().new_tree(&mut runner).unwrap().current()).collect()
}
