//! Axes: where ticks stand and what they say. Pure; the zone comes in as an offset.

use console_api::Timestamp;

use super::units::Unit;
use crate::clock::Zone;
use crate::words as w;

/// Where a tick stands and what it says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tick {
    pub(crate) at: f64,
    pub(crate) label: String,
}

const SECOND: f64 = 1_000.0;
const MINUTE: f64 = 60.0 * SECOND;
const HOUR: f64 = 60.0 * MINUTE;
const DAY: f64 = 24.0 * HOUR;

/// Distances between ticks of time, each a divisor of the next larger unit.
const TIME_STEPS: [f64; 25] = [
    1.0,
    5.0,
    10.0,
    50.0,
    100.0,
    500.0,
    SECOND,
    5.0 * SECOND,
    10.0 * SECOND,
    15.0 * SECOND,
    30.0 * SECOND,
    MINUTE,
    5.0 * MINUTE,
    10.0 * MINUTE,
    15.0 * MINUTE,
    30.0 * MINUTE,
    HOUR,
    3.0 * HOUR,
    6.0 * HOUR,
    12.0 * HOUR,
    DAY,
    2.0 * DAY,
    7.0 * DAY,
    30.0 * DAY,
    90.0 * DAY,
];

/// The highest number of ticks, whatever is asked for.
const MOST: usize = 64;

/// The range of the axis around values from `min` to `max`, widened to whole steps; from zero where `zero` says so.
pub(crate) fn value_range(min: f64, max: f64, zero: bool, unit: Unit, count: usize) -> (f64, f64) {
    if !(min.is_finite() && max.is_finite() && min <= max) {
        return (0.0, 1.0);
    }
    let (min, max) = if zero { (min.min(0.0), max.max(0.0)) } else { (min, max) };
    let (min, max) = match (min == max, max == 0.0) {
        (true, true) => (0.0, 1.0),
        (true, false) => (min - max.abs() * 0.1, max + max.abs() * 0.1),
        (false, _) => (min, max),
    };
    let step = value_step(max - min, unit, count);
    ((min / step).floor() * step, (max / step).ceil() * step)
}

/// Ticks at round values, at most about `count`.
pub(crate) fn value_ticks((min, max): (f64, f64), unit: Unit, count: usize) -> Vec<Tick> {
    let step = value_step(max - min, unit, count);
    ticks(min, max, step, 0.0).into_iter().map(|at| Tick { at, label: unit.short(at) }).collect()
}

/// Ticks at the powers of ten within a range above zero, and its first and last.
pub(crate) fn log_ticks((min, max): (f64, f64), unit: Unit, count: usize) -> Vec<Tick> {
    #[expect(clippy::cast_possible_truncation, reason = "an exponent of ten is below 400")]
    let exponent = |value: f64| value.log10().round() as i32;
    let (first, last) = (exponent(min), exponent(max));
    let powers = usize::try_from(last - first).unwrap_or(0) + 1;
    let stride = powers.div_ceil(count.max(2));
    let at = (first..=last).step_by(stride.max(1)).map(|power| 10_f64.powi(power));
    at.map(|at| Tick { at, label: unit.short(at) }).collect()
}

/// Whole powers of ten around what is above zero.
pub(crate) fn log_range(min: f64, max: f64) -> (f64, f64) {
    if !(min > 0.0 && max >= min && max.is_finite()) {
        return (1.0, 10.0);
    }
    let low = 10_f64.powf(min.log10().floor());
    let high = 10_f64.powf(max.log10().ceil());
    (low, if high > low { high } else { low * 10.0 })
}

/// The smallest round distance that needs at most `count` steps.
fn value_step(span: f64, unit: Unit, count: usize) -> f64 {
    let least = span / count.max(1) as f64;
    match unit {
        Unit::Bytes if least > 1.0 => binary_step(least),
        Unit::Millis if least > 30_000.0 => {
            TIME_STEPS.into_iter().find(|step| *step >= least).unwrap_or_else(|| decimal_step(least))
        }
        _ => decimal_step(least),
    }
}

/// 1, 2 or 5 times a power of ten.
fn decimal_step(least: f64) -> f64 {
    let power = 10_f64.powf(least.max(f64::MIN_POSITIVE).log10().floor());
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= least * 0.999_999)
        .unwrap_or(1.0)
}

/// A power of two.
fn binary_step(least: f64) -> f64 {
    2_f64.powf(least.log2().ceil())
}

/// Multiples of `step`, moved by `shift`, within a range.
fn ticks(min: f64, max: f64, step: f64, shift: f64) -> Vec<f64> {
    if !(step > 0.0 && step.is_finite() && max >= min) {
        return Vec::new();
    }
    let first = ((min + shift) / step - 1e-9).ceil();
    let mut out = Vec::new();
    loop {
        let at = (first + out.len() as f64) * step - shift;
        if at > max + step * 1e-9 || out.len() >= MOST {
            return out;
        }
        // Multiples of a tenth are not exact; what is meant to be zero is.
        out.push(if at.abs() < step * 1e-9 { 0.0 } else { at });
    }
}

/// Ticks at round moments of the wall clock. The first one of a day says the day.
pub(crate) fn time_ticks((from, to): (f64, f64), zone: Zone, count: usize) -> Vec<Tick> {
    let least = (to - from) / count.max(1) as f64;
    let step = TIME_STEPS.into_iter().find(|step| *step >= least).unwrap_or(365.0 * DAY);
    let offset = offset(from, zone);
    let mut day_before = String::new();
    let mut out = Vec::new();
    for at in ticks(from, to, step, offset) {
        let (day, time) = wall(at, zone);
        let new_day = day != day_before;
        let label = match () {
            () if step >= DAY || (new_day && time.starts_with("00:00:00")) => short_day(&day),
            () if step >= MINUTE => time[..5].to_owned(),
            () if step >= SECOND => time[..8].to_owned(),
            () => time[3..].to_owned(),
        };
        day_before = day;
        out.push(Tick { at, label });
    }
    out
}

