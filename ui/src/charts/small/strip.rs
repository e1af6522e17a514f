//! A heat strip: how much there was in each stretch of time, from pale to strong in one hue.

use yew::prelude::*;

use super::{part, short};
use crate::charts::Unit;
use crate::words as w;

/// Steps of the scale.
const STEPS: f64 = 7.0;

/// Step 0 is for nothing at all, so that a single event is seen.
fn step(value: f64, most: f64) -> &'static str {
    if !value.is_finite() {
        return "heat-none";
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 7")]
    match (part(value, most) * STEPS).ceil() as u8 {
        0 => "heat-0",
        1 => "heat-1",
        2 => "heat-2",
        3 => "heat-3",
        4 => "heat-4",
        5 => "heat-5",
        6 => "heat-6",
        _ => "heat-7",
    }
}

/// One cell per stretch; `label` names a cell: `14:00 to 15:00`.
pub(crate) fn heat_strip(name: &str, cells: &[(AttrValue, f64)], unit: Unit) -> Html {
    let known = || cells.iter().filter(|(_, value)| value.is_finite());
    let Some((busiest, most)) = known().max_by(|(_, a), (_, b)| a.total_cmp(b)) else {
        return html! { <p class="text-ink-2">{ w::small_empty(name) }</p> };
    };
    let low = known().map(|(_, value)| *value).fold(f64::INFINITY, f64::min);
    let all: f64 = known().map(|(_, value)| *value).sum();
    let words = w::strip_of(name, &unit.exact(all), &unit.exact(low), &unit.exact(*most), busiest);
    let width = 100.0 / cells.len() as f64;
    let cell = |(at, (label, value)): (usize, &(AttrValue, f64))| {
        html! {
            <rect
                class={classes!("heat", step(*value, *most))} x={short(width * at as f64)} y="0"
                width={short(width)} height="20"
            >
                <title>{ w::strip_cell(label, &unit.exact(*value)) }</title>
            </rect>
        }
    };
    html! {
        <div class="flex w-full flex-col gap-1">
            <svg class="heat-strip" viewBox="0 0 100 20" preserveAspectRatio="none" role="img" aria-label={words}>
                { for cells.iter().enumerate().map(cell) }
            </svg>
            <div class="flex items-center gap-2 text-small text-ink-2" aria-hidden="true">
                <span>{ cells[0].0.clone() }</span>
                <span class="ml-auto">{ w::strip_most(&unit.exact(*most)) }</span>
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_event_among_many_is_seen() {
        assert_eq!(step(0.0, 1_000.0), "heat-0");
        assert_eq!(step(1.0, 1_000.0), "heat-1");
        assert_eq!(step(1_000.0, 1_000.0), "heat-7");
        assert_eq!(step(f64::NAN, 1_000.0), "heat-none");
        assert_eq!(step(0.0, 0.0), "heat-0");
    }
}
