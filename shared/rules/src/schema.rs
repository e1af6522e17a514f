//! What was seen of spans: names, types, frequencies and sample values, per service and operation. Built from
//! recorded spans, sent to the editor, read by the linter, completion and hover.

mod read;

use serde::de::{Deserializer, Error};
use serde::{Deserialize, Serialize};

use crate::ognl::{SpanContext, Value, ValueRef};
use crate::table::Table;

/// Most groups of a schema; spans of further groups count for the whole only.
pub const MAX_GROUPS: usize = 500;
/// Most attributes of a group.
pub const MAX_ATTRIBUTES: usize = 500;
/// Most sample values of an attribute; beyond it `more` is set.
pub const MAX_SAMPLES: usize = 32;
/// Longest text kept as a sample, in bytes.
const MAX_SAMPLE_TEXT: usize = 200;

/// Everything seen.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Schema {
    /// Spans observed, whether in a group or not.
    pub spans: u64,
    pub groups: Vec<Group>,
    /// Whether there were more groups than are kept; then nothing is called never seen.
    pub more: bool,
}

/// The spans of one operation of one service.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Group {
    pub service: String,
    pub operation: String,
    pub spans: u64,
    /// By full name: `http.status_code`.
    pub attributes: Table<Attribute>,
    pub more: bool,
}

/// One attribute within a group.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Attribute {
    /// Spans that have it, with a value other than null.
    pub count: u64,
    /// How often it had which type, by [`Type::name`].
    pub types: Table<u64>,
    /// Values seen and how often.
    pub samples: Vec<Sample>,
    /// Whether there were other values than the samples.
    pub more: bool,
}

/// A value and how many spans had it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sample {
    pub value: Scalar,
    pub count: u64,
}

/// The type of a value, as far as lint and completion care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    Boolean,
    Integer,
    Number,
    Text,
    List,
    Other,
}

impl Type {
    const ALL: [Type; 6] = [Type::Boolean, Type::Integer, Type::Number, Type::Text, Type::List, Type::Other];

    pub fn name(self) -> &'static str {
        match self {
            Type::Boolean => "boolean",
            Type::Integer => "integer",
            Type::Number => "number",
            Type::Text => "text",
            Type::List => "list",
            Type::Other => "other",
        }
    }
}

/// A sample value.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Scalar {
    Bool(bool),
    Int(i64),
    Double(f64),
    Text(String),
}

impl Scalar {
    pub fn text(&self) -> String {
        match self {
            Scalar::Bool(value) => value.to_string(),
            Scalar::Int(value) => value.to_string(),
            Scalar::Double(value) => value.to_string(),
            Scalar::Text(text) => text.clone(),
        }
    }
}

impl<'de> Deserialize<'de> for Schema {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read::schema(Value::deserialize(deserializer)?).ok_or_else(|| D::Error::custom("this is no schema"))
    }
}

impl Schema {
    /// Adds one span.
    pub fn observe(&mut self, span: &dyn SpanContext) {
        self.spans += 1;
        let text = |name: &str| match span.get(name) {
            Some(ValueRef::Str(text)) => text.to_owned(),
            _ => String::new(),
        };
        let (service, operation) = (text("serviceName"), text("operationName"));
        let found = self.groups.iter().position(|g| g.service == service && g.operation == operation);
        let at = match found {
            Some(at) => at,
            None if self.groups.len() >= MAX_GROUPS => {
                self.more = true;
                return;
            }
            None => {
                self.groups.push(Group { service, operation, ..Group::default() });
                self.groups.len() - 1
            }
        };
        let group = &mut self.groups[at];
        group.spans += 1;
        span.names(&mut |name| {
            let Some(value) = span.get(name) else { return };
            if !group.attributes.contains(name) && group.attributes.len() >= MAX_ATTRIBUTES {
                group.more = true;
                return;
            }
            group.attributes.entry(name).observe(value);
        });
    }

    /// An attribute over all groups; nothing if it was never seen.
    pub fn attribute(&self, name: &str) -> Option<Attribute> {
        let mut all: Option<Attribute> = None;
        for attribute in self.groups.iter().filter_map(|group| group.attributes.get(name)) {
            all.get_or_insert_with(Attribute::default).merge(attribute);
        }
        all
    }

    /// All names of attributes, each once, in order.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for (name, _) in self.groups.iter().flat_map(|group| group.attributes.iter()) {
            if let Err(at) = names.binary_search(&name) {
                names.insert(at, name);
            }
        }
        names
    }

    /// All operations with their number of spans, in order of their names.
    pub fn operations(&self) -> Table<u64> {
        let mut operations = Table::default();
        for group in &self.groups {
            *operations.entry(&group.operation) += group.spans;
        }
        operations
    }

    /// Whether anything may have been left out, so that absence proves nothing.
    pub fn incomplete(&self) -> bool {
        self.more || self.spans == 0 || self.groups.iter().any(|group| group.more)
    }
}

impl Attribute {
    fn observe(&mut self, value: ValueRef<'_>) {
        let (kind, sample) = match value {
            ValueRef::Null => return,
            ValueRef::Bool(value) => (Type::Boolean, Some(Scalar::Bool(value))),
            ValueRef::Int(value) => (Type::Integer, Some(Scalar::Int(value))),
            ValueRef::Int32(value) => (Type::Integer, Some(Scalar::Int(value.into()))),
            ValueRef::Double(value) => (Type::Number, value.is_finite().then_some(Scalar::Double(value))),
            ValueRef::Str(text) => {
                let kept = text.len() <= MAX_SAMPLE_TEXT;
                (Type::Text, kept.then(|| Scalar::Text(text.to_owned())))
            }
            ValueRef::List(_) => (Type::List, None),
            ValueRef::Value(_) => (Type::Other, None),
        };
        self.count += 1;
        *self.types.entry(kind.name()) += 1;
        match sample {
            Some(value) => self.sample(value, 1),
            None => self.more = true,
        }
    }

    fn sample(&mut self, value: Scalar, count: u64) {
        if let Some(sample) = self.samples.iter_mut().find(|sample| sample.value == value) {
            sample.count += count;
        } else if self.samples.len() < MAX_SAMPLES {
            self.samples.push(Sample { value, count });
        } else {
            self.more = true;
        }
    }

    fn merge(&mut self, other: &Attribute) {
        self.count += other.count;
        for (kind, count) in other.types.iter() {
            *self.types.entry(kind) += count;
        }
        for sample in &other.samples {
            self.sample(sample.value.clone(), sample.count);
        }
        self.more |= other.more;
    }

    /// The one type it always had, if there is one.
    pub fn only_type(&self) -> Option<Type> {
        let mut types = self.types.iter();
        let (only, _) = types.next().filter(|_| types.next().is_none())?;
        Type::ALL.into_iter().find(|kind| kind.name() == only)
    }

    /// The samples, the most frequent first.
    pub fn by_count(&self) -> Vec<&Sample> {
        let mut samples: Vec<&Sample> = Vec::with_capacity(self.samples.len());
        for sample in &self.samples {
            let at = samples.iter().position(|other| other.count < sample.count).unwrap_or(samples.len());
            samples.insert(at, sample);
        }
        samples
    }
}
