//! How Java reads and prints numbers and counts text, where it differs from Rust.

/// Java's `trim`: everything up to a space, at both ends.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(|c| c <= ' ')
}

/// `Long.parseLong`: a sign and decimal digits, nothing else.
pub(crate) fn parse_long(text: &str) -> Option<i64> {
    text.parse().ok()
}

/// `Double.parseDouble` after `trim`: decimal and hexadecimal forms, a type suffix, `NaN` and `Infinity` in exactly
/// this spelling.
pub(crate) fn parse_double(text: &str) -> Option<f64> {
    let text = trim(text);
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
    match unsigned {
        "NaN" => return Some(f64::NAN),
        "Infinity" => return Some(sign * f64::INFINITY),
        _ => {}
    }
    if unsigned.starts_with("0x") || unsigned.starts_with("0X") {
        return parse_hex(&unsigned[2..]).map(|value| sign * value);
    }
    let digits = unsigned.strip_suffix(['d', 'D', 'f', 'F']).unwrap_or(unsigned);
    // Rust accepts words and signs here that Java does not.
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    digits.parse::<f64>().ok().map(|value| sign * value)
}

/// `HHH.HHHp±D` after the `0x`; the exponent is required.
fn parse_hex(text: &str) -> Option<f64> {
    let text =
        text.strip_suffix(['d', 'D', 'f', 'F']).filter(|rest| rest.contains(['p', 'P'])).unwrap_or(text);
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
    let scale = exponent.saturating_sub(4 * i32::try_from(fraction.len()).ok()?);
    Some(value * 2f64.powi(scale))
}

/// `Double.toString`: plain between 10^-3 and 10^7, else one digit, a fraction and an exponent.
pub(crate) fn print_double(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "Infinity".to_owned() } else { "-Infinity".to_owned() };
    }
    print_shortest(&format!("{value}"))
}

/// `Float.toString`.
pub(crate) fn print_float(value: f32) -> String {
    if value.is_nan() || value.is_infinite() {
        return print_double(f64::from(value));
    }
    print_shortest(&format!("{value}"))
}

/// From Rust's shortest digits, written without an exponent, to Java's form.
fn print_shortest(plain: &str) -> String {
    let (sign, plain) = plain.strip_prefix('-').map_or(("", plain), |rest| ("-", rest));
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    let all = format!("{whole}{fraction}");
    let leading = all.len() - all.trim_start_matches('0').len();
    let digits = all[leading..].trim_end_matches('0');
    if digits.is_empty() {
        return format!("{sign}0.0");
    }
    let exponent = whole.len() as i32 - 1 - leading as i32;
    if !(-3..7).contains(&exponent) {
        let fraction = if digits.len() > 1 { &digits[1..] } else { "0" };
        return format!("{sign}{}.{fraction}E{exponent}", &digits[..1]);
    }
    if exponent < 0 {
        let zeros = "0".repeat((-exponent - 1) as usize);
        return format!("{sign}0.{zeros}{digits}");
    }
    let whole = exponent as usize + 1;
    if digits.len() <= whole {
        return format!("{sign}{digits}{}.0", "0".repeat(whole - digits.len()));
    }
    format!("{sign}{}.{}", &digits[..whole], &digits[whole..])
}

/// UTF-16 units, in which Java counts.
pub(crate) fn units(text: &str) -> Vec<u16> {
    text.encode_utf16().collect()
}

/// Units to text; half a pair, which Rust's text cannot hold, becomes the replacement character.
pub(crate) fn text_of(units: &[u16]) -> String {
    String::from_utf16_lossy(units)
}

/// `String.length()`.
pub(crate) fn length(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.encode_utf16().count() }
}

/// `String.compareTo`: the difference of the first units that differ, else of the lengths.
pub(crate) fn compare(left: &str, right: &str) -> i32 {
    let mut lefts = left.encode_utf16();
    let mut rights = right.encode_utf16();
    loop {
        match (lefts.next(), rights.next()) {
            (Some(l), Some(r)) if l == r => {}
            (Some(l), Some(r)) => return i32::from(l) - i32::from(r),
            (None, None) => return 0,
            (Some(_), None) => return (lefts.count() + 1) as i32,
            (None, Some(_)) => return -((rights.count() + 1) as i32),
        }
    }
}
