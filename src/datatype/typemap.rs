//! Typemaps: what the bytes of a Rust type are, known when the program is compiled (MPI 5.0 section 5.1).

use oxmpi_sys as ffi;

/// Writes the enum, each type's size, and its MPI handle.
macro_rules! basic_types {
    ($( $name:ident $mpi:ident $bytes:literal $text:literal; )*) => {
        /// A predefined MPI type that Rust types are made of.
        #[non_exhaustive]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Basic {
            $( #[doc = $text] $name, )*
        }

        impl Basic {
            /// Size in bytes, which is also the extent.
            pub const fn size(self) -> usize {
                match self { $( Basic::$name => $bytes, )* }
            }

            /// The MPI handle.
            #[inline(always)]
            pub const fn raw(self) -> ffi::MPI_Datatype {
                match self { $( Basic::$name => ffi::$mpi, )* }
            }
        }
    };
}

basic_types! {
    Byte MPI_BYTE 1 "A byte of which MPI knows nothing.";
    I8 MPI_INT8_T 1 "`i8`";
    I16 MPI_INT16_T 2 "`i16`";
    I32 MPI_INT32_T 4 "`i32`";
    I64 MPI_INT64_T 8 "`i64`, `isize`";
    U8 MPI_UINT8_T 1 "`u8`";
    U16 MPI_UINT16_T 2 "`u16`";
    U32 MPI_UINT32_T 4 "`u32`, `char`";
    U64 MPI_UINT64_T 8 "`u64`, `usize`";
    F32 MPI_FLOAT 4 "`f32`";
    F64 MPI_DOUBLE 8 "`f64`";
    Bool MPI_C_BOOL 1 "`bool`";
    ComplexF32 MPI_C_FLOAT_COMPLEX 8 "Two `f32`: a complex number.";
    ComplexF64 MPI_C_DOUBLE_COMPLEX 16 "Two `f64`: a complex number.";
}

/// What the bytes of a Rust type are: predefined MPI types at offsets.
#[derive(Clone, Copy, Debug)]
pub enum Typemap {
    /// One element of a predefined type.
    Basic(Basic),
    /// Consecutive elements without gaps.
    Array {
        /// The element.
        of: &'static Typemap,
        /// How many.
        len: usize,
    },
    /// Fields at offsets, in any order.
    Struct {
        /// The fields, none of which overlap.
        fields: &'static [Field],
        /// The whole, with what is between and behind the fields, in bytes.
        size: usize,
        /// What happens to the bytes between and behind the fields.
        gaps: Gaps,
    },
    /// One of several sets of fields: an enum with data. The tag travels as its type, and all that is behind it as bytes.
    Tagged {
        /// The tag, which is at the start.
        tag: Basic,
        /// What is there for each tag.
        variants: &'static [Variant],
        /// The whole, in bytes.
        size: usize,
    },
}

/// One of the sets of fields of a [`Typemap::Tagged`].
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    /// The bits of its tag.
    pub tag: u64,
    /// Its fields, none of which overlap.
    pub fields: &'static [Field],
}

/// A part of a [`Typemap::Struct`].
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// From the start of the struct, in bytes.
    pub offset: usize,
    /// What is there.
    pub of: &'static Typemap,
}

impl Field {
    /// The fields that have bytes, in the order of their offsets: as good as always their own order, so each goes in at the end.
    pub(crate) fn in_order(fields: &[Field]) -> Vec<&Field> {
        let mut ordered: Vec<&Field> = Vec::with_capacity(fields.len());
        for field in fields.iter().filter(|field| field.of.extent() > 0) {
            let at = ordered.partition_point(|before| before.offset <= field.offset);
            ordered.insert(at, field);
        }
        ordered
    }
}

/// What happens to the bytes of a struct that are in none of its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gaps {
    /// They travel as bytes: the struct is contiguous, and moves as fast as bytes do.
    Filled,
    /// They do not travel: the type signature is that of the fields, as in a C program that makes a struct type of them.
    Left,
}

impl Typemap {
    /// Of a type without bytes.
    pub(crate) const NOTHING: Typemap = Typemap::Array { of: &Typemap::Basic(Basic::Byte), len: 0 };

    /// From the first byte to the end, in bytes: `size_of` of the Rust type.
    pub const fn extent(&self) -> usize {
        match *self {
            Typemap::Basic(basic) => basic.size(),
            Typemap::Array { of, len } => of.extent() * len,
            Typemap::Struct { size, .. } | Typemap::Tagged { size, .. } => size,
        }
    }

