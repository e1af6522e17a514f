//! The methods an expression may call, and how OGNL fits the arguments to their parameters.

use super::context::SpanContext;
use super::value::Val;
use super::{ErrorKind, Stop, java, ops, property};

type Answer<'a> = Result<Val<'a>, Stop>;

/// A method of the list: what completion offers and hover shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Method {
    /// `String`, `List`, `Number` or `Span`.
    pub of: &'static str,
    pub name: &'static str,
    /// Parameters and result, as a hint: `(text) Boolean`.
    pub shape: &'static str,
    pub doc: &'static str,
}

const fn method(of: &'static str, name: &'static str, shape: &'static str, doc: &'static str) -> Method {
    Method { of, name, shape, doc }
}

/// Everything that can be called.
pub const METHODS: &[Method] = &[
    method("String", "charAt", "(index) Character", "The character at an index; an error beyond the end."),
    method("String", "compareTo", "(text) Integer", "Negative, zero or positive by order."),
    method("String", "compareToIgnoreCase", "(text) Integer", "The same, upper and lower case alike."),
    method("String", "concat", "(text) String", "Both texts in a row."),
    method("String", "contains", "(text) Boolean", "Whether the text occurs within. Needs double quotes."),
    method("String", "endsWith", "(text) Boolean", "Whether it ends with the text."),
    method(
        "String",
        "equals",
        "(value) Boolean",
        "Whether it is the same text; false for anything but text.",
    ),
    method("String", "equalsIgnoreCase", "(text) Boolean", "The same text, upper and lower case alike."),
    method(
        "String",
        "indexOf",
        "(text, from?) Integer",
        "Where the text first occurs, from 0; -1 if it does not.",
    ),
    method("String", "isBlank", "() Boolean", "Whether it has nothing but white space."),
    method("String", "isEmpty", "() Boolean", "Whether it has no characters."),
    method("String", "lastIndexOf", "(text) Integer", "Where the text last occurs; -1 if it does not."),
    method("String", "length", "() Integer", "How many characters it has."),
    method("String", "replace", "(old, new) String", "Every occurrence of the old text replaced."),
    method("String", "startsWith", "(text) Boolean", "Whether it starts with the text."),
    method("String", "strip", "() String", "Without white space at both ends."),
    method(
        "String",
        "substring",
        "(from, to?) String",
        "From an index up to another; an error beyond the end.",
    ),
    method("String", "toLowerCase", "() String", "In lower case."),
    method("String", "toString", "() String", "Itself."),
    method("String", "toUpperCase", "() String", "In upper case."),
    method("String", "trim", "() String", "Without spaces at both ends."),
    method("List", "contains", "(value) Boolean", "Whether it holds the value, of the same class."),
    method("List", "get", "(index) value", "The element at an index; an error beyond the end."),
    method("List", "indexOf", "(value) Integer", "Where the value is; -1 if it is not."),
    method("List", "isEmpty", "() Boolean", "Whether it has no elements."),
    method("List", "size", "() Integer", "How many elements it has."),
    method("Number", "doubleValue", "() Double", "As a real number."),
    method("Number", "equals", "(value) Boolean", "The same number of the same class."),
    method("Number", "intValue", "() Integer", "As a 32-bit integer."),
    method("Number", "longValue", "() Long", "As a 64-bit integer."),
    method("Number", "toString", "() String", "As text."),
    method(
        "Span",
        "containsKey",
        "(name) Boolean",
        "Whether the span has the attribute, even if it is null.",
    ),
    method("Span", "get", "(name) value", "The attribute of that name, or null."),
    method("Span", "isEmpty", "() Boolean", "Whether it has no attributes."),
    method("Span", "size", "() Integer", "How many names it has."),
];

/// Calls a method of a value.
pub(crate) fn call<'a>(
    span: &'a dyn SpanContext,
    target: &Val<'a>,
    name: &'a str,
    args: &[Val<'a>],
) -> Answer<'a> {
    match target {
        Val::Null => {
            Err(Stop::error(ErrorKind::NullPointer, format!("`{}()` is called on null", shown(name))))
        }
        Val::Str(text) => of_text(text, name, args),
        Val::Items(_) | Val::List(_) => of_list(target, name, args),
        Val::Span => of_span(span, name, args),
        Val::Map(_) | Val::Entries(_) => of_map(target, name, args),
        _ => of_number(target, name, args),
    }
}

fn shown(name: &str) -> String {
    name.chars().take(40).collect()
}

/// Not in the list: OGNL may know the method, this crate does not call it.
fn refused<'a>(target: &str, name: &str) -> Answer<'a> {
    Err(Stop::not_evaluated(format!("the method `{}` of a {target} with these arguments", shown(name))))
}

fn failed(message: &'static str) -> Stop {
    Stop::error(ErrorKind::MethodFailed, message)
}

