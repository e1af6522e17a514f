//! The time range: ready-made ones, or two fields that take what people type.

use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::Go;
use super::moment::Moment;
use super::view::{PRESETS, View};
use crate::components::{Align, Symbol, icon, popover, popover_button, small_icon};

const POPOVER: &str = "range";

#[derive(Properties, PartialEq)]
pub(super) struct RangeButtonProps {
    pub(super) view: Rc<View>,
    pub(super) go: Go,
}

#[component]
pub(super) fn RangeButton(props: &RangeButtonProps) -> Html {
    let view = &props.view;
    let typed = use_state(|| [String::new(), String::new()]);
    let tried = use_state_eq(|| false);
    use_effect_with((view.from.clone(), view.to.clone()), {
        let (typed, tried) = (typed.setter(), tried.setter());
        move |(from, to)| {
            typed.set(
                [from, to]
                    .map(|moment| moment.as_ref().map_or(String::new(), |moment| moment.text().to_owned())),
            );
            tried.set(false);
        }
    });
    let valid = typed.each_ref().map(|text| text.trim().is_empty() || Moment::parse(text).is_some());
    let onsubmit = {
        let (view, go, typed, tried) = (view.clone(), props.go.clone(), typed.clone(), tried.setter());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            tried.set(true);
            if valid == [true, true] {
                let [from, to] = typed.each_ref().map(|text| Moment::parse(text));
                go.emit((Rc::new(View { from, to, ..(*view).clone() }), true));
            }
        })
    };
    let button = html! { <>{ icon(Symbol::Clock) }{ name(view) }{ small_icon(Symbol::ChevronDown) }</> };
    let content = html! {
        <div class="flex min-w-56 flex-col p-1">
            for (value, name) in PRESETS { { preset(view, &props.go, value, name) } }
            <form class="mt-1 flex flex-col gap-2 border-t border-line p-2" {onsubmit} novalidate=true>
                { field("From", 0, &typed, valid[0] || !*tried) }
                { field("To", 1, &typed, valid[1] || !*tried) }
                <p id="range-hint" class="text-small text-ink-2">
                    { "now-3h, 15m, or 2026-11-20T14:00:00Z" }
                </p>
                <button type="submit" class="button button-primary">{ "Apply" }</button>
            </form>
        </div>
    };
    html! {
        <>
            { popover_button(POPOVER, "button-outline", None, button) }
            { popover(POPOVER, "Time range", Align::Start, content) }
        </>
    }
}

fn name(view: &View) -> String {
    match (&view.from, &view.to) {
        (None, None) => "All time".to_owned(),
        (Some(from), None) => PRESETS
            .iter()
            .find(|(value, _)| *value == from.text())
            .map_or_else(|| ["Since ", from.text()].concat(), |(_, name)| (*name).to_owned()),
        (None, Some(to)) => ["Until ", to.text()].concat(),
        (Some(from), Some(to)) => [from.text(), " to ", to.text()].concat(),
    }
}

fn preset(view: &View, go: &Go, value: &'static str, name: &'static str) -> Html {
    let from = Moment::parse(value);
    let chosen = view.from == from && view.to.is_none();
    let onclick = {
        let (go, next) = (go.clone(), Rc::new(View { from, to: None, ..view.clone() }));
        Callback::from(move |_: MouseEvent| go.emit((Rc::clone(&next), true)))
    };
    html! {
        <button
            type="button"
            class={if chosen { "option bg-selected font-medium" } else { "option" }}
            aria-pressed={chosen.to_string()}
            popovertarget={POPOVER}
            popovertargetaction="hide"
            {onclick}
        >
            { name }
        </button>
    }
}

fn field(label: &'static str, index: usize, typed: &UseStateHandle<[String; 2]>, valid: bool) -> Html {
    let oninput = {
        let typed = typed.clone();
        Callback::from(move |event: InputEvent| {
            let mut next = (*typed).clone();
            next[index] = event.target_unchecked_into::<HtmlInputElement>().value();
            typed.set(next);
        })
    };
    html! {
        <label class="flex flex-col gap-1 text-small text-ink-2">
            { label }
            <input
                type="text"
                class="field font-mono"
                value={typed[index].clone()}
                aria-invalid={(!valid).to_string()}
                aria-describedby="range-hint"
                autocomplete="off"
                spellcheck="false"
                {oninput}
            />
            if !valid { <span class="text-critical-text">{ "Not a time" }</span> }
        </label>
    }
}
