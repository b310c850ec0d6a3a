//! The values of a pickle, for serde.

use super::graph::{Graph, Id, Node};
use crate::buffer::codec::guard::Limits;
use serde::de::value::Error;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, MapAccess, SeqAccess, Unexpected, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

/// One value of a pickle.
#[derive(Clone, Copy)]
pub(super) struct Value<'g, 'de> {
    pub(super) graph: &'g Graph<'de>,
    pub(super) node: Id,
    pub(super) limits: &'g Limits,
}

/// The elements of a list, a tuple or a set; the entries of a dict.
struct Parts<'g, 'de> {
    whole: Value<'g, 'de>,
    left: std::slice::Iter<'g, Id>,
}

/// The contents of an enum's variant.
pub(super) struct Contents<'g, 'de>(Option<Value<'g, 'de>>);

impl<'g, 'de> Value<'g, 'de> {
    fn at(self, node: Id) -> Value<'g, 'de> {
        Value { node, ..self }
    }

    fn parts(self, nodes: &'g [Id]) -> Parts<'g, 'de> {
        Parts { whole: self, left: nodes.iter() }
    }

    fn get(self) -> &'g Node<'de> {
        self.graph.node(self.node)
    }
}

fn long<'de, V: Visitor<'de>>(bytes: &[u8], visitor: V) -> Result<V::Value, Error> {
    let mut number = [if bytes.last().is_some_and(|last| last & 0x80 != 0) { 0xff } else { 0 }; 16];
    let len = bytes.len().min(16);
    number[..len].copy_from_slice(&bytes[..len]);
    let number = i128::from_le_bytes(number);
    match u64::try_from(number) {
        Ok(number) => visitor.visit_u64(number),
        Err(_) => visitor.visit_i128(number),
    }
}

impl<'de> Deserializer<'de> for Value<'_, 'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.get() {
            Node::None => visitor.visit_unit(),
            Node::Bool(value) => visitor.visit_bool(*value),
            Node::Int(value) => visitor.visit_i64(*value),
            Node::Long(bytes) => long(bytes, visitor),
            Node::Float(value) => visitor.visit_f64(*value),
            Node::Bytes(bytes) => {
                self.limits.charge::<Error>(bytes.len())?;
                visitor.visit_borrowed_bytes(bytes)
            }
            Node::Text(text) => {
                self.limits.charge::<Error>(text.len())?;
                visitor.visit_borrowed_str(text)
            }
            Node::Tuple { start, len } => all(self.parts(self.graph.tuple(*start, *len)), visitor),
            Node::List(nodes) | Node::Set(nodes) => all(self.parts(nodes), visitor),
            Node::Dict(nodes) => {
                let mut entries = self.parts(nodes);
                let value = visitor.visit_map(&mut entries)?;
                entries.finished(value)
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if let Node::None = self.get() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_enum(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn is_human_readable(&self) -> bool {
        // As serde-pickle writes.
        true
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier
    }
}

fn all<'g, 'de, V: Visitor<'de>>(mut elements: Parts<'g, 'de>, visitor: V) -> Result<V::Value, Error> {
    let value = visitor.visit_seq(&mut elements)?;
    elements.finished(value)
}

impl<'g, 'de> Parts<'g, 'de> {
    fn next(&mut self) -> Option<Value<'g, 'de>> {
        self.left.next().map(|&node| self.whole.at(node))
    }

    /// The value, if it took all parts.
    fn finished<T>(&self, value: T) -> Result<T, Error> {
        match self.left.len() {
            0 => Ok(value),
            left => Err(Error::custom(format_args!("{left} elements are left over"))),
        }
    }
}

impl<'de> SeqAccess<'de> for &mut Parts<'_, 'de> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        self.next().map(|element| seed.deserialize(element)).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left.len())
    }
}

impl<'de> MapAccess<'de> for &mut Parts<'_, 'de> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        self.next().map(|key| seed.deserialize(key)).transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        let value = self.next().ok_or_else(|| Error::custom("a key has no value"))?;
        seed.deserialize(value)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left.len() / 2)
    }
}

impl<'g, 'de> EnumAccess<'de> for Value<'g, 'de> {
    type Error = Error;
    type Variant = Contents<'g, 'de>;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Contents<'g, 'de>), Error> {
        let (name, contents) = match self.get() {
            Node::Dict(entry) => match entry[..] {
                [name, contents] => (self.at(name), Some(self.at(contents))),
                _ => return Err(Error::custom("a variant is a dict of one entry")),
            },
            _ => (self, None),
        };
        Ok((seed.deserialize(name)?, Contents(contents)))
    }
}

impl<'g, 'de> Contents<'g, 'de> {
    fn there(self) -> Result<Value<'g, 'de>, Error> {
        self.0.ok_or_else(|| Error::invalid_type(Unexpected::UnitVariant, &"a variant with contents"))
    }
}

impl<'de> VariantAccess<'de> for Contents<'_, 'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        match self.0.map(Value::get) {
            None | Some(Node::None) => Ok(()),
            Some(_) => Err(Error::custom("the variant has no contents")),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Error> {
        seed.deserialize(self.there()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.there()?.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Error> {
        self.there()?.deserialize_any(visitor)
    }
}
