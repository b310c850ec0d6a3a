//! What `#[derive(Datatype)]` uses. Programs don't; it may change with any release.

use super::{Basic, Typemap};

/// The predefined type of an integer: the tag of an enum.
pub const fn integer(bytes: usize, signed: bool) -> Basic {
    match (bytes, signed) {
        (1, true) => Basic::I8,
        (2, true) => Basic::I16,
        (4, true) => Basic::I32,
        (8, true) => Basic::I64,
        (1, false) => Basic::U8,
        (2, false) => Basic::U16,
        (4, false) => Basic::U32,
        (8, false) => Basic::U64,
        _ => panic!("the tag of an enum has 1, 2, 4 or 8 bytes"),
    }
}

/// The first bytes of a value, as many as a `Tag` has, as a number.
///
/// # Safety
/// They are readable and initialized; `at` need not be aligned.
#[inline(always)]
pub const unsafe fn tag_at<Tag>(at: *const u8) -> u64 {
    // SAFETY: the caller's promise.
    unsafe {
        match size_of::<Tag>() {
            1 => at.read() as u64,
            2 => at.cast::<u16>().read_unaligned() as u64,
            4 => at.cast::<u32>().read_unaligned() as u64,
            8 => at.cast::<u64>().read_unaligned(),
            _ => panic!("the tag of an enum has 1, 2, 4 or 8 bytes"),
        }
    }
}

/// Whether the tags, as long as a `Tag`, are consecutive numbers in the order in which they are given, so that one comparison finds
/// those that are not among them.
pub const fn are_consecutive<Tag>(tags: &[u64]) -> bool {
    let mut at = 0;
    while at < tags.len() {
        if distance::<Tag>(tags[at], tags[0]) != at as u64 {
            return false;
        }
        at += 1;
    }
    true
}

/// How far a tag is behind another one, with wrapping around.
#[inline(always)]
pub const fn distance<Tag>(tag: u64, first: u64) -> u64 {
    match size_of::<Tag>() {
        1 => (tag as u8).wrapping_sub(first as u8) as u64,
        2 => (tag as u16).wrapping_sub(first as u16) as u64,
        4 => (tag as u32).wrapping_sub(first as u32) as u64,
        _ => tag.wrapping_sub(first),
    }
}

/// Where a field is in a value, in bytes.
///
/// # Safety
/// The field is part of the value.
pub const unsafe fn offset_in<T, F>(value: *const T, field: *const F) -> usize {
    // SAFETY: the caller's promise: both are in one object, the field not before its beginning.
    unsafe { field.cast::<u8>().offset_from(value.cast::<u8>()) as usize }
}

/// The tag of a variant of an enum with data.
pub const fn variant_tag(of: &Typemap, variant: usize) -> u64 {
    match of {
        Typemap::Tagged { variants, .. } => variants[variant].tag,
        _ => panic!("not an enum with data"),
    }
}

/// The offset of a field of a variant of an enum with data, in bytes.
pub const fn variant_field(of: &Typemap, variant: usize, field: usize) -> usize {
    match of {
        Typemap::Tagged { variants, .. } => variants[variant].fields[field].offset,
        _ => panic!("not an enum with data"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_consecutive_also_across_zero() {
        assert!(are_consecutive::<u8>(&[0xff, 0, 1]));
        assert!(are_consecutive::<i32>(&[0xffff_fffe, 0xffff_ffff, 0]));
        assert!(!are_consecutive::<u16>(&[0xff, 0, 1]));
        assert!(!are_consecutive::<u64>(&[1, 2, 4]));
        assert_eq!(distance::<u8>(2, 0xff), 3);
        assert_eq!(distance::<u64>(0, 1), u64::MAX);
    }

    #[test]
    fn tags_are_read_where_they_are_also_unaligned() {
        let bytes = [0u8, 1, 2, 3, 4, 5, 6, 7, 8];
        let at = bytes[1..].as_ptr();
        // SAFETY: eight bytes are there.
        let tags = unsafe { [tag_at::<i8>(at), tag_at::<u16>(at), tag_at::<[u8; 4]>(at), tag_at::<u64>(at)] };
        let expected = u64::from_ne_bytes([1, 2, 3, 4, 5, 6, 7, 8]);
        let long = u64::from(u32::from_ne_bytes([1, 2, 3, 4]));
        assert_eq!(tags, [1, u16::from_ne_bytes([1, 2]).into(), long, expected]);
    }
}
