//! What a chart shows: moments, series, and the values that matter.

use std::rc::Rc;

use yew::prelude::*;

use super::units::Unit;
use crate::words as w;

/// As many series have a colour of their own; further ones are grey until they are pointed at.
pub(crate) const COLOURS: usize = 8;

/// How a series is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Line,
    Area,
    Bars,
    Steps,
}

impl Kind {
    /// As the script names it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Area => "area",
            Self::Bars => "bars",
            Self::Steps => "steps",
        }
    }

    /// Whether its surface means something, so that the axis has to begin at zero.
    pub(super) const fn is_filled(self) -> bool {
        matches!(self, Self::Area | Self::Bars)
    }
}

/// Values of one name.
#[derive(Clone, Debug)]
pub(crate) struct Series {
    pub(crate) name: AttrValue,
    pub(crate) kind: Kind,
    /// One per moment; NaN where nothing was measured, which is shown as a gap.
    pub(crate) values: Vec<f64>,
}

/// Series over the same moments. Two of them are equal when they are the same one: comparing every value on each
/// drawing would cost more than drawing.
#[derive(Clone, Debug)]
pub(crate) struct Data(Rc<Content>);

#[derive(Debug)]
struct Content {
    times: Vec<f64>,
    series: Vec<Series>,
}

impl PartialEq for Data {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Data {
    /// `times`: milliseconds since 1970, ascending. A series with fewer values than moments is filled with gaps.
    pub(crate) fn new(times: Vec<f64>, mut series: Vec<Series>) -> Self {
        for series in &mut series {
            series.values.resize(times.len(), f64::NAN);
        }
        Self(Rc::new(Content { times, series }))
    }

    pub(crate) fn times(&self) -> &[f64] {
        &self.0.times
    }

    pub(crate) fn series(&self) -> &[Series] {
        &self.0.series
    }

    /// Whether anything was ever measured.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.series.iter().all(|series| series.values.iter().all(|value| value.is_nan()))
    }

    /// From the first to the last moment.
    pub(crate) fn extent(&self) -> Option<(f64, f64)> {
        Some((*self.0.times.first()?, *self.0.times.last()?))
    }

    /// The positions of the moments within a range, both ends included.
    pub(crate) fn within(&self, (from, to): (f64, f64)) -> std::ops::Range<usize> {
        let times = self.times();
        let start = times.partition_point(|time| *time < from);
        start..times.partition_point(|time| *time <= to).max(start)
    }

    /// The position of the moment within `range` that is nearest to `time`.
    pub(crate) fn nearest(&self, time: f64, range: std::ops::Range<usize>) -> Option<usize> {
        let times = self.times().get(range.clone())?;
        let after = times.partition_point(|moment| *moment < time);
        let before = after.checked_sub(1);
        let nearest = match (before, times.get(after)) {
            (Some(before), Some(next)) if time - times[before] <= next - time => before,
            (_, Some(_)) => after,
            (before, None) => before?,
        };
        Some(range.start + nearest)
    }
}

/// How bad it is to be beyond a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    Warning,
    Critical,
}

impl Level {
    /// In the script and the style sheets.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Critical => "critical",
        }
    }
}

/// A value that ought not to be exceeded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Threshold {
    pub(crate) value: f64,
    pub(crate) level: Level,
}

/// The highest threshold that `value` exceeds.
pub(crate) fn exceeded(value: f64, thresholds: &[Threshold]) -> Option<Threshold> {
    let beyond = thresholds.iter().copied().filter(|threshold| value > threshold.value);
    beyond.max_by(|a, b| a.value.total_cmp(&b.value))
}

/// `above warning 70 %`, `below warning 70 %`; nothing without thresholds.
pub(crate) fn threshold_words(value: f64, thresholds: &[Threshold], unit: Unit) -> String {
    let lowest = thresholds.iter().copied().min_by(|a, b| a.value.total_cmp(&b.value));
    let (is_above, threshold) = match (exceeded(value, thresholds), lowest) {
        (Some(threshold), _) => (true, threshold),
        (None, Some(threshold)) => (false, threshold),
        (None, None) => return String::new(),
    };
    let words = match (is_above, threshold.level) {
        (true, Level::Warning) => w::threshold_above_warning,
        (true, Level::Critical) => w::threshold_above_critical,
        (false, Level::Warning) => w::threshold_below_warning,
        (false, Level::Critical) => w::threshold_below_critical,
    };
    words(&unit.exact(threshold.value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data() -> Data {
        let values = vec![1.0, f64::NAN];
        Data::new(vec![10.0, 20.0, 40.0], vec![Series { name: "p95".into(), kind: Kind::Line, values }])
    }

    #[test]
    fn missing_values_are_gaps() {
        assert!(data().series()[0].values[2].is_nan());
        assert!(!data().is_empty());
        assert_eq!(data().extent(), Some((10.0, 40.0)));
    }

    #[test]
    fn the_nearest_moment_is_found_within_the_range_only() {
        let data = data();
        for (time, nearest) in [(-5.0, 0), (14.0, 0), (16.0, 1), (30.0, 1), (31.0, 2), (99.0, 2)] {
            assert_eq!(data.nearest(time, 0..3), Some(nearest), "{time}");
        }
        assert_eq!(data.nearest(99.0, 0..2), Some(1));
        assert_eq!(data.nearest(99.0, 1..1), None);
        assert_eq!(data.within((15.0, 40.0)), 1..3);
        assert_eq!(data.within((41.0, 50.0)), 3..3);
    }

    #[test]
    fn thresholds_are_said_in_words() {
        let levels = [
            Threshold { value: 70.0, level: Level::Warning },
            Threshold { value: 90.0, level: Level::Critical },
        ];
        let words = |value| threshold_words(value, &levels, Unit::Percent);
        assert_eq!(words(12.0), "below warning 70 %");
        assert_eq!(words(71.0), "above warning 70 %");
        assert_eq!(words(99.0), "above critical 90 %");
        assert_eq!(threshold_words(1.0, &[], Unit::Percent), "");
    }
}