    /// How many bytes travel for one value: the extent, but for gaps that are left out.
    pub const fn bytes(&self) -> usize {
        match *self {
            Typemap::Basic(basic) => basic.size(),
            Typemap::Array { of, len } => of.bytes() * len,
            Typemap::Tagged { size, .. } => size,
            Typemap::Struct { fields, size, gaps } => {
                let (mut fields_bytes, mut fields_extent, mut at) = (0, 0, 0);
                while at < fields.len() {
                    fields_bytes += fields[at].of.bytes();
                    fields_extent += fields[at].of.extent();
                    at += 1;
                }
                match gaps {
                    Gaps::Filled => fields_bytes + (size - fields_extent),
                    Gaps::Left => fields_bytes,
                }
            }
        }
    }

    /// Whether there is an enum with data in it. What is padding in one value of it is data in another, so that a message which
    /// arrives in part can make old padding, which was never initialized, into data.
    pub(crate) const fn is_tagged(&self) -> bool {
        match *self {
            Typemap::Basic(_) => false,
            Typemap::Array { of, .. } => of.is_tagged(),
            Typemap::Tagged { .. } => true,
            Typemap::Struct { fields, .. } => {
                let mut at = 0;
                while at < fields.len() {
                    if fields[at].of.is_tagged() {
                        return true;
                    }
                    at += 1;
                }
                false
            }
        }
    }

    /// The predefined type and how many of it, if this is one type all over without gaps: then no MPI type has to be made.
    pub const fn uniform(&self) -> Option<(Basic, usize)> {
        let Some(basic) = self.only_basic() else { return None };
        let len = self.extent() / basic.size();
        if self.data() == self.extent() { Some((basic, len)) } else { None }
    }

    /// The one predefined type in it, if it is but one.
    const fn only_basic(&self) -> Option<Basic> {
        match *self {
            Typemap::Basic(basic) => Some(basic),
            Typemap::Array { of, .. } => of.only_basic(),
            Typemap::Tagged { .. } => None,
            Typemap::Struct { fields, .. } => {
                let (mut found, mut at) = (None, 0);
                while at < fields.len() {
                    if fields[at].of.extent() > 0 {
                        match (fields[at].of.only_basic(), found) {
                            (None, _) => return None,
                            (Some(new), Some(old)) if new as u8 != old as u8 => return None,
                            (new, _) => found = new,
                        }
                    }
                    at += 1;
                }
                found
            }
        }
    }

    /// How many bytes are in predefined types, without the gaps.
    const fn data(&self) -> usize {
        match *self {
            Typemap::Basic(basic) => basic.size(),
            Typemap::Array { of, len } => of.data() * len,
            Typemap::Tagged { size, .. } => size,
            Typemap::Struct { fields, .. } => {
                let (mut bytes, mut at) = (0, 0);
                while at < fields.len() {
                    bytes += fields[at].of.data();
                    at += 1;
                }
                bytes
            }
        }
    }

    /// Fails to compile, from a `const`, unless this describes `size` bytes: no field overlaps another or ends behind the end.
    pub(crate) const fn assert_describes(&self, size: usize) {
        assert!(self.extent() == size, "the typemap is not as long as the type");
        self.assert_sound();
    }

    const fn assert_sound(&self) {
        match *self {
            Typemap::Basic(_) => {}
            Typemap::Array { of, .. } => of.assert_sound(),
            Typemap::Struct { fields, size, .. } => assert_apart(fields, 0, size),
            Typemap::Tagged { tag, variants, size } => {
                assert!(tag.size() <= size, "the tag ends behind the end of its enum");
                let mut at = 0;
                while at < variants.len() {
                    assert_apart(variants[at].fields, tag.size(), size);
                    let mut other = 0;
                    while other < at {
                        assert!(variants[at].tag != variants[other].tag, "two variants have the same tag");
                        other += 1;
                    }
                    at += 1;
                }
            }
        }
    }
}

