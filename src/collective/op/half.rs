//! 16-bit floats, which the library would take for integers.

use super::predefined::{Max, Min, Product, Sum};
use super::{Lowered, Operand, Operation, of_our_own};
use crate::collective::substitute::{Fault, Fold, Kept, Substitute};
use half::{bf16, f16};

// Each step is computed in 32 bits and rounded to 16.
of_our_own! {
    Sum by |a, b| a + b, on f16 bf16;
    Product by |a, b| a * b, on f16 bf16;
    Max by |a, b| a.max(b), on f16 bf16;
    Min by |a, b| a.min(b), on f16 bf16;
}
