//! Making a token: what it is for, how long it lasts, what it may; then its secret, this once.

use console_api::Permission;
use console_api::secret::Secret;
use yew::prelude::*;

use super::permission_picker::permission_picker;
use crate::browser;
use crate::components::Shape;
use crate::components::copy_button;
use crate::components::display::plain::alert;
use crate::components::form::{Choice, Field, Form, Problem, TextInput, native_select, text_input};
use crate::components::overlays::dialog::{Dialog, Side};
use crate::dom::{el, line, none, tell};
use crate::sending::Sending;
use crate::session::use_session;
use crate::words as w;

const DAYS: [u16; 5] = [7, 30, 90, 180, 366];
const MOST_LETTERS: usize = 80;

/// What is to be made.
pub(super) struct Wanted {
    pub(super) name: String,
    pub(super) permissions: Vec<Permission>,
    pub(super) days: u16,
    /// The fields by the names that a refusal calls them.
    pub(super) names: Vec<(&'static str, Field)>,
    /// Gets the secret.
    pub(super) made: Callback<Secret>,
}

#[derive(Properties, PartialEq)]
pub(super) struct NewTokenDialogProps {
    pub(super) open: bool,
    pub(super) of_services: bool,
    pub(super) sending: Sending,
    pub(super) make: Callback<Wanted>,
    pub(super) onclose: Callback<()>,
}

/// Closing it forgets the secret.
#[component]
pub(super) fn NewTokenDialog(props: &NewTokenDialogProps) -> Html {
    let secret = use_state_eq(|| None::<Secret>);
    let onclose = {
        let (secret, onclose) = (secret.setter(), props.onclose.clone());
        Callback::from(move |()| {
            secret.set(None);
            onclose.emit(());
        })
    };
    let done = html! {
        <button type="button" class="button button-outline" onclick={onclose.reform(|_: MouseEvent| ())}>
            { w::token_kept() }
        </button>
    };
    let title = if secret.is_some() { w::token_made() } else { w::token_new() };
    html! {
        <Dialog
            id="token-new"
            {title}
            open={props.open}
            side={Side::End}
            light={false}
            onclose={onclose.clone()}
            foot={if secret.is_some() { done } else { none() }}
        >
            if let Some(secret) = &*secret {
                { shown_once(&secret.0) }
            } else {
                <NewToken
                    of_services={props.of_services}
                    sending={props.sending.clone()}
                    make={props.make.clone()}
                    made={let secret = secret.setter(); move |made| secret.set(Some(made))}
                    oncancel={onclose}
                />
            }
        </Dialog>
    }
}

fn shown_once(secret: &str) -> Html {
    let example =
        ["curl -H 'Authorization: Bearer ", secret, "' ", &browser::origin(), "/api/v1/session/me"].concat();
    el(
        "div",
        "flex flex-col gap-4",
        [
            alert(Shape::Triangle, w::token_once(), line("p", "", w::token_once_help()), false),
            el(
                "div",
                "flex flex-col gap-1",
                [line("p", "font-medium", w::token_secret()), secret_line(secret, w::copy_token())],
            ),
            el(
                "div",
                "flex flex-col gap-1",
                [line("p", "font-medium", w::token_try()), secret_line(&example, w::copy_command())],
            ),
        ],
    )
}

/// A secret that can be read and copied.
pub(super) fn secret_line(secret: &str, noun: &'static str) -> Html {
    html! {
        <div class="flex w-full items-center gap-2 rounded-control border border-line bg-sunken py-1 pr-1 pl-3 text-left">
            <code class="min-w-0 flex-1 py-1 font-mono text-small wrap-anywhere text-ink">{ tell(secret) }</code>
            { copy_button(secret.to_owned(), noun) }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct NewTokenProps {
    of_services: bool,
    sending: Sending,
    make: Callback<Wanted>,
    made: Callback<Secret>,
    oncancel: Callback<()>,
}

#[component]
fn NewToken(props: &NewTokenProps) -> Html {
    let grantable = use_session().0.map(|me| me.permissions.clone()).unwrap_or_default();
    let name = use_state_eq(String::new);
    let days = use_state_eq(|| AttrValue::from("90"));
    let chosen = use_state_eq(Vec::<Permission>::new);
    let fields = [
        Field {
            required: true,
            limit: Some(MOST_LETTERS),
            hint: Some(if props.of_services { w::token_name_service() } else { w::token_name_mine() }.into()),
            ..Field::new("token-name", w::field_name())
        },
        Field { required: true, ..Field::new("token-days", w::token_days()) },
        Field { required: true, ..Field::new("token-may", w::token_may()) },
    ];
    let onsubmit = {
        let (fields, make, made) = (fields.clone(), props.make.clone(), props.made.clone());
        let (name, days, chosen) = (name.clone(), days.clone(), chosen.clone());
        let sending = props.sending.clone();
        Callback::from(move |()| {
            let mut missing = Vec::new();
            if name.trim().is_empty() {
                missing.push(Problem::of(&fields[0], w::token_name_missing()));
            }
            if chosen.is_empty() {
                missing.push(Problem::of(&fields[2], w::token_may_missing()));
            }
            if !missing.is_empty() {
                return sending.refuse(missing.into());
            }
            let [name_field, days_field, may_field] = fields.clone();
            make.emit(Wanted {
                name: name.trim().to_owned(),
                permissions: (*chosen).clone(),
                days: days.parse().unwrap_or(DAYS[0]),
                names: vec![("name", name_field), ("days", days_field), ("permissions", may_field)],
                made: made.clone(),
            });
        })
    };
    let attempt = props.sending.attempt();
    let [name_field, days_field, may_field] = fields.map(|field| attempt.mark(field));
    let choices = DAYS.map(|days| Choice::new(days.to_string(), w::token_for_days(i64::from(days))));
    let onname = {
        let name = name.setter();
        Callback::from(move |text| name.set(text))
    };
    let ondays = {
        let days = days.setter();
        Callback::from(move |value| days.set(value))
    };
    let onchosen = {
        let chosen = chosen.setter();
        Callback::from(move |next| chosen.set(next))
    };
    html! {
        <Form
            id="new-token"
            label={w::token_new()}
            problems={attempt.problems.clone()}
            failures={attempt.failures}
            action={w::token_make()}
            busy={attempt.is_busy.then(|| AttrValue::from(w::token_making()))}
            {onsubmit}
            oncancel={Some(props.oncancel.clone())}
        >
            { text_input(&name_field, &name, &TextInput::default(), onname) }
            { native_select(&days_field, &choices, &days, &ondays) }
            { permission_picker(&may_field, &chosen, &grantable, &onchosen) }
        </Form>
    }
}
