//! Layouts: what does not fit the slice, comes twice where something is received, or is beyond all memory is an error before MPI sees it; and what
//! arrives touches nothing but the layout's elements.

use crate::support::{kind, library_is, names_argument, works};
use oxmpi::ErrorKind::{Arg, Buffer, CountOverflow, Incomplete, InvalidValue, Truncated, WrongThread};
use oxmpi::datatype::layout::{Distribution, Layout, Order};
use oxmpi::prelude::*;
use oxmpi::{Datatype, ErrorKind, Result};
use oxmpi_test::oxmpi_test;
use std::fmt::Debug;

/// Nothing of this may be had of the layout: neither to be sent nor to be received into.
#[track_caller]
fn does_not_fit<T: Datatype + Debug>(what: &str, layout: &Layout<T>, origin: usize, slice: &mut [T], allowed: &str) {
    names_argument(what, layout.at(origin).of(slice), Buffer, "slice", allowed);
    names_argument(what, layout.at(origin).of_mut(slice), Buffer, "slice", allowed);
    if origin == 0 {
        names_argument(what, layout.of(slice), Buffer, "slice", allowed);
        names_argument(what, layout.of_mut(slice), Buffer, "slice", allowed);
    }
}

#[test]
fn what_is_outside_of_the_slice_is_an_error() -> Result<()> {
    let matrix = &mut [[0.0f64; 5]; 4];
    let matrix = matrix.as_flattened_mut();
    let column = |stride| Layout::<f64>::vector(4, 1, stride);
    assert!(column(5)?.at(4).of(matrix).is_ok(), "the last column is inside");
    does_not_fit("a column too far", &column(5)?, 5, matrix, "at least 21 elements");
    does_not_fit("a wrong stride", &column(7)?, 0, matrix, "at least 22 elements");
    does_not_fit("backwards from the start", &column(-5)?, 0, matrix, "an origin of at least 15");
    does_not_fit("backwards past the start", &column(-5)?, 14, matrix, "an origin of at least 15");
    assert!(column(-5)?.at(15).of(matrix).is_ok());
    does_not_fit("an origin behind the end", &Layout::contiguous(1)?, 20, matrix, "at least 21 elements");
    does_not_fit("an origin far behind the end", &column(-5)?, 22, matrix, "at least 23 elements");
    does_not_fit("one element too many", &Layout::contiguous(21)?, 0, matrix, "at least 21 elements");
    does_not_fit("one block past the end", &Layout::indexed(&[(0, 3), (18, 3)])?, 0, matrix, "at least 21 elements");
    does_not_fit("one block before the start", &Layout::indexed(&[(0, 3), (-1, 1)])?, 0, matrix, "at least 1");
    does_not_fit("another array", &Layout::subarray(&[5, 5], &[5, 1], &[0, 0], Order::C)?, 0, matrix, "at least 21");
    does_not_fit("the largest origin", &column(5)?, usize::MAX, matrix, "at least");
    does_not_fit("the largest layout", &Layout::contiguous(isize::MAX as usize / 8)?, usize::MAX, matrix, "at least");
    let farthest = isize::MIN / 8 + 2;
    does_not_fit(
        "from far behind to far before",
        &Layout::vector(2, 1, farthest)?,
        19,
        matrix,
        "an origin of at least",
    );
    Ok(())
}

