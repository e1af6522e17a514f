//! Narrowing a list: one line that takes words and `key:value`, a button for each facet with its counts, and a chip for
//! each part that is set. What is set belongs to the owner, who keeps it in the address.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::Field;
use super::facet::{FacetOption, facet_menu};
use super::filter_query::{Facet, FacetValue, completed, read, suggest};
use super::list::{Choice, Move};
use super::listbox::{ListBox, option_id, use_popup};
use crate::components::{Symbol, glyph, icon, small_icon};
use crate::text;
use crate::words as w;

/// What somebody did to the filter.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum FilterChange {
    /// A value of the facet of this key, chosen or not any more.
    Toggle(AttrValue, AttrValue),
    /// All at once, as a line was sent: values to choose, and the words.
    Line(Vec<(AttrValue, AttrValue)>, String),
    Clear,
}

#[derive(Properties, PartialEq)]
pub(crate) struct FilterBarProps {
    /// Of the input, and unique on the page.
    pub(crate) id: AttrValue,
    /// "Filter signals".
    pub(crate) label: AttrValue,
    #[prop_or_default]
    pub(crate) placeholder: AttrValue,
    pub(crate) facets: Vec<Facet>,
    /// The words in force.
    pub(crate) text: AttrValue,
    /// How many results there are, in words: "1,284 signals".
    #[prop_or_default]
    pub(crate) results: Option<AttrValue>,
    pub(crate) onchange: Callback<FilterChange>,
}

#[component]
pub(crate) fn FilterBar(props: &FilterBarProps) -> Html {
    let FilterBarProps { id, label, placeholder, facets, text, results, onchange } = props;
    let typed = use_state_eq(|| text.to_string());
    let open = use_state_eq(|| false);
    let active = use_state_eq(|| None::<usize>);
    let fault = use_state_eq(|| None::<String>);
    let popup = use_node_ref();
    // The words may change by other ways: back, a chip, "Clear".
    use_effect_with(text.clone(), {
        let (typed, fault) = (typed.setter(), fault.setter());
        move |text| {
            typed.set(text.to_string());
            fault.set(None);
        }
    });
    let field = Field {
        error: fault.as_ref().map(|fault| fault.clone().into()),
        ..Field::new(id.clone(), label.clone())
    };
    let choices = if *open { suggest(&typed, facets) } else { Vec::new() };
    let at = active.filter(|at| *at < choices.len());
    let is_open = *open && !choices.is_empty();
    let standing = at.filter(|_| is_open).map(|at| option_id(&field, at));
    use_popup(&popup, is_open, standing.clone());

    let send = {
        let (typed, fault, open, onchange) = (typed.clone(), fault.clone(), open.clone(), onchange.clone());
        let facets = facets.clone();
        Callback::from(move |line: String| {
            open.set(false);
            match read(&line, &facets) {
                Ok(query) => {
                    fault.set(None);
                    typed.set(query.text.clone());
                    onchange.emit(FilterChange::Line(query.chosen, query.text));
                }
                // The line stays as it was typed.
                Err(wrong) => fault.set(Some(wrong.words())),
            }
        })
    };
    let pick = {
        let (typed, active, send) = (typed.clone(), active.clone(), send.clone());
        let choices = choices.clone();
        Callback::from(move |at: usize| {
            let line = completed(&typed, &choices[at].value);
            active.set(None);
            if line.ends_with(':') { typed.set(line) } else { send.emit(line) }
        })
    };
    let oninput = {
        let (typed, open, active, fault) = (typed.clone(), open.clone(), active.clone(), fault.clone());
        Callback::from(move |event: InputEvent| {
            typed.set(event.target_unchecked_into::<HtmlInputElement>().value());
            fault.set(None);
            active.set(None);
            open.set(true);
        })
    };
    let onkeydown = {
        let (typed, open, active) = (typed.clone(), open.clone(), active.clone());
        let (pick, send, choices) = (pick.clone(), send.clone(), choices.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.is_composing() {
                return;
            }
            match (event.key().as_str(), is_open, at) {
                ("ArrowDown" | "ArrowUp", false, _) => open.set(true),
                (key @ ("ArrowDown" | "ArrowUp" | "PageDown" | "PageUp"), true, _) => {
                    active.set(Move::of(key).and_then(|way| way.go(&choices, at)));
                }
                ("Enter", true, Some(at)) => pick.emit(at),
                ("Enter", _, _) => send.emit((*typed).clone()),
                ("Escape", true, _) => open.set(false),
                ("Escape", false, _) if !typed.is_empty() => send.emit(String::new()),
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        })
    };
    let list = ListBox {
        field: &field,
        popup,
        open: is_open,
        choices: &choices,
        active: at,
        many: false,
        is_chosen: &|_: &Choice| false,
        pick,
        note: Html::default(),
    };
    html! {
        <div class="filter-bar" role="search" aria-label={label.clone()}>
            <div class="filter-row">
                <div class="input-box filter-line" style={["anchor-name: --", id].concat()}>
                    <label id={field.part("-label")} for={id.clone()} class="sr-only">{ label.clone() }</label>
                    <span class="input-affix">{ icon(Symbol::Search) }</span>
                    <input
                        {id}
                        type="text"
                        role="combobox"
                        class="input-bare"
                        value={(*typed).clone()}
                        {placeholder}
                        autocomplete="off"
                        spellcheck="false"
                        enterkeyhint="search"
                        aria-autocomplete="list"
                        aria-expanded={is_open.to_string()}
                        aria-controls={field.part("-list")}
                        aria-activedescendant={standing}
                        aria-invalid={field.invalid()}
                        aria-describedby={field.described_by()}
                        {oninput}
                        {onkeydown}
                        onblur={let open = open.clone(); move |_| open.set(false)}
                    />
                </div>
                { list.draw() }
                { for facets.iter().map(|facet| facet_button(id, facet, onchange)) }
            </div>
            { field.below(0) }
            { chips(facets, text, results.as_ref(), onchange) }
        </div>
    }
}

