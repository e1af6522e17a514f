//! Numbers that are not whole, natively: in tests.

pub(super) fn read(text: &str) -> f64 {
    text.parse().unwrap_or(f64::NAN)
}

pub(super) fn write(number: f64) -> String {
    number.to_string()
}