#[test]
fn an_empty_slice_has_room_for_nothing_but_nothing() -> Result<()> {
    let none: &mut [u16] = &mut [];
    does_not_fit("one element", &Layout::contiguous(1)?, 0, none, "at least 1 elements");
    does_not_fit("a vector", &Layout::vector(3, 1, 2)?, 0, none, "at least 5 elements");
    // Ranks with an empty part take part: no element is nowhere, whatever its numbers are.
    let empties = [
        Layout::<u16>::contiguous(0)?,
        Layout::vector(0, usize::MAX, isize::MAX)?,
        Layout::vector(usize::MAX, 0, isize::MIN)?,
        Layout::hvector(usize::MAX, 0, -2)?,
        Layout::indexed(&[(isize::MAX, 0), (isize::MIN, 0)])?,
        Layout::indexed(&[])?,
        Layout::indexed_block(0, &[5, isize::MAX])?,
        Layout::subarray(&[4, 0], &[2, 0], &[1, 0], Order::Fortran)?,
        Layout::darray(4, 3, &[3], &[Distribution::Block], &[4], Order::C)?,
        Layout::structure(&[])?,
        Layout::contiguous(3)?.repeated(0)?,
        Layout::contiguous(0)?.repeated(usize::MAX)?,
    ];
    for empty in &empties {
        for origin in [0, 7, usize::MAX] {
            assert_eq!(empty.at(origin).of(none)?.len(), 0, "{empty:?}");
            assert_eq!(empty.at(origin).of_mut(none)?.iter().count(), 0, "{empty:?}");
        }
        assert_eq!((empty.size(), empty.elements().next()), (0, None), "{empty:?}");
    }
    Ok(())
}

#[test]
fn nothing_is_received_into_an_element_twice() -> Result<()> {
    let slice = &mut [0u8; 40];
    let part = Layout::<u8>::vector(3, 2, 4)?;
    let overlapping = [
        (Layout::vector(3, 2, 1)?, 1),
        (Layout::vector(2, 1, 0)?, 0),
        (Layout::hvector(3, 3, 2)?, 2),
        (Layout::indexed(&[(4, 3), (0, 2), (6, 1)])?, 6),
        (Layout::indexed_block(2, &[9, 2, 10])?, 10),
        (Layout::structure(&[(0, &part), (9, &part)])?, 9),
        (part.resized(0, 1)?.repeated(2)?, 1),
        (Layout::contiguous(2)?.resized(0, 0)?.repeated(3)?, 0),
        (Layout::indexed(&[(0, 1), (1, 2), (5, 1)])?.resized(0, 2)?.repeated(3)?, 2),
    ];
    for (layout, twice) in &overlapping {
        let sent = layout.at(1).of(slice)?;
        assert!(sent.len() > 1, "to be sent, that is no fault");
        let text = format!("element {} of the slice twice", twice + 1);
        let error = layout.at(1).of_mut(slice).unwrap_err();
        assert_eq!(error.kind(), Buffer, "{error}");
        let argument = error.argument().unwrap();
        assert!(argument.name == "layout" && argument.given.contains(&text), "{layout:?}: {error}");
        assert!(layout.at(1).of_mut(slice).is_err(), "as the first time");
    }
    let apart = [
        Layout::vector(3, 2, -2)?,
        Layout::structure(&[(0, &part), (2, &part)])?,
        Layout::vector(4, 1, 5)?.resized(0, 1)?.repeated(5)?,
        Layout::indexed(&[(0, 1), (2, 1), (5, 1)])?.resized(0, 1)?.repeated(2)?,
    ];
    for layout in &apart {
        assert!(layout.at(8).of_mut(slice).is_ok(), "{layout:?}");
    }
    Ok(())
}

