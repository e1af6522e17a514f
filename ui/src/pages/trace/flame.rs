//! Where the time went, as a flame graph on a canvas. The pointer finds its frame in `console-trace`; for the keyboard,
//! and for whoever cannot see it, the waterfall says the same span by span.

use std::rc::Rc;

use console_trace::{Flame, Frame, Search, Trace, flame};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, PointerEvent};
use yew::prelude::*;

use super::drawing::colour;
use super::view::Shown;
use crate::browser;
use crate::components::{Symbol, small_icon};
use crate::dom::use_once;
use crate::text;
use crate::words as w;

/// Pixels of a row.
const ROW: f64 = 22.0;
/// Rows that are drawn; what is called deeper takes no time that could be seen.
const DEEPEST: usize = 120;
/// Frames narrower than this many pixels are not drawn.
const NARROWEST: f64 = 0.6;
/// Pixels of a letter, about.
const LETTER: f64 = 6.6;

#[derive(Properties, PartialEq)]
pub(super) struct FlameProps {
    pub(super) trace: Shown,
    /// Looks for the spans of a frame.
    pub(super) find: Callback<String>,
}

/// The part of the graph that fills the width.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Zoom {
    from: i64,
    weight: i64,
}

impl Zoom {
    fn on(flame: &Flame, frame: Option<usize>) -> Self {
        match frame.and_then(|at| flame.frames.get(at)) {
            Some(frame) => Self { from: frame.from, weight: frame.weight.max(1) },
            None => Self { from: 0, weight: flame.weight.max(1) },
        }
    }

    fn x(self, at: i64, width: f64) -> f64 {
        float(at - self.from) / float(self.weight) * width
    }

    fn along(self, x: f64, width: f64) -> i64 {
        whole(x / width.max(1.0) * float(self.weight)) + self.from
    }
}

#[expect(clippy::cast_precision_loss, reason = "pixels are rougher")]
fn float(value: i64) -> f64 {
    value as f64
}

#[expect(clippy::cast_possible_truncation, reason = "within a trace")]
fn whole(value: f64) -> i64 {
    value as i64
}

#[component]
pub(super) fn FlameView(props: &FlameProps) -> Html {
    let graph = use_memo(props.trace.clone(), |trace| flame(&trace.0));
    let canvas = use_node_ref();
    let zoomed = use_state_eq(|| None::<usize>);
    let pointed = use_state_eq(|| None::<usize>);
    let width = use_state_eq(|| 0);
    let theme = use_state_eq(|| 0_u32);
    use_once({
        let theme = theme.clone();
        let mut count = 0;
        move || {
            browser::on_appearance(move || {
                count += 1;
                theme.set(count);
            })
        }
    });
    use_once({
        let (canvas, width) = (canvas.clone(), width.setter());
        move || {
            let measure = move || {
                if let Some(canvas) = canvas.cast::<HtmlCanvasElement>() {
                    width.set(canvas.client_width());
                }
            };
            measure();
            browser::window().map(|window| browser::Listener::new(window, "resize", move |_| measure()))
        }
    });
    let zoom = Zoom::on(&graph, *zoomed);
    let depth = graph.depth.min(DEEPEST);
    use_effect_with((props.trace.clone(), zoom, *pointed, *width, *theme), {
        let (canvas, graph) = (canvas.clone(), Rc::clone(&graph));
        move |(trace, zoom, pointed, width, _)| {
            if let Some(canvas) = canvas.cast::<HtmlCanvasElement>() {
                draw(&canvas, &trace.0, &graph, *zoom, *pointed, f64::from(*width));
            }
        }
    });
    let hit = {
        let (graph, width) = (Rc::clone(&graph), *width);
        move |event: &PointerEvent| {
            let row = usize::try_from(whole(f64::from(event.offset_y()) / ROW)).ok()?;
            graph.at(row, zoom.along(f64::from(event.offset_x()), f64::from(width)))
        }
    };
    let onpointermove = {
        let (hit, pointed) = (hit.clone(), pointed.setter());
        Callback::from(move |event: PointerEvent| pointed.set(hit(&event)))
    };
    let onpointerleave = {
        let pointed = pointed.setter();
        Callback::from(move |_: PointerEvent| pointed.set(None))
    };
    let onpointerup = {
        let zoomed = zoomed.setter();
        Callback::from(move |event: PointerEvent| {
            if let Some(frame) = hit(&event) {
                zoomed.set(Some(frame));
            }
        })
    };
    let reset = {
        let zoomed = zoomed.setter();
        Callback::from(move |_: MouseEvent| zoomed.set(None))
    };
    let told = pointed.or(*zoomed).and_then(|at| graph.frames.get(at));
    html! {
        <div class="flame">
            <div class="flame-told">
                <p class="min-w-0 flex-1 tabular">{ told.map_or_else(|| w::trace_flame_help().to_owned(), |frame| words(&props.trace.0, frame, &graph)) }</p>
                if let Some(frame) = zoomed.and_then(|at| graph.frames.get(at)) {
                    <button type="button" class="button button-quiet" onclick={
                        let term = term(&props.trace.0, frame);
                        props.find.reform(move |_: MouseEvent| term.clone())
                    }>
                        { small_icon(Symbol::Search) }{ w::trace_flame_find() }
                    </button>
                    <button type="button" class="button button-quiet" onclick={reset}>{ w::trace_window_reset() }</button>
                }
            </div>
            <div class="flame-scroll" tabindex="0" role="region" aria-label={w::trace_flame()}>
                <canvas
                    ref={canvas} class="flame-canvas" role="img" aria-label={summary(&props.trace.0, &graph)}
                    style={["height:", &(depth * 22).to_string(), "px"].concat()}
                    {onpointermove} {onpointerleave} {onpointerup}
                ></canvas>
            </div>
        </div>
    }
}

