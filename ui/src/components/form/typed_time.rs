//! What people type or paste as a time: besides moments, a wall clock, a day, "yesterday", and seconds or milliseconds
//! since 1970. Becomes a moment that means the same to whoever opens the address.

use console_api::Timestamp;

use super::date::Date;
use crate::clock::Clock;
use crate::moment::Moment;
use crate::time_range::iso;

/// Which end of a span is typed: a day alone is its beginning there, its end here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    From,
    To,
}

pub(super) fn typed(text: &str, side: Side, clock: Clock) -> Option<Moment> {
    let text = text.trim();
    let word = match (text.to_lowercase().as_str(), side) {
        ("today", Side::From) | ("yesterday", Side::To) => Some("now/d"),
        ("today", Side::To) => Some("now"),
        ("yesterday", Side::From) => Some("now-1d/d"),
        _ => None,
    };
    if let Some(moment) = Moment::parse(word.unwrap_or(text)) {
        return Some(moment);
    }
    let at = since_1970(text).or_else(|| day(text, side, clock)).or_else(|| wall_clock(text, clock))?;
    Moment::parse(&iso(at))
}

/// How a moment is shown for editing: on the wall clock of the zone, to the minute where that is exact.
pub(super) fn shown(moment: &Moment, clock: Clock) -> String {
    if moment.is_relative() {
        return moment.text().to_owned();
    }
    let at = moment.resolve(clock);
    let local = Timestamp(at.micros() + clock.zone.offset_minutes(at) * 60_000_000).to_string();
    let text = local.replace('T', " ");
    let text = text.trim_end_matches('Z').trim_end_matches('0').trim_end_matches('.');
    let minutes = &local[..16].replace('T', " ");
    if local.ends_with(":00.000000Z") {
        minutes.clone()
    } else {
        // Trimming may have taken zeros of the seconds too.
        format!("{text:0<19}")
    }
}

/// Digits alone: the count of them says the unit.
fn since_1970(text: &str) -> Option<Timestamp> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let count: i64 = text.parse().ok()?;
    match text.len() {
        9..=10 => Some(Timestamp(count * 1_000_000)),
        12..=13 => Some(Timestamp::from_millis(count)),
        16 => Some(Timestamp(count)),
        19 => Some(Timestamp(count / 1_000)),
        _ => None,
    }
}

fn day(text: &str, side: Side, clock: Clock) -> Option<Timestamp> {
    let date = Date::parse(text)?;
    Some(match side {
        Side::From => date.begins(clock.zone),
        Side::To => date.plus_days(1).begins(clock.zone),
    })
}

/// `14:00`, `14:00:30`, `2026-11-20 14:00`, in the clock's zone; today where no day is given.
fn wall_clock(text: &str, clock: Clock) -> Option<Timestamp> {
    let (date, time) = match text.split_once([' ', 'T']) {
        Some((date, time)) => (Date::parse(date)?.to_string(), time.trim()),
        None => (Date::of(clock.now, clock.zone).to_string(), text),
    };
    let time = match time.len() {
        4 => format!("0{time}:00"),
        5 => format!("{time}:00"),
        _ => time.to_owned(),
    };
    let local = Timestamp::parse(&[&date, "T", &time, "Z"].concat())?;
    let offset = |at| clock.zone.offset_minutes(at) * 60_000_000;
    let guess = Timestamp(local.micros() - offset(local));
    Some(Timestamp(local.micros() - offset(guess)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Zone;

    fn clock() -> Clock {
        Clock { now: Timestamp::parse("2026-11-20T12:34:56Z").unwrap(), zone: Zone::Utc }
    }

    fn text(typed_text: &str, side: Side) -> Option<String> {
        typed(typed_text, side, clock()).map(|moment| moment.text().to_owned())
    }

    #[test]
    fn what_people_type_becomes_one_spelling() {
        for (typed, expected) in [
            ("5m", "now-5m"),
            (" now-3h ", "now-3h"),
            ("now-1d/d", "now-1d/d"),
            ("today", "now/d"),
            ("Yesterday", "now-1d/d"),
            ("2026-11-20T14:00:00+01:00", "2026-11-20T14:00:00+01:00"),
            ("2026-11-20 14:00", "2026-11-20T14:00:00Z"),
            ("2026-11-20T14:00:05", "2026-11-20T14:00:05Z"),
            ("9:05", "2026-11-20T09:05:00Z"),
            ("23:59:59", "2026-11-20T23:59:59Z"),
            ("2026-11-19", "2026-11-19T00:00:00Z"),
            ("1795179296", "2026-11-20T12:54:56Z"),
            ("1795179296123", "2026-11-20T12:54:56.123000Z"),
            ("1795179296123456", "2026-11-20T12:54:56.123456Z"),
            ("1795179296123456789", "2026-11-20T12:54:56.123456Z"),
        ] {
            assert_eq!(text(typed, Side::From).as_deref(), Some(expected), "{typed}");
        }
        for nonsense in
            ["", "soon", "25:00", "12", "2026-02-30", "2026-11-20 14", "12345678901", "noon today", "ä:00"]
        {
            assert_eq!(text(nonsense, Side::From), None, "{nonsense}");
        }
    }

    #[test]
    fn a_day_ends_where_the_next_begins() {
        assert_eq!(text("2026-11-19", Side::To).as_deref(), Some("2026-11-20T00:00:00Z"));
        assert_eq!(text("yesterday", Side::To).as_deref(), Some("now/d"));
        assert_eq!(text("today", Side::To).as_deref(), Some("now"));
    }

    #[test]
    fn what_is_shown_reads_back() {
        for (moment, words) in [
            ("now-3h", "now-3h"),
            ("2026-11-20T14:00:00Z", "2026-11-20 14:00"),
            ("2026-11-20T14:00:30Z", "2026-11-20 14:00:30"),
            ("2026-11-20T14:10:10.250000Z", "2026-11-20 14:10:10.25"),
        ] {
            let moment = Moment::parse(moment).unwrap();
            let shown = shown(&moment, clock());
            assert_eq!(shown, words);
            assert_eq!(typed(&shown, Side::From, clock()).unwrap().resolve(clock()), moment.resolve(clock()));
        }
    }
}