#[test]
fn numbers_beyond_all_memory_are_an_error_that_names_them() -> Result<()> {
    const ALL: usize = usize::MAX;
    #[track_caller]
    fn beyond<T: Datatype>(argument: &str, layout: Result<Layout<T>>) {
        names_argument(argument, layout, CountOverflow, argument, "elements");
    }
    beyond("len", Layout::<u8>::contiguous(ALL));
    beyond("len", Layout::<u64>::contiguous(isize::MAX as usize / 8 + 1));
    assert!(Layout::<u64>::contiguous(isize::MAX as usize / 8).is_ok());
    beyond("stride", Layout::<u8>::vector(3, 1, isize::MAX));
    beyond("stride", Layout::<u8>::vector(3, 1, isize::MIN));
    beyond("stride", Layout::<u8>::vector(ALL, 1, isize::MIN));
    beyond("stride", Layout::<u8>::vector(ALL, 1, 1));
    beyond("stride", Layout::<u32>::vector(2, 1, isize::MAX / 4));
    beyond("stride", Layout::<u32>::vector(1 << 40, 1, 1 << 40));
    beyond("stride", Layout::<u32>::vector(ALL, 1, 0));
    beyond("block", Layout::<u8>::vector(1, ALL, 0));
    beyond("stride_bytes", Layout::<u64>::hvector(3, 1, isize::MIN));
    beyond("blocks", Layout::<u8>::indexed(&[(isize::MAX, 1)]));
    beyond("blocks", Layout::<u8>::indexed(&[(isize::MIN, 1), (isize::MAX, 1)]));
    beyond("blocks", Layout::<u8>::indexed(&[(0, ALL), (-1, 1)]));
    beyond("blocks", Layout::<u16>::hindexed(&[(0, ALL / 4), (0, ALL / 4 + 2)]));
    beyond("displacements", Layout::<u8>::indexed_block(ALL, &[isize::MIN]));
    beyond("displacements_bytes", Layout::<u8>::hindexed_block(ALL, &[0]));
    beyond("sizes", Layout::<u8>::subarray(&[ALL, ALL], &[1, 1], &[5, ALL - 1], Order::C));
    beyond("sizes", Layout::<u8>::subarray(&[1 << 32, 1 << 31], &[1, 1], &[0, 0], Order::C));
    beyond("sizes", Layout::<u8>::darray(1, 0, &[ALL], &[Distribution::Block], &[1], Order::C));
    let one = Layout::<u8>::contiguous(1)?;
    beyond("parts", Layout::structure(&[(isize::MAX, &one)]));
    beyond("parts", Layout::structure(&[(isize::MIN + 1, &one), (isize::MAX - 1, &one)]));
    beyond("extent", one.resized(0, ALL));
    beyond("extent", one.resized(isize::MAX, 1));
    beyond("lower", one.resized(isize::MIN, 1));
    beyond("times", one.repeated(ALL));
    beyond("times", one.resized(-5, 1 << 40)?.repeated(1 << 40));
    beyond("times", Layout::<u8>::contiguous(0)?.resized(0, 2)?.repeated(ALL));
    Ok(())
}

#[test]
fn arguments_that_do_not_fit_each_other_are_named() {
    let c = Order::C;
    #[track_caller]
    fn refused<T: Datatype>(argument: &str, allowed: &str, layout: Result<Layout<T>>) {
        names_argument(argument, layout, Arg, argument, allowed);
    }
    refused("stride_bytes", "multiples of 8", Layout::<f64>::hvector(3, 1, 12));
    refused("blocks", "multiples of 6", Layout::<[u16; 3]>::hindexed(&[(6, 1), (-8, 1)]));
    refused("displacements_bytes", "multiples of 4", Layout::<f32>::hindexed_block(1, &[4, 6]));
    refused("sizes", "at least one", Layout::<u8>::subarray(&[], &[], &[], c));
    refused("subsizes", "as many as sizes, 2", Layout::<u8>::subarray(&[4, 4], &[2], &[0, 0], c));
    refused("starts", "as many as sizes, 2", Layout::<u8>::subarray(&[4, 4], &[2, 2], &[0, 0, 0], c));
    refused("subsizes", "at most 4 in dimension 1", Layout::<u8>::subarray(&[9, 4], &[2, 5], &[0, 0], c));
    refused("starts", "at most 2 in dimension 0", Layout::<u8>::subarray(&[4, 9], &[2, 5], &[3, 0], c));
    refused("starts", "at most", Layout::<u8>::subarray(&[4], &[2], &[usize::MAX], c));
    let darray = |size, rank, sizes: &[usize], distributions: &[Distribution], grid: &[usize]| {
        Layout::<u8>::darray(size, rank, sizes, distributions, grid, c)
    };
    use Distribution::{Block, BlockOf, Cyclic, CyclicOf};
    refused("sizes", "at least one", darray(1, 0, &[], &[], &[]));
    refused("distributions", "as many as sizes", darray(2, 0, &[4], &[], &[2]));
    refused("grid", "as many as sizes", darray(2, 0, &[4, 4], &[Block, Block], &[2]));
    refused("grid", "product is size, 3", darray(3, 0, &[4, 4], &[Block, Block], &[2, 2]));
    refused("grid", "product", darray(0, 0, &[4, 4], &[Block, Block], &[0, 2]));
    refused("grid", "product", darray(1, 0, &[4, 4, 4], &[Block; 3], &[usize::MAX, usize::MAX, 0]));
    refused("rank", "0 to 3", darray(4, 4, &[4, 4], &[Block, Cyclic], &[2, 2]));
    refused("distributions", "1 rank", darray(2, 0, &[4], &[Distribution::None], &[2]));
    refused("distributions", "at least 3", darray(2, 0, &[5], &[BlockOf(2)], &[2]));
    refused("distributions", "at least 1", darray(2, 0, &[0], &[BlockOf(0)], &[2]));
    refused("distributions", "at least 1", darray(2, 0, &[5], &[CyclicOf(0)], &[2]));
}

