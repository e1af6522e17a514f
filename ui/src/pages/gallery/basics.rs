//! Buttons, badges, glyphs, empty states: what every page is made of.

use console_api::{Severity, SignalStatus};
use yew::prelude::*;

use super::{Section, specimen};
use crate::components::{Symbol, button, empty, icon_button, severity_badge, status_word};

pub(super) const SECTIONS: &[Section] = &[
    Section { id: "buttons", title: "Buttons", draw: buttons },
    Section { id: "status", title: "Status", draw: status },
    Section { id: "empty", title: "Empty", draw: empty_states },
];

fn buttons() -> Html {
    html! {
        <>
            { specimen("With an icon and a word", button(Symbol::Refresh, "Try again", Callback::noop())) }
            { specimen("Of one icon", icon_button(Symbol::Copy, "Copy", Callback::noop())) }
        </>
    }
}

fn status() -> Html {
    html! {
        <>
            { specimen("Severities", html! { for severity in Severity::ALL { { severity_badge(severity, None) } } }) }
            { specimen("States of a signal", html! { for status in SignalStatus::ALL { { status_word(status) } } }) }
        </>
    }
}

fn empty_states() -> Html {
    specimen(
        "First use",
        empty(Symbol::Pulse, "No signals yet", html! { <p>{ "They appear here as they are raised." }</p> }),
    )
}
