//! Signatures: a number for what a type is made of, which ranks can compare.

use super::{Basic, Datatype, Typemap};
use std::fmt;

/// What a Rust type is made of, as one number: which predefined MPI types lie at which offsets, and how long it is.
///
/// Ranks of one binary agree by themselves. Ranks of several (an MPMD job, a spawned program) can compare at
/// initialization, by [`Builder::agree_on`](crate::Builder::agree_on): a struct that Rust laid out differently is an
/// error then, before any message is sent.
///
/// ```
/// use oxmpi::datatype::TypeSignature;
/// assert_eq!(TypeSignature::of::<[f64; 2]>(), TypeSignature::of::<[[f64; 1]; 2]>());
/// assert_ne!(TypeSignature::of::<[f64; 2]>(), TypeSignature::of::<[u64; 2]>());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TypeSignature(u64);

impl TypeSignature {
    /// The signature of a type. Local; asks nothing of MPI.
    pub fn of<T: Datatype>() -> TypeSignature {
        TypeSignature::of_map(T::TYPEMAP)
    }

    fn of_map(map: &Typemap) -> TypeSignature {
        // A sum, so that the order in which fields are declared does not matter.
        let mut sum = mixed(map.extent() as u64, map.bytes() as u64);
        map.runs(0, &mut |offset, basic, count| {
            for index in 0..count {
                sum = sum.wrapping_add(mixed((offset + index * basic.size()) as u64, code(basic)));
            }
        });
        TypeSignature(sum)
    }

    /// The number.
    pub fn as_u64(self) -> u64 {
        self.0
    }
}

/// Never changes for a type, so that binaries of different versions of oxmpi can compare.
fn code(basic: Basic) -> u64 {
    match basic {
        Basic::Byte => 1,
        Basic::I8 => 2,
        Basic::I16 => 3,
        Basic::I32 => 4,
        Basic::I64 => 5,
        Basic::U8 => 6,
        Basic::U16 => 7,
        Basic::U32 => 8,
        Basic::U64 => 9,
        Basic::F32 => 10,
        Basic::F64 => 11,
        Basic::Bool => 12,
        Basic::ComplexF32 => 13,
        Basic::ComplexF64 => 14,
    }
}

/// Two numbers, well mixed (the finalizer of splitmix64).
fn mixed(a: u64, b: u64) -> u64 {
    let mut x = a.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ b.wrapping_mul(0xd1b5_4a32_d192_ed03);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

impl fmt::Debug for TypeSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TypeSignature({:016x})", self.0)
    }
}
