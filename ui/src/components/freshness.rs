//! How old the data of a list is, in words.

use console_api::{Freshness, Reach};
use yew::prelude::*;

use super::{Shape, glyph};
use crate::clock::Clock;
use crate::live::KnownFreshness;
use crate::text;
use crate::words as w;

pub(crate) fn freshness_note(known: Option<&KnownFreshness>, clock: Clock) -> Html {
    let Some(KnownFreshness { freshness, .. }) = known else { return Html::default() };
    let (shape, words) = words(freshness, clock);
    let title = freshness.as_of.map(|at| w::freshness_complete(&text::absolute(at, clock)));
    html! {
        <span class="inline-flex items-center gap-1.5 text-small text-ink-2" {title}>
            { glyph(shape) }<span>{ words }</span>
        </span>
    }
}

fn words(freshness: &Freshness, clock: Clock) -> (Shape, String) {
    match (freshness.reach, freshness.as_of) {
        (Reach::Connecting, _) => (Shape::CircleMinus, w::freshness_connecting().to_owned()),
        (Reach::CatchingUp, _) => (Shape::RingHalf, w::freshness_catching_up().to_owned()),
        (Reach::Live | Reach::Polling, _) => {
            let seconds = freshness.behind_ms.unwrap_or(0).max(0) / 1_000;
            let words = if seconds < 1 {
                w::freshness_current().to_owned()
            } else {
                w::freshness_behind(&text::span_of(seconds))
            };
            (if seconds < 30 { Shape::CircleTick } else { Shape::Triangle }, words)
        }
        (Reach::Unreachable, Some(at)) => {
            let since = text::wall_minutes(at, clock);
            (Shape::Triangle, w::freshness_unreachable_since(&since))
        }
        (Reach::Unreachable, None) => (Shape::Triangle, w::freshness_unreachable().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use console_api::Timestamp;

    use super::*;
    use crate::clock::Zone;

    #[test]
    fn freshness_says_how_far_behind_and_since_when_nothing_comes() {
        let now = Timestamp::parse("2026-11-20T14:10:00Z").unwrap();
        let clock = Clock { now, zone: Zone::Utc };
        let say = |reach, as_of: Option<&str>, behind_ms| {
            words(&Freshness { reach, as_of: as_of.and_then(Timestamp::parse), behind_ms }, clock).1
        };
        assert_eq!(say(Reach::Live, None, Some(400)), "FLUO up to date");
        assert_eq!(say(Reach::Polling, None, Some(3_200)), "FLUO 3 s behind");
        assert_eq!(
            say(Reach::Unreachable, Some("2026-11-20T14:02:40Z"), Some(440_000)),
            "FLUO unreachable since 14:02 UTC, showing the mirror"
        );
        assert_eq!(say(Reach::Unreachable, None, None), "FLUO unreachable, nothing mirrored yet");
    }
}
