//! Where an encoding goes: behind what is there, the first large block in front.

use super::trailer::{Block, LARGE, trailer};
use crate::buffer::huge::ask_for_large_pages;
use postcard::ser_flavors::Flavor;
use postcard::{Error, Result};

/// The bytes of a message on the way.
pub(super) struct Output {
    bytes: Vec<u8>,
    /// Where this message begins.
    start: usize,
    block: Option<Block>,
    /// Whether the block is left out.
    leaves_out: bool,
    /// Bytes that there was no memory for.
    refused: usize,
}

/// The longest encoding of a number, of 128 bits.
const SHORT: usize = 19;

impl Output {
    /// A message behind what is there.
    pub(super) fn after(bytes: Vec<u8>) -> Output {
        Output { start: bytes.len(), bytes, block: None, leaves_out: false, refused: 0 }
    }

    /// A message whose block is elsewhere: only what comes behind it.
    pub(super) fn without_block() -> Output {
        Output { leaves_out: true, ..Output::after(Vec::new()) }
    }

    /// The block that was found.
    pub(super) fn block(&self) -> Option<Block> {
        self.block
    }

    /// The bytes, with the end of the message.
    pub(super) fn finish(mut self) -> std::result::Result<Vec<u8>, String> {
        let (end, used) = trailer(self.block);
        self.try_extend(&end[..used]).map_err(|error| self.explain(error))?;
        Ok(self.bytes)
    }

    /// What went wrong.
    pub(super) fn explain(&self, error: Error) -> String {
        match self.refused {
            0 => error.to_string(),
            bytes => format!("no memory for {bytes} bytes"),
        }
    }

    #[cold]
    fn grow(&mut self, more: usize) -> Result<()> {
        let wanted = self.bytes.len().saturating_add(more).max(self.bytes.capacity().saturating_mul(2)).max(128);
        if self.bytes.try_reserve_exact(wanted - self.bytes.len()).is_err() {
            self.refused = wanted;
            return Err(Error::SerializeBufferFull);
        }
        Ok(())
    }

    /// Puts the first block in front of this message, unless more than half as much is there already, which would have to be moved.
    #[cold]
    fn large(&mut self, data: &[u8]) -> Result<()> {
        let before = self.bytes.len() - self.start;
        if self.block.is_some() || before > data.len() / 2 {
            return self.append(data);
        }
        self.block = Some(Block { len: data.len(), before });
        if self.leaves_out {
            return Ok(());
        }
        let encoded = self.bytes.split_off(self.start);
        // Room for what will come behind, too: a block is mostly the last thing to be large.
        self.grow(data.len() + before + (4 << 10))?;
        // Not in `grow`: a vector that grows is moved page by page, and large ones would have to be split.
        ask_for_large_pages(self.bytes.as_mut_ptr(), self.bytes.capacity());
        self.bytes.extend_from_slice(data);
        self.bytes.extend_from_slice(&encoded);
        Ok(())
    }

    #[inline(always)]
    fn append(&mut self, data: &[u8]) -> Result<()> {
        if data.len() > self.bytes.capacity() - self.bytes.len() {
            self.grow(data.len())?;
        }
        // Numbers are shorter than a call of `memcpy` takes.
        if data.len() <= SHORT {
            self.bytes.extend(data.iter().copied())
        } else {
            self.bytes.extend_from_slice(data)
        }
        Ok(())
    }
}

impl Flavor for Output {
    type Output = ();

    #[inline(always)]
    fn try_extend(&mut self, data: &[u8]) -> Result<()> {
        if data.len() >= LARGE { self.large(data) } else { self.append(data) }
    }

    #[inline(always)]
    fn try_push(&mut self, byte: u8) -> Result<()> {
        self.append(&[byte])
    }

    fn finalize(self) -> Result<()> {
        Ok(())
    }
}
