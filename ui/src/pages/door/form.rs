//! E-mail address and password, as password managers know it, and what stands beside it on both ways in.

use console_api::ErrorCode;
use console_api::second_factor::SignInAnswer;
use console_api::session::PasswordSignIn;
use yew::prelude::*;

use super::second_step::SecondStep;
use crate::browser;
use crate::cache::use_cache;
use crate::client::Refused;
use crate::components::form::{Field, Form, PasswordInput, Problem, TextInput, text_input};
use crate::components::{Symbol, button, command};
use crate::dom::{el, line};
use crate::live::use_live;
use crate::route::{Door, Route};
use crate::sending::{in_words, use_sending};
use crate::session::came_in;
use crate::text;
use crate::words as w;

const LOOK_EVERY_MS: i32 = 3_000;

/// Asks now and then whether somebody came in by another way, for as long as this is looked at; afterwards the stream
/// is opened again.
#[hook]
pub(super) fn use_coming_in(ask: &Callback<()>) {
    let live = use_live();
    use_effect_with((), {
        let ask = ask.clone();
        move |()| {
            let task = browser::spawn(async move {
                loop {
                    browser::sleep(LOOK_EVERY_MS).await;
                    if browser::is_visible() {
                        ask.emit(());
                    }
                }
            });
            move || {
                drop(task);
                live.retry();
            }
        }
    });
}

#[derive(Properties, PartialEq)]
pub(super) struct SignInFormProps {
    /// Somebody is in.
    pub(super) onin: Callback<()>,
}

#[component]
pub(super) fn SignInForm(props: &SignInFormProps) -> Html {
    let client = use_cache().client().clone();
    let sending = use_sending();
    let email = use_state_eq(String::new);
    let password = use_state_eq(String::new);
    // The password was right, and a code is asked for.
    let half_way = use_state_eq(|| false);
    // Seconds until the next attempt is taken.
    let rest = use_state_eq(|| 0_i64);
    use_effect_with(*rest, {
        let rest = rest.setter();
        move |left| {
            let left = *left;
            let task = (left > 0).then(|| {
                browser::spawn(async move {
                    browser::sleep(1_000).await;
                    rest.set(left - 1);
                })
            });
            || drop(task)
        }
    });
    let fields = [
        Field { required: true, ..Field::new("sign-in-email", w::field_email()) },
        Field { required: true, ..Field::new("sign-in-password", w::field_password()) },
    ];
    let onsubmit = {
        let (sending, onin, rest) = (sending.clone(), props.onin.clone(), rest.setter());
        let (email, password, fields) = (email.clone(), password.clone(), fields.clone());
        let half_way = half_way.setter();
        Callback::from(move |()| {
            let [email_field, password_field] = &fields;
            let mut missing = Vec::new();
            if email.trim().is_empty() {
                missing.push(Problem::of(email_field, w::field_email_missing()));
            }
            if password.is_empty() {
                missing.push(Problem::of(password_field, w::field_password_missing()));
            }
            if !missing.is_empty() {
                return sending.refuse(missing.into());
            }
            if !sending.begin() {
                return;
            }
            let request =
                PasswordSignIn { email: email.trim().to_owned(), password: (*password).clone().into() };
            let (client, sending, onin, rest) = (client.clone(), sending.clone(), onin.clone(), rest.clone());
            let (password, half_way) = (password.setter(), half_way.clone());
            wasm_bindgen_futures::spawn_local(async move {
                match client.visit::<SignInAnswer>("POST", "/sign-in", Some(&request)).await {
                    Ok(SignInAnswer::SecondStep(_)) => {
                        sending.end(AttrValue::default());
                        half_way.set(true);
                    }
                    Ok(SignInAnswer::SignedIn(_)) => {
                        came_in();
                        sending.end(AttrValue::default());
                        onin.emit(());
                    }
                    Err(refused) => {
                        if refused.error.is(ErrorCode::Unauthenticated) {
                            password.set(String::new());
                        }
                        rest.set(refused.retry_after.unwrap_or(0));
                        sending.refuse([Problem::of_form(why_not(&refused))].into());
                    }
                }
            });
        })
    };
    let typed = |state: &UseStateHandle<String>| {
        let state = state.setter();
        Callback::from(move |text| state.set(text))
    };
    let attempt = sending.attempt();
    let [email_field, password_field] = fields.map(|field| attempt.mark(field));
    let busy = match *rest {
        0 => attempt.is_busy.then(|| w::sign_in_busy().to_owned()),
        rest => Some(w::sign_in_rest(&text::span_of(rest))),
    };
    if *half_way {
        let back = half_way.setter();
        return html! {
            <SecondStep onin={props.onin.clone()} onback={move |()| back.set(false)} />
        };
    }
    let as_email = TextInput { kind: "email", autocomplete: "username", ..TextInput::default() };
    let forgot = Route::Door(Door::Forgot).path();
    html! {
        <Form
            id="sign-in"
            label={w::sign_in_with_password()}
            problems={attempt.problems.clone()}
            failures={attempt.failures}
            action={w::sign_in()}
            busy={busy.map(AttrValue::from)}
            {onsubmit}
        >
            { text_input(&email_field, &email, &as_email, typed(&email)) }
            <PasswordInput
                field={password_field}
                value={(*password).clone()}
                autocomplete="current-password"
                onchange={typed(&password)}
            />
            <p><a class="button-link" href={forgot}>{ w::forgot_link() }</a></p>
        </Form>
    }
}

fn why_not(Refused { error, retry_after }: &Refused) -> String {
    if error.is(ErrorCode::Unauthenticated) {
        return w::sign_in_wrong().to_owned();
    }
    match retry_after {
        Some(seconds) if error.is(ErrorCode::RateLimited) => w::sign_in_throttled(&text::span_of(*seconds)),
        _ => in_words(error),
    }
}

/// The way in without an account: a link that the console printed.
pub(super) fn one_time_link(ask: &Callback<()>) -> Html {
    el(
        "section",
        "flex flex-col gap-2 border-t border-line px-4 pt-4",
        [
            line("h2", "font-semibold text-ink", w::sign_in_title()),
            line("p", "text-ink-2", w::sign_in_help()),
            line("p", "text-ink-2", w::sign_in_again()),
            command("fluo-console link"),
            el("div", "", [button(Symbol::Refresh, w::sign_in_check(), ask.reform(|_| ()))]),
        ],
    )
}
