//! Values as they are typed: lengths of time, points in time, words.

use super::expr::{Elapsed, Moment};
use crate::Timestamp;

const SECOND: i64 = 1_000_000;
/// Units with their microseconds, largest first.
pub(super) const UNITS: [(char, i64); 4] =
    [('d', 86_400 * SECOND), ('h', 3_600 * SECOND), ('m', 60 * SECOND), ('s', SECOND)];
const WEEK: i64 = 7 * 86_400 * SECOND;
/// A century is as long as forever here.
const LONGEST: i64 = 36_525 * 86_400 * SECOND;

/// `90s`, `1h30m`, `2w`.
pub(super) fn elapsed(text: &str) -> Option<Elapsed> {
    let mut total = 0_i64;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let count: i64 = rest.get(..digits)?.parse().ok()?;
        let unit = rest[digits..].chars().next()?.to_ascii_lowercase();
        let micros = match unit {
            'w' => WEEK,
            other => UNITS.iter().find(|(name, _)| *name == other)?.1,
        };
        total = total.checked_add(count.checked_mul(micros)?)?;
        rest = &rest[digits + 1..];
    }
    (!text.is_empty() && total <= LONGEST).then_some(Elapsed(total))
}

/// `2h` (ago), `now-2h`, `now`, `today`, `yesterday`, a date, a time with or without seconds and offset. What names
/// no offset is in UTC.
pub(super) fn moment(text: &str) -> Option<Moment> {
    match text.to_ascii_lowercase().as_str() {
        "now" => return Some(Moment::Ago(Elapsed(0))),
        "today" => return Some(Moment::Today),
        "yesterday" => return Some(Moment::Yesterday),
        _ => {}
    }
    let ago = text.strip_prefix("now").unwrap_or(text);
    let ago = ago.strip_prefix('-').unwrap_or(ago);
    if let Some(ago) = elapsed(ago) {
        return Some(Moment::Ago(ago));
    }
    let rest = match text.len() {
        10 => "T00:00:00Z",
        16 => ":00Z",
        17 if text.ends_with(['Z', 'z']) => return at(&[text.get(..16)?, ":00Z"].concat()),
        19 => "Z",
        _ => "",
    };
    at(&[text, rest].concat())
}

fn at(text: &str) -> Option<Moment> {
    let at = Timestamp::parse(text)?;
    // An offset can lead out of the years that are written with four digits.
    Timestamp::parse(&at.to_string()).map(Moment::At)
}

/// The word that was probably meant: at most one slip in three letters.
pub(super) fn nearest<'w>(typed: &str, words: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    let typed = typed.to_ascii_lowercase();
    if typed.len() > 32 {
        return None;
    }
    let slips = (typed.chars().count() / 3).clamp(1, 3);
    let near = words.map(|word| (strsim::osa_distance(&typed, word), word));
    near.filter(|(distance, _)| *distance <= slips)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}
