//! Value to text, without spaces.

use serde_json::Value;

use super::fraction;

pub(crate) fn write(value: &Value) -> String {
    let mut out = String::new();
    push(&mut out, value);
    out
}

fn push(out: &mut String, value: &Value) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(whole), ..) => out.push_str(&whole.to_string()),
            (None, Some(whole), _) => out.push_str(&whole.to_string()),
            (None, None, fraction) => out.push_str(&fraction::write(fraction.unwrap_or_default())),
        },
        Value::String(text) => push_text(out, text),
        Value::Array(values) => {
            let mut separator = '[';
            for value in values {
                out.push(std::mem::replace(&mut separator, ','));
                push(out, value);
            }
            out.push_str(if values.is_empty() { "[]" } else { "]" });
        }
        Value::Object(fields) => {
            let mut separator = '{';
            for (name, value) in fields {
                out.push(std::mem::replace(&mut separator, ','));
                push_text(out, name);
                out.push(':');
                push(out, value);
            }
            out.push_str(if fields.is_empty() { "{}" } else { "}" });
        }
    }
}

fn push_text(out: &mut String, text: &str) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\u{0}'..='\u{1f}' => {
                let code = character as usize;
                out.push_str("\\u00");
                out.push(char::from(HEX[code >> 4]));
                out.push(char::from(HEX[code & 15]));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}
