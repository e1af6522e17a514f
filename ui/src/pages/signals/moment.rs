//! A point in time as people type it: `now`, `now-3h`, `15m`, or RFC 3339.

use console_api::Timestamp;

/// What was typed, with its meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    text: String,
    meaning: Meaning,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    /// That many seconds before now.
    Ago(i64),
    At(Timestamp),
}

impl Moment {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let meaning = match Timestamp::parse(text) {
            Some(at) => Meaning::At(at),
            None => Meaning::Ago(seconds_ago(text)?),
        };
        // `15m` means the same as `now-15m`: one spelling, so that one list has one address.
        let is_short = matches!(meaning, Meaning::Ago(_)) && !text.starts_with("now");
        Some(Self { text: if is_short { ["now-", text].concat() } else { text.to_owned() }, meaning })
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn resolve(&self, now: Timestamp) -> Timestamp {
        match self.meaning {
            Meaning::Ago(seconds) => {
                Timestamp(now.micros().saturating_sub(seconds.saturating_mul(1_000_000)))
            }
            Meaning::At(at) => at,
        }
    }
}

fn seconds_ago(text: &str) -> Option<i64> {
    if text == "now" {
        return Some(0);
    }
    let span = text.strip_prefix("now-").unwrap_or(text);
    let unit = span.chars().last()?;
    let count: i64 = span.strip_suffix(unit)?.parse().ok().filter(|count| (1..100_000).contains(count))?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        'w' => 604_800,
        _ => return None,
    };
    Some(count * seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_and_exact_times_are_understood() {
        let now = Timestamp::parse("2026-11-20T12:00:00Z").unwrap();
        let resolve =
            |text| Moment::parse(text).map(|moment| moment.resolve(now).to_string()[..19].to_owned());
        assert_eq!(resolve("now").as_deref(), Some("2026-11-20T12:00:00"));
        assert_eq!(resolve(" now-90m ").as_deref(), Some("2026-11-20T10:30:00"));
        assert_eq!(resolve("2d").as_deref(), Some("2026-11-18T12:00:00"));
        assert_eq!(resolve("2026-11-20T09:00:00+01:00").as_deref(), Some("2026-11-20T08:00:00"));
        assert_eq!(Moment::parse("15m"), Moment::parse("now-15m"));
        for nonsense in ["", "m", "now-", "-5m", "5y", "tomorrow", "0m"] {
            assert_eq!(Moment::parse(nonsense), None, "{nonsense}");
        }
    }
}
