//! Fields in every condition.

use yew::prelude::*;

use crate::components::Symbol;
use crate::components::form::{
    Affix, Bounds, Choice, Field, PasswordInput, TextArea, TextInput, checkbox, native_select, number_input,
    radio_group, slider, switch, text_input,
};
use crate::pages::gallery::specimen;

const LONG: &str = "Raised for each charge that takes longer than the agreed time, in every region and for every tenant that has not opted out of the agreement";

/// The conditions a field can be in; `kind` keeps ids apart.
fn conditions(kind: &'static str) -> [(&'static str, Field); 6] {
    let field = |suffix: &str| Field {
        hint: Some("Lower case, as in the rule's address".into()),
        ..Field::new([kind, "-", suffix].concat(), "Name of the rule")
    };
    [
        ("Plain", field("plain")),
        ("Required", Field { required: true, ..field("required") }),
        (
            "Wrong",
            Field {
                required: true,
                error: Some("Another rule has this name: choose one that is free".into()),
                ..field("wrong")
            },
        ),
        ("Read-only", Field { read_only: true, ..field("read") }),
        ("Off", Field { disabled: true, ..field("off") }),
        ("Counted", Field { limit: Some(12), ..field("counted") }),
    ]
}

pub(super) fn inputs() -> Html {
    html! {
        <>
            { for conditions("input").map(|(name, field)| specimen(name, text_input(&field, "slow-charge-eu", &TextInput::default(), Callback::noop()))) }
            { specimen("Empty", text_input(&Field::new("input-empty", "Name of the rule"), "", &TextInput { placeholder: "slow-charge", ..TextInput::default() }, Callback::noop())) }
            { specimen("Long label and text", text_input(&Field { hint: Some(LONG.into()), error: Some(LONG.into()), ..Field::new("input-long", LONG) }, LONG, &TextInput::default(), Callback::noop())) }
            { specimen("With something before and after", html! {
                <>
                    { text_input(&Field::new("input-icon", "Search rules"), "", &TextInput { kind: "search", before: Affix::Icon(Symbol::Search), placeholder: "Name or service", ..TextInput::default() }, Callback::noop()) }
                    { text_input(&Field::new("input-address", "Address of FLUO"), "127.0.0.1:4318", &TextInput { before: Affix::Words("http://"), mono: true, ..TextInput::default() }, Callback::noop()) }
                    { text_input(&Field { hint: Some("In milliseconds".into()), ..Field::new("input-unit", "Limit") }, "400", &TextInput { after: Affix::Words("ms"), ..TextInput::default() }, Callback::noop()) }
                </>
            }) }
            { specimen("Password", html! { <Secret /> }) }
            { specimen("Number", html! { <Limit /> }) }
            { specimen("Several lines", html! { <Note /> }) }
            { specimen("Several lines, wrong", html! {
                <TextArea field={Field { error: Some("Say why in at least ten characters".into()), required: true, ..Field::new("note-wrong", "Reason") }} value="no" onchange={Callback::noop()} />
            }) }
        </>
    }
}

#[component]
fn Secret() -> Html {
    let value = use_state_eq(|| "correct horse".to_owned());
    html! {
        <PasswordInput
            field={Field::new("password", "Password")}
            value={(*value).clone()}
            autocomplete="current-password"
            onchange={let value = value.clone(); move |text| value.set(text)}
        />
    }
}

#[component]
fn Limit() -> Html {
    const BOUNDS: Bounds = Bounds { min: 50, max: 5_000, step: 50 };
    let typed = use_state_eq(|| "400".to_owned());
    let error = BOUNDS.problem(&typed).map(AttrValue::from);
    let field = Field { error, required: true, ..Field::new("number", "Longest charge") };
    let onchange = {
        let typed = typed.clone();
        Callback::from(move |text| typed.set(text))
    };
    number_input(&field, &typed, BOUNDS, "ms", &onchange)
}

#[component]
fn Note() -> Html {
    let value = use_state_eq(|| "First line".to_owned());
    html! {
        <TextArea
            field={Field { limit: Some(200), hint: Some("Seen by everybody in this tenant".into()), ..Field::new("note", "Note") }}
            value={(*value).clone()}
            onchange={let value = value.clone(); move |text| value.set(text)}
        />
    }
}

