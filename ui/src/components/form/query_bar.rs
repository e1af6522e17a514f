//! Narrowing a list: one line that takes a query, a button for each facet with its counts, and a chip for each condition
//! that must hold. What is set belongs to the owner, who keeps it in the address.

use console_api::query::{Fault, Query};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::Field;
use super::facet::{FacetOption, facet_menu};
use super::list::{Choice, Move};
use super::listbox::{ListBox, option_id, use_popup};
use super::query_line::{QueryFacet, QueryValue, byte_at, fault_words, position_of, suggest};
use crate::browser;
use crate::components::{Symbol, glyph, icon, small_icon};
use crate::text;
use crate::words as w;

/// Typing pauses this long before the list follows it.
const TYPING_MS: i32 = 220;

/// What somebody did to the filter.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum QueryChange {
    /// Another query. While it is being typed each gives way to the next.
    Query { text: String, typing: bool },
    /// All of it away, what is set beside the query too.
    Clear,
}

#[derive(Properties, Clone, PartialEq)]
pub(crate) struct QueryBarProps {
    /// Of the input, and unique on the page.
    pub(crate) id: AttrValue,
    /// "Filter signals".
    pub(crate) label: AttrValue,
    #[prop_or_default]
    pub(crate) placeholder: AttrValue,
    pub(crate) facets: Vec<QueryFacet>,
    /// The query in force, as it stands in the address.
    pub(crate) query: AttrValue,
    /// How many results there are, in words: "1,284 signals".
    #[prop_or_default]
    pub(crate) results: Option<AttrValue>,
    /// Behind the facets: a time range, saved views.
    #[prop_or_default]
    pub(crate) beside: Html,
    /// What is set beside the query, and how to take it away.
    #[prop_or_default]
    pub(crate) chips: Vec<(AttrValue, Callback<()>)>,
    /// Behind the results: how many are hidden.
    #[prop_or_default]
    pub(crate) note: Html,
    pub(crate) onchange: Callback<QueryChange>,
}

