//! Ping-pong of views of a matrix of `f64`, from one matrix into another: a column, a block, all of it reversed, and transposed.

use crate::case::{Block, Case, Contestant, Memory};
use crate::lab::Lab;
use crate::options::Pace;
use ndarray::{ArrayView2, ArrayViewMut2, s};
use oxmpi::Result;
use std::ffi::c_int;

unsafe extern "C" {
    /// c/views.c
    fn lab_views_hvector(block: *const Block) -> f64;
    /// The same by subarrays, or by the other way to nest hvectors.
    fn lab_views_subarray(block: *const Block) -> f64;
    /// The same by contiguous types of resized ones, as oxmpi has them but for blocks.
    fn lab_views_resized(block: *const Block) -> f64;
}

/// `struct lab_view` of c/views.c.
#[derive(Clone, Copy)]
#[repr(C)]
struct View {
    kind: c_int,
    side: c_int,
    part: c_int,
    first: c_int,
}

/// What of the matrix.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Column,
    Block,
    Reversed,
    Transposed,
}

/// The side of the matrix that columns and blocks are of.
const SIDE: usize = 2048;

/// The column, and the first row and column of the block.
const AT: usize = 17;

struct Views(Kind);

impl Case for Views {
    fn name(&self) -> &'static str {
        match self.0 {
            Kind::Column => "view: column",
            Kind::Block => "view: block",
            Kind::Reversed => "view: reversed",
            Kind::Transposed => "view: transposed",
        }
    }

    fn sizes(&self, _: Pace) -> Vec<usize> {
        match self.0 {
            Kind::Column => vec![8 * SIDE],
            Kind::Block => vec![8 * 512 * 512],
            Kind::Reversed | Kind::Transposed => vec![8 * SIDE * SIDE],
        }
    }

    fn contestants<'a>(&'a self, lab: &'a Lab, size: usize) -> Result<Vec<Contestant<'a>>> {
        let kind = self.0;
        let elements = size / 8;
        // The column has at least one row, a block fits in behind `AT`, and the others are whole matrices.
        let (side, part) = match kind {
            Kind::Column => (SIDE, elements.clamp(1, SIDE)),
            Kind::Block => (SIDE, elements.isqrt().clamp(1, SIDE - AT)),
            Kind::Reversed | Kind::Transposed => {
                let side = elements.isqrt().clamp(1, SIDE);
                (side, side)
            }
        };
        let first = match kind {
            Kind::Column => AT,
            Kind::Block => AT * side + AT,
            Kind::Reversed => side * side - 1,
            Kind::Transposed => 0,
        };
        let view = [kind as usize, side, part, first].map(|number| number as c_int);
        let view = Box::new(View { kind: view[0], side: view[1], part: view[2], first: view[3] });
        let (send, receive) = (Memory::new(1.0f64, side * side), Memory::new(0.0f64, side * side));
        let (c_send, c_receive) = (send.clone(), receive.clone());
        let fill = move |block: &mut Block| {
            block.send = c_send.address();
            block.receive = c_receive.address();
            block.count = 1;
            block.extra = std::ptr::from_ref(&*view).cast();
        };
        // SAFETY: both memories are matrices of `side` rows and columns, the view is inside, and the closures keep all three.
        let [hvector, subarray, resized] = unsafe {
            [
                Contestant::c("C hvector", lab, lab_views_hvector, fill.clone()),
                Contestant::c("C other", lab, lab_views_subarray, fill.clone()),
                Contestant::c("C resized", lab, lab_views_resized, fill),
            ]
        };
        let oxmpi = Contestant::new("oxmpi", lab, move |iterations| {
            let (send, mut receive) = (send.borrow(), receive.borrow());
            let from = ArrayView2::from_shape((side, side), &send).expect("a matrix");
            let mut into = ArrayViewMut2::from_shape((side, side), &mut receive).expect("a matrix");
            for _ in 0..iterations {
                let (from, mut into) = (from.view(), into.view_mut());
                match kind {
                    Kind::Column => {
                        let (from, mut into) = (from.slice(s![..part, AT]), into.slice_mut(s![..part, AT]));
                        there_and_back(lab, &from, &mut into)
                    }
                    Kind::Block => {
                        let block = s![AT..AT + part, AT..AT + part];
                        there_and_back(lab, &from.slice(block), &mut into.slice_mut(block))
                    }
                    Kind::Reversed => {
                        let all = s![..;-1, ..;-1];
                        there_and_back(lab, &from.slice(all), &mut into.slice_mut(all))
                    }
                    Kind::Transposed => there_and_back(lab, &from.t(), &mut into.reversed_axes()),
                }?;
            }
            Ok(())
        });
        Ok(vec![hvector, oxmpi, subarray, resized])
    }
}

fn there_and_back<B: oxmpi::buffer::Buffer, M: oxmpi::buffer::BufferMut>(
    lab: &Lab,
    from: &B,
    into: &mut M,
) -> Result<()> {
    if lab.rank == 0 {
        lab.world.send(from, lab.peer)?;
        lab.world.recv_into(into, lab.peer)?;
    } else {
        lab.world.recv_into(into, lab.peer)?;
        lab.world.send(from, lab.peer)?;
    }
    Ok(())
}

/// A case for each view.
pub(crate) fn cases() -> Vec<Box<dyn Case>> {
    [Kind::Column, Kind::Block, Kind::Reversed, Kind::Transposed]
        .map(|kind| Box::new(Views(kind)) as Box<dyn Case>)
        .into()
}