/// An argument for a parameter of text: OGNL converts any value by printing it, null stays null and fails inside.
fn text_of<'a>(arg: &Val<'a>) -> Result<std::borrow::Cow<'a, str>, Stop> {
    if arg.is_null() { Err(failed("null is given where the method needs text")) } else { Ok(arg.text()) }
}

fn index_of(arg: &Val<'_>) -> Result<i32, Stop> {
    if arg.is_null() {
        return Err(failed("null is given where the method needs a number"));
    }
    Ok(ops::long_of(arg)? as i32)
}

fn boolean<'a>(value: bool) -> Answer<'a> {
    Ok(Val::Bool(value))
}

fn int<'a>(value: usize) -> Answer<'a> {
    Ok(Val::Int32(value as i32))
}

/// A position in units, from a position in bytes.
fn position(text: &str, at: Option<usize>) -> i32 {
    at.map_or(-1, |at| java::length(&text[..at]) as i32)
}

fn of_text<'a>(text: &std::borrow::Cow<'a, str>, name: &str, args: &[Val<'a>]) -> Answer<'a> {
    match (name, args) {
        ("length", []) => int(java::length(text)),
        ("isEmpty", []) => boolean(text.is_empty()),
        ("isBlank", []) => boolean(text.trim().is_empty()),
        ("toString" | "intern", []) => Ok(Val::Str(text.clone())),
        ("toLowerCase", []) => Ok(Val::string(text.to_lowercase())),
        ("toUpperCase", []) => Ok(Val::string(text.to_uppercase())),
        ("trim", []) => Ok(Val::string(java::trim(text))),
        ("strip", []) => Ok(Val::string(text.trim())),
        // `equals` takes any object: a character in single quotes is never equal to a text.
        ("equals", [other]) => boolean(matches!(other, Val::Str(other) if other == text)),
        ("equalsIgnoreCase", [Val::Null]) => boolean(false),
        ("equalsIgnoreCase", [other]) => boolean(same_ignoring_case(text, &text_of(other)?)),
        // `contains` takes a CharSequence, which OGNL converts nothing to.
        ("contains", [Val::Str(other)]) => boolean(text.contains(other.as_ref())),
        ("contains", [Val::Null]) => Err(failed("null is given where the method needs text")),
        ("contains", [_]) => Err(Stop::error(
            ErrorKind::NoSuchMethod,
            "`contains` takes text in double quotes; a single character in single quotes is no text",
        )),
        ("startsWith", [other]) => boolean(text.starts_with(text_of(other)?.as_ref())),
        ("endsWith", [other]) => boolean(text.ends_with(text_of(other)?.as_ref())),
        ("concat", [other]) => {
            let joined = format!("{text}{}", text_of(other)?);
            Stop::check_text(&joined)?;
            Ok(Val::string(joined))
        }
        ("compareTo", [other]) => Ok(Val::Int32(java::compare(text, &text_of(other)?))),
        ("compareToIgnoreCase", [other]) => {
            let (left, right) = (text.to_lowercase(), text_of(other)?.to_lowercase());
            Ok(Val::Int32(java::compare(&left, &right)))
        }
        ("indexOf", [Val::Int32(_) | Val::Int(_)]) | ("lastIndexOf", [Val::Int32(_) | Val::Int(_)]) => {
            refused("String", name)
        }
        ("indexOf", [other]) => Ok(Val::Int32(position(text, text.find(text_of(other)?.as_ref())))),
        ("lastIndexOf", [other]) => Ok(Val::Int32(position(text, text.rfind(text_of(other)?.as_ref())))),
        ("indexOf", [other, from]) => index_from(text, &text_of(other)?, index_of(from)?),
        ("replace", [Val::Str(old), Val::Str(new)]) => replace(text, old, new),
        ("replace", [Val::Char(old), Val::Char(new)]) => {
            replace(text, &java::text_of(&[*old]), &java::text_of(&[*new]))
        }
        ("charAt", [at]) => {
            let units = java::units(text);
            let unit = usize::try_from(index_of(at)?).ok().and_then(|at| units.get(at));
            unit.map(|unit| Val::Char(*unit)).ok_or_else(|| failed("`charAt` beyond the end of the text"))
        }
        ("substring", [from]) => substring(text, index_of(from)?, None),
        ("substring", [from, to]) => substring(text, index_of(from)?, Some(index_of(to)?)),
        _ => refused("String", name),
    }
}

fn same_ignoring_case(left: &str, right: &str) -> bool {
    let fold = |text: &str| {
        text.chars().flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect::<String>()
    };
    java::length(left) == java::length(right) && (left == right || fold(left) == fold(right))
}

fn index_from<'a>(text: &str, wanted: &str, from: i32) -> Answer<'a> {
    let units = java::units(text);
    let wanted = java::units(wanted);
    let from = usize::try_from(from).unwrap_or(0).min(units.len());
    let found = (from..=units.len()).find(|at| units[*at..].starts_with(&wanted));
    Ok(Val::Int32(found.map_or(-1, |at| at as i32)))
}

fn replace<'a>(text: &str, old: &str, new: &str) -> Answer<'a> {
    // Each of at most n + 1 places may grow by the new text; refuse before building.
    let places = if old.is_empty() { text.chars().count() + 1 } else { text.matches(old).count() };
    if text.len() + places.saturating_mul(new.len()) > super::MAX_TEXT {
        return Err(Stop::not_evaluated("a text of more than 64 KiB"));
    }
    Ok(Val::string(text.replace(old, new)))
}

fn substring<'a>(text: &std::borrow::Cow<'a, str>, from: i32, to: Option<i32>) -> Answer<'a> {
    let outside = || failed("`substring` beyond the end of the text");
    let from = usize::try_from(from).map_err(|_| outside())?;
    if text.is_ascii() {
        let to = to.map_or(Ok(text.len()), usize::try_from).map_err(|_| outside())?;
        return match text {
            std::borrow::Cow::Borrowed(text) => text.get(from..to).map(|part| Val::Str(part.into())),
            std::borrow::Cow::Owned(text) => text.get(from..to).map(Val::string),
        }
        .ok_or_else(outside);
    }
    let units = java::units(text);
    let to = to.map_or(Ok(units.len()), usize::try_from).map_err(|_| outside())?;
    units.get(from..to).map(|part| Val::string(java::text_of(part))).ok_or_else(outside)
}

