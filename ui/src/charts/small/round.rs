//! A gauge, a meter and a donut: one value against its limits, and parts of a whole.

use yew::prelude::*;

use super::bars::{key, share_table, spoken};
use super::{Share, part, short};
use crate::charts::legend::colour;
use crate::charts::model::exceeded;
use crate::charts::{Level, Threshold, Unit, threshold_words};
use crate::components::{Shape, glyph};
use crate::dom::tell_around;
use crate::words as w;

/// Half a circle of radius 40.
const ARC: &str = "M10 50a40 40 0 0 1 80 0";
/// Its length.
const ARC_LENGTH: f64 = 40.0 * std::f64::consts::PI;
/// Radius of a donut whose circumference is 100.
const DONUT_RADIUS: &str = "15.915";

fn status(value: f64, thresholds: &[Threshold]) -> &'static str {
    match exceeded(value, thresholds).map(|threshold| threshold.level) {
        None => "level-ok",
        Some(Level::Warning) => "level-warning",
        Some(Level::Critical) => "level-critical",
    }
}

/// The glyph beside the words: colour is never alone.
fn shape(value: f64, thresholds: &[Threshold]) -> Shape {
    match exceeded(value, thresholds).map(|threshold| threshold.level) {
        None if value.is_nan() => Shape::CircleMinus,
        None => Shape::CircleTick,
        Some(Level::Warning) => Shape::Triangle,
        Some(Level::Critical) => Shape::Octagon,
    }
}

fn label(name: &str, value: f64, most: f64, words: &str, unit: Unit) -> String {
    let (value, most) = (unit.exact(value), unit.exact(most));
    if words.is_empty() {
        w::gauge_of(name, &value, &most)
    } else {
        w::gauge_beyond(name, &value, &most, words)
    }
}

fn verdict(value: f64, thresholds: &[Threshold], words: String) -> Html {
    html! {
        if !words.is_empty() {
            <span class="flex items-center gap-1.5 text-small text-ink-2" aria-hidden="true">
                { glyph(shape(value, thresholds)) }{ words }
            </span>
        }
    }
}

/// A value on half a circle, with marks where the thresholds are.
pub(crate) fn gauge(name: &str, value: f64, most: f64, thresholds: &[Threshold], unit: Unit) -> Html {
    let words = threshold_words(value, thresholds, unit);
    let words = if value.is_finite() { words } else { w::not_measured().to_owned() };
    let filled = part(value, most) * ARC_LENGTH;
    let tick = |threshold: &Threshold| {
        let angle = std::f64::consts::PI * (1.0 - part(threshold.value, most));
        let at = |radius: f64| (short(50.0 + radius * angle.cos()), short(50.0 - radius * angle.sin()));
        let ((x1, y1), (x2, y2)) = (at(33.0), at(47.0));
        html! { <line class="gauge-tick" {x1} {y1} {x2} {y2} /> }
    };
    html! {
        <div class="flex flex-col items-center gap-1">
            <svg class="gauge" viewBox="0 0 100 58" role="img" aria-label={label(name, value, most, &words, unit)}>
                <path class="gauge-track" d={ARC} />
                <path
                    class={classes!("gauge-arc", status(value, thresholds))} d={ARC}
                    stroke-dasharray={[&short(filled), " ", &short(ARC_LENGTH)].concat()}
                />
                { for thresholds.iter().map(tick) }
                <text class="gauge-value" x="50" y="50" text-anchor="middle">{ unit.exact(value) }</text>
            </svg>
            <span class="text-small font-medium" aria-hidden="true">{ name.to_owned() }</span>
            { verdict(value, thresholds, words) }
        </div>
    }
}

/// A value on a bar, with marks where the thresholds are.
pub(crate) fn meter(name: &str, value: f64, most: f64, thresholds: &[Threshold], unit: Unit) -> Html {
    let words = threshold_words(value, thresholds, unit);
    let words = if value.is_finite() { words } else { w::not_measured().to_owned() };
    html! {
        <div class="flex w-full flex-col gap-1">
            <div class="flex flex-wrap items-center gap-x-3" aria-hidden="true">
                <span class="font-medium">{ name.to_owned() }</span>
                <span class="tabular text-ink-2">{ tell_around(|value| w::value_of(value, &unit.exact(most)), html! { <span class="text-ink">{ unit.exact(value) }</span> }) }</span>
                { verdict(value, thresholds, words.clone()) }
            </div>
            <svg
                class="meter" viewBox="0 0 100 8" preserveAspectRatio="none" role="img"
                aria-label={label(name, value, most, &words, unit)}
            >
                <rect class="piece-none" x="0" y="0" width="100" height="8" />
                <rect
                    class={classes!("meter-fill", status(value, thresholds))}
                    x="0" y="0" width={short(part(value, most) * 100.0)} height="8"
                />
                for threshold in thresholds {
                    <line
                        class="gauge-tick" y1="0" y2="8"
                        x1={short(part(threshold.value, most) * 100.0)} x2={short(part(threshold.value, most) * 100.0)}
                    />
                }
            </svg>
        </div>
    }
}

/// Parts of a whole as a ring, with the table folded below it.
pub(crate) fn donut(name: &str, shares: &[Share], unit: Unit) -> Html {
    let all: f64 = shares.iter().map(|share| share.value).filter(|value| value.is_finite()).sum();
    let mut gone = 0.0;
    let piece = |(index, share): (usize, &Share)| {
        let length = part(share.value, all) * 100.0;
        let offset = 25.0 - gone;
        gone += length;
        // A hair of the background between two pieces keeps neighbours apart without their colour.
        let drawn = (length - 0.8).max(length * 0.5);
        html! {
            <circle
                class={classes!("donut-piece", colour(index))} cx="21" cy="21" r={DONUT_RADIUS}
                stroke-dasharray={[&short(drawn), " ", &short(100.0 - drawn)].concat()}
                stroke-dashoffset={short(offset)}
            />
        }
    };
    let pieces: Html = shares.iter().enumerate().filter(|(_, share)| share.value > 0.0).map(piece).collect();
    let words = if all > 0.0 {
        w::donut_of(name, &unit.exact(all), &spoken(shares, unit))
    } else {
        w::small_empty(name)
    };
    html! {
        <div class="flex flex-wrap items-center gap-4">
            <svg class="donut" viewBox="0 0 42 42" role="img" aria-label={words}>
                <circle class="donut-track" cx="21" cy="21" r={DONUT_RADIUS} />
                { pieces }
                <text class="donut-value" x="21" y="23.5" text-anchor="middle">{ unit.short(all) }</text>
            </svg>
            <div class="flex min-w-0 flex-col gap-2">
                { key(shares, unit) }
                <details>
                    <summary class="button-link">{ w::as_table() }</summary>
                    { share_table(name, shares, unit) }
                </details>
            </div>
        </div>
    }
}
