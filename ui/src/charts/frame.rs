//! What is drawn for a state of a chart: range, ticks and points. Pure; the script draws it as it is.

use std::ops::Range;

use super::axis::{Tick, log_range, log_ticks, time_ticks, value_range, value_ticks};
use super::downsample::{Drawn, thin_out};
use super::model::{Data, Threshold};
use super::units::Unit;
use crate::clock::Zone;

/// Room on the right, so that the last label is not cut off.
pub(super) const RIGHT: f64 = 16.0;
/// Room below, for the labels of time.
const BELOW: f64 = 32.0;
/// Pixels between two ticks at least.
const TICK_X: f64 = 76.0;
const TICK_Y: f64 = 36.0;
/// Pixels of a letter of the axis, the widest there is.
const LETTER: f64 = 6.6;

/// How a chart is to be shown.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct View {
    /// Moments from and to.
    pub(crate) range: (f64, f64),
    /// Whether each series is shown.
    pub(crate) shown: Vec<bool>,
    /// Of the whole chart, in pixels.
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) unit: Unit,
    pub(crate) log: bool,
    pub(crate) thresholds: Vec<Threshold>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Frame {
    /// Room on the left for the labels of the values.
    pub(crate) left: f64,
    pub(crate) x: (f64, f64),
    pub(crate) y: (f64, f64),
    pub(crate) x_ticks: Vec<Tick>,
    pub(crate) y_ticks: Vec<Tick>,
    pub(crate) drawn: Drawn,
    /// Positions of the moments in range.
    pub(crate) within: Range<usize>,
}

impl Frame {
    /// Pixels from the left edge of the chart.
    pub(crate) fn pixel(&self, time: f64, width: f64) -> f64 {
        let (from, to) = self.x;
        self.left + (time - from) / (to - from) * (width - self.left - RIGHT)
    }
}

pub(crate) fn frame(data: &Data, view: &View, zone: Zone) -> Frame {
    let within = data.within(view.range);
    let shown =
        || data.series().iter().zip(&view.shown).filter(|(_, shown)| **shown).map(|(series, _)| series);
    let values = shown().flat_map(|series| series.values[within.clone()].iter().copied());
    let usable = values.filter(|value| value.is_finite() && (!view.log || *value > 0.0));
    let (min, max) =
        usable.fold((f64::INFINITY, f64::NEG_INFINITY), |(min, max), value| (value.min(min), value.max(max)));
    // A threshold that is far away would press everything flat; one that is near is worth seeing.
    let near = view.thresholds.iter().map(|threshold| threshold.value).filter(|value| *value <= max * 1.5);
    let max = near.fold(max, f64::max);

    let count = ticks(view.height - BELOW, TICK_Y);
    let (y, y_ticks) = if view.log {
        let range = log_range(min, max);
        (range, log_ticks(range, view.unit, count))
    } else {
        let zero = shown().any(|series| series.kind.is_filled()) || min < max / 2.0;
        let range = value_range(min, max, zero, view.unit, count);
        (range, value_ticks(range, view.unit, count))
    };
    let letters = y_ticks.iter().map(|tick| tick.label.chars().count()).max().unwrap_or(0);
    let left = (letters as f64 * LETTER + 14.0).max(48.0).round();
    let plot = (view.width - left - RIGHT).max(1.0);
    let all: Vec<&[f64]> = data.series().iter().map(|series| series.values.as_slice()).collect();
    Frame {
        left,
        x: view.range,
        y,
        x_ticks: time_ticks(view.range, zone, ticks(plot, TICK_X)),
        y_ticks,
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "pixels of a screen")]
        drawn: thin_out(data.times(), &all, within.clone(), view.range, plot as usize),
        within,
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "pixels of a screen")]
fn ticks(pixels: f64, each: f64) -> usize {
    (pixels / each).max(2.0) as usize
}

#[cfg(test)]
mod tests {
    use super::super::model::{Kind, Level, Series};
    use super::*;

    fn shown(values: Vec<f64>, kind: Kind, log: bool, thresholds: Vec<Threshold>) -> Frame {
        let times = (0..values.len()).map(|at| at as f64 * 1_000.0).collect();
        let data = Data::new(times, vec![Series { name: "a".into(), kind, values }]);
        let view = View {
            range: (0.0, 10_000.0),
            shown: vec![true],
            width: 400.0,
            height: 200.0,
            unit: Unit::Millis,
            log,
            thresholds,
        };
        frame(&data, &view, Zone::Utc)
    }

    #[test]
    fn a_surface_begins_at_zero_and_a_line_need_not() {
        assert_eq!(shown(vec![900.0, 1_000.0], Kind::Area, false, vec![]).y, (0.0, 1_000.0));
        assert_eq!(shown(vec![900.0, 1_000.0], Kind::Line, false, vec![]).y, (900.0, 1_000.0));
        assert_eq!(shown(vec![100.0, 1_000.0], Kind::Line, false, vec![]).y.0, 0.0);
    }

    #[test]
    fn a_near_threshold_is_in_sight() {
        let threshold = |value| vec![Threshold { value, level: Level::Warning }];
        assert!(shown(vec![100.0, 400.0], Kind::Line, false, threshold(500.0)).y.1 >= 500.0);
        assert!(shown(vec![100.0, 400.0], Kind::Line, false, threshold(9_000.0)).y.1 < 9_000.0);
    }

    #[test]
    fn nothing_in_range_is_still_a_frame() {
        let frame = shown(vec![f64::NAN; 4], Kind::Line, true, vec![]);
        assert_eq!(frame.y, (1.0, 10.0));
        assert_eq!(frame.pixel(0.0, 400.0), frame.left);
        assert_eq!(frame.pixel(10_000.0, 400.0), 400.0 - RIGHT);
    }
}