fn facet_button(bar: &AttrValue, facet: &Facet, onchange: &Callback<FilterChange>) -> Html {
    let option = |value: &FacetValue| {
        let change = FilterChange::Toggle(facet.key.clone(), value.value.clone());
        FacetOption {
            label: value.label.clone(),
            shape: value.shape,
            count: value.count,
            checked: value.chosen,
            onchange: onchange.reform(move |_: Event| change.clone()),
        }
    };
    let chosen = facet.values.iter().filter(|value| value.chosen).count();
    facet_menu(bar, &facet.key, &facet.name, chosen, facet.values.iter().map(option))
}

/// Each part that is set; what takes all of them away comes last.
fn chips(
    facets: &[Facet],
    words: &AttrValue,
    results: Option<&AttrValue>,
    onchange: &Callback<FilterChange>,
) -> Html {
    let chosen = facets.iter().flat_map(|facet| {
        let parts = facet.values.iter().filter(|value| value.chosen);
        parts.map(move |value| {
            let change = FilterChange::Toggle(facet.key.clone(), value.value.clone());
            ([&facet.key, ": ", &value.label].concat(), change)
        })
    });
    let mut parts: Vec<_> = chosen.collect();
    if !words.is_empty() {
        parts.push((w::filter_words(words), FilterChange::Line(Vec::new(), String::new())));
    }
    let is_set = !parts.is_empty();
    let chip = |(label, change): (String, FilterChange)| {
        let remove = w::choice_remove(&label);
        html! {
            <li class="min-w-0">
                <span class="chip">
                    <span class="truncate">{ label }</span>
                    <button type="button" class="chip-remove" aria-label={remove} onclick={onchange.reform(move |_: MouseEvent| change.clone())}>
                        { small_icon(Symbol::Close) }
                    </button>
                </span>
            </li>
        }
    };
    html! {
        <div class="filter-row">
            <p class="tabular text-small text-ink-2 empty:hidden" role="status">{ results.cloned() }</p>
            if is_set {
                <ul class="flex min-w-0 flex-wrap items-center gap-1.5" aria-label={w::filter_active()}>
                    { for parts.into_iter().map(chip) }
                    <li>
                        <button type="button" class="button-link text-small" onclick={onchange.reform(|_: MouseEvent| FilterChange::Clear)}>
                            { w::filter_clear() }
                        </button>
                    </li>
                </ul>
            }
        </div>
    }
}