#[component]
pub(crate) fn QueryBar(props: &QueryBarProps) -> Html {
    let QueryBarProps { id, label, placeholder, facets, query, onchange, .. } = props;
    let typed = use_state_eq(|| query.to_string());
    let open = use_state_eq(|| false);
    let active = use_state_eq(|| None::<usize>);
    let fault = use_state_eq(|| Query::parse(query).err());
    let cursor = use_state_eq(|| query.len());
    let task = use_mut_ref(|| None);
    // What was sent from here: by the time the address has it, somebody may have typed on.
    let sent = use_mut_ref(|| None::<String>);
    let input = use_node_ref();
    let popup = use_node_ref();
    // The query may change by other ways: back, a chip, "Clear".
    use_effect_with(query.clone(), {
        let (typed, fault, sent) = (typed.setter(), fault.setter(), sent.clone());
        move |query| {
            if sent.borrow_mut().take().as_deref() != Some(query.as_str()) {
                typed.set(query.to_string());
                fault.set(Query::parse(query).err());
            }
        }
    });
    let field = Field {
        error: fault.as_ref().map(|fault| fault_words(fault).into()),
        ..Field::new(id.clone(), label.clone())
    };
    let completion = if *open { suggest(&typed, *cursor, facets) } else { Default::default() };
    let choices: Vec<Choice> = completion
        .candidates
        .iter()
        .map(|offer| Choice {
            note: offer.count.map(|count| text::number(count).into()),
            ..Choice::new(offer.insert.clone(), offer.label.clone())
        })
        .collect();
    let at = active.filter(|at| *at < choices.len());
    let is_open = *open && !choices.is_empty();
    let standing = at.filter(|_| is_open).map(|at| option_id(&field, at));
    use_popup(&popup, is_open, standing.clone());

    let emit = {
        let (sent, onchange) = (sent.clone(), onchange.clone());
        Callback::from(move |(text, typing): (String, bool)| {
            *sent.borrow_mut() = Some(text.clone());
            onchange.emit(QueryChange::Query { text, typing });
        })
    };
    // Sent on purpose: what is wrong is said, at its place.
    let send = {
        let (fault, open, task, input) = (fault.clone(), open.clone(), task.clone(), input.clone());
        let emit = emit.clone();
        Callback::from(move |line: String| {
            open.set(false);
            task.borrow_mut().take();
            match Query::parse(&line) {
                Ok(_) => {
                    fault.set(None);
                    emit.emit((line.trim().to_owned(), false));
                }
                Err(wrong) => {
                    mark(&input, &line, &wrong);
                    fault.set(Some(wrong));
                }
            }
        })
    };
    let pick = {
        let (typed, active, cursor, input) = (typed.clone(), active.clone(), cursor.clone(), input.clone());
        let (send, completion) = (send.clone(), completion.clone());
        Callback::from(move |at: usize| {
            let offer = &completion.candidates[at];
            let (line, end) = completion.apply(&typed, offer);
            active.set(None);
            typed.set(line.clone());
            cursor.set(end);
            if let Some(input) = input.cast::<HtmlInputElement>() {
                input.set_value(&line);
                let end = position_of(&line, end);
                let _ = input.set_selection_range(end, end);
            }
            if !offer.is_key {
                send.emit(line);
            }
        })
    };
    let oninput = {
        let (typed, open, active, fault) = (typed.clone(), open.clone(), active.clone(), fault.clone());
        let cursor = cursor.clone();
        Callback::from(move |event: InputEvent| {
            let input = event.target_unchecked_into::<HtmlInputElement>();
            let line = input.value();
            let position = input.selection_start().ok().flatten();
            cursor.set(position.map_or(line.len(), |position| byte_at(&line, position)));
            typed.set(line.clone());
            fault.set(None);
            active.set(None);
            open.set(true);
            let emit = emit.clone();
            *task.borrow_mut() = Some(browser::spawn(async move {
                browser::sleep(TYPING_MS).await;
                // What cannot be read yet may be half typed: nothing is said of it before it is sent.
                if Query::parse(&line).is_ok() {
                    emit.emit((line.trim().to_owned(), true));
                }
            }));
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
                ("Escape", false, _) if !typed.is_empty() => {
                    typed.set(String::new());
                    send.emit(String::new());
                }
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
    let read = Query::parse(query).unwrap_or_default();
    html! {
        <div class="filter-bar" role="search" aria-label={label.clone()}>
            <div class="filter-row">
                <div class="input-box filter-line" style={["anchor-name: --", id].concat()}>
                    <label id={field.part("-label")} for={id.clone()} class="sr-only">{ label.clone() }</label>
                    <span class="input-affix">{ icon(Symbol::Search) }</span>
                    <input
                        ref={input}
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
                { for facets.iter().filter(|facet| facet.has_button).map(|facet| facet_button(id, facet, &read, onchange)) }
                { props.beside.clone() }
            </div>
            { field.below(0) }
            { chips(props, &read) }
        </div>
    }
}

/// Selects what is wrong in the line.
fn mark(input: &NodeRef, line: &str, fault: &Fault) {
    if let Some(input) = input.cast::<HtmlInputElement>() {
        let (start, end) = (position_of(line, fault.span.start), position_of(line, fault.span.end));
        let _ = input.set_selection_range(start, end);
    }
}

fn facet_button(
    bar: &AttrValue,
    facet: &QueryFacet,
    query: &Query,
    onchange: &Callback<QueryChange>,
) -> Html {
    let option = |value: &QueryValue| {
        let toggled = query.toggled(facet.key, &value.value).unwrap_or_default().to_string();
        let change = QueryChange::Query { text: toggled, typing: false };
        FacetOption {
            label: value.label.clone(),
            shape: value.shape,
            count: value.count,
            checked: query.has_value(facet.key, &value.value),
            onchange: onchange.reform(move |_: Event| change.clone()),
        }
    };
    let chosen = query.values(facet.key).len();
    facet_menu(bar, facet.key.as_str(), &facet.name, chosen, facet.values.iter().map(option))
}

/// Each condition that is set; what takes all of them away comes last.
fn chips(props: &QueryBarProps, query: &Query) -> Html {
    let conditions = query.parts().iter().enumerate().map(|(at, part)| {
        let without = QueryChange::Query { text: query.without_part(at).to_string(), typing: false };
        (AttrValue::from(part.to_string()), props.onchange.reform(move |()| without.clone()))
    });
    let parts: Vec<_> = conditions.chain(props.chips.iter().cloned()).collect();
    let is_set = !parts.is_empty();
    let chip = |(label, remove): (AttrValue, Callback<()>)| {
        html! {
            <li class="min-w-0">
                <span class="chip">
                    <span class="truncate">{ label.clone() }</span>
                    <button type="button" class="chip-remove" aria-label={w::choice_remove(&label)} onclick={remove.reform(|_: MouseEvent| ())}>
                        { small_icon(Symbol::Close) }
                    </button>
                </span>
            </li>
        }
    };
    html! {
        <div class="filter-row">
            <p class="tabular text-small text-ink-2 empty:hidden" role="status">{ props.results.clone() }</p>
            { props.note.clone() }
            if is_set {
                <ul class="flex min-w-0 flex-wrap items-center gap-1.5" aria-label={w::filter_active()}>
                    { for parts.into_iter().map(chip) }
                    <li>
                        <button type="button" class="button-link text-small" onclick={props.onchange.reform(|_: MouseEvent| QueryChange::Clear)}>
                            { w::filter_clear() }
                        </button>
                    </li>
                </ul>
            }
        </div>
    }
}
