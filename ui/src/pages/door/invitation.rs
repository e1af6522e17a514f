//! Accepting an invitation: an account where there is none yet, the proof of it where there is one.

use console_api::ErrorCode;
use console_api::member::AcceptInvitation;
use console_api::session::Me;
use yew::prelude::*;

use super::providers::Providers;
use crate::browser;
use crate::cache::use_cache;
use crate::components::form::{Field, Form, PasswordInput, Problem, TextInput, refused, text_input};
use crate::components::{Symbol, empty};
use crate::dom::{el, line, none, use_once};
use crate::route::Route;
use crate::sending::{in_words, use_sending};
use crate::session::came_in;
use crate::shell::page_heading;
use crate::words as w;

#[component]
pub(super) fn InvitationPage() -> Html {
    let client = use_cache().client().clone();
    let sending = use_sending();
    let secret = use_state_eq(|| None::<String>);
    use_once({
        let secret = secret.setter();
        move || secret.set(Some(browser::fragment()))
    });
    let (name, password) = (use_state_eq(String::new), use_state_eq(String::new));
    let fields = [
        Field { hint: Some(w::invitation_name_help().into()), ..Field::new("join-name", w::field_name()) },
        Field {
            hint: Some(w::invitation_password_help().into()),
            required: true,
            ..Field::new("join-password", w::field_password())
        },
    ];
    let Some(secret) = (*secret).clone() else { return none() };
    let heading = page_heading(w::page_invitation(), none());
    if secret.is_empty() {
        let help = line("p", "", w::invitation_empty_help());
        return el("div", "contents", [heading, empty(Symbol::Person, w::invitation_empty(), help)]);
    }
    let onsubmit = {
        let (sending, fields) = (sending.clone(), fields.clone());
        let (name, password, secret) = (name.clone(), password.clone(), secret.clone());
        Callback::from(move |()| {
            if password.is_empty() {
                return sending.refuse([Problem::of(&fields[1], w::field_password_missing())].into());
            }
            if !sending.begin() {
                return;
            }
            let request = AcceptInvitation {
                secret: secret.clone().into(),
                name: name.trim().to_owned(),
                password: (*password).clone().into(),
            };
            let (client, sending, fields) = (client.clone(), sending.clone(), fields.clone());
            wasm_bindgen_futures::spawn_local(async move {
                match client.visit::<Me>("POST", "/invitation", Some(&request)).await {
                    Ok(_) => {
                        came_in();
                        browser::leave_for(Route::Home.path());
                    }
                    Err(reason) => sending.refuse(match reason.error.is(ErrorCode::NotFound) {
                        true => [Problem::of_form(w::invitation_gone())].into(),
                        false if reason.error.is(ErrorCode::Unauthenticated) => {
                            [Problem::of(&fields[1], w::invitation_wrong())].into()
                        }
                        false => {
                            let names = [("name", &fields[0]), ("password", &fields[1])];
                            refused(&in_words(&reason.error), &names)
                        }
                    }),
                }
            });
        })
    };
    let typed = |state: &UseStateHandle<String>| {
        let state = state.setter();
        Callback::from(move |text| state.set(text))
    };
    let attempt = sending.attempt();
    let [name_field, password_field] = fields.map(|field| attempt.mark(field));
    html! {
        <div class="door-panel">
            { heading }
            <Form
                id="join"
                label={w::page_invitation()}
                problems={attempt.problems.clone()}
                failures={attempt.failures}
                action={w::invitation_accept()}
                busy={attempt.is_busy.then(|| AttrValue::from(w::invitation_busy()))}
                {onsubmit}
            >
                <p class="text-ink-2">{ w::invitation_help() }</p>
                { text_input(&name_field, &name, &TextInput { autocomplete: "name", ..TextInput::default() }, typed(&name)) }
                <PasswordInput
                    field={password_field}
                    value={(*password).clone()}
                    autocomplete="new-password"
                    onchange={typed(&password)}
                />
            </Form>
            <Providers invitation={Some(AttrValue::from(secret))} />
        </div>
    }
}
