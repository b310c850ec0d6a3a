//! Layouts: random ones against an oracle, without MPI and in messages; what they say of themselves, and what MPI says.

mod recipe;

use crate::sample::{Sample, assert_same, samples};
use oxmpi::datatype::layout::{Contents, Distribution, Extent, Layout, Order};
use oxmpi::datatype::{Basic, Combiner, Field, Gaps, Typemap};
use oxmpi::prelude::*;
use oxmpi::{Datatype, ErrorKind, Result, ffi};
use oxmpi_test::oxmpi_test;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
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

/// Calls a generic function for elements of each kind: of 1 byte and more, of several, checked ones, and with gaps.
macro_rules! for_some_types {
    ($function:ident ( $( $argument:expr ),* )) => {
        $function::<u8>($( $argument ),*)?;
        $function::<f64>($( $argument ),*)?;
        $function::<[u16; 3]>($( $argument ),*)?;
        $function::<bool>($( $argument ),*)?;
        $function::<char>($( $argument ),*)?;
        $function::<Gapped>($( $argument ),*)?;
    };
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

/// The same recipes on every rank.
fn drawn(count: usize) -> Vec<Recipe> {
    let mut runner = TestRunner::deterministic();
    (0..count).map(|_| recipes().new_tree(&mut runner).unwrap().current()).collect()
}

/// Elements around those that are laid out, on both sides.
const MARGIN: usize = 5;

/// The origin that leaves a margin, how long a slice is then, and the indices of the elements.
fn room(recipe: &Recipe) -> (usize, usize, Vec<usize>) {
    let expected = recipe.expected();
    let (first, end) = expected.span();
    // An origin is an element: where all elements are far behind it, they are moved no further.
    let origin = (MARGIN as i64 - first).max(0);
    let indices = expected.offsets.iter().map(|at| (at + origin) as usize).collect();
    (origin as usize, (origin + end.max(0)) as usize + MARGIN, indices)
}

/// One recipe: sent from rank 0 in each mode and received into the same places.
fn travels<T: Sample>(world: &Communicator, recipe: &Recipe) -> Result<()> {
    let what = &format!("{recipe:?}")[..];
    let layout = recipe.layout::<T>()?;
    let (origin, len, indices) = room(recipe);
    let source: Vec<T> = samples(0, len);
    let sent: Vec<T> = indices.iter().map(|&index| source[index]).collect();
    let before: Vec<T> = samples(1, len);
    let mut after = before.clone();
    indices.iter().for_each(|&index| after[index] = source[index]);

    // To oneself: out of one slice into another.
    let mut target = before.clone();
    if let Ok(mut laid) = layout.at(origin).of_mut(&mut target) {
        let me = world.rank();
        let status = world.sendrecv_into(&layout.at(origin).of(&source)?, me, &mut laid, me)?;
        assert_eq!(status.count::<T>(), Some(indices.len()), "{what}");
        assert!(laid.iter().eq(&sent), "{what}");
        assert_same(&target, &after, what);
    }
    if world.rank() == 0 {
        let laid = layout.at(origin).of(&source)?;
        world.send(&laid, 1)?;
        world.ssend(&laid, 1)?;
        world.bsend(&laid, 1)?;
        world.send(&sent, 1)?;
        world.send(&sent[..sent.len() / 2], 1)?;
    } else {
        let repeated = recipe.expected().has_an_element_twice();
        assert_same(&world.recv::<Vec<T>>(0)?, &sent, what);
        for by in ["ssend", "bsend", "send of a slice"] {
            let mut target = before.clone();
            match layout.at(origin).of_mut(&mut target) {
                Ok(mut laid) => {
                    world.recv_into(&mut laid, 0)?;
                    assert_same(&target, &after, &format!("{by}: {what}"));
                }
                Err(error) => {
                    assert!(repeated, "{error}");
                    assert_same(&world.recv::<Vec<T>>(0)?, &sent, what);
                }
            }
        }
        // A shorter message fills the first elements.
        let half: Vec<T> = if repeated {
            world.recv(0)?
        } else {
            let mut target = before.clone();
            let status = world.recv_into(&mut layout.at(origin).of_mut(&mut target)?, 0)?;
            assert_eq!(status.count::<T>(), Some(sent.len() / 2), "{what}");
            let mut after = before.clone();
            indices[..sent.len() / 2].iter().for_each(|&index| after[index] = source[index]);
            assert_same(&target, &after, what);
            sent[..sent.len() / 2].to_vec()
        };
        assert_same(&half, &sent[..sent.len() / 2], what);
    }
    // A collective, in place.
    let mut all = if world.rank() == 0 { source.clone() } else { before.clone() };
    if let Ok(mut laid) = layout.at(origin).of_mut(&mut all) {
        world.broadcast_into(&mut laid, 0)?;
        let expected = if world.rank() == 0 { &source } else { &after };
        assert_same(&all, expected, what);
    }
    Ok(())
}

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
    assert_eq!(envelope.combiner, Combiner::Resized, "{recipe:?}");
    let contents = committed.contents()?;
    let found =
        (contents.integers.len(), contents.addresses.len(), contents.large_counts.len(), contents.datatypes.len());
    assert_eq!(found, (envelope.integers, envelope.addresses, envelope.large_counts, envelope.datatypes));
    assert_eq!(contents.addresses, [layout.extent().lower, layout.extent().extent], "{recipe:?}");
    assert_eq!(contents.datatypes[0].size()?, layout.size(), "{recipe:?}");
    Ok(())
}

