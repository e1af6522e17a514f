//! Numbers that are not whole, by the browser.

pub(super) fn read(text: &str) -> f64 {
    js_sys::parse_float(text)
}

pub(super) fn write(number: f64) -> String {
    js_sys::Number::from(number).to_string_with_radix(10).map(String::from).unwrap_or_default()
}
