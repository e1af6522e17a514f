//! A span of time as people choose it: two moments that may move with the clock, and what it is called.
//!
//! Choosing one is `components/form/time_panel.rs`.

mod steps;

use console_api::Timestamp;

use crate::clock::Clock;
use crate::moment::Moment;
use crate::text;
use crate::words as w;
pub(crate) use steps::iso;

/// What ready-made spans begin with. They end now.
pub(crate) const PRESETS: [&str; 9] =
    ["now-15m", "now-1h", "now-6h", "now-24h", "now/d", "now-2d", "now-7d", "now-30d", ""];

/// What a ready-made span is called; any other by what it begins with.
pub(crate) fn preset_name(text: &str) -> String {
    match text {
        "now-15m" => w::range_last_minutes(15),
        "now-1h" => w::range_last_hours(1),
        "now-6h" => w::range_last_hours(6),
        "now-24h" => w::range_last_hours(24),
        "now/d" => w::range_today().to_owned(),
        "now-2d" => w::range_last_days(2),
        "now-7d" => w::range_last_days(7),
        "now-30d" => w::range_last_days(30),
        "" => w::range_all().to_owned(),
        _ => w::range_since(text),
    }
}

/// Open at the start: from the beginning of everything. Open at the end: up to now, and going on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TimeRange {
    pub(crate) from: Option<Moment>,
    pub(crate) to: Option<Moment>,
}

impl TimeRange {
    /// Beginning, if it has one, and end.
    pub(crate) fn resolve(&self, clock: Clock) -> (Option<Timestamp>, Timestamp) {
        let to = self.to.as_ref().map_or(clock.now, |to| to.resolve(clock));
        (self.from.as_ref().map(|from| from.resolve(clock)), to)
    }

    /// On the button: `Last hour`, `11:00 UTC to 12:30 UTC`.
    pub(crate) fn name(&self, clock: Clock) -> String {
        let shown = |moment: &Moment| match moment.is_relative() {
            true => moment.text().to_owned(),
            false => text::wall_minutes(moment.resolve(clock), clock),
        };
        match (&self.from, &self.to) {
            (None, None) => w::range_all().to_owned(),
            (Some(from), None) if from.is_relative() => preset_name(from.text()),
            (Some(from), None) => w::range_since(&shown(from)),
            (None, Some(to)) => w::range_until(&shown(to)),
            (Some(from), Some(to)) => w::range_between(&shown(from), &shown(to)),
        }
    }
}
