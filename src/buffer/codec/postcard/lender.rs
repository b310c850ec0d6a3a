//! Lends the block of a message from where it is in the value.

use super::trailer::Block;
use postcard::ser_flavors::Flavor;
use postcard::{Error, Result};

/// Goes through an encoding once more, up to the block.
pub(super) struct Lender<'a> {
    block: Block,
    /// What comes behind the block in the message.
    rest: &'a [u8],
    take: &'a mut dyn FnMut(&[u8], &[u8]),
    /// How much has come by.
    position: usize,
    lent: bool,
}

impl<'a> Lender<'a> {
    pub(super) fn new(block: Block, rest: &'a [u8], take: &'a mut dyn FnMut(&[u8], &[u8])) -> Lender<'a> {
        Lender { block, rest, take, position: 0, lent: false }
    }

    /// Whether the block came by.
    pub(super) fn has_lent(&self) -> bool {
        self.lent
    }
}

impl Flavor for Lender<'_> {
    type Output = ();

    fn try_extend(&mut self, data: &[u8]) -> Result<()> {
        if !self.lent && self.position == self.block.before && data.len() == self.block.len {
            self.lent = true;
            (self.take)(data, self.rest);
        }
        self.position = self.position.saturating_add(data.len());
        // Behind the block there is nothing to be done.
        if self.position > self.block.before { Err(Error::SerializeBufferFull) } else { Ok(()) }
    }

    fn try_push(&mut self, byte: u8) -> Result<()> {
        self.try_extend(&[byte])
    }

    fn finalize(self) -> Result<()> {
        Ok(())
    }
}
