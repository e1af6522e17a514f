//! A point in time as it stands in an address: `now`, `now-3h`, `now-1d/d` (from the day's beginning), or RFC 3339.
//!
//! What people type beyond that is understood in `components/form/typed_time.rs`, and becomes one of these.

use console_api::Timestamp;

use crate::clock::{Clock, Zone};

const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400 * SECOND;

/// What was typed, with its meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    text: String,
    meaning: Meaning,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    /// That many microseconds before now, at the beginning of the unit of that many.
    Ago(i64, Option<i64>),
    At(Timestamp),
}

impl Moment {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(at) = Timestamp::parse(text) {
            return Some(Self { text: text.to_owned(), meaning: Meaning::At(at) });
        }
        let (span, floor) = match text.split_once('/') {
            Some((span, unit)) => (span, Some(micros_of(unit)?)),
            None => (text, None),
        };
        let ago = micros_ago(span)?;
        // `15m` means the same as `now-15m`: one spelling, so that one list has one address.
        let text = if text.starts_with("now") { text.to_owned() } else { ["now-", text].concat() };
        Some(Self { text, meaning: Meaning::Ago(ago, floor) })
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Whether it moves with the clock.
    pub(crate) fn is_relative(&self) -> bool {
        matches!(self.meaning, Meaning::Ago(..))
    }

    pub(crate) fn resolve(&self, clock: Clock) -> Timestamp {
        match self.meaning {
            Meaning::Ago(micros, None) => Timestamp(clock.now.micros().saturating_sub(micros)),
            Meaning::Ago(micros, Some(unit)) => {
                beginning(Timestamp(clock.now.micros().saturating_sub(micros)), unit, clock.zone)
            }
            Meaning::At(at) => at,
        }
    }
}

/// The beginning of the minute, hour, day or week on the wall clock; a week begins on Monday.
fn beginning(at: Timestamp, unit: i64, zone: Zone) -> Timestamp {
    let offset = |at| zone.offset_minutes(at) * 60 * SECOND;
    let local = at.micros() + offset(at);
    // 1970 began on a Thursday.
    let shift = if unit == 7 * DAY { 3 * DAY } else { 0 };
    let floor = (local + shift).div_euclid(unit) * unit - shift;
    // The offset of that time may differ from the one of now.
    Timestamp(floor - offset(Timestamp(floor - offset(at))))
}

fn micros_ago(text: &str) -> Option<i64> {
    if text == "now" {
        return Some(0);
    }
    let span = text.strip_prefix("now-").unwrap_or(text);
    let unit = span.char_indices().next_back()?.0;
    let (count, unit) = span.split_at(unit);
    let count: i64 = count.parse().ok().filter(|count| (1..100_000).contains(count))?;
    Some(count * micros_of(unit)?)
}

fn micros_of(unit: &str) -> Option<i64> {
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        "w" => 604_800,
        _ => return None,
    };
    Some(seconds * SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(text: &str) -> Option<String> {
        let clock = Clock { now: Timestamp::parse("2026-11-20T12:34:56Z").unwrap(), zone: Zone::Utc };
        Moment::parse(text).map(|moment| moment.resolve(clock).to_string()[..19].to_owned())
    }

    #[test]
    fn short_forms_and_exact_times_are_understood() {
        for (text, expected) in [
            ("now", "2026-11-20T12:34:56"),
            (" now-90m ", "2026-11-20T11:04:56"),
            ("2d", "2026-11-18T12:34:56"),
            ("2026-11-20T09:00:00+01:00", "2026-11-20T08:00:00"),
        ] {
            assert_eq!(resolve(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(Moment::parse("15m"), Moment::parse("now-15m"));
        for nonsense in
            ["", "m", "now-", "-5m", "5y", "tomorrow", "0m", "5ä", "now/", "now/x", "/d", "now+1h"]
        {
            assert_eq!(Moment::parse(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn a_unit_after_a_slash_is_its_beginning() {
        for (text, expected) in [
            ("now/m", "2026-11-20T12:34:00"),
            ("now/h", "2026-11-20T12:00:00"),
            ("now/d", "2026-11-20T00:00:00"),
            ("now-1d/d", "2026-11-19T00:00:00"),
            ("1d/d", "2026-11-19T00:00:00"),
            ("now/w", "2026-11-16T00:00:00"),
            ("now-1w/w", "2026-11-09T00:00:00"),
        ] {
            assert_eq!(resolve(text).as_deref(), Some(expected), "{text}");
        }
    }
}
