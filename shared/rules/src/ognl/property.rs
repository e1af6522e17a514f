//! What stands after a dot or in brackets: entries of the span, of maps and lists, and the few properties Java's
//! own classes have.

use super::ast::Subscript;
use super::context::SpanContext;
use super::value::Val;
use super::{ErrorKind, Stop, java, ops};

type Answer<'a> = Result<Val<'a>, Stop>;

/// `name` of a value.
pub(crate) fn named<'a>(span: &'a dyn SpanContext, source: &Val<'a>, name: &'a str) -> Answer<'a> {
    match source {
        Val::Span => of_span(span, name),
        Val::Map(_) | Val::Entries(_) => {
            let entries = source.entries().unwrap_or_default();
            Ok(match name {
                "size" => Val::Int32(entries.len() as i32),
                "isEmpty" => Val::Bool(entries.is_empty()),
                "keys" | "keySet" => {
                    Val::List(entries.into_iter().map(|(key, _)| key).collect::<Vec<_>>().into())
                }
                "values" => Val::List(entries.into_iter().map(|(_, value)| value).collect::<Vec<_>>().into()),
                _ => find(&entries, &Val::Str(name.into())),
            })
        }
        _ => of_object(source, name),
    }
}

/// `name` of the span: an attribute, or one of the few properties every map has.
#[inline]
pub(crate) fn of_span<'a>(span: &'a dyn SpanContext, name: &str) -> Answer<'a> {
    match name {
        "size" => Ok(Val::Int32(count(span) as i32)),
        "isEmpty" => Ok(Val::Bool(count(span) == 0)),
        "keys" | "keySet" | "values" => Err(Stop::not_evaluated(format!("`{name}` of the whole span"))),
        _ => Ok(entry(span, name)),
    }
}

/// `[key]` of a value.
pub(crate) fn indexed<'a>(span: &'a dyn SpanContext, source: &Val<'a>, key: &Val<'a>) -> Answer<'a> {
    match (source, key) {
        (Val::Span, Val::Str(name)) => Ok(entry(span, name)),
        // The span's keys are all text.
        (Val::Span, _) => Ok(Val::Null),
        (Val::Map(_) | Val::Entries(_), _) => Ok(find(&source.entries().unwrap_or_default(), key)),
        (Val::Null, _) => {
            Err(Stop::error(ErrorKind::Ognl, format!("property \"{}\" of null", shortened(&key.text()))))
        }
        (Val::Items(_) | Val::List(_), Val::Str(name)) => of_object(source, name),
        (
            Val::Items(_) | Val::List(_),
            Val::Int32(_) | Val::Int(_) | Val::BigInt(_) | Val::Float(_) | Val::Double(_) | Val::Decimal(_),
        ) => {
            let at = ops::long_of(key)? as i32;
            let length = source.length().unwrap_or(0);
            usize::try_from(at).ok().and_then(|at| source.element(at)).ok_or_else(|| {
                let message = format!("the list has {length} elements, none at {at}");
                Stop::error(ErrorKind::IndexOutOfBounds, message)
            })
        }
        (_, Val::Str(name)) => of_object(source, name),
        _ => Err(Stop::error(
            ErrorKind::NoSuchProperty,
            format!("a {} has no property [{}]", source.type_name(), shortened(&key.text())),
        )),
    }
}

/// `[^]`, `[|]`, `[$]`, `[*]` of a list.
pub(crate) fn subscript<'a>(source: &Val<'a>, which: Subscript) -> Answer<'a> {
    let Some(length) = source.length() else {
        return match source {
            Val::Null => Err(Stop::error(ErrorKind::Ognl, "an element of null")),
            _ => Err(Stop::not_evaluated("a subscript of something that is no list")),
        };
    };
    let at = match which {
        Subscript::First => 0,
        Subscript::Mid => length / 2,
        Subscript::Last => length.saturating_sub(1),
        Subscript::All => return Ok(Val::List(source.elements().unwrap_or_default().into())),
    };
    Ok(source.element(at).unwrap_or(Val::Null))
}

pub(crate) fn count(span: &dyn SpanContext) -> usize {
    let mut count = 0;
    span.names(&mut |_| count += 1);
    count
}

#[inline]
pub(crate) fn entry<'a>(span: &'a dyn SpanContext, name: &str) -> Val<'a> {
    span.get(name).map_or(Val::Null, Val::from_ref)
}

