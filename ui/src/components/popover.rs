//! A disclosure on the native popover: the browser closes it on Escape and on a click elsewhere, returns the focus,
//! and keeps it above everything. Anchored to its button by CSS.

use yew::prelude::*;

/// Where a popover lines up with its button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    Start,
    End,
}

/// A button that opens the popover of that id; `label` where its content is no text.
pub(crate) fn popover_button(
    id: &'static str,
    class: &'static str,
    label: Option<AttrValue>,
    content: Html,
) -> Html {
    html! {
        <button
            type="button"
            class={classes!("button", class)}
            popovertarget={id}
            aria-label={label.clone()}
            title={label}
            style={["anchor-name: --", id].concat()}
        >
            { content }
        </button>
    }
}

/// The popover itself; `id` is unique on the page.
pub(crate) fn popover(id: &'static str, label: &'static str, align: Align, content: Html) -> Html {
    watched_popover(id, label, align, None, content)
}

/// A popover that says when it opens or closes.
pub(crate) fn watched_popover(
    id: &'static str,
    label: &'static str,
    align: Align,
    ontoggle: Option<Callback<Event>>,
    content: Html,
) -> Html {
    html! {
        <div
            {id}
            popover="auto"
            role="group"
            aria-label={label}
            class={match align { Align::Start => "popover", Align::End => "popover popover-end" }}
            style={["position-anchor: --", id].concat()}
            {ontoggle}
        >
            { content }
        </div>
    }
}
