//! Views that safe programs can make and MPI must not see: larger than memory, or with elements that share it.

use crate::support::{kind, library_is, names_argument, works};
use ndarray::{ArrayView, ArrayViewMut, ShapeBuilder, arr0};
use oxmpi::ErrorKind::{Buffer, CountOverflow};
use oxmpi::prelude::*;
use oxmpi_test::oxmpi_test;

#[oxmpi_test(ranks = [1])]
fn a_view_of_one_element_as_large_as_all_memory_is_an_error_or_goes_to_nobody(world: &Communicator) {
    let (byte, number) = (arr0(7u8), arr0(1.5f64));
    let nobody: Option<usize> = None;
    for len in [(1 << 31) + 1, 1 << 40, (1 << 40) + 12345] {
        let bytes = byte.broadcast(len).unwrap();
        let numbers = number.broadcast((len / 1000 + 1, 1000)).unwrap();
        for result in [world.send(&bytes, nobody), world.send(&numbers, nobody)] {
            match result {
                Ok(()) => assert!(!library_is("Intel"), "{len}"),
                Err(error) => assert!(library_is("Intel") && error.kind() == CountOverflow, "{len}: {error}"),
            }
        }
        assert_eq!(kind("no copy of a terabyte", world.bsend(&numbers, 0)), CountOverflow, "{len}");
        assert_eq!(kind("no copy of a terabyte", world.bsend(&bytes, 0)), CountOverflow, "{len}");
    }
    for shape in [(1 << 30, 1 << 30), (1 << 32, 1 << 30), (1, 1 << 62)] {
        let numbers = number.broadcast(shape).unwrap();
        assert_eq!(kind("beyond all memory", world.send(&numbers, nobody)), CountOverflow, "{shape:?}");
        assert_eq!(kind("beyond all memory", world.bsend(&numbers, 0)), CountOverflow, "{shape:?}");
    }
    works(world);
}

#[oxmpi_test(ranks = [1])]
fn views_to_fill_whose_elements_overlap_cannot_be_made_or_are_refused(world: &Communicator) {
    let mut numbers = [1, 2, 3, 4, 5];
    for (shape, strides) in [((2, 3), (0, 1)), ((3, 3), (1, 1)), ((5, 2), (1, 0))] {
        assert!(ArrayViewMut::from_shape(shape.strides(strides), &mut numbers).is_err(), "ndarray refuses {strides:?}");
    }
    let to_read = ArrayView::from_shape((3, 3).strides((1, 1)), &numbers);
    if let Ok(to_read) = to_read {
        world.bsend(&to_read, 0).unwrap();
        assert_eq!(world.recv::<Vec<i32>>(0).unwrap(), [1, 2, 3, 2, 3, 4, 3, 4, 5]);
    }
    works(world);
}

/// nalgebra multiplies lengths without looking for overflow where debug assertions are off, and then finds 2^80 elements in one.
#[cfg(feature = "nalgebra")]
#[oxmpi_test(ranks = [1])]
fn nalgebra_repeats_one_element_beyond_all_memory_and_it_is_refused(world: &Communicator) {
    use nalgebra::{DMatrixView, DMatrixViewMut};
    let mut flags = [true; 9];
    let endless = DMatrixView::from_slice_with_strides(&flags, 1 << 40, 1 << 40, 0, 0);
    assert_eq!(kind("2^80 elements", world.bsend(&endless, 0)), CountOverflow);
    if cfg!(not(debug_assertions)) {
        let mut endless = DMatrixViewMut::from_slice_with_strides_mut(&mut flags, 1 << 40, 1 << 40, 0, 0);
        names_argument("2^80 elements", world.broadcast_into(&mut endless, 0), Buffer, "buffer", "no two elements");
    }
    // Disjoint, though the strides lie between each other.
    let mut numbers = [0; 10];
    let mut woven = DMatrixViewMut::from_slice_with_strides_mut(&mut numbers, 3, 2, 2, 3);
    world.bsend(&[1, 2, 3, 4, 5, 6], 0).unwrap();
    world.recv_into(&mut woven, 0).unwrap();
    assert_eq!(numbers, [1, 0, 2, 4, 3, 5, 0, 6, 0, 0]);
    works(world);
}

/// `MatMut::from_row_major_slice_with_stride_mut` of faer 0.24 takes the strides of rows for those of columns.
#[cfg(feature = "faer")]
#[oxmpi_test(ranks = [1])]
fn faer_makes_such_views_and_they_are_refused(world: &Communicator) {
    let endless = faer::MatRef::from_repeated_ref(&1.5f64, 1 << 40, 1 << 40);
    assert_eq!(kind("2^80 elements", world.bsend(&endless, 0)), CountOverflow);
    let mut flags = [true; 6];
    let mut view = faer::MatMut::from_row_major_slice_with_stride_mut(&mut flags, 3, 2, 2);
    assert_eq!((view.row_stride(), view.col_stride()), (1, 2), "faer was mended: the elements do not overlap any more");
    world.bsend(&[true, false, true], 0).unwrap();
    names_argument("overlapping", world.recv_into(&mut view, 0), Buffer, "buffer", "no two elements share memory");
    names_argument("overlapping", world.broadcast_into(&mut view, 0), Buffer, "buffer", "no two elements share memory");
    assert_eq!(world.recv::<Vec<bool>>(0).unwrap(), [true, false, true], "the message is still there");
    assert_eq!(flags, [true; 6]);
    works(world);
}
