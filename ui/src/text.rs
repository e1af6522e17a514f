//! Times, spans of time and numbers as words.

use console_api::Timestamp;

use crate::clock::Clock;
use crate::words as w;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A span of time in its largest whole unit, rounded down: how many, as `Intl` names it, as English writes it.
const fn coarse(seconds: i64) -> (i64, &'static str, &'static str) {
    match seconds {
        ..MINUTE => (seconds, "second", "s"),
        MINUTE..HOUR => (seconds / MINUTE, "minute", "min"),
        HOUR..DAY => (seconds / HOUR, "hour", "h"),
        DAY.. => (seconds / DAY, "day", "d"),
    }
}

/// `now`, `12 s ago`, `5 min ago`, `3 h ago`, `4 d ago`; a moment ahead of a clock that is slow is `now` too.
pub(crate) fn relative(at: Timestamp, now: Timestamp) -> String {
    let seconds = now.since(at).div_euclid(1_000_000);
    let seconds = if seconds < 5 { 0 } else { seconds };
    if w::is_foreign() {
        let (count, unit, _) = coarse(seconds);
        return w::foreign_age(float(count), unit);
    }
    if seconds == 0 { w::age_now().to_owned() } else { w::age_ago(&span_of(seconds)) }
}

/// `12 s`, `5 min`, `3 h`, `4 d`: one unit, rounded down.
pub(crate) fn span_of(seconds: i64) -> String {
    let (count, unit, short) = coarse(seconds);
    measure(count, 0, unit, short)
}

/// A whole number and its unit; `decimals` of its last digits stand behind the point.
fn measure(value: i64, decimals: u32, unit: &str, short: &str) -> String {
    let scale = 10_i64.pow(decimals);
    if w::is_foreign() {
        return w::foreign_number(float(value) / float(scale), decimals, unit);
    }
    match decimals {
        0 => format!("{value} {short}"),
        _ => format!("{}.{:0width$} {short}", value / scale, value % scale, width = decimals as usize),
    }
}

#[expect(clippy::cast_precision_loss, reason = "what is shown has fewer than 53 bits")]
const fn float(value: i64) -> f64 {
    value as f64
}

/// `14:02:31 UTC+01:00` on the wall clock; with the date when it is another day than today.
pub(crate) fn wall_clock(at: Timestamp, clock: Clock) -> String {
    let (day, time) = wall(at, clock);
    [&day, &time, " ", &zone_mark(at, clock)].concat()
}

/// `14:02 UTC+01:00`, with the date when it is another day than today.
pub(crate) fn wall_minutes(at: Timestamp, clock: Clock) -> String {
    let (day, time) = wall(at, clock);
    [&day, &time[..5], " ", &zone_mark(at, clock)].concat()
}

/// The day and a space, unless it is today; the time of day.
fn wall(at: Timestamp, clock: Clock) -> (String, String) {
    let (mut day, time) = local(at, clock);
    let (today, _) = local(clock.now, clock);
    if day == today {
        day.clear();
    } else {
        day.push(' ');
    }
    (day, time)
}

/// `2026-11-20 14:02:31.157 UTC+01:00`: nothing left to guess. The order of ISO 8601 in every language: it is what
/// stands in logs.
pub(crate) fn absolute(at: Timestamp, clock: Clock) -> String {
    let (day, time) = local(at, clock);
    let millis = at.millis().rem_euclid(1_000);
    format!("{day} {time}.{millis:03} {}", zone_mark(at, clock))
}

/// `2026-11-20T14:02:31.157+01:00`: ISO 8601, for the clipboard.
pub(crate) fn iso(at: Timestamp, clock: Clock) -> String {
    let (day, time) = local(at, clock);
    let millis = at.millis().rem_euclid(1_000);
    let offset = match clock.zone.offset_minutes(at) {
        0 => "Z".to_owned(),
        minutes => offset(minutes),
    };
    format!("{day}T{time}.{millis:03}{offset}")
}

/// `UTC`, `UTC+01:00`.
fn zone_mark(at: Timestamp, clock: Clock) -> String {
    match clock.zone.offset_minutes(at) {
        0 => "UTC".to_owned(),
        minutes => ["UTC", &offset(minutes)].concat(),
    }
}

/// `+01:00`.
fn offset(minutes: i64) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

/// Date and time of day in the clock's zone.
fn local(at: Timestamp, clock: Clock) -> (String, String) {
    let shifted = Timestamp(at.micros() + clock.zone.offset_minutes(at) * 60_000_000).to_string();
    (shifted[..10].to_owned(), shifted[11..19].to_owned())
}

/// `4 µs`, `12.5 ms`, `1.24 s`, `2 min 5 s`.
pub(crate) fn duration(nanos: i64) -> String {
    let micros = nanos / 1_000;
    match micros {
        ..1_000 => measure(micros, 0, "microsecond", "µs"),
        1_000..100_000 => measure(micros / 100, 1, "millisecond", "ms"),
        100_000..1_000_000 => measure(micros / 1_000, 0, "millisecond", "ms"),
        1_000_000..60_000_000 => measure(micros / 10_000, 2, "second", "s"),
        60_000_000.. => {
            let minutes = measure(micros / 60_000_000, 0, "minute", "min");
            [&minutes, " ", &measure(micros / 1_000_000 % 60, 0, "second", "s")].concat()
        }
    }
}

/// `1,284`.
pub(crate) fn number(value: i64) -> String {
    if w::is_foreign() {
        return w::foreign_number(float(value), 0, "");
    }
    let digits = value.unsigned_abs().to_string();
    let mut out = String::from(if value < 0 { "-" } else { "" });
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Zone;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    #[test]
    fn ages_use_one_unit() {
        let now = at("2026-11-20T12:00:00Z");
        for (then, words) in [
            ("2026-11-20T12:00:02Z", "now"),
            ("2026-11-20T11:59:58Z", "now"),
            ("2026-11-20T11:59:48Z", "12 s ago"),
            ("2026-11-20T11:01:00Z", "59 min ago"),
            ("2026-11-20T08:59:00Z", "3 h ago"),
            ("2026-11-16T11:59:00Z", "4 d ago"),
        ] {
            assert_eq!(relative(at(then), now), words);
        }
    }

    #[test]
    fn the_date_is_shown_only_when_it_is_another_day() {
        let clock = Clock { now: at("2026-11-20T12:00:00Z"), zone: Zone::Utc };
        assert_eq!(wall_clock(at("2026-11-20T11:59:48.5Z"), clock), "11:59:48 UTC");
        assert_eq!(wall_clock(at("2026-11-19T23:59:48.5Z"), clock), "2026-11-19 23:59:48 UTC");
        assert_eq!(wall_minutes(at("2026-11-20T11:59:48.5Z"), clock), "11:59 UTC");
        assert_eq!(absolute(at("2026-11-20T11:59:48.5Z"), clock), "2026-11-20 11:59:48.500 UTC");
        assert_eq!(iso(at("2026-11-20T11:59:48.5Z"), clock), "2026-11-20T11:59:48.500Z");
        assert_eq!([60, -210, 345].map(offset), ["+01:00", "-03:30", "+05:45"]);
    }

    #[test]
    fn numbers_and_durations_read_well() {
        assert_eq!([number(0), number(-1_000), number(1_234_567)], ["0", "-1,000", "1,234,567"]);
        assert_eq!(
            [4_200, 12_500_000, 480_000_000, 1_240_000_000, 125_000_000_000].map(duration),
            ["4 µs", "12.5 ms", "480 ms", "1.24 s", "2 min 5 s"]
        );
    }
}