#[test]
fn layouts_of_layouts_have_an_end() {
    let mut layout = Layout::<u8>::contiguous(1).unwrap();
    let error = loop {
        // In time and memory that does not grow with the number of elements, which doubles each time.
        match Layout::structure(&[(0, &layout), (layout.extent().extent + 1, &layout), (0, &layout)]) {
            Ok(more) => layout = more,
            Err(error) => break error,
        }
    };
    assert_eq!(error.kind(), CountOverflow, "{error}");
    let mut layout = Layout::<u8>::vector(2, 1, 3).unwrap();
    let error = (0..100).find_map(|_| layout.resized(0, 3).map(|more| layout = more).err()).unwrap();
    assert_eq!((error.kind(), error.argument().unwrap().name), (Arg, "self"));
    assert!(layout.of(&[0; 4]).is_ok());
}

/// A slice of guards, with the layout's elements at these places.
fn guarded<T: Copy>(guard: T, places: &[usize], elements: &[T]) -> Vec<T> {
    let mut all = vec![guard; 40];
    places.iter().zip(elements).for_each(|(&place, &element)| all[place] = element);
    all
}

#[oxmpi_test(ranks = [1, 2])]
fn what_does_not_fit_into_a_layout_leaves_the_rest_alone(world: &Communicator) -> Result<()> {
    let peer = (world.rank() + 1) % world.size();
    let layout = Layout::<u32>::vector(4, 2, 9)?;
    let places: Vec<usize> = layout.elements().map(|at| at as usize + 3).collect();
    const GUARD: u32 = 0xdead_beef;
    let untouched = |slice: &[u32]| (0..slice.len()).all(|at| places.contains(&at) || slice[at] == GUARD);

    // Longer messages, below and above what libraries send at once.
    for len in [9, 3000, 100_000] {
        let mut slice = vec![GUARD; 40];
        world.bsend(&vec![1u32; len], peer)?;
        let result = world.recv_into(&mut layout.at(3).of_mut(&mut slice)?, peer);
        assert_eq!(kind("a longer message", result), Truncated);
        assert!(untouched(&slice), "{len}: {slice:x?}");
        let result = world.sendrecv_into(&vec![1u32; len], peer, &mut layout.at(3).of_mut(&mut slice)?, peer);
        assert_eq!(kind("a longer exchange", result), Truncated);
        assert!(untouched(&slice), "{len}: {slice:x?}");
    }
    // A message that ends inside of an element.
    let mut slice = guarded(GUARD, &places, &[0; 8]);
    world.bsend(&[1u8; 7], peer)?;
    let result = world.recv_into(&mut layout.at(3).of_mut(&mut slice)?, peer);
    assert_eq!(kind("a part of an element", result), Incomplete);
    assert!(untouched(&slice), "{slice:x?}");
    // An empty one.
    let before = slice.clone();
    let none = Layout::<u32>::contiguous(0)?;
    world.bsend(&none.of(&[])?, peer)?;
    assert_eq!(world.recv_into(&mut layout.at(3).of_mut(&mut slice)?, peer)?.count::<u32>(), Some(0));
    world.bsend(&layout.of(&before)?, peer)?;
    match world.recv_into(&mut none.of_mut(&mut slice)?, peer) {
        // Intel MPI (2021.18.1) truncates to nothing silently.
        Ok(status) if library_is("Intel") => assert_eq!(status.bytes(), 0),
        result => assert_eq!(kind("into no element", result), Truncated),
    }
    assert_eq!(slice, before);
    works(world);
    Ok(())
}

