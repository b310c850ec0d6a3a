//! The portable representation, external32: big-endian, IEEE, without gaps (MPI 5.0 section 14.5.2).

use crate::datatype::{Basic, Field, Gaps, Typemap};

/// Turns the native representation of consecutive values of a type into the portable one, and back: it is the same.
pub(super) fn turn(bytes: &mut [u8], of: &Typemap) {
    if cfg!(target_endian = "big") || of.bytes() == 0 {
        return;
    }
    if let Some((basic, _)) = of.uniform() {
        return turn_numbers(bytes, width(basic));
    }
    let runs = numbers(of);
    for value in bytes.chunks_exact_mut(of.bytes()) {
        for &(start, end, width) in &runs {
            turn_numbers(&mut value[start..end], width);
        }
    }
}

fn turn_numbers(bytes: &mut [u8], width: usize) {
    if width > 1 {
        bytes.chunks_exact_mut(width).for_each(<[u8]>::reverse);
    }
}

/// How long the numbers are that a predefined type is made of.
fn width(basic: Basic) -> usize {
    match basic {
        Basic::ComplexF32 => 4,
        Basic::ComplexF64 => 8,
        other => other.size(),
    }
}

/// Where the numbers of one packed value are: start, end, width of each.
fn numbers(of: &Typemap) -> Vec<(usize, usize, usize)> {
    let mut runs = Vec::new();
    packed_runs(of, 0, &mut runs);
    runs
}

/// Goes through a value in the order of offsets, in which it is packed; returns where it ends when it is packed.
fn packed_runs(of: &Typemap, start: usize, runs: &mut Vec<(usize, usize, usize)>) -> usize {
    match *of {
        Typemap::Basic(basic) => {
            if width(basic) > 1 {
                runs.push((start, start + basic.size(), width(basic)));
            }
            start + basic.size()
        }
        Typemap::Array { of, len } => (0..len).fold(start, |start, _| packed_runs(of, start, runs)),
        Typemap::Struct { fields, size, gaps } => {
            let (mut end, mut offset) = (start, 0);
            for field in Field::in_order(fields) {
                if gaps == Gaps::Filled {
                    end += field.offset - offset;
                }
                end = packed_runs(field.of, end, runs);
                offset = field.offset + field.of.extent();
            }
            if gaps == Gaps::Filled { end + size - offset } else { end }
        }
        // The tag, and bytes, which nobody knows.
        Typemap::Tagged { tag, size, .. } => {
            packed_runs(&Typemap::Basic(tag), start, runs);
            start + size
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const U16: Typemap = Typemap::Basic(Basic::U16);
    const U32: Typemap = Typemap::Basic(Basic::U32);
    const FIELDS: &[Field] = &[Field { offset: 4, of: &U32 }, Field { offset: 0, of: &U16 }];

    #[test]
    fn numbers_are_turned_where_they_are() {
        let mut bytes = [1, 2, 9, 9, 3, 4, 5, 6];
        turn(&mut bytes, &Typemap::Struct { fields: FIELDS, size: 8, gaps: Gaps::Filled });
        assert_eq!(bytes, [2, 1, 9, 9, 6, 5, 4, 3]);
        let mut bytes = [1, 2, 3, 4, 5, 6];
        turn(&mut bytes, &Typemap::Struct { fields: FIELDS, size: 8, gaps: Gaps::Left });
        assert_eq!(bytes, [2, 1, 6, 5, 4, 3]);
        let mut bytes = [1, 2, 3, 4];
        turn(&mut bytes, &Typemap::Array { of: &U16, len: 2 });
        assert_eq!(bytes, [2, 1, 4, 3]);
    }
}
