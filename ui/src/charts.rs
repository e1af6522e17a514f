//! Charts. Those over time are drawn on a canvas by a script and decided here: what is in range, where ticks stand,
//! which points a screen can show, what the cursor says. Small ones are SVG and need no script.
//!
//! Reached from parts only: a first visit draws no chart. Nothing here fetches data.

mod axis;
mod downsample;
mod frame;
mod legend;
mod model;
mod plot;
mod small;
mod state;
mod table;
mod units;

use std::rc::Rc;

use yew::prelude::*;

use crate::browser;
use crate::clock::{Clock, use_clock};
use crate::components::{Symbol, button, skeleton_lines};
use crate::dom::{el, line, none, tell};
use crate::lazy::Missing;
use crate::text;
use axis::stamp;
use frame::{Frame, View};
use plot::{Plot, Spec};
use state::{Action, By, State};

use crate::words as w;
pub(crate) use model::{Data, Kind, Level, Series, Threshold, threshold_words};
pub(crate) use small::{Share, bar_list, donut, gauge, heat_strip, meter, sparkline, stacked_bar};
pub(crate) use units::Unit;

/// How long the cursor has to rest before its value is read out.
const QUIET_MS: i32 = 200;

/// What there is to draw.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Answer {
    Loading,
    Failed(AttrValue),
    Ready(Data),
}

#[derive(Properties, Clone, PartialEq)]
pub(crate) struct ChartProps {
    /// Unique on the page.
    pub(crate) id: AttrValue,
    /// What it shows, in words: "Response time".
    pub(crate) title: AttrValue,
    pub(crate) unit: Unit,
    pub(crate) answer: Answer,
    /// Milliseconds since 1970, from and to; everything there is where absent.
    #[prop_or_default]
    pub(crate) range: Option<(f64, f64)>,
    #[prop_or_default]
    pub(crate) thresholds: Vec<Threshold>,
    /// Upper and lower series of an area in between.
    #[prop_or_default]
    pub(crate) bands: Vec<(usize, usize)>,
    /// Values on a logarithmic axis; what is not above zero is not shown.
    #[prop_or_default]
    pub(crate) log: bool,
    /// Charts of one group share the cursor.
    #[prop_or_default]
    pub(crate) group: Option<AttrValue>,
    /// Pixels; reserved in every state.
    #[prop_or(200.0)]
    pub(crate) height: f64,
    /// The range that was dragged; nothing when it was given up.
    #[prop_or_default]
    pub(crate) on_zoom: Callback<Option<(f64, f64)>>,
    #[prop_or_default]
    pub(crate) retry: Callback<()>,
}

/// A chart over time with its legend, its states and the table that says the same.
#[component]
pub(crate) fn Chart(props: &ChartProps) -> Html {
    let heading = line_of("h3", "font-medium text-ink", &props.title);
    let height = ["min-height: ", &(props.height + 40.0).to_string(), "px"].concat();
    let around = |class: &'static str, content: Html| {
        html! {
            <figure class="chart" aria-label={props.title.clone()} style={height.clone()}>
                { heading.clone() }
                <div {class}>{ content }</div>
            </figure>
        }
    };
    match &props.answer {
        Answer::Loading => html! {
            <figure class="chart" aria-busy="true" aria-label={props.title.clone()} style={height}>
                { heading }
                <div class="chart-state" role="status">
                    <span class="sr-only">{ w::chart_loading() }</span>
                    <div class="w-full">{ skeleton_lines(5) }</div>
                </div>
            </figure>
        },
        Answer::Failed(why) => around(
            "chart-state",
            html! {
                <div role="alert" class="flex flex-col items-center gap-3 text-center">
                    { line("p", "font-medium text-ink", w::chart_failed()) }
                    { line_of("p", "text-ink-2", why) }
                    { button(Symbol::Refresh, w::try_again(), props.retry.reform(|_| ())) }
                </div>
            },
        ),
        Answer::Ready(data) if data.is_empty() => around(
            "chart-state",
            html! {
                <div class="flex flex-col items-center gap-1 text-center">
                    { line("p", "font-medium text-ink", w::chart_empty()) }
                    { line("p", "text-ink-2", w::chart_empty_help()) }
                </div>
            },
        ),
        Answer::Ready(data) => html! { <Drawing data={data.clone()} with={props.clone()} /> },
    }
}

