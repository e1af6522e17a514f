//! The values an expression works on: owned outside, borrowed from the span and the program inside.

use std::borrow::Cow;
use std::rc::Rc;

use super::decimal::Decimal;
use super::java;

/// An owned value: the result of an evaluation, a literal, an entry of a [`MapContext`](super::MapContext).
///
/// The names follow Java: `Int32` is its Integer, `Int` its Long, `BigInt` its BigInteger (here at most 127 bits),
/// `Decimal` its BigDecimal (at most 38 digits), `Char` its Character, a UTF-16 unit.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    #[default]
    Null,
    Bool(bool),
    Char(u16),
    Int32(i32),
    Int(i64),
    BigInt(i128),
    Float(f32),
    Double(f64),
    Decimal(Decimal),
    Str(String),
    List(Vec<Value>),
    Map(Vec<(Value, Value)>),
    /// The span itself: what `#root` answers.
    Span,
}

impl Value {
    /// The name of the Java class, as the vectors and explanations show it; `null` for null.
    pub fn type_name(&self) -> &'static str {
        Val::borrow(self).type_name()
    }

    /// The text Java would print.
    pub fn text(&self) -> String {
        Val::borrow(self).text().into_owned()
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Value {
        Value::Bool(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Value {
        Value::Str(value.to_owned())
    }
}

/// A value of a span, borrowed. `Int` is a Java Long, which is what OTLP's integers are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ValueRef<'a> {
    Null,
    Bool(bool),
    Int(i64),
    /// A Java Integer: only arithmetic beyond 32 bits tells it from `Int`.
    Int32(i32),
    Double(f64),
    Str(&'a str),
    List(&'a [Value]),
    /// A value kept elsewhere, such as a list's element or a map.
    Value(&'a Value),
}

impl<'a> From<&'a Value> for ValueRef<'a> {
    fn from(value: &'a Value) -> ValueRef<'a> {
        match value {
            Value::Null => ValueRef::Null,
            Value::Bool(value) => ValueRef::Bool(*value),
            Value::Int(value) => ValueRef::Int(*value),
            Value::Int32(value) => ValueRef::Int32(*value),
            Value::Double(value) => ValueRef::Double(*value),
            Value::Str(value) => ValueRef::Str(value),
            Value::List(items) => ValueRef::List(items),
            other => ValueRef::Value(other),
        }
    }
}

/// A value during an evaluation.
#[derive(Debug, Clone)]
pub(crate) enum Val<'a> {
    Null,
    Bool(bool),
    Char(u16),
    Int32(i32),
    Int(i64),
    BigInt(Box<i128>),
    Float(f32),
    Double(f64),
    Decimal(Box<Decimal>),
    Str(Cow<'a, str>),
    /// A list of the span or the program.
    Items(&'a [Value]),
    /// A list made by the expression.
    List(Rc<Vec<Val<'a>>>),
    Map(Rc<Vec<(Val<'a>, Val<'a>)>>),
    Entries(&'a [(Value, Value)]),
    Span,
}

impl<'a> Val<'a> {
    pub(crate) fn borrow(value: &'a Value) -> Val<'a> {
        match value {
            Value::Null => Val::Null,
            Value::Bool(value) => Val::Bool(*value),
            Value::Char(value) => Val::Char(*value),
            Value::Int32(value) => Val::Int32(*value),
            Value::Int(value) => Val::Int(*value),
            Value::BigInt(value) => Val::BigInt(Box::new(*value)),
            Value::Float(value) => Val::Float(*value),
            Value::Double(value) => Val::Double(*value),
            Value::Decimal(value) => Val::Decimal(Box::new(*value)),
            Value::Str(value) => Val::Str(Cow::Borrowed(value)),
            Value::List(items) => Val::Items(items),
            Value::Map(entries) => Val::Entries(entries),
            Value::Span => Val::Span,
        }
    }

    pub(crate) fn from_ref(value: ValueRef<'a>) -> Val<'a> {
        match value {
            ValueRef::Null => Val::Null,
            ValueRef::Bool(value) => Val::Bool(value),
            ValueRef::Int(value) => Val::Int(value),
            ValueRef::Int32(value) => Val::Int32(value),
            ValueRef::Double(value) => Val::Double(value),
            ValueRef::Str(value) => Val::Str(Cow::Borrowed(value)),
            ValueRef::List(items) => Val::Items(items),
            ValueRef::Value(value) => Val::borrow(value),
        }
    }

    pub(crate) fn into_owned(self) -> Value {
        match self {
            Val::Null => Value::Null,
            Val::Bool(value) => Value::Bool(value),
            Val::Char(value) => Value::Char(value),
            Val::Int32(value) => Value::Int32(value),
            Val::Int(value) => Value::Int(value),
            Val::BigInt(value) => Value::BigInt(*value),
            Val::Float(value) => Value::Float(value),
            Val::Double(value) => Value::Double(value),
            Val::Decimal(value) => Value::Decimal(*value),
            Val::Str(value) => Value::Str(value.into_owned()),
            Val::Items(items) => Value::List(items.to_vec()),
            Val::List(items) => Value::List(items.iter().map(|item| item.clone().into_owned()).collect()),
            Val::Map(entries) => Value::Map(
                entries
                    .iter()
                    .map(|(key, value)| (key.clone().into_owned(), value.clone().into_owned()))
                    .collect(),
            ),
            Val::Entries(entries) => Value::Map(entries.to_vec()),
            Val::Span => Value::Span,
        }
    }

    pub(crate) fn string(text: impl Into<String>) -> Val<'a> {
        Val::Str(Cow::Owned(text.into()))
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Val::Null)
    }

    /// The elements, if this is a list.
    pub(crate) fn elements(&self) -> Option<Vec<Val<'a>>> {
        match self {
            Val::Items(items) => Some(items.iter().map(Val::borrow).collect()),
            Val::List(items) => Some(items.to_vec()),
            _ => None,
        }
    }

    pub(crate) fn length(&self) -> Option<usize> {
        match self {
            Val::Items(items) => Some(items.len()),
            Val::List(items) => Some(items.len()),
            _ => None,
        }
    }

    pub(crate) fn element(&self, at: usize) -> Option<Val<'a>> {
        match self {
            Val::Items(items) => items.get(at).map(Val::borrow),
            Val::List(items) => items.get(at).cloned(),
            _ => None,
        }
    }

    pub(crate) fn entries(&self) -> Option<Vec<(Val<'a>, Val<'a>)>> {
        match self {
            Val::Map(entries) => Some(entries.to_vec()),
            Val::Entries(entries) => {
                Some(entries.iter().map(|(k, v)| (Val::borrow(k), Val::borrow(v))).collect())
            }
            _ => None,
        }
    }

    pub(crate) fn type_name(&self) -> &'static str {
        match self {
            Val::Null => "null",
            Val::Bool(_) => "Boolean",
            Val::Char(_) => "Character",
            Val::Int32(_) => "Integer",
            Val::Int(_) => "Long",
            Val::BigInt(_) => "BigInteger",
            Val::Float(_) => "Float",
            Val::Double(_) => "Double",
            Val::Decimal(_) => "BigDecimal",
            Val::Str(_) => "String",
            Val::Items(_) | Val::List(_) => "List",
            Val::Map(_) | Val::Entries(_) => "Map",
            Val::Span => "Span",
        }
    }

    /// Java's `toString`, or `null`.
    pub(crate) fn text(&self) -> Cow<'a, str> {
        match self {
            Val::Str(text) => text.clone(),
            Val::Null => Cow::Borrowed("null"),
            Val::Bool(true) => Cow::Borrowed("true"),
            Val::Bool(false) => Cow::Borrowed("false"),
            _ => {
                let mut out = String::new();
                self.print(&mut out);
                Cow::Owned(out)
            }
        }
    }

    fn print(&self, out: &mut String) {
        use std::fmt::Write;
        let written = match self {
            Val::Null => out.write_str("null"),
            Val::Bool(value) => write!(out, "{value}"),
            Val::Char(unit) => out.write_str(&java::text_of(&[*unit])),
            Val::Int32(value) => write!(out, "{value}"),
            Val::Int(value) => write!(out, "{value}"),
            Val::BigInt(value) => write!(out, "{value}"),
            Val::Float(value) => out.write_str(&java::print_float(*value)),
            Val::Double(value) => out.write_str(&java::print_double(*value)),
            Val::Decimal(value) => write!(out, "{value}"),
            Val::Str(text) => out.write_str(text),
            Val::Items(items) => {
                print_many(out, '[', ']', items.iter().map(|item| (None, Val::borrow(item))));
                Ok(())
            }
            Val::List(items) => {
                print_many(out, '[', ']', items.iter().map(|item| (None, item.clone())));
                Ok(())
            }
            Val::Map(entries) => {
                print_many(
                    out,
                    '{',
                    '}',
                    entries.iter().map(|(key, value)| (Some(key.clone()), value.clone())),
                );
                Ok(())
            }
            Val::Entries(entries) => {
                let entries = entries.iter().map(|(key, value)| (Some(Val::borrow(key)), Val::borrow(value)));
                print_many(out, '{', '}', entries);
                Ok(())
            }
            Val::Span => out.write_str("{span}"),
        };
        debug_assert!(written.is_ok(), "writing to a String does not fail");
    }
}

fn print_many<'a>(
    out: &mut String,
    open: char,
    close: char,
    entries: impl Iterator<Item = (Option<Val<'a>>, Val<'a>)>,
) {
    out.push(open);
    for (at, (key, value)) in entries.enumerate() {
        if at > 0 {
            out.push_str(", ");
        }
        if let Some(key) = key {
            key.print(out);
            out.push('=');
        }
        value.print(out);
    }
    out.push(close);
}
