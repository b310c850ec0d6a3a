//! Signatures: a number for what a type is made of, which ranks can compare.

use super::{Basic, Datatype, Field, Typemap};
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
        let mut sum = mixed(map.extent() as u64, map.bytes() as u64);
        add(map, 0, 0, &mut sum);
        TypeSignature(sum)
    }

    /// The number.
    pub fn as_u64(self) -> u64 {
        self.0
    }
}

/// Adds what is in a type at an offset, and in which variants of which enums (`within`; 0 in none). A sum, so that the order in
/// which fields and variants are declared does not matter.
fn add(map: &Typemap, offset: usize, within: u64, sum: &mut u64) {
    let field = |field: &Field, within, sum: &mut u64| add(field.of, offset + field.offset, within, sum);
    let basic =
        |basic, offset: usize, sum: &mut u64| *sum = sum.wrapping_add(mixed(offset as u64, code(basic) ^ within));
    match *map {
        Typemap::Basic(of) => basic(of, offset, sum),
        Typemap::Array { of, len } => (0..len).for_each(|index| add(of, offset + index * of.extent(), within, sum)),
        Typemap::Struct { fields, .. } => fields.iter().for_each(|of| field(of, within, sum)),
        Typemap::Tagged { tag, variants, .. } => {
            basic(tag, offset, sum);
            for variant in variants {
                let within = mixed(within ^ offset as u64, variant.tag) | 1;
                *sum = sum.wrapping_add(within);
                variant.fields.iter().for_each(|of| field(of, within, sum));
            }
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::datatype::Variant;

    const F64: Typemap = Typemap::Basic(Basic::F64);
    const U64: Typemap = Typemap::Basic(Basic::U64);

    fn tagged(variants: &'static [Variant]) -> TypeSignature {
        TypeSignature::of_map(&Typemap::Tagged { tag: Basic::U8, variants, size: 16 })
    }

    #[test]
    fn enums_differ_by_what_their_variants_have() {
        const FLOAT: &[Field] = &[Field { offset: 8, of: &F64 }];
        const WORD: &[Field] = &[Field { offset: 8, of: &U64 }];
        let one = tagged(&[Variant { tag: 0, fields: FLOAT }, Variant { tag: 1, fields: WORD }]);
        let reordered = tagged(&[Variant { tag: 1, fields: WORD }, Variant { tag: 0, fields: FLOAT }]);
        assert_eq!(one, reordered);
        let exchanged = tagged(&[Variant { tag: 0, fields: WORD }, Variant { tag: 1, fields: FLOAT }]);
        let more = tagged(&[
            Variant { tag: 0, fields: FLOAT },
            Variant { tag: 1, fields: WORD },
            Variant { tag: 2, fields: &[] },
        ]);
        assert!(one != exchanged && one != more && exchanged != more);
    }
}