fn line_of(tag: &'static str, class: &'static str, words: &str) -> Html {
    el(tag, class, [tell(words)])
}

#[derive(Properties, PartialEq)]
struct DrawingProps {
    data: Data,
    with: ChartProps,
}

/// A chart that has something to show.
#[component]
fn Drawing(props: &DrawingProps) -> Html {
    let DrawingProps { data, with } = props;
    let clock = use_clock();
    let state = use_reducer(State::default);
    let host = use_node_ref();
    let plot = use_state(|| None::<Result<Rc<Plot>, Missing>>);
    let attempt = use_state_eq(|| 0);
    let dispatch = state.dispatcher();

    let spec = Spec {
        height: with.height,
        log: with.log,
        group: with.group.as_ref().map(ToString::to_string),
        kinds: data.series().iter().map(|series| series.kind).collect(),
        bands: with.bands.clone(),
    };
    use_effect_with((spec, *attempt, state.table), {
        let (plot, host, dispatch) = (plot.setter(), host.clone(), dispatch.clone());
        let on_zoom = with.on_zoom.clone();
        move |(spec, _, table): &(Spec, i32, bool)| {
            let spec = spec.clone();
            let host = host.cast::<web_sys::Element>().filter(|_| !table);
            let cleared = plot.clone();
            let task = browser::spawn(async move {
                let Some(host) = host else { return };
                let zoomed = {
                    let dispatch = dispatch.clone();
                    move |range| {
                        dispatch.dispatch(Action::Zoomed(Some(range)));
                        on_zoom.emit(Some(range));
                    }
                };
                plot.set(Some(Plot::create(host, &spec, dispatch, zoomed).await.map(Rc::new)));
            });
            move || {
                drop(task);
                cleared.set(None);
            }
        }
    });

    let given = with.range.or_else(|| data.extent()).unwrap_or((0.0, 1.0));
    use_effect_with((given.0.to_bits(), given.1.to_bits()), {
        let dispatch = dispatch.clone();
        move |_| dispatch.dispatch(Action::Zoomed(None))
    });
    let view = View {
        range: widened(state.zoom.unwrap_or(given)),
        shown: (0..data.series().len()).map(|series| !state.hidden.contains(&series)).collect(),
        width: state.width,
        height: with.height,
        unit: with.unit,
        log: with.log,
        thresholds: with.thresholds.clone(),
    };
    let drawn = use_memo((data.clone(), view.clone(), clock.zone), |(data, view, zone)| {
        frame::frame(data, view, *zone)
    });
    let ready = plot.as_ref().and_then(|plot| plot.as_ref().ok()).cloned();
    let ready_at = ready.as_ref().map(|plot| Rc::as_ptr(plot) as usize);
    use_effect_with((ready_at, data.clone(), view.clone()), {
        let (ready, drawn) = (ready.clone(), Rc::clone(&drawn));
        move |(_, _, view): &(Option<usize>, Data, View)| {
            if let Some(plot) = ready.filter(|_| view.width > 0.0) {
                plot.update(&drawn, view);
            }
        }
    });

    let pointed =
        state.cursor.and_then(|cursor| Some((cursor, data.nearest(cursor.time, drawn.within.clone())?)));
    let at = pointed.map(|(_, at)| at);
    use_effect_with((ready_at, at, data.clone(), view.clone()), {
        let ready = ready.clone();
        move |(_, at, data, _): &(Option<usize>, Option<usize>, Data, View)| {
            if let Some(plot) = ready {
                plot.mark(at.map(|at| {
                    (data.times()[at], data.series().iter().map(|series| series.values[at]).collect())
                }));
            }
        }
    });

    let keyed = pointed.filter(|(cursor, _)| cursor.by == By::Keyboard);
    let words = keyed.map(|(cursor, at)| spoken(data, at, cursor.series, with, clock)).unwrap_or_default();
    let said = use_state_eq(String::new);
    use_effect_with(words, {
        let said = said.setter();
        move |words: &String| {
            let words = words.clone();
            let task = browser::spawn(async move {
                browser::sleep(QUIET_MS).await;
                said.set(words);
            });
            || drop(task)
        }
    });

    let onkeydown = {
        let (dispatch, data, state, ready) = (dispatch.clone(), data.clone(), state.clone(), ready.clone());
        let (within, on_zoom) = (drawn.within.clone(), with.on_zoom.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.ctrl_key() || event.meta_key() || event.alt_key() {
                return;
            }
            let key = event.key();
            if let Some((time, series)) = state::step(&key, &data, within.clone(), &state) {
                event.prevent_default();
                event.stop_propagation();
                dispatch.dispatch(Action::Stepped(time, series));
                if let Some(plot) = &ready {
                    plot.echo(time);
                }
            } else if key == "Escape" && state.cursor.is_some() {
                event.stop_propagation();
                dispatch.dispatch(Action::Pointed(By::Keyboard, None));
            } else if key == "Escape" && state.zoom.is_some() {
                event.stop_propagation();
                dispatch.dispatch(Action::Zoomed(None));
                on_zoom.emit(None);
            }
        })
    };
    let onblur = {
        let dispatch = dispatch.clone();
        Callback::from(move |_: FocusEvent| dispatch.dispatch(Action::Pointed(By::Keyboard, None)))
    };
    let zoom_out = state.zoom.map(|_| {
        let (dispatch, on_zoom) = (dispatch.clone(), with.on_zoom.clone());
        let out = Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(Action::Zoomed(None));
            on_zoom.emit(None);
        });
        html! { <button type="button" class="button-link" onclick={out}>{ w::range_wider() }</button> }
    });
    let toggle_table = {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Table))
    };
    let hint = [&with.id, "-hint"].concat();
    let failed = matches!(*plot, Some(Err(Missing)));
    let table = state.table || failed;
    html! {
        <figure class="chart" aria-label={with.title.clone()}>
            <div class="flex flex-wrap items-center gap-x-3">
                { line_of("h3", "font-medium text-ink", &with.title) }
                if with.log { { line("span", "text-small text-ink-2", w::chart_log()) } }
                <span class="ml-auto flex items-center gap-2">
                    { zoom_out }
                    <button type="button" class="button-link" aria-pressed={state.table.to_string()} onclick={toggle_table}>
                        { w::as_table() }
                    </button>
                </span>
            </div>
            if failed {
                <div role="alert" class="flex flex-wrap items-center gap-2 py-1 text-small text-ink-2">
                    { w::chart_not_drawn() }
                    <button
                        type="button" class="button-link"
                        onclick={let attempt = attempt.clone(); move |_| attempt.set(*attempt + 1)}
                    >
                        { w::try_again() }
                    </button>
                </div>
            }
            if table {
                <table::Twin data={data.clone()} within={drawn.within.clone()} title={with.title.clone()} unit={with.unit} />
            } else {
                <div
                    id={with.id.clone()}
                    class="plot"
                    tabindex="0"
                    role="application"
                    aria-roledescription={w::chart_role()}
                    aria-label={w::chart_label(&with.title, &summary(data, &drawn, with))}
                    aria-describedby={hint.clone()}
                    style={["height: ", &with.height.to_string(), "px"].concat()}
                    {onkeydown}
                    {onblur}
                >
                    <div ref={host} class="plot-host"></div>
                    if drawn.within.is_empty() { { nothing_in_range(data, clock) } }
                    { tooltip(data, &drawn, &state, pointed, with, clock) }
                </div>
                <p id={hint} class="sr-only">
                    { w::chart_keys() }
                </p>
            }
            { legend::legend(data, &state, at, with, &dispatch, ready) }
            <p class="sr-only" role="status">{ (*said).clone() }</p>
        </figure>
    }
}