pub(crate) fn find<'a>(entries: &[(Val<'a>, Val<'a>)], key: &Val<'a>) -> Val<'a> {
    let found = entries.iter().find(|(found, _)| ops::java_equals(found, key));
    found.map_or(Val::Null, |(_, value)| value.clone())
}

fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}

fn of_object<'a>(source: &Val<'a>, name: &str) -> Answer<'a> {
    match (source, name) {
        (Val::Null, _) => {
            Err(Stop::error(ErrorKind::Ognl, format!("property \"{}\" of null", shortened(name))))
        }
        (Val::Items(_) | Val::List(_), "size") => Ok(Val::Int32(source.length().unwrap_or(0) as i32)),
        (Val::Items(_) | Val::List(_), "isEmpty" | "empty") => Ok(Val::Bool(source.length() == Some(0))),
        (Val::Str(text), "empty" | "isEmpty") => Ok(Val::Bool(text.is_empty())),
        (Val::Str(text), "length") => Ok(Val::Int32(java::length(text) as i32)),
        _ if reaches_method(source, name) => {
            Err(Stop::not_evaluated(format!("`{}` of a {}", shortened(name), source.type_name())))
        }
        _ => Err(Stop::error(
            ErrorKind::NoSuchProperty,
            format!("a {} has no property \"{}\"", source.type_name(), shortened(name)),
        )),
    }
}

const STRING_METHODS: &str = "charAt codePointAt codePointBefore codePointCount codePoints chars compareTo \
    compareToIgnoreCase concat contains contentEquals copyValueOf endsWith equals equalsIgnoreCase format formatted \
    getBytes getChars getClass hashCode indent indexOf intern isBlank isEmpty join lastIndexOf length lines matches \
    notify notifyAll offsetByCodePoints regionMatches repeat replace replaceAll replaceFirst split startsWith strip \
    stripIndent stripLeading stripTrailing subSequence substring toCharArray toLowerCase toString toUpperCase \
    transform translateEscapes trim valueOf wait";
const LIST_METHODS: &str = "add addAll addFirst addLast clear clone contains containsAll ensureCapacity equals \
    forEach get getClass getFirst getLast hashCode indexOf isEmpty iterator lastIndexOf listIterator notify notifyAll \
    parallelStream remove removeAll removeFirst removeIf removeLast replaceAll retainAll reversed set size sort \
    spliterator stream subList toArray toString trimToSize wait";
const OTHER_METHODS: &str = "bitCount booleanValue byteValue charValue compare compareTo doubleValue equals \
    floatValue getClass hashCode intValue isInfinite isNaN longValue notify notifyAll scale shortValue signum \
    toString valueOf wait";

/// OGNL looks for a getter and, failing that, for any method whose name ends with the property's.
fn reaches_method(source: &Val<'_>, name: &str) -> bool {
    let methods = match source {
        Val::Str(_) => STRING_METHODS,
        Val::Items(_) | Val::List(_) => LIST_METHODS,
        _ => OTHER_METHODS,
    };
    let name = name.to_ascii_lowercase();
    methods.split(' ').any(|method| method.to_ascii_lowercase().ends_with(&name))
}

/// `value instanceof class`, for the classes a span's values have.
pub(crate) fn instance_of<'a>(value: &Val<'a>, class: &str) -> Answer<'a> {
    if value.is_null() {
        return Ok(Val::Bool(false));
    }
    let name = class.strip_prefix("java.lang.").unwrap_or(class);
    let answer = match name {
        "Object" => true,
        "String" | "Boolean" | "Character" | "Integer" | "Long" | "Float" | "Double" => {
            value.type_name() == name
        }
        "java.math.BigInteger" | "java.math.BigDecimal" => class.ends_with(value.type_name()),
        "Short" | "Byte" => false,
        "CharSequence" => matches!(value, Val::Str(_)),
        "Number" => is_number(value),
        "Comparable" => is_number(value) || matches!(value, Val::Str(_) | Val::Bool(_) | Val::Char(_)),
        "java.util.List" | "java.util.Collection" | "Iterable" => {
            matches!(value, Val::Items(_) | Val::List(_))
        }
        "java.util.Map" => matches!(value, Val::Map(_) | Val::Entries(_) | Val::Span),
        _ => return Err(Stop::not_evaluated(format!("the class {}", shortened(class)))),
    };
    Ok(Val::Bool(answer))
}

fn is_number(value: &Val<'_>) -> bool {
    matches!(
        value,
        Val::Int32(_) | Val::Int(_) | Val::BigInt(_) | Val::Float(_) | Val::Double(_) | Val::Decimal(_)
    )
}
