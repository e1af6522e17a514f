//! A sparkline: the shape of recent values in the height of a line of text.

use yew::prelude::*;

use super::short;
use crate::charts::{Kind, Unit};
use crate::words as w;

const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 28.0;
/// So that a line at the edge is not cut in half.
const MARGIN: f64 = 3.0;

/// `values` in order of time, NaN where nothing was measured; `name` is what they are: "Signals per minute".
pub(crate) fn sparkline(name: &str, values: &[f64], kind: Kind, unit: Unit) -> Html {
    let known: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    let (Some(last), Some(low), Some(high)) =
        (known.last(), known.iter().copied().reduce(f64::min), known.iter().copied().reduce(f64::max))
    else {
        let label = w::small_empty(name);
        return html! {
            <svg class="spark" viewBox="0 0 120 28" role="img" aria-label={label}>
                <line class="spark-none" x1="3" x2="117" y1="14" y2="14" />
            </svg>
        };
    };
    let label = w::spark_of(name, &unit.exact(*last), &unit.exact(low), &unit.exact(high));
    let floor = if kind.is_filled() { low.min(0.0) } else { low };
    let span = if high > floor { high - floor } else { 1.0 };
    let step = (WIDTH - 2.0 * MARGIN) / (values.len().max(2) - 1) as f64;
    let x = |at: usize| MARGIN + step * at as f64;
    let y = |value: f64| HEIGHT - MARGIN - (value - floor) / span * (HEIGHT - 2.0 * MARGIN);
    let mark = |class: &'static str, wanted: f64, radius: &'static str| {
        let at = values.iter().rposition(|value| *value == wanted);
        at.map(|at| html! { <circle {class} cx={short(x(at))} cy={short(y(wanted))} r={radius} /> })
    };
    let base = y(floor.max(0.0).min(high));
    let shape = match kind {
        Kind::Bars => {
            let width = short((step * 0.7).max(1.0));
            let bar = |(at, value): (usize, &f64)| {
                let (top, bottom) = (y(*value).min(base), y(*value).max(base));
                html! {
                    <rect
                        class="spark-bar" x={short(x(at) - step * 0.35)} y={short(top)}
                        width={width.clone()} height={short((bottom - top).max(0.5))}
                    />
                }
            };
            values.iter().enumerate().filter(|(_, value)| value.is_finite()).map(bar).collect()
        }
        Kind::Line | Kind::Area | Kind::Steps => {
            let runs = runs(values);
            let line: String = runs.iter().map(|run| path(run, kind, &x, &y)).collect();
            let area = (kind == Kind::Area).then(|| {
                let close = |run: &Vec<(usize, f64)>| {
                    let (first, end) = (run[0].0, run[run.len() - 1].0);
                    let across = short(x(first).min(x(end)));
                    format!("{}V{}H{across}Z", path(run, kind, &x, &y), short(base))
                };
                html! { <path class="spark-area" d={runs.iter().map(close).collect::<String>()} /> }
            });
            html! { <>{ area }<path class="spark-line" d={line} /></> }
        }
    };
    let ends = (kind != Kind::Bars).then(|| {
        html! { <>{ mark("spark-end", low, "1.5") }{ mark("spark-end", high, "1.5") }{ mark("spark-last", *last, "2.5") }</> }
    });
    html! {
        <svg class="spark series-1" viewBox="0 0 120 28" role="img" aria-label={label}>{ shape }{ ends }</svg>
    }
}

/// Values without a gap between them, with their places.
fn runs(values: &[f64]) -> Vec<Vec<(usize, f64)>> {
    let mut runs: Vec<Vec<(usize, f64)>> = Vec::new();
    let mut open = false;
    for (at, value) in values.iter().copied().enumerate() {
        match (value.is_finite(), open, runs.last_mut()) {
            (true, true, Some(run)) => run.push((at, value)),
            (true, _, _) => runs.push(vec![(at, value)]),
            (false, ..) => {}
        }
        open = value.is_finite();
    }
    runs
}

fn path(run: &[(usize, f64)], kind: Kind, x: &impl Fn(usize) -> f64, y: &impl Fn(f64) -> f64) -> String {
    let mut out = String::new();
    for (place, (at, value)) in run.iter().enumerate() {
        let (x, y) = (short(x(*at)), short(y(*value)));
        if place == 0 {
            out.push_str(&format!("M{x} {y}"));
        } else if kind == Kind::Steps {
            out.push_str(&format!("H{x}V{y}"));
        } else {
            out.push_str(&format!("L{x} {y}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_ends_a_run() {
        let values = [1.0, 2.0, f64::NAN, f64::NAN, 3.0];
        assert_eq!(runs(&values), [vec![(0, 1.0), (1, 2.0)], vec![(4, 3.0)]]);
        assert_eq!(runs(&[f64::NAN]), Vec::<Vec<(usize, f64)>>::new());
    }

    #[test]
    fn steps_go_across_before_they_go_up() {
        let run = [(0, 1.0), (1, 2.0)];
        let (x, y) = (|at: usize| at as f64 * 10.0, |value: f64| value);
        assert_eq!(path(&run, Kind::Steps, &x, &y), "M0 1H10V2");
        assert_eq!(path(&run, Kind::Line, &x, &y), "M0 1L10 2");
    }
}
