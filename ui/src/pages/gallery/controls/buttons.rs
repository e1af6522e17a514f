//! Buttons that are ready, busy and off; toolbars and toggles.

use yew::prelude::*;

use crate::components::Symbol;
use crate::components::form::{Look, Press, Ready, Toolbar, toggle_button};
use crate::pages::gallery::specimen;

const LOOKS: [(Look, &str); 5] = [
    (Look::Primary, "Save rule"),
    (Look::Outline, "Test rule"),
    (Look::Quiet, "Cancel"),
    (Look::Danger, "Delete rule"),
    (Look::Link, "Show all"),
];

pub(super) fn presses() -> Html {
    let all = |kind: &'static str, symbol, ready: Ready| {
        let press = move |(look, text): (Look, &'static str)| Press {
            id: [kind, "-", text].concat().replace(' ', "-").into(),
            text: text.into(),
            look,
            symbol,
            ready: ready.clone(),
            ..Press::default()
        };
        html! { for one in LOOKS { { press(one).draw() } } }
    };
    html! {
        <>
            { specimen("Ready", all("ready", None, Ready::Yes)) }
            { specimen("With an icon", all("icon", Some(Symbol::Check), Ready::Yes)) }
            { specimen("Busy", all("busy", None, Ready::Busy("Working…".into()))) }
            { specimen("Off, with the reason", html! {
                for text in ["Save rule", "Save rule for all services of the tenant, whatever their names are"] {
                    { Press {
                        id: ["off-", &text.len().to_string()].concat().into(),
                        text: text.into(),
                        look: Look::Primary,
                        ready: Ready::No("Needs the permission rules:write".into()),
                        ..Press::default()
                    }.draw() }
                }
            }) }
            { specimen("A press counts once", html! { <Counted /> }) }
        </>
    }
}

/// Becomes busy when pressed, and stays so.
#[component]
fn Counted() -> Html {
    let presses = use_state_eq(|| 0);
    let onpress = {
        let presses = presses.clone();
        Callback::from(move |()| presses.set(*presses + 1))
    };
    let ready = if *presses == 0 { Ready::Yes } else { Ready::Busy("Saving…".into()) };
    html! {
        <>
            { Press { id: "counted".into(), text: "Save".into(), look: Look::Primary, ready, onpress, ..Press::default() }.draw() }
            <output>{ ["Pressed ", &presses.to_string(), " times"].concat() }</output>
        </>
    }
}

pub(super) fn toolbars() -> Html {
    html! {
        <>
            { specimen("Toolbar", html! { <Bar /> }) }
            { specimen("Buttons that belong together", html! {
                <Toolbar label="Time" joined={true}>
                    { for ["Back", "Now", "Forward"].map(|text| Press { id: ["time-", text].concat().into(), text: text.into(), ..Press::default() }.draw()) }
                </Toolbar>
            }) }
            { specimen("Toggle group", html! { <Columns /> }) }
        </>
    }
}

#[component]
fn Bar() -> Html {
    let live = use_state_eq(|| true);
    let press = |text: &'static str, symbol| Press {
        id: ["bar-", text].concat().into(),
        text: text.into(),
        look: Look::Quiet,
        symbol: Some(symbol),
        ..Press::default()
    };
    html! {
        <Toolbar label="Signal">
            { press("Copy", Symbol::Copy).draw() }
            { toggle_button(Some(Symbol::Pulse), "Live", None, *live, &{ let live = live.clone(); Callback::from(move |on| live.set(on)) }) }
            { press("Assign", Symbol::Person).draw() }
            <button type="button" class="button button-quiet" disabled=true>{ "Off" }</button>
            { press("Refresh", Symbol::Refresh).draw() }
        </Toolbar>
    }
}

/// Which of several are on: each by itself.
#[component]
fn Columns() -> Html {
    let shown = use_state(|| [true, false, true]);
    html! {
        <Toolbar label="Columns" joined={true}>
            { for ["Service", "Span", "Message"].into_iter().enumerate().map(|(at, text)| {
                let shown = shown.clone();
                toggle_button(None, text, None, shown[at], &Callback::from(move |on| {
                    let mut next = *shown;
                    next[at] = on;
                    shown.set(next);
                }))
            }) }
        </Toolbar>
    }
}
