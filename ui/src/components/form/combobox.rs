//! One of many, found by typing: a text field with a list of what matches. The owner looks for matches, at once or over
//! the network; the text that was typed stays, whatever comes back.

use yew::prelude::*;

use super::list::{Choice, Move, Offer};
use super::listbox::{self, ListBox, option_id, use_popup};
use super::{Field, input};
use crate::components::{Symbol, icon, small_icon};
use crate::words as w;

#[derive(Properties, PartialEq)]
pub(crate) struct ComboboxProps {
    pub(crate) field: Field,
    /// What is chosen.
    pub(crate) value: Option<Choice>,
    /// What matches the last query, as far as it is known.
    pub(crate) offer: Offer,
    /// What was typed: time to look for matches.
    pub(crate) onquery: Callback<AttrValue>,
    pub(crate) onchange: Callback<Option<Choice>>,
    #[prop_or_default]
    pub(crate) placeholder: AttrValue,
}

#[component]
pub(crate) fn Combobox(props: &ComboboxProps) -> Html {
    let ComboboxProps { value, offer, onquery, onchange, placeholder, .. } = props;
    let typed = use_state_eq(|| None::<AttrValue>);
    let open = use_state_eq(|| false);
    let active = use_state_eq(|| None::<usize>);
    let inside = use_state_eq(|| false);
    let popup = use_node_ref();
    let choices = offer.choices();
    let at = active.filter(|at| *at < choices.len());

    // Left behind without a choice, the text stays, and says what it lacks.
    let stray = typed.as_ref().filter(|text| !*inside && !text.trim().is_empty() && value.is_none());
    let mut field = props.field.clone();
    if let (None, Some(text)) = (&field.error, stray) {
        field.error = Some(w::not_in_list(text).into());
    }
    let standing = at.filter(|_| *open).map(|at| option_id(&field, at));
    use_popup(&popup, *open, standing.clone());

    let shown = typed.as_ref().or(value.as_ref().map(|value| &value.label)).cloned().unwrap_or_default();
    let usable = !field.disabled && !field.read_only;
    let pick = {
        let (typed, open, active) = (typed.clone(), open.clone(), active.clone());
        let (choices, onchange) = (choices.clone(), onchange.clone());
        Callback::from(move |at: usize| {
            typed.set(None);
            open.set(false);
            active.set(None);
            onchange.emit(Some(choices[at].clone()));
        })
    };
    let look = {
        let (typed, open, active, value) = (typed.clone(), open.clone(), active.clone(), value.clone());
        let (onquery, onchange) = (onquery.clone(), onchange.clone());
        Callback::from(move |text: AttrValue| {
            typed.set(Some(text.clone()));
            active.set(None);
            open.set(true);
            if value.is_some() {
                onchange.emit(None);
            }
            onquery.emit(text);
        })
    };
    let unfold = {
        let (open, active, onquery, typed) = (open.clone(), active.clone(), onquery.clone(), typed.clone());
        Callback::from(move |at: Option<usize>| {
            if !*open {
                // With a choice made, the list shows everything there is beside it.
                onquery.emit((*typed).clone().unwrap_or_default());
            }
            active.set(at);
            open.set(true);
        })
    };
    let onkeydown = {
        let (pick, look, unfold) = (pick.clone(), look.clone(), unfold.clone());
        let (open, choices, is_empty) = (open.clone(), choices.clone(), shown.is_empty());
        Callback::from(move |event: KeyboardEvent| {
            if !usable || event.is_composing() {
                return;
            }
            let key = event.key();
            match (key.as_str(), *open, at) {
                ("ArrowUp", true, _) if event.alt_key() => open.set(false),
                ("ArrowDown", false, _) if event.alt_key() => unfold.emit(None),
                ("ArrowDown" | "ArrowUp" | "PageDown" | "PageUp", _, _) => {
                    unfold.emit(Move::of(&key).and_then(|way| way.go(&choices, at)));
                }
                ("Enter", true, Some(at)) => pick.emit(at),
                ("Escape", true, _) => open.set(false),
                ("Escape", false, _) if !is_empty => look.emit(AttrValue::default()),
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        })
    };
    let onblur = {
        let (open, inside) = (open.clone(), inside.clone());
        let (text, choices, pick) = (typed.clone(), choices.clone(), pick.clone());
        Callback::from(move |_: FocusEvent| {
            inside.set(false);
            open.set(false);
            // Typed out in full, it is as good as chosen.
            let typed = text.as_ref().map(|text| text.trim().to_lowercase()).unwrap_or_default();
            let same =
                choices.iter().position(|choice| !choice.disabled && choice.label.to_lowercase() == typed);
            if let Some(at) = same.filter(|_| !typed.is_empty()) {
                pick.emit(at);
            }
        })
    };
    let toggle = {
        let (open, unfold) = (open.clone(), unfold.clone());
        Callback::from(move |_: MouseEvent| if *open { open.set(false) } else { unfold.emit(None) })
    };
    let list = ListBox {
        field: &field,
        popup,
        open: *open,
        choices: &choices,
        active: at,
        many: false,
        is_chosen: &|choice| value.as_ref().is_some_and(|value| value.value == choice.value),
        pick,
        note: listbox::note(told(offer)),
    };
    let control = html! {
        <>
            <input
                id={field.id.clone()}
                type="text"
                role="combobox"
                class="input-bare"
                value={shown.clone()}
                {placeholder}
                autocomplete="off"
                spellcheck="false"
                disabled={field.disabled}
                readonly={field.read_only}
                aria-autocomplete="list"
                aria-expanded={open.to_string()}
                aria-controls={field.part("-list")}
                aria-activedescendant={standing}
                aria-describedby={field.described_by()}
                aria-required={field.aria_required()}
                aria-invalid={field.invalid()}
                oninput={input::typed(&look.reform(AttrValue::from))}
                onfocus={let inside = inside.clone(); move |_| inside.set(true)}
                onclick={let unfold = unfold.clone(); let is_open = *open; move |_| if usable && !is_open { unfold.emit(None) }}
                {onkeydown}
                {onblur}
            />
            if usable && !shown.is_empty() && !field.required {
                <button type="button" class="input-button input-icon" tabindex="-1" aria-label={w::clear_field(&field.label)} onmousedown={hold()} onclick={look.reform(|_| AttrValue::default())}>
                    { small_icon(Symbol::Close) }
                </button>
            }
            <button type="button" class="input-button input-icon" tabindex="-1" disabled={!usable} aria-label={w::choices_for(&field.label)} aria-expanded={open.to_string()} aria-controls={field.part("-list")} onmousedown={hold()} onclick={toggle}>
                { icon(Symbol::ChevronDown) }
            </button>
        </>
    };
    let boxed = html! {
        <>
            { input::group(&field, control) }
            { list.draw() }
            { live(*open, offer) }
        </>
    };
    field.around(0, boxed)
}

/// A press on a button in the box leaves the focus in the text.
pub(super) fn hold() -> Callback<MouseEvent> {
    Callback::from(|event: MouseEvent| event.prevent_default())
}

/// What stands in the list instead of choices.
pub(super) fn told(offer: &Offer) -> Option<AttrValue> {
    match offer {
        Offer::Loading => Some(w::looking().into()),
        Offer::Ready(choices) if choices.is_empty() => Some(w::matches_none().into()),
        Offer::Ready(_) => None,
        Offer::Failed(why) => Some(why.clone()),
    }
}

/// How many choices there are, for those who do not see the list.
pub(super) fn live(open: bool, offer: &Offer) -> Html {
    let words = open.then(|| match (told(offer), offer.choices().len()) {
        (Some(words), _) => words,
        (None, count) => w::matches(i64::try_from(count).unwrap_or(i64::MAX)).into(),
    });
    html! { <span class="sr-only" role="status">{ words }</span> }
}