/// Fails to compile, from a `const`, unless the fields are between `start` and `end` and do not overlap.
const fn assert_apart(fields: &[Field], start: usize, end: usize) {
    let mut at = 0;
    while at < fields.len() {
        let (from, len) = (fields[at].offset, fields[at].of.extent());
        assert!(len == 0 || (start <= from && from + len <= end), "a field is outside of its type");
        let mut other = 0;
        while other < at {
            let (others, others_len) = (fields[other].offset, fields[other].of.extent());
            let apart = len == 0 || others_len == 0 || from + len <= others || others + others_len <= from;
            assert!(apart, "two fields overlap");
            other += 1;
        }
        fields[at].of.assert_sound();
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const F64: Typemap = Typemap::Basic(Basic::F64);
    const I32: Typemap = Typemap::Basic(Basic::I32);
    const PADDED: Typemap = Typemap::Struct {
        fields: &[Field { offset: 8, of: &I32 }, Field { offset: 0, of: &F64 }],
        size: 16,
        gaps: Gaps::Filled,
    };
    const THREE: Typemap = Typemap::Array { of: &F64, len: 3 };
    const POINT: Typemap = Typemap::Struct {
        fields: &[Field { offset: 24, of: &F64 }, Field { offset: 0, of: &THREE }],
        size: 32,
        gaps: Gaps::Filled,
    };

    #[test]
    fn one_type_all_over_needs_no_type_of_its_own() {
        assert_eq!(THREE.uniform(), Some((Basic::F64, 3)));
        assert_eq!(POINT.uniform(), Some((Basic::F64, 4)));
        assert_eq!(PADDED.uniform(), None);
        const WITH_TAIL: Typemap =
            Typemap::Struct { fields: &[Field { offset: 0, of: &I32 }], size: 8, gaps: Gaps::Filled };
        assert_eq!(WITH_TAIL.uniform(), None);
    }

    #[test]
    fn gaps_travel_unless_they_are_left_out() {
        assert_eq!((PADDED.extent(), PADDED.bytes()), (16, 16));
        let Typemap::Struct { fields, size, .. } = PADDED else { unreachable!() };
        let left = Typemap::Struct { fields, size, gaps: Gaps::Left };
        assert_eq!((left.extent(), left.bytes()), (16, 12));
    }

    #[test]
    fn gaps_that_a_field_leaves_out_do_not_travel_with_the_struct_around_it() {
        const LEFT: Typemap = Typemap::Struct { fields: &[Field { offset: 0, of: &I32 }], size: 8, gaps: Gaps::Left };
        const FIELDS: &[Field] = &[Field { offset: 0, of: &I32 }, Field { offset: 8, of: &LEFT }];
        let around = Typemap::Struct { fields: FIELDS, size: 24, gaps: Gaps::Filled };
        assert_eq!((around.extent(), around.bytes()), (24, 20));
        around.assert_describes(24);
    }

    const TAGGED: Typemap = Typemap::Tagged {
        tag: Basic::U8,
        variants: &[
            Variant { tag: 0, fields: &[Field { offset: 8, of: &F64 }] },
            Variant { tag: 7, fields: &[Field { offset: 4, of: &I32 }, Field { offset: 8, of: &I32 }] },
            Variant { tag: 9, fields: &[] },
        ],
        size: 16,
    };

    #[test]
    fn an_enum_is_its_tag_and_bytes() {
        TAGGED.assert_describes(16);
        assert_eq!((TAGGED.bytes(), TAGGED.uniform()), (16, None));
        const TWO: Typemap = Typemap::Array { of: &TAGGED, len: 2 };
        assert!(TWO.is_tagged() && !POINT.is_tagged());
    }

    #[test]
    #[should_panic = "same tag"]
    fn two_variants_with_one_tag_are_found() {
        const VARIANTS: &[Variant] = &[Variant { tag: 1, fields: &[] }, Variant { tag: 1, fields: &[] }];
        Typemap::Tagged { tag: Basic::U8, variants: VARIANTS, size: 1 }.assert_describes(1);
    }

    #[test]
    #[should_panic = "overlap"]
    fn overlapping_fields_are_found() {
        Typemap::Struct {
            fields: &[Field { offset: 4, of: &I32 }, Field { offset: 0, of: &F64 }],
            size: 8,
            gaps: Gaps::Filled,
        }
        .assert_describes(8);
    }

    #[test]
    #[should_panic = "outside of its type"]
    fn a_field_behind_the_end_is_found() {
        Typemap::Struct { fields: &[Field { offset: 4, of: &F64 }], size: 8, gaps: Gaps::Filled }.assert_describes(8);
    }
}
