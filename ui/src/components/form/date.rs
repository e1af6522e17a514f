//! A day of the calendar, without a time or a zone.

use std::fmt;

use console_api::Timestamp;

use crate::clock::Zone;
use crate::words as w;

const DAY: i64 = 86_400_000_000;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The days of the week from Monday on, and as short as they stand above a column.
pub(super) fn weekdays() -> [(String, String); 7] {
    std::array::from_fn(|at| {
        if w::is_foreign() {
            // 1970-01-05 was a Monday.
            let day = Date(4).plus_days(i64::try_from(at).unwrap_or_default());
            return (day.foreign("weekday"), day.foreign("weekday-short"));
        }
        (WEEKDAYS[at].to_owned(), WEEKDAYS[at][..2].to_owned())
    })
}

/// Days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Date(i64);

impl Date {
    /// Reads `2026-11-20`; nothing where there is no such day.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() != 10 {
            return None;
        }
        let midnight = Timestamp::parse(&[text, "T00:00:00Z"].concat())?;
        Some(Self(midnight.micros().div_euclid(DAY)))
    }

    /// The day it is, or was, in this zone.
    pub(crate) fn of(at: Timestamp, zone: Zone) -> Self {
        Self((at.micros() + zone.offset_minutes(at) * 60_000_000).div_euclid(DAY))
    }

    /// When the day begins in this zone.
    pub(crate) fn begins(self, zone: Zone) -> Timestamp {
        let utc = Timestamp(self.0 * DAY);
        let guess = Timestamp(utc.micros() - zone.offset_minutes(utc) * 60_000_000);
        Timestamp(utc.micros() - zone.offset_minutes(guess) * 60_000_000)
    }

    /// Year, month from 1, day from 1.
    fn civil(self) -> (i64, i64, i64) {
        let text = self.to_string();
        let part = |from: usize, to: usize| text[from..to].parse().unwrap_or_default();
        (part(0, 4), part(5, 7), part(8, 10))
    }

    /// `20 November 2026`.
    pub(crate) fn words(self) -> String {
        if w::is_foreign() {
            return self.foreign("day");
        }
        let (_, _, day) = self.civil();
        format!("{day} {}", self.month_words())
    }

    /// `November 2026`.
    pub(super) fn month_words(self) -> String {
        if w::is_foreign() {
            return self.foreign("month");
        }
        let (year, month, _) = self.civil();
        format!("{} {year}", MONTHS[usize::try_from(month - 1).unwrap_or_default()])
    }

    /// As `Intl` writes this part of it.
    fn foreign(self, part: &str) -> String {
        #[expect(clippy::cast_precision_loss, reason = "days of some thousand years")]
        let millis = (self.0 * (DAY / 1_000)) as f64;
        w::foreign_date(millis, part)
    }

    /// Day of the month.
    pub(super) fn day(self) -> i64 {
        self.civil().2
    }

    /// 0 is Monday.
    pub(crate) fn weekday(self) -> i64 {
        (self.0 + 3).rem_euclid(7)
    }

    pub(crate) fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// The same day of another month, or its last where it is shorter.
    pub(super) fn plus_months(self, months: i64) -> Self {
        let (year, month, day) = self.civil();
        let count = year * 12 + month - 1 + months;
        let (year, month) = (count.div_euclid(12), count.rem_euclid(12) + 1);
        let there = |day: i64| Self::parse(&format!("{year:04}-{month:02}-{day:02}"));
        (28..=day).rev().find_map(there).or_else(|| there(day)).unwrap_or(self)
    }

    pub(super) fn first_of_month(self) -> Self {
        self.plus_days(1 - self.day())
    }

    /// The days of the weeks that this month has a part in, from a Monday on.
    pub(super) fn weeks(self) -> Vec<[Self; 7]> {
        let first = self.first_of_month();
        let next = first.plus_months(1);
        let mut monday = first.plus_days(-first.weekday());
        let mut weeks = Vec::new();
        while monday < next {
            weeks.push([0, 1, 2, 3, 4, 5, 6].map(|day| monday.plus_days(day)));
            monday = monday.plus_days(7);
        }
        weeks
    }

    /// Where a key leads in a calendar.
    pub(super) fn moved(self, key: &str, shift: bool) -> Option<Self> {
        Some(match (key, shift) {
            ("ArrowLeft", _) => self.plus_days(-1),
            ("ArrowRight", _) => self.plus_days(1),
            ("ArrowUp", _) => self.plus_days(-7),
            ("ArrowDown", _) => self.plus_days(7),
            ("Home", _) => self.plus_days(-self.weekday()),
            ("End", _) => self.plus_days(6 - self.weekday()),
            ("PageUp", false) => self.plus_months(-1),
            ("PageDown", false) => self.plus_months(1),
            ("PageUp", true) => self.plus_months(-12),
            ("PageDown", true) => self.plus_months(12),
            _ => return None,
        })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = Timestamp(self.0 * DAY).to_string();
        f.write_str(text.get(..10).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn only_days_that_exist_are_read() {
        assert_eq!(date("2026-11-20").to_string(), "2026-11-20");
        assert_eq!(date("1969-12-31").to_string(), "1969-12-31");
        for nonsense in ["", "2026-02-29", "2026-13-01", "20.11.2026", "2026-11-20T", "2026-1-1"] {
            assert_eq!(Date::parse(nonsense), None, "{nonsense}");
        }
        assert_eq!(date("2024-02-29").words(), "29 February 2024");
    }

    #[test]
    fn keys_go_by_day_week_month_and_year() {
        let day = date("2026-11-20");
        let there = |key, shift| day.moved(key, shift).map(|day| day.to_string());
        for (key, shift, expected) in [
            ("ArrowLeft", false, "2026-11-19"),
            ("ArrowDown", false, "2026-11-27"),
            ("Home", false, "2026-11-16"),
            ("End", false, "2026-11-22"),
            ("PageUp", false, "2026-10-20"),
            ("PageDown", true, "2027-11-20"),
        ] {
            assert_eq!(there(key, shift).as_deref(), Some(expected), "{key}");
        }
        assert_eq!(there("x", false), None);
        assert_eq!(date("2026-10-31").plus_months(1), date("2026-11-30"));
        assert_eq!(date("2024-02-29").plus_months(12), date("2025-02-28"));
        assert_eq!(date("2026-01-31").plus_months(-1), date("2025-12-31"));
        assert_eq!(date("2026-12-05").plus_months(1), date("2027-01-05"));
    }

    #[test]
    fn a_month_is_shown_in_whole_weeks() {
        let weeks = date("2026-11-20").weeks();
        assert_eq!((weeks.len(), weeks[0][0], weeks[5][6]), (6, date("2026-10-26"), date("2026-12-06")));
        assert_eq!(date("2027-02-10").weeks().len(), 4, "a February from Monday to Sunday");
    }
}