fn of_list<'a>(list: &Val<'a>, name: &str, args: &[Val<'a>]) -> Answer<'a> {
    match (name, args) {
        ("size", []) => int(list.length().unwrap_or(0)),
        ("isEmpty", []) => boolean(list.length() == Some(0)),
        ("contains", [value]) => {
            let elements = list.elements().unwrap_or_default();
            boolean(elements.iter().any(|element| ops::java_equals(element, value)))
        }
        ("indexOf", [value]) => {
            let elements = list.elements().unwrap_or_default();
            let at = elements.iter().position(|element| ops::java_equals(element, value));
            Ok(Val::Int32(at.map_or(-1, |at| at as i32)))
        }
        ("get", [at]) => {
            let at = usize::try_from(index_of(at)?).ok();
            at.and_then(|at| list.element(at)).ok_or_else(|| failed("`get` beyond the end of the list"))
        }
        ("equals", [other]) => boolean(ops::java_equals(list, other)),
        ("toString", []) => Ok(Val::string(list.text())),
        _ => refused("List", name),
    }
}

fn of_span<'a>(span: &'a dyn SpanContext, name: &str, args: &[Val<'a>]) -> Answer<'a> {
    match (name, args) {
        ("get", [key]) => property::indexed(span, &Val::Span, key),
        ("containsKey", [Val::Str(key)]) => boolean(span.get(key).is_some()),
        ("containsKey", [_]) => boolean(false),
        ("size", []) => int(property::count(span)),
        ("isEmpty", []) => boolean(property::count(span) == 0),
        _ => refused("span", name),
    }
}

fn of_map<'a>(map: &Val<'a>, name: &str, args: &[Val<'a>]) -> Answer<'a> {
    let entries = map.entries().unwrap_or_default();
    match (name, args) {
        ("get", [key]) => Ok(property::find(&entries, key)),
        ("containsKey", [key]) => boolean(entries.iter().any(|(found, _)| ops::java_equals(found, key))),
        ("containsValue", [value]) => {
            boolean(entries.iter().any(|(_, found)| ops::java_equals(found, value)))
        }
        ("size", []) => int(entries.len()),
        ("isEmpty", []) => boolean(entries.is_empty()),
        _ => refused("Map", name),
    }
}

fn of_number<'a>(number: &Val<'a>, name: &str, args: &[Val<'a>]) -> Answer<'a> {
    match (name, args, number) {
        ("toString", [], _) => Ok(Val::string(number.text())),
        ("equals", [other], _) => boolean(ops::java_equals(number, other)),
        ("booleanValue", [], Val::Bool(value)) => boolean(*value),
        ("charValue", [], Val::Char(_)) => Ok(number.clone()),
        (_, _, Val::Bool(_) | Val::Char(_)) => refused(number.type_name(), name),
        // A cast from a real to an int stops at the ends, one from a long wraps.
        ("intValue", [], Val::Double(value)) => Ok(Val::Int32(*value as i32)),
        ("intValue", [], Val::Float(value)) => Ok(Val::Int32(*value as i32)),
        ("intValue", [], _) => Ok(Val::Int32(ops::long_of(number)? as i32)),
        ("longValue", [], _) => Ok(Val::Int(ops::long_of(number)?)),
        ("doubleValue", [], _) => Ok(Val::Double(ops::double_of(number)?)),
        _ => refused(number.type_name(), name),
    }
}
