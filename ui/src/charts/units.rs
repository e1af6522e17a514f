//! Values with their unit: exact for a reader, short for an axis.

use crate::text;
use crate::words as w;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Count,
    /// 0 to 100.
    Percent,
    Millis,
    Bytes,
    PerSecond,
}

const KIBI: f64 = 1_024.0;

impl Unit {
    /// `1,284`, `12.3 %`, `412 ms`, `1.24 s`, `1.5 KiB`, `38.2/s`: for a reader of one value.
    pub(crate) fn exact(self, value: f64) -> String {
        match self {
            _ if !value.is_finite() => w::no_data().to_owned(),
            Self::Count => grouped(value, 2),
            Self::Percent => [grouped(value, 2), " %".to_owned()].concat(),
            Self::Millis => span(value),
            Self::Bytes => bytes(value),
            Self::PerSecond => [grouped(value, 2), "/s".to_owned()].concat(),
        }
    }

    /// For an axis: no more letters than it takes to tell the ticks apart.
    pub(crate) fn short(self, value: f64) -> String {
        match self {
            _ if value == 0.0 => "0".to_owned(),
            Self::Count => thousands(value),
            Self::PerSecond => [thousands(value), "/s".to_owned()].concat(),
            _ => self.exact(value),
        }
    }
}

/// At most so many decimals, none that say nothing, thousands set apart.
#[expect(clippy::cast_possible_truncation, reason = "the whole part is checked to fit")]
pub(super) fn grouped(value: f64, decimals: usize) -> String {
    if value.abs() >= 1e15 {
        return format!("{value:.3e}");
    }
    let small = value != 0.0 && value.abs() < 0.01;
    let written = format!("{:.*}", if small { decimals.max(4) } else { decimals }, value.abs());
    let (whole, fraction) = written.split_once('.').unwrap_or((&written, ""));
    let fraction = fraction.trim_end_matches('0');
    let whole = text::number(whole.parse::<f64>().unwrap_or(0.0) as i64);
    if w::is_foreign() {
        return w::foreign_number(value, u32::try_from(fraction.len()).unwrap_or_default(), "");
    }
    let sign = if value < 0.0 && (whole != "0" || !fraction.is_empty()) { "-" } else { "" };
    if fraction.is_empty() { [sign, &whole].concat() } else { [sign, &whole, ".", fraction].concat() }
}

/// `1.2 k`, `3 M`, `4.5 G`.
fn thousands(value: f64) -> String {
    let (scale, letter) = match value.abs() {
        size if size >= 1e9 => (1e9, " G"),
        size if size >= 1e6 => (1e6, " M"),
        size if size >= 1e4 => (1e3, " k"),
        _ => (1.0, ""),
    };
    [grouped(value / scale, 2), letter.to_owned()].concat()
}

/// `4 µs`, `412 ms`, `1.24 s`, `2 min`, `1.5 h`.
fn span(millis: f64) -> String {
    let (scale, unit) = match millis.abs() {
        0.0 => (1.0, "ms"),
        size if size < 1.0 => (0.001, "µs"),
        size if size < 1_000.0 => (1.0, "ms"),
        size if size < 120_000.0 => (1_000.0, "s"),
        size if size < 7_200_000.0 => (60_000.0, "min"),
        _ => (3_600_000.0, "h"),
    };
    with_unit(millis / scale, unit)
}

/// Units of the metric system and of computers are written alike everywhere.
fn with_unit(value: f64, unit: &str) -> String {
    [&grouped(value, 2), " ", unit].concat()
}

fn bytes(value: f64) -> String {
    let mut scaled = value;
    let mut unit = "";
    for next in ["KiB", "MiB", "GiB", "TiB"] {
        if scaled.abs() < KIBI {
            break;
        }
        scaled /= KIBI;
        unit = next;
    }
    match unit {
        "" if value.abs() == 1.0 => w::unit_byte(&grouped(scaled, 2)),
        "" => w::unit_bytes(&grouped(scaled, 2)),
        _ => with_unit(scaled, unit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_read_as_people_write_them() {
        for (unit, value, words) in [
            (Unit::Count, 0.0, "0"),
            (Unit::Count, 1_284.0, "1,284"),
            (Unit::Count, -1_284.5, "-1,284.5"),
            (Unit::Count, -0.001, "-0.001"),
            (Unit::Count, 1e18, "1.000e18"),
            (Unit::Percent, 12.345, "12.35 %"),
            (Unit::Millis, 0.004, "4 µs"),
            (Unit::Millis, 412.0, "412 ms"),
            (Unit::Millis, 1_240.0, "1.24 s"),
            (Unit::Millis, 90_000.0, "90 s"),
            (Unit::Millis, 150_000.0, "2.5 min"),
            (Unit::Millis, 7_200_000.0, "2 h"),
            (Unit::Bytes, 1.0, "1 byte"),
            (Unit::Bytes, 1_023.0, "1,023 bytes"),
            (Unit::Bytes, 1_536.0, "1.5 KiB"),
            (Unit::Bytes, 3.0 * KIBI * KIBI * KIBI, "3 GiB"),
            (Unit::Bytes, KIBI.powi(5), "1,024 TiB"),
            (Unit::PerSecond, 38.25, "38.25/s"),
            (Unit::Millis, f64::NAN, "no data"),
            (Unit::Count, f64::INFINITY, "no data"),
        ] {
            assert_eq!(unit.exact(value), words);
        }
    }

    #[test]
    fn an_axis_is_brief() {
        let short = |unit: Unit, value| unit.short(value);
        assert_eq!(short(Unit::Millis, 0.0), "0");
        assert_eq!(short(Unit::Count, 5_000.0), "5,000");
        assert_eq!(short(Unit::Count, 12_500.0), "12.5 k");
        assert_eq!(short(Unit::Count, 2e6), "2 M");
        assert_eq!(short(Unit::PerSecond, 3e9), "3 G/s");
        assert_eq!(short(Unit::Bytes, 2_048.0), "2 KiB");
    }
}
