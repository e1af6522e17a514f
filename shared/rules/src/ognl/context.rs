//! Where an expression's names come from.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::value::{Value, ValueRef};
use crate::table::Table;

/// The names an expression sees: a span's attributes and its own fields, flat, by their full names.
pub trait SpanContext {
    /// The value of a name, or nothing if the span has no such name. To an expression both nothing and
    /// [`ValueRef::Null`] are null.
    fn get(&self, name: &str) -> Option<ValueRef<'_>>;

    /// Calls `found` once for each name, in any order.
    fn names(&self, found: &mut dyn FnMut(&str));
}

/// A span as a plain map; for tests, fixtures and the editor. Reads from JSON: whole numbers become
/// [`Value::Int`], others [`Value::Double`], arrays lists, objects maps.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MapContext {
    values: Table<Value>,
}

impl MapContext {
    pub fn new() -> MapContext {
        MapContext::default()
    }

    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) {
        self.values.insert(name, value.into());
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.values.iter()
    }

    /// The same values, changed one by one.
    pub fn map(self, change: impl Fn(&str, Value) -> Value) -> MapContext {
        MapContext { values: self.values.map(change) }
    }
}

impl SpanContext for MapContext {
    fn get(&self, name: &str) -> Option<ValueRef<'_>> {
        self.values.get(name).map(ValueRef::from)
    }

    fn names(&self, found: &mut dyn FnMut(&str)) {
        self.values.iter().for_each(|(name, _)| found(name));
    }
}

impl<'de> Deserialize<'de> for MapContext {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(MapContext { values: Table::deserialize(deserializer)? })
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Int(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(i64::try_from(value).map_or(Value::BigInt(i128::from(value)), Value::Int))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Double(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Str(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Vec::new();
        while let Some((key, value)) = entries.next_entry::<String, Value>()? {
            map.push((Value::Str(key), value));
        }
        Ok(Value::Map(map))
    }
}