/// Milliseconds to add to a moment to read the wall clock off it.
fn offset(at: f64, zone: Zone) -> f64 {
    zone.offset_minutes(stamp(at)) as f64 * MINUTE
}

/// A moment of an axis.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970")]
pub(crate) fn stamp(at: f64) -> Timestamp {
    Timestamp::from_millis(at as i64)
}

/// `2026-11-20` and `14:02:31.157`.
fn wall(at: f64, zone: Zone) -> (String, String) {
    let shown = stamp(at + offset(at, zone)).to_string();
    let time = shown[11..].trim_end_matches('Z');
    let millis = stamp(at).millis().rem_euclid(1_000);
    (shown[..10].to_owned(), format!("{}.{millis:03}", &time[..8]))
}

/// `20 Nov`.
fn short_day(day: &str) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    if w::is_foreign() {
        let midnight = Timestamp::parse(&[day, "T00:00:00Z"].concat()).unwrap_or_default();
        return w::foreign_date(midnight.millis() as f64, "day-short");
    }
    let month = day[5..7].parse::<usize>().ok().and_then(|month| MONTHS.get(month.checked_sub(1)?));
    [day[8..10].trim_start_matches('0'), " ", month.copied().unwrap_or_default()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> f64 {
        Timestamp::parse(text).unwrap().millis() as f64
    }

    fn labels(ticks: &[Tick]) -> Vec<&str> {
        ticks.iter().map(|tick| tick.label.as_str()).collect()
    }

    #[test]
    fn value_ticks_are_round_in_their_unit() {
        let shown = |max: f64, unit: Unit| {
            let range = value_range(0.0, max, true, unit, 5);
            labels(&value_ticks(range, unit, 5)).join(" ")
        };
        assert_eq!(shown(97.0, Unit::Percent), "0 20 % 40 % 60 % 80 % 100 %");
        assert_eq!(shown(1_240.0, Unit::Millis), "0 500 ms 1 s 1.5 s");
        assert_eq!(shown(280_000.0, Unit::Millis), "0 60 s 2 min 3 min 4 min 5 min");
        assert_eq!(shown(3_000.0, Unit::Bytes), "0 1 KiB 2 KiB 3 KiB");
        assert_eq!(shown(0.9, Unit::Count), "0 0.2 0.4 0.6 0.8 1");
        assert_eq!(shown(0.0, Unit::Count), "0 0.2 0.4 0.6 0.8 1");
    }

    #[test]
    fn every_range_has_few_ticks_that_cover_it() {
        let values: [f64; 10] = [1e-9, 0.003, 0.7, 1.0, 3.0, 99.0, 1_023.0, 65_000.0, 1e7, 3e12];
        for unit in [Unit::Count, Unit::Percent, Unit::Millis, Unit::Bytes, Unit::PerSecond] {
            for low in values {
                for high in values {
                    for (min, max) in [(low.min(high), high.max(low)), (-low, high)] {
                        let range = value_range(min, max, false, unit, 5);
                        let ticks = value_ticks(range, unit, 5);
                        assert!((2..=12).contains(&ticks.len()), "{min} {max} {unit:?}: {ticks:?}");
                        assert!(range.0 <= min && range.1 >= max, "{min} {max} {unit:?}: {range:?}");
                        assert!(ticks.windows(2).all(|pair| pair[0].at < pair[1].at));
                    }
                }
            }
        }
    }

    #[test]
    fn nonsense_is_an_empty_axis() {
        assert_eq!(value_range(f64::INFINITY, f64::NEG_INFINITY, true, Unit::Count, 5), (0.0, 1.0));
        assert_eq!(value_range(5.0, 5.0, false, Unit::Count, 5), (4.4, 5.6000000000000005));
        assert_eq!(log_range(0.0, f64::NEG_INFINITY), (1.0, 10.0));
        assert_eq!(ticks(0.0, 1.0, 0.0, 0.0), Vec::<f64>::new());
    }

    #[test]
    fn log_ticks_are_powers_of_ten() {
        assert_eq!(log_range(3.0, 4_200.0), (1.0, 10_000.0));
        assert_eq!(
            labels(&log_ticks((1.0, 10_000.0), Unit::Millis, 5)),
            ["1 ms", "10 ms", "100 ms", "1 s", "10 s"]
        );
        assert_eq!(log_ticks((1e-3, 1e9), Unit::Count, 5).len(), 5);
    }

    #[test]
    fn time_ticks_stand_on_the_wall_clock() {
        let range = (at("2026-11-20T22:10:00Z"), at("2026-11-21T02:05:00Z"));
        let shown = time_ticks(range, Zone::Utc, 5);
        assert_eq!(labels(&shown), ["23:00", "21 Nov", "01:00", "02:00"]);
        let range = (at("2026-11-20T12:00:00Z"), at("2026-11-20T12:00:40Z"));
        assert_eq!(
            labels(&time_ticks(range, Zone::Utc, 4)),
            ["12:00:00", "12:00:10", "12:00:20", "12:00:30", "12:00:40"]
        );
        let range = (at("2026-11-20T12:00:00Z"), at("2026-11-20T12:00:00.300Z"));
        assert_eq!(
            labels(&time_ticks(range, Zone::Utc, 3)),
            ["00:00.000", "00:00.100", "00:00.200", "00:00.300"]
        );
        let range = (at("2026-11-01T00:00:00Z"), at("2026-11-30T00:00:00Z"));
        assert_eq!(labels(&time_ticks(range, Zone::Utc, 5))[0], "5 Nov");
    }
}
