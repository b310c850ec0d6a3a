//! What decoding may cost. The bytes were chosen by another process: they may nest values deeper than the stack is, announce
//! 2^60 elements that take no byte each, or lengths that nothing follows. A [`Guarded`] deserializer stands between a
//! format's own one and the type that is read, and ends all three.

use super::guarded_access::{Elements, Entries, Variants};
use serde::Deserializer;
use serde::de::{Error, Visitor};
use std::cell::Cell;

/// How deep values may nest: options, newtypes, sequences, tuples, maps, structs and enums each count as one.
pub(super) const DEPTH: u32 = 256;

/// Elements that a message may have beyond one for each of its bytes, for sequences of elements that take no bytes.
pub(super) const FREE_ELEMENTS: usize = 1 << 16;

/// What decoding one message may still cost.
pub(super) struct Limits {
    depth: Cell<u32>,
    elements: Cell<usize>,
    /// Elements that memory may still be made for before they are there.
    announced: Cell<usize>,
    /// What was wrong beyond the format: the formats' own errors do not all keep a message.
    passed: Cell<Option<&'static str>>,
    /// A byte block that stands apart from the encoding, until the value is read that it belongs to.
    block: Cell<Option<Vec<u8>>>,
}

/// Stands for the block of [`Limits`] in the encoding: its address says that it is meant. One byte, so that it has an address of its own.
static BLOCK: [u8; 1] = [0];

/// The slice that stands for the block.
#[cfg(feature = "postcard")]
pub(super) fn stands_for_block() -> &'static [u8] {
    &BLOCK
}

impl Limits {
    /// For a message of so many bytes: in every format an element takes a byte, or is free.
    #[cfg(any(feature = "postcard", feature = "message-pack", feature = "json"))]
    pub(super) fn of(bytes: usize) -> Limits {
        // Twice, since the end of each sequence is asked for like an element.
        Limits::of_elements(bytes, bytes.saturating_mul(2).saturating_add(FREE_ELEMENTS))
    }

    /// For so many elements in all.
    pub(super) fn of_elements(bytes: usize, elements: usize) -> Limits {
        Limits {
            depth: Cell::new(DEPTH),
            elements: Cell::new(elements),
            announced: Cell::new(bytes),
            passed: Cell::new(None),
            block: Cell::new(None),
        }
    }

    /// The same, with a block apart.
    #[cfg(feature = "postcard")]
    pub(super) fn with_block(self, block: Vec<u8>) -> Limits {
        self.block.set(Some(block));
        self
    }

    /// The message for the user: what we found, or the format's own error.
    pub(super) fn explain(&self, error: impl std::fmt::Display) -> String {
        self.passed.get().map_or_else(|| error.to_string(), str::to_string)
    }

    /// Takes note of something to be visited.
    #[inline(always)]
    pub(super) fn charge<E: Error>(&self, elements: usize) -> Result<(), E> {
        match self.elements.get().checked_sub(elements) {
            Some(left) => {
                self.elements.set(left);
                Ok(())
            }
            None => Err(self.pass("the value has far more elements than the message has bytes")),
        }
    }

    /// What a sequence may make room for before its elements are there.
    pub(super) fn announce(&self, elements: Option<usize>) -> Option<usize> {
        let (asked, left) = (elements?, self.announced.get());
        let granted = asked.min(left);
        self.announced.set(left - granted);
        Some(granted)
    }

    #[inline(always)]
    fn nested<T, E: Error>(&self, visit: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let Some(left) = self.depth.get().checked_sub(1) else {
            return Err(self.pass("values nest more than 256 deep"));
        };
        self.depth.set(left);
        let result = visit();
        self.depth.set(left + 1);
        result
    }

    #[inline(always)]
    fn block_for(&self, slice: &[u8]) -> Option<Vec<u8>> {
        if slice.as_ptr() == BLOCK.as_ptr() { self.block.take() } else { None }
    }

    #[cold]
    fn text<E: Error>(&self, block: Vec<u8>) -> Result<String, E> {
        String::from_utf8(block).map_err(|_| self.pass("a block that is not UTF-8 stands in the place of a text"))
    }

    #[cold]
    fn pass<E: Error>(&self, limit: &'static str) -> E {
        self.passed.set(Some(limit));
        E::custom(limit)
    }
}

/// A deserializer within limits.
pub(super) struct Guarded<'a, D> {
    pub(super) inner: D,
    pub(super) limits: &'a Limits,
}

/// A visitor within limits. `COUNTED` says that the number of a sequence's elements comes from the message; a tuple's comes from its
/// type.
pub(super) struct Watched<'a, V, const COUNTED: bool> {
    pub(super) visitor: V,
    pub(super) limits: &'a Limits,
}

