//! How Go reads and prints numbers, where it differs from Rust.

/// `strconv.ParseInt(text, 0, 64)` for decimal digits: a leading zero means octal.
pub(crate) fn parse_int(text: &str) -> Option<i64> {
    match text.strip_prefix('0') {
        Some("") => Some(0),
        Some(octal) => i64::from_str_radix(octal, 8).ok(),
        None => text.parse().ok(),
    }
}

/// `strconv.ParseFloat(text, 64)`: nothing if it reports an error, which it also does out of range.
pub(crate) fn parse_float(text: &str) -> Option<f64> {
    let (sign, unsigned) = match text.as_bytes().first()? {
        b'-' => (-1.0, &text[1..]),
        b'+' => (1.0, &text[1..]),
        _ => (1.0, text),
    };
    if unsigned.eq_ignore_ascii_case("inf") || unsigned.eq_ignore_ascii_case("infinity") {
        return Some(sign * f64::INFINITY);
    }
    if text.eq_ignore_ascii_case("nan") {
        return Some(f64::NAN);
    }
    let hex =
        unsigned.len() > 2 && unsigned.as_bytes()[0] == b'0' && matches!(unsigned.as_bytes()[1], b'x' | b'X');
    let plain;
    let digits = if unsigned.contains('_') {
        if !underscores_separate(unsigned) {
            return None;
        }
        plain = unsigned.replace('_', "");
        plain.as_str()
    } else {
        unsigned
    };
    let value = if hex { parse_hex(&digits[2..])? } else { parse_decimal(digits)? };
    value.is_finite().then_some(sign * value)
}

fn parse_decimal(digits: &str) -> Option<f64> {
    // Rust would accept a second sign and words here.
    digits.starts_with(|c: char| c.is_ascii_digit() || c == '.').then(|| digits.parse().ok())?
}

fn parse_hex(text: &str) -> Option<f64> {
    let (mantissa, exponent) = text.split_once(['p', 'P'])?;
    let exponent: i32 = exponent.parse().ok()?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let mut value = 0.0;
    for c in whole.chars().chain(fraction.chars()) {
        value = value * 16.0 + f64::from(c.to_digit(16)?);
    }
    Some(value * 2f64.powi(exponent.saturating_sub(4 * i32::try_from(fraction.len()).ok()?)))
}

/// Go's rule: an underscore stands between two digits, or after the base prefix.
fn underscores_separate(text: &str) -> bool {
    let (mut previous, body) = match text.get(..2) {
        Some("0x" | "0X") => ('0', &text[2..]),
        _ => ('^', text),
    };
    let hex = previous == '0';
    for c in body.chars() {
        let digit = c.is_ascii_digit() || hex && c.is_ascii_hexdigit();
        if digit {
            previous = '0';
        } else if c == '_' {
            if previous != '0' {
                return false;
            }
            previous = '_';
        } else {
            if previous == '_' {
                return false;
            }
            previous = '!';
        }
    }
    previous != '_'
}

/// `strconv.FormatFloat(value, 'f', -1, 64)`: the shortest digits, never an exponent.
pub(crate) fn format_float(value: f64) -> String {
    if value.is_nan() {
        "NaN".to_owned()
    } else if value.is_infinite() {
        if value > 0.0 { "+Inf".to_owned() } else { "-Inf".to_owned() }
    } else {
        format!("{value}")
    }
}