#[oxmpi_test(ranks = [1, 2])]
fn invalid_values_in_a_layout_are_repaired_and_named(world: &Communicator) -> Result<()> {
    let peer = (world.rank() + 1) % world.size();
    // Bytes and words of which some are no bools and chars, received in runs of one and of more elements.
    for layout in [Layout::<bool>::vector(5, 1, 3)?, Layout::indexed(&[(12, 2), (0, 1), (6, 2)])?] {
        let places: Vec<usize> = layout.elements().map(|at| at as usize + 2).collect();
        world.bsend(&[1u8, 0, 7, 1, 255], peer)?;
        let mut slice = vec![true; 40];
        let error = world.recv_into(&mut layout.at(2).of_mut(&mut slice)?, peer).unwrap_err();
        assert_eq!(error.kind(), InvalidValue, "{error}");
        assert!(error.message().contains("bool") && error.message().contains("of the slice"), "{error}");
        assert_eq!(slice, guarded(true, &places, &[true, false, false, true, false]), "{error}");
    }
    let layout = Layout::<char>::vector(3, 1, -4)?;
    let places: Vec<usize> = layout.elements().map(|at| (at + 20) as usize).collect();
    world.bsend(&[0x41u32, 0xD800, 0x42], peer)?;
    let mut slice = vec!['x'; 40];
    let result = world.recv_into(&mut layout.at(20).of_mut(&mut slice)?, peer);
    assert_eq!(kind("a surrogate", result), InvalidValue);
    assert_eq!(slice, guarded('x', &places, &['A', '\u{FFFD}', 'B']));
    works(world);
    Ok(())
}

#[oxmpi_test(ranks = [1], threads = "funneled")]
fn layouts_and_types_on_the_wrong_thread_are_refused_and_freed_later(mpi: &Mpi) -> Result<()> {
    let world = mpi.world();
    let source = [7u8; 20];
    for round in 0..200 {
        let layouts: Vec<_> = (1..9).map(|len| Layout::<u8>::vector(2, len, 9 + round % 3)).collect::<Result<_>>()?;
        let mut target = [0u8; 20];
        for layout in &layouts {
            world.sendrecv_into(&layout.of(&source)?, 0, &mut layout.of_mut(&mut target)?, 0)?;
        }
        let types: Vec<_> = layouts.iter().map(|layout| layout.commit(mpi)).collect::<Result<_>>()?;
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let refused: Vec<ErrorKind> = types
                    .iter()
                    .flat_map(|datatype| {
                        [
                            kind("size", datatype.size()),
                            kind("extent", datatype.extent()),
                            kind("true extent", datatype.true_extent()),
                            kind("name", datatype.name()),
                            kind("set_name", datatype.set_name("x")),
                            kind("dup", datatype.dup()),
                            kind("envelope", datatype.envelope()),
                            kind("contents", datatype.contents()),
                        ]
                    })
                    .collect();
                assert!(refused.iter().all(|kind| *kind == WrongThread), "{refused:?}");
                assert_eq!(kind("send", world.send(&layouts[0].of(&source).unwrap(), 0)), WrongThread);
            });
        });
        std::thread::spawn(move || drop((layouts, types))).join().unwrap();
    }
    works(&world);
    Ok(())
}
