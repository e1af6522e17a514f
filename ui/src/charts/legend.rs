//! The names of the series: which line is whose, what it is at the cursor; a click hides it.

use std::rc::Rc;

use yew::prelude::*;

use super::ChartProps;
use super::model::{COLOURS, Data};
use super::plot::Plot;
use super::state::{Action, State};
use crate::words as w;

/// The colour of a series, as the style sheet names it.
pub(super) const fn colour(index: usize) -> &'static str {
    match index {
        0 => "series-1",
        1 => "series-2",
        2 => "series-3",
        3 => "series-4",
        4 => "series-5",
        5 => "series-6",
        6 => "series-7",
        7 => "series-8",
        _ => "series-more",
    }
}

/// The pattern of the line, the same as `DASHES` in the script: colour is never alone.
const fn dashes(index: usize) -> &'static str {
    match index % COLOURS {
        0 => "",
        1 => "6 3",
        2 => "2 3",
        3 => "10 3 2 3",
        4 => "4 2",
        5 => "12 4",
        6 => "1 2",
        _ => "8 2 2 2",
    }
}

/// A piece of the line.
pub(super) fn swatch(index: usize) -> Html {
    let dashes = dashes(index);
    html! {
        <svg class={classes!("swatch", colour(index))} viewBox="0 0 24 8" aria-hidden="true">
            <line x1="1" x2="23" y1="4" y2="4" stroke-dasharray={(!dashes.is_empty()).then_some(dashes)} />
        </svg>
    }
}

/// A patch of the colour, for surfaces.
pub(super) fn swatch_box(index: usize) -> Html {
    html! {
        <svg class={classes!("swatch", "swatch-box", colour(index))} viewBox="0 0 8 8" aria-hidden="true">
            <rect x="0" y="0" width="8" height="8" rx="2" />
        </svg>
    }
}

pub(super) fn legend(
    data: &Data,
    state: &State,
    at: Option<usize>,
    with: &ChartProps,
    dispatch: &UseReducerDispatcher<State>,
    plot: Option<Rc<Plot>>,
) -> Html {
    let highlight = |series: Option<usize>| {
        let plot = plot.clone();
        move || {
            if let Some(plot) = &plot {
                plot.highlight(series);
            }
        }
    };
    let item = |(index, series): (usize, &super::Series)| {
        let shown = !state.hidden.contains(&index);
        let onclick = {
            let dispatch = dispatch.clone();
            move |_: MouseEvent| dispatch.dispatch(Action::Toggled(index))
        };
        let (on, off) = (highlight(Some(index)), highlight(None));
        let (on_focus, off_blur) = (on.clone(), off.clone());
        html! {
            <li>
                <button
                    type="button"
                    class="legend-item"
                    aria-pressed={shown.to_string()}
                    title={if shown { w::legend_hide() } else { w::legend_show() }}
                    {onclick}
                    onpointerenter={move |_: PointerEvent| on()}
                    onpointerleave={move |_: PointerEvent| off()}
                    onfocus={move |_: FocusEvent| on_focus()}
                    onblur={move |_: FocusEvent| off_blur()}
                >
                    { swatch(index) }
                    <span class="truncate">{ series.name.clone() }</span>
                    if let Some(at) = at {
                        <span class="tabular font-medium text-ink" aria-hidden="true">{ with.unit.exact(series.values[at]) }</span>
                    }
                </button>
            </li>
        }
    };
    html! {
        <ul class="legend" aria-label={w::legend()}>{ for data.series().iter().enumerate().map(item) }</ul>
    }
}