/// A range of one moment has no width to draw.
fn widened((from, to): (f64, f64)) -> (f64, f64) {
    if to > from { (from, to) } else { (from - 30_000.0, to + 30_000.0) }
}

/// What the chart shows, in one sentence: series, points, and the extremes.
fn summary(data: &Data, frame: &Frame, with: &ChartProps) -> String {
    let values = |series: &Series| {
        let known = series.values[frame.within.clone()].iter().copied().filter(|value| !value.is_nan());
        known.fold(None, |range: Option<(f64, f64)>, value| {
            let (low, high) = range.unwrap_or((value, value));
            Some((low.min(value), high.max(value)))
        })
    };
    let each = data.series().iter().map(|series| match values(series) {
        Some((low, high)) => {
            w::chart_series_between(&series.name, &with.unit.exact(low), &with.unit.exact(high))
        }
        None => w::chart_series_empty(&series.name),
    });
    each.collect::<Vec<_>>().join(", ")
}

/// `p95: 412 ms, above warning 400 ms, 14:02:00 UTC`.
fn spoken(data: &Data, at: usize, series: usize, with: &ChartProps, clock: Clock) -> String {
    let Some(series) = data.series().get(series) else { return String::new() };
    let value = series.values[at];
    let time = text::absolute(stamp(data.times()[at]), clock);
    let shown = with.unit.exact(value);
    match model::exceeded(value, &with.thresholds) {
        Some(_) => {
            let level = threshold_words(value, &with.thresholds, with.unit);
            w::chart_point_beyond(&series.name, &shown, &level, &time)
        }
        None => w::chart_point(&series.name, &shown, &time),
    }
}

