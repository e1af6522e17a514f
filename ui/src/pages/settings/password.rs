//! Another password.

use console_api::operations::ChangePassword;
use yew::prelude::*;

use crate::components::form::{Field, Form, PasswordInput, Problem};
use crate::sending::use_sending;
use crate::words as w;

#[component]
pub(super) fn PasswordForm() -> Html {
    let sending = use_sending();
    let (current, new) = (use_state_eq(String::new), use_state_eq(String::new));
    let fields = [
        Field { required: true, ..Field::new("password-current", w::password_current()) },
        Field {
            required: true,
            hint: Some(w::password_rule().into()),
            ..Field::new("password-new", w::password_new())
        },
    ];
    let onsubmit = {
        let (sending, fields) = (sending.clone(), fields.clone());
        let (current, new) = (current.clone(), new.clone());
        Callback::from(move |()| {
            let missing: Vec<_> = [(&current, &fields[0]), (&new, &fields[1])]
                .into_iter()
                .filter(|(value, _)| value.is_empty())
                .map(|(_, field)| Problem::of(field, w::field_password_missing()))
                .collect();
            if !missing.is_empty() {
                return sending.refuse(missing.into());
            }
            let request = ChangePassword { current: (*current).clone().into(), new: (*new).clone().into() };
            let names = vec![("current", fields[0].clone()), ("new", fields[1].clone())];
            let (current, new) = (current.setter(), new.setter());
            sending.change(request, names, move |_| {
                current.set(String::new());
                new.set(String::new());
                w::password_changed().into()
            });
        })
    };
    let typed = |state: &UseStateHandle<String>| {
        let state = state.setter();
        Callback::from(move |text| state.set(text))
    };
    let attempt = sending.attempt();
    let dirty = !current.is_empty() || !new.is_empty();
    let [current_field, new_field] = fields.map(|field| attempt.mark(field));
    html! {
        <Form
            id="password"
            label={w::password_change()}
            problems={attempt.problems.clone()}
            failures={attempt.failures}
            action={w::password_change()}
            busy={attempt.is_busy.then(|| AttrValue::from(w::saving()))}
            outcome={attempt.outcome.clone()}
            {dirty}
            {onsubmit}
        >
            <PasswordInput
                field={current_field}
                value={(*current).clone()}
                autocomplete="current-password"
                onchange={typed(&current)}
            />
            <PasswordInput
                field={new_field}
                value={(*new).clone()}
                autocomplete="new-password"
                onchange={typed(&new)}
            />
        </Form>
    }
}
