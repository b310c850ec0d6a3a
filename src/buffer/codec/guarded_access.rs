//! The parts of a [`Guarded`](super::guard::Guarded) deserializer that a visitor is given.

use super::guard::{Guarded, Limits, Watched};
use serde::Deserializer;
use serde::de::{DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};

/// The elements of a sequence.
pub(super) struct Elements<'a, A, const COUNTED: bool> {
    pub(super) inner: A,
    pub(super) limits: &'a Limits,
}

/// The entries of a map.
pub(super) struct Entries<'a, A> {
    pub(super) inner: A,
    pub(super) limits: &'a Limits,
}

/// The variants of an enum, or the contents of one.
pub(super) struct Variants<'a, A> {
    pub(super) inner: A,
    pub(super) limits: &'a Limits,
}

/// A value to come.
struct Seed<'a, S> {
    seed: S,
    limits: &'a Limits,
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Seed<'_, S> {
    type Value = S::Value;

    #[inline(always)]
    fn deserialize<D: Deserializer<'de>>(self, inner: D) -> Result<S::Value, D::Error> {
        self.seed.deserialize(Guarded { inner, limits: self.limits })
    }
}

impl<'de, A: SeqAccess<'de>, const COUNTED: bool> SeqAccess<'de> for Elements<'_, A, COUNTED> {
    type Error = A::Error;

    #[inline(always)]
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        if COUNTED {
            self.limits.charge(1)?;
        }
        self.inner.next_element_seed(Seed { seed, limits: self.limits })
    }

    #[inline]
    fn size_hint(&self) -> Option<usize> {
        if COUNTED { self.limits.announce(self.inner.size_hint()) } else { self.inner.size_hint() }
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Entries<'_, A> {
    type Error = A::Error;

    #[inline(always)]
    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.limits.charge(1)?;
        self.inner.next_key_seed(Seed { seed, limits: self.limits })
    }

    #[inline(always)]
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.inner.next_value_seed(Seed { seed, limits: self.limits })
    }

    #[inline]
    fn size_hint(&self) -> Option<usize> {
        self.limits.announce(self.inner.size_hint())
    }
}

impl<'a, 'de, A: EnumAccess<'de>> EnumAccess<'de> for Variants<'a, A> {
    type Error = A::Error;
    type Variant = Variants<'a, A::Variant>;

    #[inline(always)]
    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self::Variant), A::Error> {
        let limits = self.limits;
        let (value, inner) = self.inner.variant_seed(Seed { seed, limits })?;
        Ok((value, Variants { inner, limits }))
    }
}

impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for Variants<'_, A> {
    type Error = A::Error;

    #[inline(always)]
    fn unit_variant(self) -> Result<(), A::Error> {
        self.inner.unit_variant()
    }

    #[inline(always)]
    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, A::Error> {
        self.inner.newtype_variant_seed(Seed { seed, limits: self.limits })
    }

    #[inline(always)]
    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, A::Error> {
        self.inner.tuple_variant(len, Watched::<V, false> { visitor, limits: self.limits })
    }

    #[inline(always)]
    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        self.inner.struct_variant(fields, Watched::<V, false> { visitor, limits: self.limits })
    }
}