macro_rules! deserialize {
    ($( $method:ident ( $( $argument:ident: $type:ty ),* ) $counted:literal; )*) => { $(
        #[inline(always)]
        fn $method<V: Visitor<'de>>(self, $( $argument: $type, )* visitor: V) -> Result<V::Value, D::Error> {
            self.inner.$method($( $argument, )* Watched::<V, $counted> { visitor, limits: self.limits })
        }
    )* };
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Guarded<'_, D> {
    type Error = D::Error;

    deserialize! {
        deserialize_any() true;
        deserialize_bool() true;
        deserialize_i8() true;
        deserialize_i16() true;
        deserialize_i32() true;
        deserialize_i64() true;
        deserialize_i128() true;
        deserialize_u8() true;
        deserialize_u16() true;
        deserialize_u32() true;
        deserialize_u64() true;
        deserialize_u128() true;
        deserialize_f32() true;
        deserialize_f64() true;
        deserialize_char() true;
        deserialize_str() true;
        deserialize_string() true;
        deserialize_bytes() true;
        deserialize_byte_buf() true;
        deserialize_option() true;
        deserialize_unit() true;
        deserialize_unit_struct(name: &'static str) true;
        deserialize_newtype_struct(name: &'static str) true;
        deserialize_seq() true;
        deserialize_tuple(len: usize) false;
        deserialize_tuple_struct(name: &'static str, len: usize) false;
        deserialize_map() true;
        deserialize_struct(name: &'static str, fields: &'static [&'static str]) false;
        deserialize_enum(name: &'static str, variants: &'static [&'static str]) true;
        deserialize_identifier() true;
        deserialize_ignored_any() true;
    }

    #[inline(always)]
    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }
}

macro_rules! visit {
    ($( $method:ident: $type:ty; )*) => { $(
        #[inline(always)]
        fn $method<E: Error>(self, value: $type) -> Result<V::Value, E> {
            self.visitor.$method(value)
        }
    )* };
}

impl<'de, V: Visitor<'de>, const COUNTED: bool> Visitor<'de> for Watched<'_, V, COUNTED> {
    type Value = V::Value;

    visit! {
        visit_bool: bool;
        visit_i8: i8;
        visit_i16: i16;
        visit_i32: i32;
        visit_i64: i64;
        visit_i128: i128;
        visit_u8: u8;
        visit_u16: u16;
        visit_u32: u32;
        visit_u64: u64;
        visit_u128: u128;
        visit_f32: f32;
        visit_f64: f64;
        visit_char: char;
        visit_string: String;
        visit_byte_buf: Vec<u8>;
    }

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.visitor.expecting(formatter)
    }

    #[inline(always)]
    fn visit_str<E: Error>(self, value: &str) -> Result<V::Value, E> {
        match self.limits.block_for(value.as_bytes()) {
            Some(block) => self.visitor.visit_string(self.limits.text(block)?),
            None => self.visitor.visit_str(value),
        }
    }

    #[inline(always)]
    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<V::Value, E> {
        match self.limits.block_for(value.as_bytes()) {
            Some(block) => self.visitor.visit_string(self.limits.text(block)?),
            None => self.visitor.visit_borrowed_str(value),
        }
    }

    #[inline(always)]
    fn visit_bytes<E: Error>(self, value: &[u8]) -> Result<V::Value, E> {
        match self.limits.block_for(value) {
            Some(block) => self.visitor.visit_byte_buf(block),
            None => self.visitor.visit_bytes(value),
        }
    }

    #[inline(always)]
    fn visit_borrowed_bytes<E: Error>(self, value: &'de [u8]) -> Result<V::Value, E> {
        match self.limits.block_for(value) {
            Some(block) => self.visitor.visit_byte_buf(block),
            None => self.visitor.visit_borrowed_bytes(value),
        }
    }

    #[inline(always)]
    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.visitor.visit_none()
    }

    #[inline(always)]
    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.visitor.visit_unit()
    }

    #[inline(always)]
    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        let limits = self.limits;
        limits.nested(|| self.visitor.visit_some(Guarded { inner, limits }))
    }

    #[inline(always)]
    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        let limits = self.limits;
        limits.nested(|| self.visitor.visit_newtype_struct(Guarded { inner, limits }))
    }

    #[inline(always)]
    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        let limits = self.limits;
        limits.nested(|| self.visitor.visit_seq(Elements::<A, COUNTED> { inner, limits }))
    }

    #[inline(always)]
    fn visit_map<A: serde::de::MapAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        let limits = self.limits;
        limits.nested(|| self.visitor.visit_map(Entries { inner, limits }))
    }

    #[inline(always)]
    fn visit_enum<A: serde::de::EnumAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        let limits = self.limits;
        limits.nested(|| self.visitor.visit_enum(Variants { inner, limits }))
    }
}
