//! One of many: a button that opens a list, driven by arrows, Home, End and the first letters of a name. The
//! select-only combobox of the WAI-ARIA practices.

use std::rc::Rc;

use yew::prelude::*;

use super::Field;
use super::list::{Choice, Move, typed_ahead};
use super::listbox::{self, ListBox, option_id, use_popup};
use crate::browser;
use crate::components::{Symbol, icon};
use crate::words as w;

/// Letters typed within this time belong together.
const TYPING_MILLIS: i64 = 600;

/// What a key means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// The list is open, and the keys stand there.
    Stand(Option<usize>),
    Pick(usize),
    Close,
}

/// What to do about a key; nothing where it is the browser's business.
fn step(choices: &[Choice], open: bool, active: Option<usize>, key: &str, alt: bool) -> Option<Step> {
    let pick = || active.map_or(Step::Close, Step::Pick);
    match (key, open) {
        ("ArrowUp", true) if alt => Some(pick()),
        ("ArrowDown", true) if alt => None,
        ("Enter" | " ", true) => Some(pick()),
        ("Escape", true) => Some(Step::Close),
        ("Enter" | " " | "ArrowDown" | "ArrowUp", false) => {
            Some(Step::Stand(active.or_else(|| Move::First.go(choices, None))))
        }
        ("Home" | "End", false) | (_, true) => Move::of(key).map(|way| Step::Stand(way.go(choices, active))),
        _ => None,
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct SelectProps {
    pub(crate) field: Field,
    pub(crate) choices: Rc<[Choice]>,
    pub(crate) value: Option<AttrValue>,
    pub(crate) onchange: Callback<AttrValue>,
    #[prop_or_else(|| w::choose().into())]
    pub(crate) placeholder: AttrValue,
}

#[component]
pub(crate) fn Select(props: &SelectProps) -> Html {
    let SelectProps { field, choices, value, onchange, placeholder } = props;
    let open = use_state_eq(|| false);
    let active = use_state_eq(|| None::<usize>);
    let typing = use_mut_ref(|| (String::new(), 0_i64));
    let popup = use_node_ref();
    let standing = active.filter(|at| *open && *at < choices.len()).map(|at| option_id(field, at));
    use_popup(&popup, *open, standing.clone());

    let chosen = value.as_ref().and_then(|value| choices.iter().position(|choice| choice.value == *value));
    let usable = !field.disabled && !field.read_only;
    let act = {
        let (open, active) = (open.clone(), active.clone());
        let (choices, onchange) = (Rc::clone(choices), onchange.clone());
        Callback::from(move |step: Step| match step {
            Step::Stand(at) => {
                active.set(at);
                open.set(true);
            }
            Step::Pick(at) => {
                open.set(false);
                if chosen != Some(at) {
                    onchange.emit(choices[at].value.clone());
                }
            }
            Step::Close => open.set(false),
        })
    };
    let onkeydown = {
        let (choices, act, is_open) = (Rc::clone(choices), act.clone(), *open);
        let from = if is_open { *active } else { chosen };
        Callback::from(move |event: KeyboardEvent| {
            if !usable || event.ctrl_key() || event.meta_key() {
                return;
            }
            let key = event.key();
            if key == "Tab" {
                // Chooses, and goes on to the next control.
                if let Some(at) = from.filter(|_| is_open) {
                    act.emit(Step::Pick(at));
                }
                return;
            }
            let mut typing = typing.borrow_mut();
            let now = browser::now().millis();
            let in_word = !typing.0.is_empty() && now - typing.1 < TYPING_MILLIS;
            let is_letter = key.chars().count() == 1 && !event.alt_key() && (key != " " || in_word);
            let step = if is_letter {
                let before = if in_word { std::mem::take(&mut typing.0) } else { String::new() };
                *typing = (before + &key, now);
                Some(Step::Stand(typed_ahead(&choices, from, &typing.0).or(from)))
            } else {
                // Another key ends the word, so that a space right after it chooses again.
                typing.0.clear();
                step(&choices, is_open, from, &key, event.alt_key())
            };
            if let Some(step) = step {
                event.prevent_default();
                event.stop_propagation();
                act.emit(step);
            }
        })
    };
    let onclick = {
        let (act, is_open) = (act.clone(), *open);
        let from = chosen.or_else(|| Move::First.go(choices, None));
        Callback::from(move |_: MouseEvent| {
            if usable {
                act.emit(if is_open { Step::Close } else { Step::Stand(from) });
            }
        })
    };
    let list = ListBox {
        field,
        popup,
        open: *open,
        choices,
        active: *active,
        many: false,
        is_chosen: &|choice| value.as_ref() == Some(&choice.value),
        pick: act.reform(Step::Pick),
        note: listbox::note(choices.is_empty().then(|| w::choose_nothing().into())),
    };
    let control = html! {
        <>
            <button
                id={field.id.clone()}
                type="button"
                role="combobox"
                class="field select"
                disabled={field.disabled}
                aria-haspopup="listbox"
                aria-expanded={open.to_string()}
                aria-controls={field.part("-list")}
                aria-activedescendant={standing}
                aria-labelledby={field.part("-label")}
                aria-describedby={field.described_by()}
                aria-required={field.aria_required()}
                aria-invalid={field.invalid()}
                aria-readonly={field.read_only.then_some("true")}
                style={["anchor-name: --", &field.id].concat()}
                {onkeydown}
                {onclick}
                onblur={act.reform(|_| Step::Close)}
            >
                <span class={if chosen.is_some() { "truncate" } else { "truncate text-ink-3" }}>
                    { chosen.map_or(placeholder, |at| &choices[at].label).clone() }
                </span>
                { icon(Symbol::ChevronDown) }
            </button>
            { list.draw() }
        </>
    };
    field.around(0, control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_do_what_the_pattern_says() {
        let choices: Vec<_> = ["a", "b", "c"].map(|name| Choice::new(name, name)).into();
        let shut = |key, from| step(&choices, false, from, key, false);
        let open = |key, from| step(&choices, true, from, key, false);
        for key in ["ArrowDown", "ArrowUp", "Enter", " "] {
            assert_eq!(shut(key, Some(1)), Some(Step::Stand(Some(1))), "{key} opens where one is");
        }
        assert_eq!(shut("ArrowDown", None), Some(Step::Stand(Some(0))));
        assert_eq!(
            (shut("Home", Some(1)), shut("End", Some(1))),
            (Some(Step::Stand(Some(0))), Some(Step::Stand(Some(2))))
        );
        assert_eq!((shut("Escape", Some(1)), shut("PageDown", Some(1))), (None, None));
        assert_eq!(open("ArrowDown", Some(1)), Some(Step::Stand(Some(2))));
        assert_eq!((open("Enter", Some(2)), open(" ", Some(2))), (Some(Step::Pick(2)), Some(Step::Pick(2))));
        assert_eq!(open("Escape", Some(2)), Some(Step::Close));
        assert_eq!(step(&choices, true, Some(2), "ArrowUp", true), Some(Step::Pick(2)));
        assert_eq!(open("F5", Some(2)), None);
    }
}
