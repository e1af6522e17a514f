//! Some of many: chips of what is chosen, and a text field that finds more.

use std::rc::Rc;

use yew::prelude::*;

use super::combobox::{hold, live, told};
use super::list::{Choice, Move, Offer};
use super::listbox::{self, ListBox, option_id, use_popup};
use super::{Field, input};
use crate::browser;
use crate::components::small_icon;
use crate::components::{Symbol, icon};
use crate::words as w;

#[derive(Properties, PartialEq)]
pub(crate) struct MultiSelectProps {
    pub(crate) field: Field,
    /// What is chosen, in the order in which it was.
    pub(crate) value: Rc<[Choice]>,
    /// What matches the last query, as far as it is known.
    pub(crate) offer: Offer,
    /// What was typed: time to look for matches.
    pub(crate) onquery: Callback<AttrValue>,
    pub(crate) onchange: Callback<Rc<[Choice]>>,
    #[prop_or_default]
    pub(crate) placeholder: AttrValue,
}

#[component]
pub(crate) fn MultiSelect(props: &MultiSelectProps) -> Html {
    let MultiSelectProps { field, value, offer, onquery, onchange, placeholder } = props;
    let typed = use_state_eq(AttrValue::default);
    let open = use_state_eq(|| false);
    let active = use_state_eq(|| None::<usize>);
    // The last change in words, for those who do not see the chips.
    let said = use_state_eq(AttrValue::default);
    let popup = use_node_ref();
    let choices = offer.choices();
    let at = active.filter(|at| *at < choices.len());
    let standing = at.filter(|_| *open).map(|at| option_id(field, at));
    use_popup(&popup, *open, standing.clone());
    let usable = !field.disabled && !field.read_only;

    let remove = {
        let (value, onchange, said) = (Rc::clone(value), onchange.clone(), said.clone());
        Callback::from(move |gone: AttrValue| {
            let label = value.iter().find(|choice| choice.value == gone).map(|choice| choice.label.clone());
            said.set(w::choice_removed(label.as_deref().unwrap_or_default()).into());
            onchange.emit(value.iter().filter(|choice| choice.value != gone).cloned().collect());
        })
    };
    let pick = {
        let (value, choices, remove) = (Rc::clone(value), choices.clone(), remove.clone());
        let (onchange, said, active) = (onchange.clone(), said.clone(), active.clone());
        Callback::from(move |at: usize| {
            active.set(Some(at));
            let choice = &choices[at];
            if value.iter().any(|chosen| chosen.value == choice.value) {
                remove.emit(choice.value.clone());
            } else {
                said.set(w::choice_added(&choice.label).into());
                onchange.emit(value.iter().chain([choice]).cloned().collect());
            }
        })
    };
    let unfold = {
        let (open, active, onquery, typed) = (open.clone(), active.clone(), onquery.clone(), typed.clone());
        Callback::from(move |at: Option<usize>| {
            if !*open {
                onquery.emit((*typed).clone());
            }
            active.set(at);
            open.set(true);
        })
    };
    let look = {
        let (typed, open, active, onquery) = (typed.clone(), open.clone(), active.clone(), onquery.clone());
        Callback::from(move |text: String| {
            typed.set(text.clone().into());
            active.set(None);
            open.set(true);
            onquery.emit(text.into());
        })
    };
    let onkeydown = {
        let (pick, remove, unfold, look) = (pick.clone(), remove.clone(), unfold.clone(), look.clone());
        let (open, typed, value, choices) = (open.clone(), typed.clone(), Rc::clone(value), choices.clone());
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
                ("Escape", false, _) if !typed.is_empty() => look.emit(String::new()),
                ("Backspace", _, _) if typed.is_empty() => {
                    let Some(last) = value.last() else { return };
                    remove.emit(last.value.clone());
                }
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        })
    };
    let chip = |choice: &Choice| {
        let onclick = {
            let (remove, value, id) = (remove.clone(), choice.value.clone(), field.id.clone());
            Callback::from(move |_: MouseEvent| {
                remove.emit(value.clone());
                browser::focus(&id);
            })
        };
        html! {
            <li key={&*choice.value} class="chip">
                <span class="truncate">{ choice.label.clone() }</span>
                if usable {
                    <button type="button" class="chip-remove" aria-label={w::choice_remove(&choice.label)} {onclick}>
                        { small_icon(Symbol::Close) }
                    </button>
                } else {
                    <span class="w-2"></span>
                }
            </li>
        }
    };
    let toggle = {
        let (open, unfold, id) = (open.clone(), unfold.clone(), field.id.clone());
        Callback::from(move |_: MouseEvent| {
            if *open {
                open.set(false)
            } else {
                unfold.emit(None)
            }
            browser::focus(&id);
        })
    };
    let is_open = *open;
    let control = html! {
        <>
            <div class="tags">
                if !value.is_empty() {
                    <ul class="contents" aria-label={w::chosen(&field.label)}>{ for value.iter().map(chip) }</ul>
                }
                <input
                    id={field.id.clone()}
                    type="text"
                    role="combobox"
                    class="input-bare tags-input"
                    value={(*typed).clone()}
                    placeholder={value.is_empty().then(|| placeholder.clone())}
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
                    oninput={input::typed(&look)}
                    onclick={let unfold = unfold.clone(); move |_| if usable && !is_open { unfold.emit(None) }}
                    onblur={let open = open.clone(); move |_| open.set(false)}
                    {onkeydown}
                />
            </div>
            <button
                type="button"
                class="input-button input-icon"
                tabindex="-1"
                disabled={!usable}
                aria-label={w::choices_for(&field.label)}
                aria-expanded={open.to_string()}
                aria-controls={field.part("-list")}
                onmousedown={hold()}
                onclick={toggle}
            >
                { icon(Symbol::ChevronDown) }
            </button>
        </>
    };
    let list = ListBox {
        field,
        popup,
        open: *open,
        choices: &choices,
        active: at,
        many: true,
        is_chosen: &|choice| value.iter().any(|chosen| chosen.value == choice.value),
        pick,
        note: listbox::note(told(offer)),
    };
    let all = html! {
        <>
            { input::group(field, control) }
            { list.draw() }
            { live(*open, offer) }
            <span class="sr-only" role="status">{ (*said).clone() }</span>
        </>
    };
    field.around(0, all)
}
