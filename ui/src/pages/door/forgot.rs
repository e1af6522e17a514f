//! A forgotten password: asking for the mail with the link, and choosing another password with it.

use console_api::ErrorCode;
use console_api::profile::{ForgotPassword, ResetForgotten};
use console_api::session::Done;
use yew::prelude::*;

use crate::browser;
use crate::cache::use_cache;
use crate::client::Refused;
use crate::components::form::{Field, Form, PasswordInput, Problem, TextInput, refused, text_input};
use crate::components::{Symbol, empty};
use crate::dom::{el, none, use_once};
use crate::route::{Door, Route};
use crate::sending::{in_words, use_sending};
use crate::shell::page_heading;
use crate::words as w;

/// The way to signing in.
fn to_sign_in() -> Html {
    html! { <a class="button button-outline" href={Route::Home.path()}>{ w::to_sign_in() }</a> }
}

#[component]
pub(super) fn ForgotPage() -> Html {
    let client = use_cache().client().clone();
    let sending = use_sending();
    let (email, is_sent) = (use_state_eq(String::new), use_state_eq(|| false));
    let field = Field { required: true, ..Field::new("forgot-email", w::field_email()) };
    let heading = page_heading(w::page_forgot(), none());
    if *is_sent {
        let next = html! { <><p>{ w::forgot_sent_help() }</p>{ to_sign_in() }</> };
        return el("div", "door-panel", [heading, empty(Symbol::Mail, w::forgot_sent(), next)]);
    }
    let onsubmit = {
        let (sending, field, email, is_sent) =
            (sending.clone(), field.clone(), email.clone(), is_sent.setter());
        Callback::from(move |()| {
            if email.trim().is_empty() {
                return sending.refuse([Problem::of(&field, w::field_email_missing())].into());
            }
            if !sending.begin() {
                return;
            }
            let request = ForgotPassword { email: email.trim().to_owned() };
            let (client, sending, is_sent) = (client.clone(), sending.clone(), is_sent.clone());
            wasm_bindgen_futures::spawn_local(async move {
                match client.visit::<Done>("POST", "/forgot", Some(&request)).await {
                    Ok(_) => is_sent.set(true),
                    Err(Refused { error, .. }) => {
                        sending.refuse([Problem::of_form(in_words(&error))].into());
                    }
                }
            });
        })
    };
    let onemail = {
        let email = email.setter();
        Callback::from(move |text| email.set(text))
    };
    let attempt = sending.attempt();
    let as_email = TextInput { kind: "email", autocomplete: "username", ..TextInput::default() };
    html! {
        <div class="door-panel">
            { heading }
            <Form
                id="forgot"
                label={w::page_forgot()}
                problems={attempt.problems.clone()}
                failures={attempt.failures}
                action={w::forgot_send()}
                busy={attempt.is_busy.then(|| AttrValue::from(w::forgot_busy()))}
                {onsubmit}
            >
                <p class="text-ink-2">{ w::forgot_help() }</p>
                { text_input(&attempt.mark(field), &email, &as_email, onemail) }
            </Form>
            <p class="px-4"><a class="button-link" href={Route::Home.path()}>{ w::to_sign_in() }</a></p>
        </div>
    }
}

#[component]
pub(super) fn ResetPage() -> Html {
    let client = use_cache().client().clone();
    let sending = use_sending();
    let secret = use_state_eq(|| None::<String>);
    use_once({
        let secret = secret.setter();
        move || secret.set(Some(browser::fragment()))
    });
    let (password, is_done) = (use_state_eq(String::new), use_state_eq(|| false));
    let field = Field {
        required: true,
        hint: Some(w::password_rule().into()),
        ..Field::new("reset-password", w::password_new())
    };
    let Some(secret) = (*secret).clone() else { return none() };
    let heading = page_heading(w::page_reset(), none());
    if *is_done {
        let next = html! { <><p>{ w::reset_done_help() }</p>{ to_sign_in() }</> };
        return el("div", "door-panel", [heading, empty(Symbol::Lock, w::reset_done(), next)]);
    }
    if secret.is_empty() {
        let next = html! { <><p>{ w::link_cut_help() }</p>{ ask_again() }</> };
        return el("div", "door-panel", [heading, empty(Symbol::Lock, w::invitation_empty(), next)]);
    }
    let onsubmit = {
        let (sending, field) = (sending.clone(), field.clone());
        let (password, is_done) = (password.clone(), is_done.setter());
        Callback::from(move |()| {
            if password.is_empty() {
                return sending.refuse([Problem::of(&field, w::field_password_missing())].into());
            }
            if !sending.begin() {
                return;
            }
            let request =
                ResetForgotten { secret: secret.clone().into(), password: (*password).clone().into() };
            let (client, sending, field, is_done) =
                (client.clone(), sending.clone(), field.clone(), is_done.clone());
            wasm_bindgen_futures::spawn_local(async move {
                match client.visit::<Done>("POST", "/reset", Some(&request)).await {
                    Ok(_) => is_done.set(true),
                    Err(Refused { error, .. }) if error.is(ErrorCode::NotFound) => {
                        sending.refuse([Problem::of_form(w::reset_gone())].into());
                    }
                    Err(Refused { error, .. }) => {
                        sending.refuse(refused(&in_words(&error), &[("password", &field)]));
                    }
                }
            });
        })
    };
    let onpassword = {
        let password = password.setter();
        Callback::from(move |text| password.set(text))
    };
    let attempt = sending.attempt();
    html! {
        <div class="door-panel">
            { heading }
            <Form
                id="reset"
                label={w::page_reset()}
                problems={attempt.problems.clone()}
                failures={attempt.failures}
                action={w::reset_save()}
                busy={attempt.is_busy.then(|| AttrValue::from(w::saving()))}
                {onsubmit}
            >
                <p class="text-ink-2">{ w::reset_help() }</p>
                <PasswordInput
                    field={attempt.mark(field)}
                    value={(*password).clone()}
                    autocomplete="new-password"
                    onchange={onpassword}
                />
            </Form>
            <p class="px-4">{ ask_again() }</p>
        </div>
    }
}

/// The way to another link.
fn ask_again() -> Html {
    let href = Route::Door(Door::Forgot).path();
    html! { <a class="button-link" {href}>{ w::reset_ask_again() }</a> }
}
