//! Until when something is put aside, as people type it: `2h`, `mon 9:00`, `tomorrow`, `100x`, `spike`. Pure.

use console_api::Timestamp;
use console_api::triage::SnoozeUntil;

use crate::clock::Clock;
use crate::components::form::Date;

const SECOND: i64 = 1_000_000;
/// A day without a time of day begins when people begin to work.
const MORNING: i64 = 9 * 3_600 * SECOND;
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// What is offered, in the order of the digits 1 to 9.
pub(super) const OFFERED: [&str; 9] =
    ["1h", "4h", "tomorrow 9:00", "mon 9:00", "1w", "10x", "100x", "spike", "version"];

/// The end of a snooze; nothing where the words mean none, or a time that has passed.
pub(super) fn read(line: &str, clock: Clock) -> Option<SnoozeUntil> {
    let line = line.trim().to_lowercase();
    match line.as_str() {
        "spike" => return Some(SnoozeUntil::Spike { per_hour: None }),
        "version" | "new version" | "rule version" => return Some(SnoozeUntil::RuleVersion { known: None }),
        _ => {}
    }
    if let Some(more) = line.strip_suffix('x').and_then(|count| count.trim().parse().ok()) {
        return (more > 0).then_some(SnoozeUntil::Count { more });
    }
    if let Some(rate) = line.strip_suffix("/h") {
        let rate = rate.trim().trim_start_matches("spike").trim_start_matches('>').trim();
        let per_hour = rate.parse().ok().filter(|rate| *rate > 0)?;
        return Some(SnoozeUntil::Spike { per_hour: Some(per_hour) });
    }
    let at = span(&line).map(|span| Timestamp(clock.now.micros() + span)).or_else(|| day(&line, clock))?;
    (at > clock.now).then_some(SnoozeUntil::Time { at })
}

/// `30m`, `2h`, `1h30m`, `3d`, `1w`, in microseconds.
fn span(text: &str) -> Option<i64> {
    let mut rest = text;
    let mut total = 0_i64;
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
        let count: i64 = rest[..digits].parse().ok().filter(|count| *count < 100_000)?;
        let unit = rest[digits..].chars().next()?;
        let seconds = match unit {
            'm' => 60,
            'h' => 3_600,
            'd' => 86_400,
            'w' => 604_800,
            _ => return None,
        };
        total += count * seconds * SECOND;
        rest = rest[digits + 1..].trim_start();
    }
    (total > 0).then_some(total)
}

/// A day, a time of day, or both.
fn day(text: &str, clock: Clock) -> Option<Timestamp> {
    // An ISO day may be parted from its time by a letter that "tomorrow" begins with.
    let text = if text.starts_with(|first: char| first.is_ascii_digit()) {
        text.replacen('t', " ", 1)
    } else {
        text.to_owned()
    };
    let (first, second) = text.split_once(' ').unwrap_or((&text, ""));
    let today = Date::of(clock.now, clock.zone);
    let at = |date: Date, time: i64| Timestamp(date.begins(clock.zone).micros() + time);
    if second.trim().is_empty()
        && let Some(time) = time_of_day(first)
    {
        let today_at = at(today, time);
        return Some(if today_at > clock.now { today_at } else { at(today.plus_days(1), time) });
    }
    let time = if second.trim().is_empty() { MORNING } else { time_of_day(second.trim())? };
    let date = match first {
        "today" => today,
        "tomorrow" => today.plus_days(1),
        _ => match weekday(first) {
            Some(day) => {
                let ahead = (day - today.weekday()).rem_euclid(7);
                let next = today.plus_days(ahead);
                if at(next, time) > clock.now { next } else { today.plus_days(ahead + 7) }
            }
            None => Date::parse(first)?,
        },
    };
    Some(at(date, time))
}

/// Its first letters will do, two at least.
fn weekday(word: &str) -> Option<i64> {
    let at = WEEKDAYS.iter().position(|day| word.len() >= 2 && day.starts_with(word))?;
    i64::try_from(at).ok()
}

/// `9`, `9:00`, `09:30`, `14h`.
fn time_of_day(text: &str) -> Option<i64> {
    let (hours, minutes) = text.split_once(':')?;
    let hours: i64 = hours.parse().ok().filter(|hours| (0..24).contains(hours))?;
    let minutes: i64 = minutes.parse().ok().filter(|minutes| (0..60).contains(minutes))?;
    Some((hours * 60 + minutes) * 60 * SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Zone;

    /// A Friday afternoon.
    fn until(line: &str) -> Option<String> {
        let clock = Clock { now: Timestamp::parse("2026-11-20T14:10:00Z").unwrap(), zone: Zone::Utc };
        read(line, clock).map(|until| match until {
            SnoozeUntil::Time { at } => at.to_string()[..16].to_owned(),
            SnoozeUntil::Count { more } => format!("{more} more"),
            SnoozeUntil::Spike { per_hour } => format!("spike {per_hour:?}"),
            SnoozeUntil::RuleVersion { .. } => "version".to_owned(),
        })
    }

    #[test]
    fn spans_days_and_times_are_ahead_of_now() {
        for (line, expected) in [
            ("2h", "2026-11-20T16:10"),
            ("1h30m", "2026-11-20T15:40"),
            ("1w", "2026-11-27T14:10"),
            ("mon 9:00", "2026-11-23T09:00"),
            ("Monday", "2026-11-23T09:00"),
            ("fri 9:00", "2026-11-27T09:00"),
            ("fri 18:00", "2026-11-20T18:00"),
            ("9:00", "2026-11-21T09:00"),
            ("15:30", "2026-11-20T15:30"),
            ("tomorrow", "2026-11-21T09:00"),
            ("tue 8:15", "2026-11-24T08:15"),
            ("thu", "2026-11-26T09:00"),
            ("today 18:00", "2026-11-20T18:00"),
            ("2026-12-01", "2026-12-01T09:00"),
            ("2026-12-01T07:30", "2026-12-01T07:30"),
        ] {
            assert_eq!(until(line).as_deref(), Some(expected), "{line}");
        }
    }

    #[test]
    fn counts_spikes_and_versions_are_no_times() {
        assert_eq!(until("100x").as_deref(), Some("100 more"));
        assert_eq!(until("spike").as_deref(), Some("spike None"));
        assert_eq!(until("spike 50/h").as_deref(), Some("spike Some(50)"));
        assert_eq!(until("version").as_deref(), Some("version"));
    }

    #[test]
    fn what_means_no_time_or_one_that_has_passed_is_nothing() {
        for line in ["", "x", "0x", "0h", "soon", "today 9:00", "2026-11-01", "25:00", "2h later", "mo noon"]
        {
            assert_eq!(until(line), None, "{line}");
        }
        for line in OFFERED {
            assert!(until(line).is_some(), "{line}");
        }
    }
}
