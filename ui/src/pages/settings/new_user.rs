//! An account for somebody, who is a member of no tenant yet.

use console_api::operations::CreatePlatformUser;
use yew::prelude::*;

use crate::components::form::{Field, Form, PasswordInput, TextInput, text_input};
use crate::components::overlays::dialog::Dialog;
use crate::sending::use_sending;
use crate::words as w;

#[derive(Properties, PartialEq)]
pub(super) struct NewUserProps {
    pub(super) open: bool,
    /// Reads the people anew.
    pub(super) done: Callback<()>,
    pub(super) onclose: Callback<()>,
}

#[component]
pub(super) fn NewUser(props: &NewUserProps) -> Html {
    let sending = use_sending();
    let [name, email, password] =
        [use_state_eq(String::new), use_state_eq(String::new), use_state_eq(String::new)];
    let required = |id: &'static str, label: &'static str| Field { required: true, ..Field::new(id, label) };
    let fields = [
        required("user-name", w::field_name()),
        required("user-email", w::field_email()),
        Field {
            hint: Some(w::platform_password_help().into()),
            ..required("user-password", w::field_password())
        },
    ];
    let onclose = {
        let states = [name.setter(), email.setter(), password.setter()];
        let (sending, onclose) = (sending.clone(), props.onclose.clone());
        Callback::from(move |()| {
            for state in &states {
                state.set(String::new());
            }
            sending.forget();
            onclose.emit(());
        })
    };
    let onsubmit = {
        let (sending, fields) = (sending.clone(), fields.clone());
        let (name, email, password) = (name.clone(), email.clone(), password.clone());
        let (done, onclose) = (props.done.clone(), onclose.clone());
        Callback::from(move |()| {
            let request = CreatePlatformUser {
                email: email.trim().to_owned(),
                name: name.trim().to_owned(),
                password: (*password).clone().into(),
            };
            let [name_field, email_field, password_field] = fields.clone();
            let names = vec![("name", name_field), ("email", email_field), ("password", password_field)];
            let (done, onclose) = (done.clone(), onclose.clone());
            sending.change(request, names, move |_| {
                done.emit(());
                onclose.emit(());
                AttrValue::default()
            });
        })
    };
    let typed = |state: &UseStateHandle<String>| {
        let state = state.setter();
        Callback::from(move |text| state.set(text))
    };
    let attempt = sending.attempt();
    let [name_field, email_field, password_field] = fields.map(|field| attempt.mark(field));
    let as_email = TextInput { kind: "email", ..TextInput::default() };
    html! {
        <Dialog id="new-user" title={w::platform_new_user()} open={props.open} light={false} onclose={onclose.clone()}>
            <Form
                id="new-user-form"
                label={w::platform_new_user()}
                problems={attempt.problems.clone()}
                failures={attempt.failures}
                action={w::platform_make_user()}
                busy={attempt.is_busy.then(|| AttrValue::from(w::saving()))}
                {onsubmit}
                oncancel={Some(onclose)}
            >
                { text_input(&name_field, &name, &TextInput::default(), typed(&name)) }
                { text_input(&email_field, &email, &as_email, typed(&email)) }
                <PasswordInput
                    field={password_field}
                    value={(*password).clone()}
                    autocomplete="new-password"
                    onchange={typed(&password)}
                />
            </Form>
        </Dialog>
    }
}
