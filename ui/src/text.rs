//! Times, spans of time and numbers as words.

use console_api::Timestamp;

use crate::clock::Clock;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// `now`, `12 s ago`, `5 min ago`, `3 h ago`, `4 d ago`; a moment ahead of a clock that is slow is `now` too.
pub(crate) fn relative(at: Timestamp, now: Timestamp) -> String {
    let seconds = now.since(at).div_euclid(1_000_000);
    if seconds < 5 { "now".to_owned() } else { format!("{} ago", span_of(seconds)) }
}

/// `12 s`, `5 min`, `3 h`, `4 d`: one unit, rounded down.
pub(crate) fn span_of(seconds: i64) -> String {
    match seconds {
        ..MINUTE => format!("{seconds} s"),
        MINUTE..HOUR => format!("{} min", seconds / MINUTE),
        HOUR..DAY => format!("{} h", seconds / HOUR),
        DAY.. => format!("{} d", seconds / DAY),
    }
}

/// `14:02:31` on the wall clock; with the date when it is another day than today.
pub(crate) fn wall_clock(at: Timestamp, clock: Clock) -> String {
    let (day, time) = local(at, clock);
    let (today, _) = local(clock.now, clock);
    if day == today { time } else { format!("{day} {time}") }
}

/// `14:02`.
pub(crate) fn wall_minutes(at: Timestamp, clock: Clock) -> String {
    let text = wall_clock(at, clock);
    text[..text.len() - 3].to_owned()
}

/// `2026-11-20 14:02:31.157 UTC+01:00`: nothing left to guess.
pub(crate) fn absolute(at: Timestamp, clock: Clock) -> String {
    let minutes = clock.zone.offset_minutes(at);
    let (day, time) = local(at, clock);
    let millis = at.millis().rem_euclid(1_000);
    let sign = if minutes < 0 { '-' } else { '+' };
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    if minutes == 0 {
        format!("{day} {time}.{millis:03} UTC")
    } else {
        format!("{day} {time}.{millis:03} UTC{sign}{hours:02}:{rest:02}")
    }
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
        ..1_000 => format!("{micros} µs"),
        1_000..100_000 => format!("{}.{} ms", micros / 1_000, micros % 1_000 / 100),
        100_000..1_000_000 => format!("{} ms", micros / 1_000),
        1_000_000..60_000_000 => format!("{}.{:02} s", micros / 1_000_000, micros % 1_000_000 / 10_000),
        60_000_000.. => format!("{} min {} s", micros / 60_000_000, micros / 1_000_000 % 60),
    }
}

/// `1,284`.
pub(crate) fn number(value: i64) -> String {
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

/// `1 signal`, `1,284 signals`.
pub(crate) fn counted(count: i64, noun: &str) -> String {
    format!("{} {noun}{}", number(count), if count == 1 { "" } else { "s" })
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
        assert_eq!(wall_clock(at("2026-11-20T11:59:48.5Z"), clock), "11:59:48");
        assert_eq!(wall_clock(at("2026-11-19T23:59:48.5Z"), clock), "2026-11-19 23:59:48");
        assert_eq!(wall_minutes(at("2026-11-20T11:59:48.5Z"), clock), "11:59");
        assert_eq!(absolute(at("2026-11-20T11:59:48.5Z"), clock), "2026-11-20 11:59:48.500 UTC");
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
