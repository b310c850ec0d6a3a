//! A send to a rank that does not exist, by a program that wants to know why it failed. Nothing is communicated.

use crate::case::{Block, Case, Contestant, Memory};
use crate::lab::Lab;
use crate::options::Pace;
use oxmpi::{Error, ErrorKind, Result};

unsafe extern "C" {
    /// c/error_path.c
    fn lab_error_path(block: *const Block) -> f64;
}

pub(crate) struct ErrorPath;

impl Case for ErrorPath {
    fn name(&self) -> &'static str {
        "error path"
    }

    fn sizes(&self, _: Pace) -> Vec<usize> {
        vec![8]
    }

    fn contestants<'a>(&'a self, lab: &'a Lab, size: usize) -> Result<Vec<Contestant<'a>>> {
        let send = Memory::new(1u8, size);
        let c_send = send.clone();
        let fill = move |block: &mut Block| {
            block.send = c_send.address();
            block.count = size as i64;
        };
        // SAFETY: the memory has `size` bytes, and the closure keeps it.
        let c = unsafe { Contestant::c("C", lab, lab_error_path, fill) };
        let oxmpi = Contestant::new("oxmpi", lab, move |iterations| {
            let (world, nobody) = (&lab.world, lab.world.size());
            let send = send.borrow();
            for _ in 0..iterations {
                let kind = world.send(&send[..], nobody).err().as_ref().map(Error::kind);
                assert_eq!(kind, Some(ErrorKind::Rank));
            }
            Ok(())
        });
        Ok(vec![c, oxmpi])
    }
}
