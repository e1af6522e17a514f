//! From one span of time to the next: earlier, later, wider, and the one before to compare with.

use console_api::Timestamp;

use super::TimeRange;
use crate::clock::Clock;
use crate::moment::Moment;

const SECOND: i64 = 1_000_000;
/// Nothing useful is shorter.
const SHORTEST: i64 = SECOND;

impl TimeRange {
    /// A span between two points in time.
    pub(crate) fn between(from: Timestamp, to: Timestamp) -> Self {
        Self { from: exact(from), to: exact(to) }
    }

    /// As long, and right before; nothing where there is no beginning.
    pub(crate) fn earlier(&self, clock: Clock) -> Option<Self> {
        let (from, to) = self.bounds(clock)?;
        Some(Self::between(Timestamp(from.micros() - to.since(from)), from))
    }

    /// As long, and right after; what would end in the future ends now, and goes on from there.
    pub(crate) fn later(&self, clock: Clock) -> Option<Self> {
        let (from, to) = self.bounds(clock)?;
        let length = to.since(from);
        if to.micros().saturating_add(length) < clock.now.micros() {
            return Some(Self::between(to, Timestamp(to.micros() + length)));
        }
        Some(Self { from: Some(ago(length)?), to: None })
    }

    /// Twice as long around the same middle; what ends now goes on ending now.
    pub(crate) fn wider(&self, clock: Clock) -> Option<Self> {
        let (from, to) = self.bounds(clock)?;
        let length = to.since(from);
        if self.to.is_none() || to >= clock.now {
            return Some(Self { from: Some(ago(length.saturating_mul(2))?), to: None });
        }
        let half = length / 2;
        let end = to.micros().saturating_add(half).min(clock.now.micros());
        Some(Self::between(Timestamp(from.micros() - half), Timestamp(end)))
    }

    fn bounds(&self, clock: Clock) -> Option<(Timestamp, Timestamp)> {
        let (from, to) = self.resolve(clock);
        from.filter(|from| to.since(*from) >= SHORTEST).map(|from| (from, to))
    }
}

fn exact(at: Timestamp) -> Option<Moment> {
    Moment::parse(&iso(at))
}

/// RFC 3339 without a fraction that says nothing.
pub(crate) fn iso(at: Timestamp) -> String {
    let text = at.to_string();
    text.strip_suffix(".000000Z").map_or_else(|| text.clone(), |whole| [whole, "Z"].concat())
}

/// That long before now, in the largest unit that says it exactly to the second.
fn ago(micros: i64) -> Option<Moment> {
    let seconds = micros / SECOND;
    let units = [(86_400, "d"), (3_600, "h"), (60, "m"), (1, "s")];
    // Beyond what a count may be, the next unit is near enough.
    let fits = |(length, _): &(i64, &str)| seconds % length == 0 || seconds / length >= 10_000;
    let (length, unit) = units.into_iter().find(fits)?;
    Moment::parse(&["now-", &(seconds / length).to_string(), unit].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Zone;

    fn clock() -> Clock {
        Clock { now: Timestamp::parse("2026-11-20T12:00:00Z").unwrap(), zone: Zone::Utc }
    }

    fn range(from: &str, to: &str) -> TimeRange {
        TimeRange { from: Moment::parse(from), to: Moment::parse(to) }
    }

    fn words(range: Option<TimeRange>) -> String {
        let text = |moment: &Option<Moment>| {
            moment.as_ref().map_or("-".to_owned(), |moment| moment.text().to_owned())
        };
        range.map_or("nothing".to_owned(), |range| {
            [text(&range.from), " ".to_owned(), text(&range.to)].concat()
        })
    }

    #[test]
    fn a_span_goes_back_and_forward_by_its_length() {
        let hour = range("now-1h", "");
        let back = hour.earlier(clock()).unwrap();
        assert_eq!(words(Some(back.clone())), "2026-11-20T10:00:00Z 2026-11-20T11:00:00Z");
        assert_eq!(words(back.later(clock())), "now-1h -", "it is live again");
        let old = range("2026-11-20T03:00:00Z", "2026-11-20T05:00:00Z");
        assert_eq!(words(old.later(clock())), "2026-11-20T05:00:00Z 2026-11-20T07:00:00Z");
        assert_eq!(words(TimeRange::default().earlier(clock())), "nothing");
        assert_eq!(words(range("now", "").earlier(clock())), "nothing");
    }

    #[test]
    fn a_wider_span_keeps_its_middle_or_its_end() {
        assert_eq!(words(range("now-15m", "").wider(clock())), "now-30m -");
        assert_eq!(words(range("now-12h", "").wider(clock())), "now-1d -");
        let old = range("2026-11-20T03:00:00Z", "2026-11-20T05:00:00Z");
        assert_eq!(words(old.wider(clock())), "2026-11-20T02:00:00Z 2026-11-20T06:00:00Z");
        let recent = range("2026-11-20T11:00:00Z", "2026-11-20T11:50:00Z");
        assert_eq!(words(recent.wider(clock())), "2026-11-20T10:35:00Z 2026-11-20T12:00:00Z");
    }

    #[test]
    fn names_are_short() {
        let name = |from, to| range(from, to).name(clock());
        assert_eq!(name("now-1h", ""), "Last hour");
        assert_eq!(name("now-90m", ""), "Since now-90m");
        assert_eq!(name("", ""), "All time");
        assert_eq!(name("2026-11-20T09:00:00Z", "2026-11-20T10:30:00Z"), "09:00 UTC to 10:30 UTC");
        assert_eq!(name("2026-11-19T09:00:00Z", "now-1h"), "2026-11-19 09:00 UTC to now-1h");
    }
}
