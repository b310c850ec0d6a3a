//! Layouts: random ones against an oracle, without MPI and in messages; what they say of themselves, and what MPI says.

mod messages;
mod recipe;
mod types;

use crate::sample::{Sample, samples};
use oxmpi::datatype::layout::{Contents, Distribution, Extent, Layout, Order};
use oxmpi::datatype::{Basic, Field, Gaps, Typemap};
use oxmpi::{Datatype, Result};
use proptest::prelude::*;
use recipe::{Recipe, recipes};

/// A struct whose gap stays at home, as peers in C have it: not even a slice of it is contiguous.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Gapped {
    small: u8,
    large: f64,
}

// SAFETY: `repr(C)` puts `large` at 8; all bit patterns of both fields are valid.
unsafe impl Datatype for Gapped {
    const TYPEMAP: &'static Typemap = &Typemap::Struct {
        fields: &[
            Field { offset: 0, of: &Typemap::Basic(Basic::U8) },
            Field { offset: 8, of: &Typemap::Basic(Basic::F64) },
        ],
        size: 16,
        gaps: Gaps::Left,
    };
    const CHECKED: bool = false;
    const REPAIR: Gapped = Gapped { small: 0, large: 0.0 };

    unsafe fn is_valid(_: *const Gapped) -> bool {
        true
    }
}

impl Sample for Gapped {
    fn sample(rank: usize, index: usize) -> Gapped {
        Gapped { small: Sample::sample(rank, index), large: Sample::sample(rank, index + 1) }
    }
}

fn agrees<T: Sample>(recipe: &Recipe) -> std::result::Result<(), TestCaseError> {
    let (layout, expected) = (recipe.layout::<T>().unwrap(), recipe.expected());
    prop_assert_eq!(layout.elements().map(|at| at as i64).collect::<Vec<_>>(), expected.offsets.clone());
    prop_assert_eq!(layout.elements().len(), expected.offsets.len());
    let size = size_of::<T>() as isize;
    let bytes =
        |lower: i64, upper: i64| Extent { lower: lower as isize * size, extent: (upper - lower) as isize * size };
    prop_assert_eq!(layout.extent(), bytes(expected.lower, expected.upper));
    let (first, end) = expected.span();
    prop_assert_eq!(layout.true_extent(), bytes(first, end));
    prop_assert_eq!(&layout, &recipe.layout::<T>().unwrap());
    Ok(())
}

/// Every origin in and around a slice: an error, or exactly the elements of the oracle.
fn applies(recipe: &Recipe, len: usize) -> std::result::Result<(), TestCaseError> {
    let (layout, expected) = (recipe.layout::<u32>().unwrap(), recipe.expected());
    let mut slice: Vec<u32> = samples(0, len);
    let copy = slice.clone();
    for origin in 0..len + 3 {
        let indices: Vec<i64> = expected.offsets.iter().map(|at| at + origin as i64).collect();
        let inside = indices.iter().all(|index| (0..len as i64).contains(index));
        let laid = layout.at(origin).of(&slice);
        prop_assert_eq!(laid.is_ok(), inside, "{} from {} of {}: {:?}", recipe.clone().type_name(), origin, len, laid);
        if let Ok(laid) = laid {
            prop_assert!(laid.iter().copied().eq(indices.iter().map(|&index| copy[index as usize])));
        }
        let laid = layout.at(origin).of_mut(&mut slice);
        prop_assert_eq!(laid.is_ok(), inside && !expected.has_an_element_twice(), "from {}", origin);
    }
    Ok(())
}

impl Recipe {
    fn type_name(self) -> String {
        format!("{self:?}")
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_layouts_have_the_elements_that_the_standard_says(recipe in recipes()) {
        agrees::<u8>(&recipe)?;
        agrees::<[u16; 3]>(&recipe)?;
    }

    #[test]
    fn random_layouts_on_random_slices_are_errors_or_right(recipe in recipes(), len in 0usize..60) {
        applies(&recipe, len)?;
    }

    #[test]
    fn any_numbers_are_an_error_or_a_layout(
        (count, block, stride) in any::<(usize, usize, isize)>(),
        shifts in any::<[u8; 3]>(),
        origin in any::<usize>(),
        len in 0usize..100,
    ) {
        // All magnitudes alike.
        let (count, block) = (count >> (shifts[0] % 64), block >> (shifts[1] % 64));
        let stride = stride >> (shifts[2] % 64);
        let mut slice = vec![0u64; len];
        let lists = [stride, origin as isize, count as isize];
        let layouts = [
            Layout::<u64>::contiguous(count),
            Layout::vector(count, block, stride),
            Layout::hvector(count, block, stride),
            Layout::indexed(&[(stride, block), (block as isize, count), (origin as isize, 1)]),
            Layout::hindexed(&[(stride, block), (block as isize, count)]),
            Layout::indexed_block(block, &lists),
            Layout::hindexed_block(block, &lists),
            Layout::subarray(&[count, block, origin], &[count / 2, block, 1], &[count / 3, 0, block], Order::C),
            Layout::darray(count, origin, &[block, len], &[Distribution::CyclicOf(block), Distribution::BlockOf(count)],
                &[count, 1], Order::Fortran),
        ];
        for layout in layouts.into_iter().flatten() {
            let more = [layout.repeated(block), layout.resized(stride, origin), Layout::structure(&[(stride, &layout), (0, &layout)])];
            for layout in more.into_iter().flatten().chain([layout]) {
                let elements = layout.elements().len();
                for origin in [0, origin % (len + 1), origin] {
                    if let Ok(laid) = layout.at(origin).of(&slice) {
                        for offset in layout.elements().take(1000) {
                            let index = origin as i128 + offset as i128;
                            prop_assert!((0..len as i128).contains(&index), "{:?} from {}", layout, origin);
                        }
                        prop_assert_eq!(laid.len(), elements);
                    }
                    if layout.at(origin).of_mut(&mut slice).is_ok() {
                        prop_assert!(elements <= len);
                        let mut seen: Vec<_> = layout.elements().collect();
                        seen.sort_unstable();
                        prop_assert!(seen.windows(2).all(|pair| pair[0] != pair[1]));
                    }
                }
            }
        }
    }
}

#[test]
fn layouts_say_how_they_were_made() -> Result<()> {
    let row = Layout::<u8>::contiguous(3)?;
    assert_eq!(row.contents(), &Contents::Contiguous { len: 3 });
    let column = Layout::<u8>::vector(3, 1, -4)?;
    assert_eq!(column.dup(), column);
    assert_ne!(column, Layout::vector(3, 1, 4)?);
    let both = Layout::structure(&[(0, &row), (9, &column)])?;
    let Contents::Structure { parts } = both.contents() else { panic!("{both:?}") };
    assert_eq!(parts[..], [(0, row.clone()), (9, column)]);
    let twice = both.resized(-1, 20)?.repeated(2)?;
    let Contents::Repeated { of, times: 2 } = twice.contents() else { panic!("{twice:?}") };
    assert_eq!(of.contents(), &Contents::Resized { of: both, lower: -1, extent: 20 });
    assert_eq!(format!("{row:?}"), "Layout<u8>::Contiguous { len: 3 }");
    Ok(())
}
