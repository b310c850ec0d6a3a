//! An irregular type is made, committed and freed again: chosen `f64`s of an array. Nothing is communicated. The size is that of the data; what
//! is shorter than one element is one.
//!
//! A layout that is kept is committed once, at its first use, and the types of derived structs are made once a process: this is the price of
//! the first use.

use crate::case::{Block, Case, Contestant};
use crate::lab::Lab;
use crate::options::Pace;
use oxmpi::Result;
use oxmpi::datatype::layout::Layout;

unsafe extern "C" {
    /// c/datatype_init.c
    fn lab_datatype_init(block: *const Block) -> f64;
}

pub(crate) struct DatatypeInit;

impl Case for DatatypeInit {
    fn name(&self) -> &'static str {
        "datatype init"
    }

    fn sizes(&self, _: Pace) -> Vec<usize> {
        vec![64, 8 << 10]
    }

    fn contestants<'a>(&'a self, lab: &'a Lab, size: usize) -> Result<Vec<Contestant<'a>>> {
        let count = (size / size_of::<f64>()).max(1);
        // SAFETY: it is given no memory.
        let c = unsafe { Contestant::c("C", lab, lab_datatype_init, move |block| block.count = count as i64) };
        let chosen: Vec<isize> = (0..count as isize).map(|at| 2 * at + at % 2).collect();
        let oxmpi = Contestant::new("oxmpi", lab, move |iterations| {
            for _ in 0..iterations {
                Layout::<f64>::indexed_block(1, &chosen)?.commit(lab.mpi)?;
            }
            Ok(())
        });
        Ok(vec![c, oxmpi])
    }
}