fn nothing_in_range(data: &Data, clock: Clock) -> Html {
    let last = data.extent().map(|(_, last)| text::absolute(stamp(last), clock));
    html! {
        <div class="plot-note">
            { line("p", "font-medium text-ink", w::chart_out_of_range()) }
            if let Some(last) = last { <p class="text-small text-ink-2">{ w::chart_last_value(&last) }</p> }
        </div>
    }
}

/// Beside the cursor; on the side where there is room.
fn tooltip(
    data: &Data,
    frame: &Frame,
    state: &State,
    pointed: Option<(state::Cursor, usize)>,
    with: &ChartProps,
    clock: Clock,
) -> Html {
    let Some((cursor, at)) = pointed.filter(|(cursor, _)| cursor.by != By::Group) else { return none() };
    let time = data.times()[at];
    let x = frame.pixel(time, state.width);
    let style = if x > state.width / 2.0 {
        format!("right: {:.0}px", state.width - x + 12.0)
    } else {
        format!("left: {:.0}px", x + 12.0)
    };
    let rows = data.series().iter().enumerate().filter(|(index, _)| !state.hidden.contains(index));
    html! {
        <div class="plot-tip" {style} aria-hidden="true">
            <p class="pb-1 text-small text-ink-2 tabular">{ text::absolute(stamp(time), clock) }</p>
            for (index, series) in rows {
                <p
                    class={if cursor.by == By::Keyboard && cursor.series == index { "plot-tip-row plot-tip-row-on" } else { "plot-tip-row" }}
                >
                    { legend::swatch(index) }
                    <span class="min-w-0 flex-1 truncate">{ series.name.clone() }</span>
                    <span class="tabular font-medium text-ink">{ with.unit.exact(series.values[at]) }</span>
                </p>
            }
        </div>
    }
}