pub(super) fn choices() -> Html {
    html! {
        <>
            { specimen("Checkbox", html! { <Boxes /> }) }
            { specimen("Checkbox, wrong and off", html! {
                <>
                    { checkbox(&Field { required: true, error: Some("Confirm to go on".into()), ..Field::new("box-wrong", "I have told the team") }, Some(false), Callback::noop()) }
                    { checkbox(&Field { disabled: true, ..Field::new("box-off", "Tell the team") }, Some(true), Callback::noop()) }
                    { checkbox(&Field { hint: Some(LONG.into()), ..Field::new("box-long", LONG) }, Some(true), Callback::noop()) }
                </>
            }) }
            { specimen("Radio buttons", html! { <Radios id="radio" error={None::<AttrValue>} /> }) }
            { specimen("Radio buttons, wrong", html! { <Radios id="radio-wrong" error={Some(AttrValue::from("Choose how urgent it is"))} /> }) }
            { specimen("Switch", html! { <Switches /> }) }
            { specimen("Slider", html! { <Sampling /> }) }
            { specimen("The system's select", html! { <NativeSelect /> }) }
        </>
    }
}

#[component]
fn Boxes() -> Html {
    let chosen = use_state(|| [true, false]);
    let all = match *chosen {
        [true, true] => Some(true),
        [false, false] => Some(false),
        _ => None,
    };
    let set = |next: fn([bool; 2], bool) -> [bool; 2]| {
        let chosen = chosen.clone();
        Callback::from(move |on| chosen.set(next(*chosen, on)))
    };
    html! {
        <div>
            { checkbox(&Field::new("box-all", "All severities"), all, set(|_, on| [on, on])) }
            { checkbox(&Field::new("box-error", "Error"), Some(chosen[0]), set(|[_, b], on| [on, b])) }
            { checkbox(&Field::new("box-warning", "Warning"), Some(chosen[1]), set(|[a, _], on| [a, on])) }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct RadiosProps {
    id: &'static str,
    error: Option<AttrValue>,
}

#[component]
fn Radios(props: &RadiosProps) -> Html {
    let value = use_state_eq(|| None::<AttrValue>);
    let onchange = {
        let value = value.clone();
        Callback::from(move |next| value.set(Some(next)))
    };
    let choices = [
        Choice { note: Some("Wakes whoever is on call".into()), ..Choice::new("page", "Page") },
        Choice { note: Some("By the next working day".into()), ..Choice::new("ticket", "Ticket") },
        Choice {
            disabled: true,
            note: Some("No mail server is set up".into()),
            ..Choice::new("mail", "Mail")
        },
    ];
    let field =
        Field { required: true, error: props.error.clone(), ..Field::new(props.id, "How to tell you") };
    radio_group(&field, &choices, value.as_deref(), &onchange)
}

#[component]
fn Switches() -> Html {
    let on = use_state_eq(|| false);
    html! {
        <div>
            { switch(&Field { hint: Some("Takes effect at once".into()), ..Field::new("switch", "Notify me") }, *on, { let on = on.clone(); Callback::from(move |next| on.set(next)) }) }
            { switch(&Field::new("switch-on", "Keep the window open"), true, Callback::noop()) }
            { switch(&Field { disabled: true, ..Field::new("switch-off", "Quiet hours") }, false, Callback::noop()) }
        </div>
    }
}

#[component]
fn Sampling() -> Html {
    let value = use_state_eq(|| 25);
    let onchange = {
        let value = value.clone();
        Callback::from(move |next| value.set(next))
    };
    let field =
        Field { hint: Some("How many of the traces are kept".into()), ..Field::new("slider", "Sampling") };
    html! {
        <>
            { slider(&field, *value, (0, 100, 5), |value| format!("{value} %"), &onchange) }
            { slider(&Field { disabled: true, ..Field::new("slider-off", "Sampling, off") }, 50, (0, 100, 5), |value| format!("{value} %"), &Callback::noop()) }
        </>
    }
}

#[component]
fn NativeSelect() -> Html {
    let value = use_state_eq(AttrValue::default);
    let choices = ["Europe", "America", "Asia"].map(|name| Choice::new(name, name));
    let onchange = {
        let value = value.clone();
        Callback::from(move |next| value.set(next))
    };
    native_select(&Field { required: true, ..Field::new("native", "Region") }, &choices, &value, &onchange)
}
