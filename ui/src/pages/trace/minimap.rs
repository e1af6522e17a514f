//! The whole trace in small, and the stretch of it that is looked at: drawn over with the pointer, or moved by its two
//! ends with the keyboard.

use console_trace::{Mark, miniature};
use web_sys::{Element, KeyboardEvent, PointerEvent};
use yew::prelude::*;

use super::drawing::colour;
use super::time::{Window, offset, percent};
use super::view::Shown;
use crate::words as w;

const LANES: usize = 32;
const SERVICES: usize = 8;
/// A movement below this share of the width is a click.
const CLICK: f64 = 0.004;

#[derive(Properties, PartialEq)]
pub(super) struct MinimapProps {
    pub(super) trace: Shown,
    pub(super) window: Window,
    pub(super) onwindow: Callback<Window>,
}

#[component]
pub(super) fn Minimap(props: &MinimapProps) -> Html {
    let drawn = use_memo(props.trace.clone(), |trace| drawn(&miniature(&trace.0, LANES, SERVICES)));
    let area = use_node_ref();
    let began = use_mut_ref(|| None::<f64>);
    let end = props.trace.0.end();
    let (whole, window) = (Window::whole(end), props.window);
    let share = {
        let area = area.clone();
        move |event: &PointerEvent| {
            let place = area.cast::<Element>()?.get_bounding_client_rect();
            Some(((f64::from(event.client_x()) - place.left()) / place.width().max(1.0)).clamp(0.0, 1.0))
        }
    };
    let onpointerdown = {
        let (began, share, area) = (began.clone(), share.clone(), area.clone());
        Callback::from(move |event: PointerEvent| {
            if event.button() != 0 {
                return;
            }
            if let Some(area) = area.cast::<Element>() {
                let _ = area.set_pointer_capture(event.pointer_id());
            }
            *began.borrow_mut() = share(&event);
        })
    };
    let onpointermove = {
        let (began, share, onwindow) = (began.clone(), share.clone(), props.onwindow.clone());
        Callback::from(move |event: PointerEvent| {
            if let (Some(from), Some(to)) = (*began.borrow(), share(&event))
                && (to - from).abs() > CLICK
            {
                let drawn = Window { from: whole.moment(from.min(to)), to: whole.moment(from.max(to)) };
                onwindow.emit(drawn.within(end));
            }
        })
    };
    let onpointerup = {
        let (began, onwindow) = (began.clone(), props.onwindow.clone());
        Callback::from(move |event: PointerEvent| {
            let from = began.borrow_mut().take();
            if let (Some(from), Some(to)) = (from, share(&event))
                && (to - from).abs() <= CLICK
                && window != whole
            {
                let half = window.length() / 2;
                let middle = whole.moment(to).clamp(half, (end - half).max(half));
                onwindow.emit(Window { from: middle - half, to: middle + half }.within(end));
            }
        })
    };
    let reset = props.onwindow.reform(move |_: MouseEvent| whole);
    let [left, right] = [window.from, window.to].map(|at| whole.place(at));
    let shade =
        |left: i64, right: i64| ["left:", &percent(left), ";right:", &percent(10_000 - right)].concat();
    html! {
        <div class="trace-map-row">
            <div
                ref={area} class="trace-map"
                {onpointerdown} {onpointermove} {onpointerup}
                onpointercancel={Callback::from(move |_: PointerEvent| { began.borrow_mut().take(); })}
                ondblclick={reset.clone()}
            >
                <svg class="trace-map-picture" viewBox="0 0 256 32" preserveAspectRatio="none" aria-hidden="true">
                    for (class, path) in drawn.iter() {
                        <path class={*class} d={path.clone()} />
                    }
                </svg>
                <span class="trace-map-shade" style={shade(0, left)}></span>
                <span class="trace-map-shade" style={shade(right, 10_000)}></span>
                { thumb(props, w::trace_window_from(), true, left) }
                { thumb(props, w::trace_window_to(), false, right) }
            </div>
            <button type="button" class="button button-quiet" disabled={window == whole} onclick={reset}>
                { w::trace_window_reset() }
            </button>
        </div>
    }
}

/// One end of the stretch.
fn thumb(props: &MinimapProps, label: &'static str, is_start: bool, place: i64) -> Html {
    let (window, end, onwindow) = (props.window, props.trace.0.end(), props.onwindow.clone());
    let at = if is_start { window.from } else { window.to };
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let step = (end / if event.shift_key() { 10 } else { 100 }).max(1);
        let next = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => at - step,
            "ArrowRight" | "ArrowUp" => at + step,
            "Home" => 0,
            "End" => end,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        let shortest = (end / 1_000).max(1);
        let moved = if is_start {
            Window { from: next.min(window.to - shortest), ..window }
        } else {
            Window { to: next.max(window.from + shortest), ..window }
        };
        onwindow.emit(moved.within(end));
    });
    html! {
        <span
            class="trace-map-thumb" role="slider" tabindex="0" aria-label={label}
            aria-valuemin="0" aria-valuemax={end.to_string()} aria-valuenow={at.to_string()} aria-valuetext={offset(at)}
            style={["left:", &percent(place)].concat()}
            {onkeydown}
        ></span>
    }
}

/// One path for each colour; what failed is drawn above the rest.
fn drawn(marks: &[Mark]) -> Vec<(&'static str, String)> {
    let mut paths: Vec<(&'static str, String)> = Vec::new();
    let lanes = marks.iter().map(|mark| mark.lane + 1).max().unwrap_or(1);
    for mark in marks {
        let class = if mark.failed { "trace-map-failed" } else { colour(mark.service) };
        let at = paths.iter().position(|(known, _)| *known == class).unwrap_or_else(|| {
            paths.push((class, String::new()));
            paths.len() - 1
        });
        // In 32nds of the height; few spans make thick lanes.
        let (top, height) = (mark.lane * LANES / lanes, (LANES / lanes).max(1));
        let width = (mark.to - mark.from).to_string();
        let path = &mut paths[at].1;
        for part in [
            "M",
            &mark.from.to_string(),
            " ",
            &top.to_string(),
            "h",
            &width,
            "v",
            &height.to_string(),
            "h-",
            &width,
            "z",
        ] {
            path.push_str(part);
        }
    }
    paths
}
