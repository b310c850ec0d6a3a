//! How a message ends: whether a block stands in front of it, and where it belongs.
//!
//! | message | |
//! |---|---|
//! | encoding, 0 | no block |
//! | block, encoding without it, length of the block, where it belongs in the encoding, 1 | both numbers 8 bytes, little-endian |

/// The block in front of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// Bytes of the block.
    pub(super) len: usize,
    /// Bytes of the encoding that come before it.
    pub(super) before: usize,
}

/// Byte strings from this size on are blocks.
pub(super) const LARGE: usize = 256 << 10;

const PLAIN: u8 = 0;
const WITH_BLOCK: u8 = 1;

/// The end of a message.
pub(super) fn trailer(block: Option<Block>) -> ([u8; 17], usize) {
    let mut bytes = [0; 17];
    let Some(Block { len, before }) = block else {
        bytes[0] = PLAIN;
        return (bytes, 1);
    };
    bytes[..8].copy_from_slice(&(len as u64).to_le_bytes());
    bytes[8..16].copy_from_slice(&(before as u64).to_le_bytes());
    bytes[16] = WITH_BLOCK;
    (bytes, 17)
}

/// Takes the end off a message. A block is not longer than what is left, and belongs into the encoding.
pub(super) fn split(bytes: &[u8]) -> Result<(&[u8], Option<Block>), String> {
    let number = |bytes: &[u8; 8]| usize::try_from(u64::from_le_bytes(*bytes)).ok();
    match bytes.split_last() {
        None => Err("the message is empty".into()),
        Some((&PLAIN, encoding)) => Ok((encoding, None)),
        Some((&WITH_BLOCK, rest)) => rest
            .split_last_chunk::<8>()
            .and_then(|(rest, before)| Some((rest.split_last_chunk::<8>()?, number(before)?)))
            .and_then(|((message, len), before)| Some((message, Block { len: number(len)?, before })))
            .filter(|(message, block)| {
                block.len >= LARGE && message.len().checked_sub(block.len).is_some_and(|rest| block.before <= rest)
            })
            .map(|(message, block)| (message, Some(block)))
            .ok_or_else(|| "its end announces a block that is not in it".into()),
        Some((kind, _)) => Err(format!("its last byte is {kind}, and should be {PLAIN} or {WITH_BLOCK}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_message_is_found_again() {
        for block in [None, Some(Block { len: LARGE, before: 3 }), Some(Block { len: LARGE + 1, before: 0 })] {
            let mut message = vec![9; block.map_or(5, |block| block.len + 3)];
            let len = message.len();
            let (bytes, used) = trailer(block);
            message.extend_from_slice(&bytes[..used]);
            assert_eq!(split(&message), Ok((&message[..len], block)));
        }
    }

    #[test]
    fn ends_that_announce_what_is_not_there_are_errors() {
        let with = |len: u64, before: u64, bytes: usize| {
            let mut message = vec![9; bytes];
            message.extend_from_slice(&len.to_le_bytes());
            message.extend_from_slice(&before.to_le_bytes());
            message.push(1);
            split(&message).map(|_| ())
        };
        let large = LARGE as u64;
        assert_eq!(with(large, 2, LARGE + 2), Ok(()));
        for (len, before) in [(large, 3), (large + 3, 0), (large - 1, 0), (0, 0), (u64::MAX, 0), (large, u64::MAX)] {
            assert!(with(len, before, LARGE + 2).is_err(), "{len} {before}");
        }
        assert!(split(&[]).is_err() && split(&[1]).is_err() && split(&[2]).is_err() && split(&[0; 17]).is_ok());
        assert!(split(&[1; 16]).is_err() && split(&[1; 17]).is_err());
    }
}