fn term(trace: &Trace, frame: &Frame) -> String {
    [Search::term("name", trace.name(frame.span)), Search::term("service", trace.service(frame.span))]
        .join(" ")
}

/// `charge card, payment: 12 spans, 1.2 s in all, 300 ms of its own (24 %)`.
fn words(trace: &Trace, frame: &Frame, graph: &Flame) -> String {
    let share = i128::from(frame.own) * 100 / i128::from(graph.weight.max(1));
    w::trace_flame_frame(
        trace.name(frame.span),
        trace.service(frame.span),
        &text::number(i64::try_from(frame.spans).unwrap_or(i64::MAX)),
        &text::duration(frame.total),
        &text::duration(frame.own),
        &share.to_string(),
    )
}

/// What is heard in place of the picture: where most of the time went.
fn summary(trace: &Trace, graph: &Flame) -> String {
    let heaviest = graph.frames.iter().max_by_key(|frame| frame.own);
    heaviest.map_or_else(String::new, |frame| w::trace_flame_summary(&words(trace, frame, graph)))
}

fn draw(
    canvas: &HtmlCanvasElement,
    trace: &Trace,
    graph: &Flame,
    zoom: Zoom,
    pointed: Option<usize>,
    width: f64,
) {
    let Some(window) = browser::window() else { return };
    let Ok(Some(style)) = window.get_computed_style(canvas) else { return };
    let Some(pen) = canvas.get_context("2d").ok().flatten() else { return };
    let Ok(pen) = pen.dyn_into::<CanvasRenderingContext2d>() else { return };
    let value = |name: &str| style.get_property_value(name).unwrap_or_default();
    let ratio = window.device_pixel_ratio().max(1.0);
    let height = float(i64::try_from(graph.depth.min(DEEPEST)).unwrap_or(0)) * ROW;
    let pixels = |size: f64| u32::try_from(whole(size * ratio)).unwrap_or(0);
    canvas.set_width(pixels(width));
    canvas.set_height(pixels(height));
    let _ = pen.scale(ratio, ratio);
    pen.set_font(&["12px ", &value("--font-ui")].concat());
    pen.set_text_baseline("middle");
    let (ink, line) = (value("--ink"), value("--line"));
    let colours: Vec<String> = (0..9).map(|at| value(&["--", colour(at)].concat())).collect();
    let unknown = value("--unknown");
    for (place, frame) in graph.frames.iter().enumerate().filter(|(_, frame)| frame.depth < DEEPEST) {
        let (left, right) =
            (zoom.x(frame.from, width).max(0.0), zoom.x(frame.from + frame.weight, width).min(width));
        if right - left < NARROWEST {
            continue;
        }
        let top = float(i64::try_from(frame.depth).unwrap_or(0)) * ROW;
        let colour = colours.get(trace.service_place(frame.span)).filter(|colour| !colour.is_empty());
        pen.set_fill_style_str(colour.unwrap_or(&unknown));
        pen.set_global_alpha(if pointed == Some(place) { 0.55 } else { 0.28 });
        pen.fill_rect(left, top, right - left, ROW - 1.0);
        pen.set_global_alpha(1.0);
        pen.fill_rect(left, top, (right - left).min(3.0), ROW - 1.0);
        if frame.failed > 0 {
            pen.set_fill_style_str(&value("--critical"));
            pen.fill_rect(left, top + ROW - 4.0, right - left, 3.0);
        }
        pen.set_fill_style_str(&line);
        pen.fill_rect(right - 1.0, top, 1.0, ROW - 1.0);
        let letters = whole((right - left - 10.0) / LETTER);
        if letters >= 2 {
            pen.set_fill_style_str(&ink);
            let _ = pen.fill_text(&cut(trace.name(frame.span), letters), left + 6.0, top + ROW / 2.0);
        }
    }
}

/// The beginning of a name that has about so much room.
fn cut(name: &str, letters: i64) -> String {
    let letters = usize::try_from(letters).unwrap_or(0);
    if name.chars().count() <= letters {
        return name.to_owned();
    }
    name.chars().take(letters - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_on_the_canvas_is_a_place_in_the_graph() {
        let zoom = Zoom { from: 400, weight: 200 };
        assert_eq!((zoom.along(50.0, 100.0), zoom.along(0.0, 100.0)), (500, 400));
        assert!((zoom.x(500, 100.0) - 50.0).abs() < 0.001);
        assert_eq!([cut("charge card", 20), cut("charge card", 5)], ["charge card", "char…"]);
    }
}