#[oxmpi_test(ranks = [2])]
fn random_layouts_travel_exactly(world: &Communicator) -> Result<()> {
    for recipe in drawn(150) {
        for_some_types!(travels(world, &recipe));
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

/// Long messages: a column, every second element, a transposed matrix, a block, between ranks.
#[oxmpi_test(ranks = [2])]
fn long_layouts_travel_exactly(world: &Communicator) -> Result<()> {
    const N: usize = 400;
    let n = N as isize;
    let transposed = Layout::<f64>::vector(N, 1, n)?.resized(0, 1)?.repeated(N)?;
    let layouts = [
        Layout::vector(N, 1, n)?,
        Layout::vector(N * N / 2, 1, 2)?,
        transposed,
        Layout::subarray(&[N, N], &[N / 2, N / 2], &[N / 4, N / 3], Order::C)?,
        Layout::indexed(&(0..N).map(|row| (row as isize * n, row)).collect::<Vec<_>>())?,
    ];
    let source: Vec<f64> = samples(0, N * N);
    for layout in &layouts {
        for (into, name) in layouts.iter().filter(|into| into.size() == layout.size()).zip(["same", "other"]) {
            if world.rank() == 0 {
                world.send(&layout.of(&source)?, 1)?;
            } else {
                let mut target = vec![-1.0; N * N];
                world.recv_into(&mut into.of_mut(&mut target)?, 0)?;
                let mut expected = vec![-1.0; N * N];
                layout
                    .elements()
                    .zip(into.elements())
                    .for_each(|(from, to)| expected[to as usize] = source[from as usize]);
                assert_same(&target, &expected, &format!("{name}: {layout:?}"));
            }
        }
    }
    Ok(())
}

/// Counts and distances that no `int` holds: made by every library, without memory of that size.
#[oxmpi_test(ranks = [1])]
fn layouts_of_more_than_an_int_are_made(mpi: &Mpi) -> Result<()> {
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

    let column = Layout::<f64>::vector(4, 1, 5)?.commit(mpi)?;
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
    assert_eq!(mpi.type_of::<Gapped>()?.size()?, 9);
    assert_eq!(mpi.type_of::<Gapped>()?.extent()?, Extent { lower: 0, extent: 16 });
    assert_eq!(mpi.type_of::<[u16; 3]>()?.size()?, 6);
    Ok(())
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

/// The types of layouts live as long as the layouts and no longer, on whatever thread they are dropped.
#[oxmpi_test(ranks = [1])]
fn layouts_are_made_once_shared_and_dropped_anywhere(world: &Communicator) -> Result<()> {
    let me = world.rank();
    let (source, mut target) = (samples::<i32>(0, 64), vec![0; 64]);
    let mut kept = Vec::new();
    for index in 0..500usize {
        let layout = Layout::<i32>::vector(1 + index % 8, 1 + index % 3, 4 + (index % 4) as isize)?;
        let clone = layout.clone();
        world.sendrecv_into(&layout.of(&source)?, me, &mut clone.of_mut(&mut target)?, me)?;
        drop(layout);
        world.sendrecv_into(&clone.of(&source)?, me, &mut clone.of_mut(&mut target)?, me)?;
        match index % 3 {
            0 => drop(clone),
            1 => std::thread::spawn(move || drop(clone)).join().unwrap(),
            _ => kept.push(clone), // some until the end
        }
    }
    assert!(kept.iter().all(|layout| layout.of(&source).is_ok()));
    // This one outlives MPI.
    std::mem::forget(kept.pop());
    Ok(())
}

/// A layout that is used under one attachment after the other gets a type from each.
#[oxmpi_test(ranks = [1])]
fn layouts_outlive_attachments() -> Result<()> {
    // SAFETY: the first MPI call of this process; null for argc and argv is allowed.
    unsafe { ffi::MPI_Init(std::ptr::null_mut(), std::ptr::null_mut()) };
    let kept = Layout::<u16>::vector(3, 2, 4)?;
    let (source, mut target) = (samples::<u16>(0, 12), vec![0; 12]);
    for _ in 0..3 {
        // SAFETY: no message is longer than its buffer, no other thread is there, and one guard lives at a time.
        let mpi = unsafe { oxmpi::attach() }?;
        let world = mpi.comm_self();
        for layout in [kept.clone(), Layout::vector(2, 3, 5)?] {
            target.fill(0);
            world.sendrecv_into(&layout.of(&source)?, 0, &mut layout.of_mut(&mut target)?, 0)?;
            assert!(layout.elements().all(|at| target[at as usize] == source[at as usize]));
        }
        let named = kept.commit(&mpi)?;
        drop(mpi);
        assert_eq!(named.size().unwrap_err().kind(), ErrorKind::Finalized, "of an attachment that ended");
    }
    // SAFETY: initialized by this thread, not finalized, nothing is under way.
    unsafe { ffi::MPI_Finalize() };
    Ok(())
}
