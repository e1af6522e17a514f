//! Small charts as SVG: no script, no state, the same markup for the same numbers. Each says its numbers in words.

mod bars;
mod round;
mod spark;
mod strip;

pub(crate) use bars::{Share, bar_list, stacked_bar};
pub(crate) use round::{donut, gauge, meter};
pub(crate) use spark::sparkline;
pub(crate) use strip::heat_strip;

/// A number for an attribute: two decimals are a fraction of a pixel.
fn short(value: f64) -> String {
    let written = format!("{value:.2}");
    written.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The part of the whole, from 0 to 1.
fn part(value: f64, whole: f64) -> f64 {
    if whole > 0.0 && value.is_finite() { (value / whole).clamp(0.0, 1.0) } else { 0.0 }
}
