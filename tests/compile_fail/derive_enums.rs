use oxmpi::prelude::*;

#[derive(Clone, Copy, Datatype)]
enum DataWithoutRepr {
    Nothing,
    Something(f64),
}

#[derive(Clone, Copy, Datatype)]
enum NoVariants {}

#[derive(Clone, Copy, Datatype)]
enum OneVariant {
    Alone,
}

#[derive(Clone, Copy, Datatype)]
#[repr(align(8))]
enum AlignedWithoutTag {
    One,
    Two,
}

#[derive(Clone, Copy, Datatype)]
#[repr(u128)]
enum Large {
    One,
    Two,
}

#[derive(Clone, Copy, Datatype)]
#[repr(C)]
#[mpi(no_padding)]
enum WithoutPadding {
    Nothing,
    Something(f64),
}

#[derive(Clone, Copy, Datatype)]
#[repr(C)]
union Bits {
    float: f32,
    word: u32,
}

fn main() {}
