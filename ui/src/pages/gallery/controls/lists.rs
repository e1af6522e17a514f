//! Select, combobox and multi-select, also while they wait and when nothing comes.

use std::rc::Rc;

use yew::prelude::*;

use crate::components::form::{Choice, Combobox, Field, MultiSelect, Offer, Select, matching};
use crate::pages::gallery::specimen;

const SERVICES: [&str; 14] = [
    "accounting",
    "ad",
    "cart",
    "checkout",
    "currency",
    "email",
    "fraud-detection",
    "frontend",
    "image-provider",
    "payment",
    "product-catalogue",
    "quote",
    "recommendation",
    "shipping",
];

fn services() -> Rc<[Choice]> {
    let choice = |(at, name): (usize, &'static str)| Choice {
        note: Some((at * 7 + 3).to_string().into()),
        disabled: name == "email",
        ..Choice::new(name, name)
    };
    SERVICES.into_iter().enumerate().map(choice).collect()
}

pub(super) fn selects() -> Html {
    let one = |id: &'static str| Field::new(id, "Service");
    let long = Choice::new(
        "long",
        "the-service-that-nobody-dares-to-rename-because-forty-dashboards-and-a-cron-job-go-by-its-name",
    );
    let named =
        |field: Field, value: Option<&'static str>| html! { <OneOf {field} {value} choices={services()} /> };
    html! {
        <>
            { specimen("Nothing chosen", named(Field { required: true, hint: Some("Whose spans the rule looks at".into()), ..one("select") }, None)) }
            { specimen("Chosen", named(one("select-chosen"), Some("payment"))) }
            { specimen("Wrong", named(Field { error: Some("This service sends no spans".into()), ..one("select-wrong") }, Some("quote"))) }
            { specimen("Read-only", named(Field { read_only: true, ..one("select-read") }, Some("cart"))) }
            { specimen("Off", named(Field { disabled: true, ..one("select-off") }, Some("cart"))) }
            { specimen("Long", html! { <OneOf field={one("select-long")} value={Some("long")} choices={Rc::from([long])} /> }) }
            { specimen("Nothing to choose from", html! { <OneOf field={one("select-empty")} value={None::<&'static str>} choices={Rc::from([])} /> }) }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct OneOfProps {
    field: Field,
    value: Option<&'static str>,
    choices: Rc<[Choice]>,
}

#[component]
fn OneOf(props: &OneOfProps) -> Html {
    let value = use_state_eq(|| props.value.map(AttrValue::from));
    html! {
        <Select
            field={props.field.clone()}
            choices={props.choices.clone()}
            value={(*value).clone()}
            onchange={let value = value.clone(); move |next| value.set(Some(next))}
        />
    }
}

pub(super) fn comboboxes() -> Html {
    let one = |id: &'static str| Field::new(id, "Service");
    let fixed = |field: Field, offer: Offer| {
        html! {
            <Combobox {field} value={None::<Choice>} {offer} onquery={Callback::noop()} onchange={Callback::noop()} placeholder="Type to find" />
        }
    };
    html! {
        <>
            { specimen("Found by typing", html! { <Found field={Field { hint: Some("Any service that has sent spans".into()), ..one("combobox") }} /> }) }
            { specimen("Still looking", fixed(one("combobox-loading"), Offer::Loading)) }
            { specimen("Could not look", fixed(one("combobox-failed"), Offer::Failed("The server does not answer: type on to try again".into()))) }
            { specimen("No matches", fixed(one("combobox-none"), Offer::Ready([].into()))) }
            { specimen("Wrong", html! { <Found field={Field { required: true, error: Some("Choose a service".into()), ..one("combobox-wrong") }} /> }) }
            { specimen("Off", html! { <Found field={Field { disabled: true, ..one("combobox-off") }} /> }) }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct FoundProps {
    field: Field,
}

#[component]
fn Found(props: &FoundProps) -> Html {
    let value = use_state_eq(|| None::<Choice>);
    let query = use_state_eq(AttrValue::default);
    html! {
        <>
            <Combobox
                field={props.field.clone()}
                value={(*value).clone()}
                offer={Offer::Ready(matching(&services(), &query))}
                onquery={move |text| query.set(text)}
                onchange={let value = value.clone(); move |next| value.set(next)}
                placeholder="Type to find"
            />
            <output class="sr-only">{ value.as_ref().map(|value| value.value.clone()) }</output>
        </>
    }
}

pub(super) fn multi_selects() -> Html {
    let some = |id: &'static str| Field::new(id, "Services");
    let demo = |field: Field, chosen: &'static [&'static str]| html! { <SomeOf {field} {chosen} /> };
    html! {
        <>
            { specimen("Some chosen", demo(Field { hint: Some("Backspace takes the last one away".into()), ..some("multi") }, &["payment", "cart"])) }
            { specimen("None chosen", demo(some("multi-empty"), &[])) }
            { specimen("Many chosen", demo(some("multi-many"), &SERVICES)) }
            { specimen("Wrong", demo(Field { required: true, error: Some("Choose one at least".into()), ..some("multi-wrong") }, &[])) }
            { specimen("Read-only", demo(Field { read_only: true, ..some("multi-read") }, &["payment", "cart"])) }
            { specimen("Off", demo(Field { disabled: true, ..some("multi-off") }, &["payment"])) }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct SomeOfProps {
    field: Field,
    chosen: &'static [&'static str],
}

#[component]
fn SomeOf(props: &SomeOfProps) -> Html {
    let value =
        use_state_eq(|| props.chosen.iter().map(|name| Choice::new(*name, *name)).collect::<Rc<[_]>>());
    let query = use_state_eq(AttrValue::default);
    html! {
        <MultiSelect
            field={props.field.clone()}
            value={(*value).clone()}
            offer={Offer::Ready(matching(&services(), &query))}
            onquery={move |text| query.set(text)}
            onchange={let value = value.clone(); move |next| value.set(next)}
            placeholder="Type to find"
        />
    }
}
