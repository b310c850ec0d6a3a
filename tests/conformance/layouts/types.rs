//! What MPI says of the types of layouts, and of types in general.

use super::recipe::{Recipe, drawn};
use super::{Gapped, Sample};
use oxmpi::datatype::Combiner;
use oxmpi::datatype::layout::{Distribution, Extent, Layout, Order};
use oxmpi::prelude::*;
use oxmpi::{ErrorKind, Result};
use oxmpi_test::oxmpi_test;

/// What MPI says of the type is what the layout says of itself.
fn is_described<T: Sample>(mpi: &Mpi, recipe: &Recipe) -> Result<()> {
    let (layout, expected) = (recipe.layout::<T>()?, recipe.expected());
    let committed = layout.commit(mpi)?;
    let element = mpi.type_of::<T>()?;
    assert_eq!(committed.size()?, layout.size(), "{recipe:?}");
    assert_eq!(layout.size(), expected.offsets.len() * element.size()?, "{recipe:?}");
    assert_eq!(committed.extent()?, layout.extent(), "{recipe:?}");
    if !expected.offsets.is_empty() {
        assert_eq!(committed.true_extent()?, layout.true_extent(), "{recipe:?}");
    }
    let envelope = committed.envelope()?;
    let contents = committed.contents()?;
    let found =
        (contents.integers.len(), contents.addresses.len(), contents.large_counts.len(), contents.datatypes.len());
    assert_eq!(found, (envelope.integers, envelope.addresses, envelope.large_counts, envelope.datatypes));
    // Where the bounds are those of the elements, the type may have them by itself.
    if layout.extent() != layout.true_extent() {
        assert_eq!(envelope.combiner, Combiner::Resized, "{recipe:?}");
        assert_eq!(contents.addresses, [layout.extent().lower, layout.extent().extent], "{recipe:?}");
        assert_eq!(contents.datatypes[0].size()?, layout.size(), "{recipe:?}");
    }
    Ok(())
}

#[oxmpi_test(ranks = [1])]
fn mpi_says_of_random_layouts_what_they_say_themselves(mpi: &Mpi) -> Result<()> {
    for recipe in drawn(150) {
        is_described::<u8>(mpi, &recipe)?;
        is_described::<f64>(mpi, &recipe)?;
        is_described::<[u16; 3]>(mpi, &recipe)?;
        is_described::<char>(mpi, &recipe)?;
    }
    Ok(())
}

/// Counts and distances that no `int` holds: made by every library, without memory of that size.
#[oxmpi_test(ranks = [1])]
fn layouts_of_more_than_an_int_are_made(mpi: &Mpi) -> Result<()> {
    // Intel MPI (2021.18) fails an assertion where a type has more than 2^31 blocks in a row.
    if oxmpi::library_version()?.contains("Intel") {
        return Ok(());
    }
    const LARGE: usize = (1 << 33) + 5;
    let large = LARGE as isize;
    let runs = [(0, LARGE), (large + 3, 7), (3 * large, LARGE)];
    let layouts = [
        Layout::<u16>::contiguous(LARGE)?,
        Layout::vector(LARGE, 1, 2)?,
        Layout::vector(3, LARGE, large + 1)?,
        Layout::vector(LARGE, 3, -5)?,
        Layout::vector(4, 2, large)?,
        Layout::indexed(&runs)?,
        Layout::indexed_block(2, &[0, large, 5 * large])?,
        Layout::subarray(&[LARGE, 10], &[LARGE - 1, 3], &[1, 2], Order::C)?,
        Layout::darray(2, 1, &[LARGE], &[Distribution::Cyclic], &[2], Order::C)?,
        Layout::indexed(&[(0, 1), (3, 2)])?.repeated(LARGE)?,
    ];
    for layout in layouts {
        let committed = layout.commit(mpi)?;
        assert_eq!(committed.size()?, layout.size(), "{layout:?}");
        assert_eq!(committed.extent()?, layout.extent(), "{layout:?}");
        assert_eq!(committed.true_extent()?, layout.true_extent(), "{layout:?}");
    }
    Ok(())
}

#[oxmpi_test(ranks = [1])]
fn types_can_be_asked_named_and_taken_apart(mpi: &Mpi) -> Result<()> {
    let double = mpi.type_of::<f64>()?;
    assert_eq!((double.size()?, double.name()?.as_str()), (8, "MPI_DOUBLE"));
    assert_eq!(double.extent()?, Extent { lower: 0, extent: 8 });
    assert_eq!(double.envelope()?.combiner, Combiner::Named);
    let contents = double.contents()?;
    assert!(contents.integers.is_empty() && contents.addresses.is_empty() && contents.datatypes.is_empty());

    let column = Layout::<f64>::vector(4, 1, 5)?.resized(0, 1)?.commit(mpi)?;
    column.set_name("column")?;
    assert_eq!(column.name()?, "column");
    for bad in ["a\0b".to_owned(), "x".repeat(1000)] {
        assert_eq!(column.set_name(&bad).unwrap_err().kind(), ErrorKind::Arg);
    }
    let copy = column.dup()?;
    assert_eq!((copy.size()?, copy.extent()?), (column.size()?, column.extent()?));
    assert_eq!(copy.envelope()?.combiner, Combiner::Dup);
    drop(column);
    // Down to the predefined type; what is found on the way is freed, and can be found again.
    for _ in 0..3 {
        let resized = copy.contents()?.datatypes.remove(0);
        assert_eq!(resized.envelope()?.combiner, Combiner::Resized);
        let vector = resized.contents()?.datatypes.remove(0);
        let found = vector.contents()?;
        assert_eq!((found.combiner, &found.integers[..]), (Combiner::Vector, &[4, 1, 5][..]));
        assert_eq!(found.datatypes[0].name()?, "MPI_DOUBLE");
    }
    // Elements that have their own bounds, with gaps: the bounds of a layout are still whole elements.
    for layout in [Layout::<Gapped>::vector(3, 2, -4)?, Layout::indexed(&[(2, 1), (-3, 2)])?, Layout::contiguous(1)?] {
        assert_eq!(layout.commit(mpi)?.extent()?, layout.extent(), "{layout:?}");
    }
    assert_eq!(mpi.type_of::<Gapped>()?.size()?, 9);
    assert_eq!(mpi.type_of::<Gapped>()?.extent()?, Extent { lower: 0, extent: 16 });
    assert_eq!(mpi.type_of::<[u16; 3]>()?.size()?, 6);
    Ok(())
}
