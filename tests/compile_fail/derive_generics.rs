use oxmpi::Datatype;
use std::cell::Cell;
use std::marker::PhantomData;

#[derive(Datatype)]
struct Wrapper<T>(u8, T);

impl<T: Copy> Clone for Wrapper<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Copy> Copy for Wrapper<T> {}

/// Marked by a type alone, which must not make it `Copy`.
#[derive(Clone, Datatype)]
struct NotCopy<T>(u8, PhantomData<T>);

fn needs<T: Datatype>() {}

fn main() {
    needs::<Wrapper<u16>>();
    needs::<Wrapper<Cell<u8>>>();
    needs::<Wrapper<&'static u8>>();
    needs::<Wrapper<Option<u8>>>();
    needs::<NotCopy<u8>>();
}
