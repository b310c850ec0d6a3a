//! 128-bit integers, of which MPI knows nothing.

use super::predefined::{BitwiseAnd, BitwiseOr, BitwiseXor, LogicalAnd, LogicalOr, LogicalXor, Max, Min, Product, Sum};
use super::{Lowered, Operand, Operation, of_our_own};
use crate::collective::substitute::{Fault, Fold, Kept, Substitute};

of_our_own! {
    Sum by |a, b| a.wrapping_add(b), on i128 u128;
    Product by |a, b| a.wrapping_mul(b), on i128 u128;
    Max by Ord::max, on i128 u128;
    Min by Ord::min, on i128 u128;
    LogicalAnd by |a, b| (a != 0 && b != 0).into(), on i128 u128;
    LogicalOr by |a, b| (a != 0 || b != 0).into(), on i128 u128;
    LogicalXor by |a, b| ((a != 0) != (b != 0)).into(), on i128 u128;
    BitwiseAnd by |a, b| a & b, on i128 u128;
    BitwiseOr by |a, b| a | b, on i128 u128;
    BitwiseXor by |a, b| a ^ b, on i128 u128;
}
