//! The leaves of OTLP JSON: ids, times, enums, values of attributes.

use serde_json::{Map, Number, Value};

use crate::intern::Values;
use crate::json::{Read, Reader};

/// 32 hex digits, or 16 bytes in base64; nothing for none.
pub(super) fn trace_id(reader: &mut Reader) -> Read<Option<[u8; 16]>> {
    let place = reader.place();
    let text = reader.text()?;
    if text.is_empty() {
        return Ok(None);
    }
    match bytes(&text) {
        Some(id) if id != [0; 16] => Ok(Some(id)),
        _ => Reader::wrong_at(place, "expected a trace id: 32 hex digits, not all zero"),
    }
}

/// 16 hex digits, or 8 bytes in base64; 0 for none.
pub(super) fn span_id(reader: &mut Reader) -> Read<u64> {
    let place = reader.place();
    let text = reader.text()?;
    if text.is_empty() {
        return Ok(0);
    }
    match bytes(&text) {
        Some(id) => Ok(u64::from_be_bytes(id)),
        None => Reader::wrong_at(place, "expected a span id: 16 hex digits"),
    }
}

/// Ids are hex in OTLP's JSON, and base64 in protobuf's own, which Tempo answers with.
fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut out = [0; N];
    if text.len() == N * 2 {
        for (byte, pair) in out.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            *byte = hex_digit(pair[0])? << 4 | hex_digit(pair[1])?;
        }
        return Some(out);
    }
    let digits = text.trim_end_matches('=');
    if digits.len() != (N * 8).div_ceil(6) {
        return None;
    }
    let (mut held, mut bits, mut at) = (0_u32, 0, 0);
    for digit in digits.bytes() {
        held = held << 6 | u32::from(base64_digit(digit)?);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            *out.get_mut(at)? = u8::try_from(held >> bits & 0xff).ok()?;
            at += 1;
        }
    }
    (at == N).then_some(out)
}

fn hex_digit(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

fn base64_digit(digit: u8) -> Option<u8> {
    Some(match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}

/// Nanoseconds since 1970.
pub(super) fn nanos(reader: &mut Reader) -> Read<i64> {
    let place = reader.place();
    let text = reader.number()?;
    match text.parse::<i64>() {
        Ok(nanos) if nanos >= 0 => Ok(nanos),
        _ => Reader::wrong_at(place, "expected nanoseconds since 1970, a whole number"),
    }
}

/// An enum by name or number; one that is not known is taken as unspecified.
fn choice(reader: &mut Reader, names: &[&str]) -> Read<u8> {
    let text = reader.number()?;
    let known = names.iter().position(|name| *name == text).and_then(|at| u8::try_from(at).ok());
    let number = text.parse::<u8>().ok().filter(|number| usize::from(*number) < names.len());
    Ok(known.or(number).unwrap_or(0))
}

pub(super) fn kind(reader: &mut Reader) -> Read<u8> {
    let names = [
        "SPAN_KIND_UNSPECIFIED",
        "SPAN_KIND_INTERNAL",
        "SPAN_KIND_SERVER",
        "SPAN_KIND_CLIENT",
        "SPAN_KIND_PRODUCER",
        "SPAN_KIND_CONSUMER",
    ];
    choice(reader, &names)
}

pub(super) fn status(reader: &mut Reader) -> Read<u8> {
    choice(reader, &["STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR"])
}

/// The value of an attribute, kept once.
pub(super) fn place(reader: &mut Reader, values: &mut Values) -> Read<u32> {
    let mut found = None;
    reader.object(|name, reader| {
        found = Some(match name {
            "stringValue" | "string_value" => {
                let text = reader.text()?;
                values.place('s', &text, || Value::String(text.to_string()))
            }
            "intValue" | "int_value" => {
                let text = reader.number()?;
                values.place('i', &text, || whole(&text))
            }
            _ => {
                let place = reader.place();
                let value = member(name, reader)?;
                values.place('o', reader.since(place), || value)
            }
        });
        Ok(())
    })?;
    Ok(found.unwrap_or_else(|| values.place('n', "", || Value::Null)))
}

/// The value of an attribute.
pub(super) fn value(reader: &mut Reader) -> Read<Value> {
    let mut value = Value::Null;
    reader.object(|name, reader| {
        value = member(name, reader)?;
        Ok(())
    })?;
    Ok(value)
}

fn member(kind: &str, reader: &mut Reader) -> Read<Value> {
    Ok(match kind {
        "stringValue" | "string_value" | "bytesValue" | "bytes_value" => {
            Value::String(reader.text()?.into_owned())
        }
        "intValue" | "int_value" => whole(&reader.number()?),
        "boolValue" | "bool_value" => Value::Bool(reader.truth()?),
        "doubleValue" | "double_value" => {
            let text = reader.number()?;
            let number = text.parse().ok().and_then(Number::from_f64);
            // Infinity and NaN are texts in JSON.
            number.map_or_else(|| Value::String(text.to_string()), Value::Number)
        }
        "arrayValue" | "array_value" => {
            let mut items = Vec::new();
            reader.object(|name, reader| match name {
                "values" => reader.list(|reader| {
                    items.push(value(reader)?);
                    Ok(())
                }),
                _ => reader.skip(),
            })?;
            Value::Array(items)
        }
        "kvlistValue" | "kvlist_value" => {
            let mut fields = Map::new();
            reader.object(|name, reader| match name {
                "values" => reader.list(|reader| {
                    let (mut key, mut held) = (String::new(), Value::Null);
                    reader.object(|name, reader| {
                        match name {
                            "key" => key = reader.text()?.into_owned(),
                            "value" => held = value(reader)?,
                            _ => reader.skip()?,
                        }
                        Ok(())
                    })?;
                    fields.insert(key, held);
                    Ok(())
                }),
                _ => reader.skip(),
            })?;
            Value::Object(fields)
        }
        _ => {
            reader.skip()?;
            Value::Null
        }
    })
}

fn whole(text: &str) -> Value {
    text.parse::<i64>().map_or_else(|_| Value::String(text.to_owned()), Value::from)
}
