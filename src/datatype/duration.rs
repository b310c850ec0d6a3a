//! `Duration`: seconds and nanoseconds. Rust does not promise where in it they are; the program does not compile where they are not
//! where we take them to be.
//!
//! `SystemTime` and `Instant` are no element types: what is in them is the platform's, and an `Instant` means nothing in another process.

use super::{Basic, Datatype, Field, Gaps, TypeCell, Typemap};
use std::mem::MaybeUninit;
use std::time::Duration;

/// Where the seconds are, a `u64`.
const SECONDS: usize = 0;
/// Where the nanoseconds are, a `u32` below a billion.
const NANOSECONDS: usize = 8;

/// A duration put together by hand: the two numbers at their offsets, and not a byte more.
#[allow(dead_code, reason = "before Rust 1.88 what only unnamed constants use counts as unused")]
const fn by_hand(seconds: u64, nanoseconds: u32) -> Duration {
    let mut duration = MaybeUninit::<Duration>::uninit();
    let at = duration.as_mut_ptr().cast::<u8>();
    // SAFETY: only evaluated when this is compiled (`PROOF`), where the compiler checks all of it: that the writes are inside and that
    // the result is a valid `Duration`, with no field left uninitialized.
    unsafe {
        at.add(SECONDS).cast::<u64>().write_unaligned(seconds);
        at.add(NANOSECONDS).cast::<u32>().write_unaligned(nanoseconds);
        duration.assume_init()
    }
}

/// Compiles only if the fields of a `Duration` are those two numbers: these are constants of that type, which the compiler refuses
/// when a field is uninitialized or invalid. So the other four bytes are padding, whatever is in them.
#[allow(dead_code, reason = "as above")]
const PROOF: [Duration; 4] =
    [by_hand(0, 0), by_hand(0x0102_0304_0506_0708, 0x090a_0b0c), by_hand(u64::MAX, 999_999_999), by_hand(1, 1)];

const _: () = {
    assert!(size_of::<Duration>() == 16, "this Rust has another Duration");
    let mut at = 0;
    while at < PROOF.len() {
        let (seconds, nanoseconds) = (PROOF[at].as_secs(), PROOF[at].subsec_nanos());
        let expected: (u64, u32) = match at {
            0 => (0, 0),
            1 => (0x0102_0304_0506_0708, 0x090a_0b0c),
            2 => (u64::MAX, 999_999_999),
            _ => (1, 1),
        };
        assert!(seconds == expected.0 && nanoseconds == expected.1, "this Rust has another Duration");
        at += 1;
    }
    // Bit by bit: each is read where it was written, and by itself.
    let mut bit = 0;
    while bit < 64 {
        assert!(by_hand(1 << bit, 0).as_secs() == 1 << bit, "this Rust has another Duration");
        if bit < 30 {
            let nanoseconds = if (1 << bit) < 1_000_000_000 { 1 << bit } else { 0 };
            assert!(by_hand(0, nanoseconds).subsec_nanos() == nanoseconds, "this Rust has another Duration");
        }
        bit += 1;
    }
};

// SAFETY: the assertions above, made by the compiler that compiles this: 16 bytes, seconds and nanoseconds at these offsets, the rest
// padding. Seconds may be any `u64`; nanoseconds are below a billion, by the documentation of `Duration::subsec_nanos`.
#[diagnostic::do_not_recommend]
unsafe impl Datatype for Duration {
    const TYPEMAP: &'static Typemap = &Typemap::Struct {
        fields: &[
            Field { offset: SECONDS, of: &Typemap::Basic(Basic::U64) },
            Field { offset: NANOSECONDS, of: &Typemap::Basic(Basic::U32) },
        ],
        size: 16,
        gaps: Gaps::Filled,
    };
    const CHECKED: bool = true;
    const REPAIR: Duration = Duration::ZERO;

    #[inline(always)]
    unsafe fn is_valid(at: *const Duration) -> bool {
        // SAFETY: the caller's promise: readable and initialized, perhaps not aligned.
        unsafe { at.byte_add(NANOSECONDS).cast::<u32>().read_unaligned() < 1_000_000_000 }
    }

    #[inline(always)]
    fn cell() -> &'static TypeCell {
        static CELL: TypeCell = TypeCell::new();
        &CELL
    }
}
