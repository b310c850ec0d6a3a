//! Where an encoding is read from.

use postcard::de_flavors::Flavor;
use postcard::{Error, Result};

/// The bytes of an encoding, and the block that belongs somewhere in it.
pub(super) struct Input<'de> {
    rest: &'de [u8],
    /// How much is left of `rest` where the block belongs.
    block_at: usize,
    block_len: usize,
    /// The block, or what stands for it.
    block: &'de [u8],
}

/// More than is ever left.
const NOWHERE: usize = usize::MAX;

impl<'de> Input<'de> {
    /// An encoding without a block.
    pub(super) fn new(encoding: &'de [u8]) -> Input<'de> {
        Input { rest: encoding, block_at: NOWHERE, block_len: 0, block: &[] }
    }

    /// An encoding with a block of `len` bytes behind the first `before` bytes.
    pub(super) fn with_block(
        encoding: &'de [u8],
        before: usize,
        len: usize,
        block: &'de [u8],
    ) -> std::result::Result<Input<'de>, String> {
        match encoding.len().checked_sub(before) {
            Some(block_at) => Ok(Input { rest: encoding, block_at, block_len: len, block }),
            None => Err("its block belongs nowhere".into()),
        }
    }
}

impl<'de> Flavor<'de> for Input<'de> {
    /// How much is left over.
    type Remainder = usize;
    type Source = &'de [u8];

    #[inline(always)]
    fn pop(&mut self) -> Result<u8> {
        let (first, rest) = self.rest.split_first().ok_or(Error::DeserializeUnexpectedEnd)?;
        self.rest = rest;
        Ok(*first)
    }

    #[inline(always)]
    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }

    #[inline(always)]
    fn try_take_n(&mut self, count: usize) -> Result<&'de [u8]> {
        if self.rest.len() == self.block_at && count == self.block_len {
            self.block_at = NOWHERE;
            return Ok(self.block);
        }
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(Error::DeserializeUnexpectedEnd)?;
        self.rest = rest;
        Ok(taken)
    }

    fn finalize(self) -> Result<usize> {
        Ok(self.rest.len() + if self.block_at == NOWHERE { 0 } else { self.block_len })
    }
}
