//! The filter bar: text, facets with counts, time range, and a chip for each part that is set.

use std::rc::Rc;

use console_api::signal::SignalCounts;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::Go;
use super::facets::{facets, unset};
use super::range::range_button;
use super::view::View;
use crate::browser;
use crate::clock::Clock;
use crate::components::{Shape, Symbol, glyph, icon, small_icon};
use crate::words as w;

/// Id of the text field; `/` goes there.
pub(super) const SEARCH: &str = "signals-search";
/// Typing pauses this long before the list is asked for.
const TYPING_MS: i32 = 180;

pub(super) fn filters(view: &Rc<View>, go: &Go, counts: Option<&Rc<SignalCounts>>, clock: Clock) -> Html {
    html! {
        <div class="flex flex-col gap-2 px-4 pb-3" role="search" aria-label={w::signals_filter()}>
            <div class="flex flex-wrap items-center gap-2">
                <SearchField view={view.clone()} go={go.clone()} />
                { facets(view, go, counts) }
                { range_button(view, go, clock) }
            </div>
            if view.is_filtered() { { chips(view, go) } }
            if !view.not_understood.is_empty() {
                <p role="alert" class="flex items-center gap-2 text-small text-warning-text">
                    { glyph(Shape::Triangle) }
                    <span class="wrap-anywhere">
                        { w::signals_not_understood(&view.not_understood.join(", ")) }
                    </span>
                </p>
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct SearchFieldProps {
    view: Rc<View>,
    go: Go,
}

#[component]
fn SearchField(props: &SearchFieldProps) -> Html {
    let typed = use_state(|| props.view.text.clone());
    let task = use_mut_ref(|| None);
    // What was sent from here: by the time the address has it, somebody may have typed on.
    let sent = use_mut_ref(|| None::<String>);
    // The address may change by other ways: back, a chip, "Clear".
    use_effect_with(props.view.text.clone(), {
        let (typed, sent) = (typed.setter(), Rc::clone(&sent));
        move |text| {
            if sent.borrow_mut().take().as_ref() != Some(text) {
                typed.set(text.clone());
            }
        }
    });
    let oninput = {
        let (typed, view, go) = (typed.setter(), props.view.clone(), props.go.clone());
        Callback::from(move |event: InputEvent| {
            let text = event.target_unchecked_into::<HtmlInputElement>().value();
            typed.set(text.clone());
            let (view, go, sent) = (view.clone(), go.clone(), Rc::clone(&sent));
            *task.borrow_mut() = Some(browser::spawn(async move {
                browser::sleep(TYPING_MS).await;
                let text = text.trim().to_owned();
                *sent.borrow_mut() = Some(text.clone());
                go.emit((Rc::new(View { text, ..(*view).clone() }), false));
            }));
        })
    };
    html! {
        <label class="search-field">
            <span class="sr-only">{ w::signals_search() }</span>
            { icon(Symbol::Search) }
            <input
                id={SEARCH}
                type="search"
                class="search-input"
                placeholder={w::signals_search_in()}
                value={(*typed).clone()}
                autocomplete="off"
                spellcheck="false"
                {oninput}
            />
            <kbd class="kbd" aria-hidden="true">{ "/" }</kbd>
        </label>
    }
}

fn chips(view: &View, go: &Go) -> Html {
    let clear = {
        let go = go.clone();
        let cleared = Rc::new(View { selected: view.selected.clone(), ..View::default() });
        Callback::from(move |_: MouseEvent| go.emit((Rc::clone(&cleared), true)))
    };
    html! {
        <ul class="flex flex-wrap items-center gap-1.5" aria-label={w::signals_active_filters()}>
            for (label, without) in unset(view) {
                <li class="min-w-0">{ chip(&label, without, go) }</li>
            }
            <li><button type="button" class="button-link text-small" onclick={clear}>{ w::signals_clear() }</button></li>
        </ul>
    }
}

fn chip(label: &str, without: View, go: &Go) -> Html {
    let (go, without) = (go.clone(), Rc::new(without));
    let remove = Callback::from(move |_: MouseEvent| go.emit((Rc::clone(&without), true)));
    html! {
        <span class="chip">
            <span class="truncate">{ label.to_owned() }</span>
            <button type="button" class="chip-remove" aria-label={w::signals_remove(label)} onclick={remove}>
                { small_icon(Symbol::Close) }
            </button>
        </span>
    }
}
