//! The second step of signing in: a code of the authenticator app, or a recovery code.

use console_api::ErrorCode;
use console_api::second_factor::SecondStepSignIn;
use console_api::session::Me;
use yew::prelude::*;

use crate::cache::use_cache;
use crate::components::form::{Field, Form, Problem, TextInput, text_input};
use crate::sending::{in_words, use_sending};
use crate::session::came_in;
use crate::words as w;

#[derive(Properties, PartialEq)]
pub(super) struct SecondStepProps {
    /// Somebody is in.
    pub(super) onin: Callback<()>,
    /// Back to the password.
    pub(super) onback: Callback<()>,
}

#[component]
pub(super) fn SecondStep(props: &SecondStepProps) -> Html {
    let client = use_cache().client().clone();
    let sending = use_sending();
    let code = use_state_eq(String::new);
    let field = code_field("second-step-code");
    use_effect_with((), |()| crate::browser::focus("second-step-code"));
    let onsubmit = {
        let (sending, field, code, onin) = (sending.clone(), field.clone(), code.clone(), props.onin.clone());
        Callback::from(move |()| {
            if code.trim().is_empty() {
                return sending.refuse([Problem::of(&field, w::code_missing())].into());
            }
            if !sending.begin() {
                return;
            }
            let request = SecondStepSignIn { code: code.trim().into() };
            let (client, sending, field, onin) =
                (client.clone(), sending.clone(), field.clone(), onin.clone());
            wasm_bindgen_futures::spawn_local(async move {
                match client.visit::<Me>("POST", "/sign-in/second-step", Some(&request)).await {
                    Ok(_) => {
                        came_in();
                        sending.end(AttrValue::default());
                        onin.emit(());
                    }
                    Err(refused) => {
                        let words = in_words(&refused.error);
                        let is_code = refused.error.is(ErrorCode::Unauthenticated);
                        let problem =
                            if is_code { Problem::of(&field, words) } else { Problem::of_form(words) };
                        sending.refuse([problem].into());
                    }
                }
            });
        })
    };
    let oncode = {
        let code = code.setter();
        Callback::from(move |text| code.set(text))
    };
    let attempt = sending.attempt();
    html! {
        <Form
            id="second-step"
            label={w::second_step()}
            problems={attempt.problems.clone()}
            failures={attempt.failures}
            action={w::sign_in()}
            busy={attempt.is_busy.then(|| AttrValue::from(w::sign_in_busy()))}
            {onsubmit}
            oncancel={Some(props.onback.clone())}
        >
            <p class="text-ink-2">{ w::second_step_help() }</p>
            { text_input(&attempt.mark(field), &code, &code_input(), oncode) }
        </Form>
    }
}

/// For six digits, or a recovery code.
pub(crate) fn code_field(id: &'static str) -> Field {
    Field { required: true, hint: Some(w::code_help().into()), ..Field::new(id, w::code()) }
}

/// What a password manager, or a telephone, fills in.
pub(crate) fn code_input() -> TextInput {
    TextInput { mono: true, autocomplete: "one-time-code", ..TextInput::default() }
}
