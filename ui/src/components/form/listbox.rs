//! The list that opens below a control. The focus stays in the control; the list shows where the keys stand.

use web_sys::{HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

use super::{Choice, Field};
use crate::browser;
use crate::components::{Symbol, icon};

/// A list as it stands, below the control of `field`.
pub(super) struct ListBox<'a> {
    pub(super) field: &'a Field,
    pub(super) popup: NodeRef,
    pub(super) open: bool,
    pub(super) choices: &'a [Choice],
    pub(super) active: Option<usize>,
    /// Several may be chosen.
    pub(super) many: bool,
    pub(super) is_chosen: &'a dyn Fn(&Choice) -> bool,
    pub(super) pick: Callback<usize>,
    /// Below the choices: that there are none, that they are on their way.
    pub(super) note: Html,
}

impl ListBox<'_> {
    pub(super) fn draw(&self) -> Html {
        let id = &self.field.id;
        // A press on the list must not take the focus out of the control.
        let hold = Callback::from(|event: MouseEvent| event.prevent_default());
        html! {
            <div
                ref={self.popup.clone()}
                popover="manual"
                class="popover list-popup"
                style={["position-anchor: --", id].concat()}
                onmousedown={hold}
            >
                <ul
                    id={self.field.part("-list")}
                    role="listbox"
                    class="list-choices"
                    aria-labelledby={self.field.part("-label")}
                    aria-multiselectable={self.many.then_some("true")}
                >
                    if self.open { { for self.choices.iter().enumerate().map(|(at, choice)| self.option(at, choice)) } }
                </ul>
                if self.open { { self.note.clone() } }
            </div>
        }
    }

    fn option(&self, at: usize, choice: &Choice) -> Html {
        let chosen = (self.is_chosen)(choice);
        let active = self.active == Some(at);
        let onclick = (!choice.disabled).then(|| self.pick.reform(move |_: MouseEvent| at));
        html! {
            <li
                id={option_id(self.field, at)}
                role="option"
                class={if active { "list-option list-option-active" } else { "list-option" }}
                aria-selected={chosen.to_string()}
                aria-disabled={choice.disabled.then_some("true")}
                {onclick}
            >
                <span class="list-tick">if chosen { { icon(Symbol::Check) } }</span>
                <span class="min-w-0 flex-1 wrap-anywhere">{ choice.label.clone() }</span>
                if let Some(note) = &choice.note { <span class="list-note">{ note.clone() }</span> }
            </li>
        }
    }
}

/// For `aria-activedescendant`.
pub(super) fn option_id(field: &Field, at: usize) -> AttrValue {
    field.part(&["-option-", &at.to_string()].concat())
}

/// What is said instead of choices, below them, or nothing.
pub(super) fn note(words: Option<AttrValue>) -> Html {
    html! { if let Some(words) = words { <p class="list-empty">{ words }</p> } }
}

/// Shows and hides the list, and keeps the choice one stands on in sight.
#[hook]
pub(super) fn use_popup(popup: &NodeRef, open: bool, active: Option<AttrValue>) {
    use_effect_with(open, {
        let popup = popup.clone();
        move |open| {
            if let Some(popup) = popup.cast::<HtmlElement>() {
                // Refused when it is in that state already.
                let _ = if *open { popup.show_popover() } else { popup.hide_popover() };
            }
        }
    });
    use_effect_with((open, active), |(open, active)| {
        let Some(active) = active.as_ref().filter(|_| *open) else { return };
        if let Some(option) = browser::element(active) {
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Nearest);
            option.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
}
