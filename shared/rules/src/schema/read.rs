//! Reads a schema from JSON by way of a plain value: one visitor instead of one per structure, which matters in wasm.

use super::{Attribute, Group, Sample, Scalar, Schema};
use crate::ognl::Value;
use crate::table::Table;

/// An object's entries; missing ones read as their default.
struct Object(Vec<(Value, Value)>);

fn object(value: Value) -> Option<Object> {
    match value {
        Value::Map(entries) => Some(Object(entries)),
        _ => None,
    }
}

impl Object {
    fn take(&mut self, name: &str) -> Value {
        let found = self.0.iter_mut().find(|(key, _)| matches!(key, Value::Str(key) if key == name));
        found.map(|(_, value)| std::mem::take(value)).unwrap_or_default()
    }

    fn count(&mut self, name: &str) -> Option<u64> {
        count(self.take(name))
    }

    fn text(&mut self, name: &str) -> Option<String> {
        match self.take(name) {
            Value::Str(text) => Some(text),
            _ => None,
        }
    }

    fn flag(&mut self, name: &str) -> bool {
        matches!(self.take(name), Value::Bool(true))
    }

    fn list(&mut self, name: &str) -> Option<Vec<Value>> {
        match self.take(name) {
            Value::List(items) => Some(items),
            _ => None,
        }
    }
}

fn count(value: Value) -> Option<u64> {
    match value {
        Value::Int(count) => u64::try_from(count).ok(),
        _ => None,
    }
}

pub(super) fn schema(value: Value) -> Option<Schema> {
    let mut object = object(value)?;
    let mut groups = Vec::new();
    for value in object.list("groups")? {
        groups.push(group(value)?);
    }
    Some(Schema { spans: object.count("spans")?, groups, more: object.flag("more") })
}

fn group(value: Value) -> Option<Group> {
    let mut object = object(value)?;
    let mut attributes = Table::default();
    for (name, value) in self::object(object.take("attributes"))?.0 {
        let Value::Str(name) = name else { return None };
        attributes.insert(name, attribute(value)?);
    }
    let (service, operation) = (object.text("service")?, object.text("operation")?);
    Some(Group { service, operation, spans: object.count("spans")?, attributes, more: object.flag("more") })
}

fn attribute(value: Value) -> Option<Attribute> {
    let mut object = object(value)?;
    let mut types = Table::default();
    for (name, value) in self::object(object.take("types"))?.0 {
        let Value::Str(name) = name else { return None };
        types.insert(name, count(value)?);
    }
    let mut samples = Vec::new();
    for value in object.list("samples")? {
        samples.push(sample(value)?);
    }
    Some(Attribute { count: object.count("count")?, types, samples, more: object.flag("more") })
}

fn sample(value: Value) -> Option<Sample> {
    let mut object = object(value)?;
    let value = match object.take("value") {
        Value::Bool(value) => Scalar::Bool(value),
        Value::Int(value) => Scalar::Int(value),
        Value::Double(value) => Scalar::Double(value),
        Value::Str(text) => Scalar::Text(text),
        _ => return None,
    };
    Some(Sample { value, count: object.count("count")? })
}
