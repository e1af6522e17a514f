//! One's own name and e-mail address.

use std::rc::Rc;

use console_api::operations::{ChangeEmail, GetAccount, RenameAccount};
use console_api::profile::Profile as Account;
use yew::prelude::*;

use crate::cache::use_query;
use crate::components::LoadedView;
use crate::components::Shape;
use crate::components::display::plain::alert;
use crate::components::form::{Field, Form, TextInput, text_input};
use crate::dom::tell;
use crate::sending::use_sending;
use crate::words as w;

const MOST_LETTERS: usize = 80;

/// Nothing for whoever has no account, such as the local operator.
#[component]
pub(super) fn AccountForms() -> Html {
    let asked = use_query(GetAccount {});
    let content = asked.data().map(|account| {
        html! { <Forms key={account.name.clone()} account={Rc::clone(&account)} done={asked.retry()} /> }
    });
    html! {
        <LoadedView
            {content}
            error={asked.error()}
            fetched_at={asked.fetched_at()}
            retry={asked.retry()}
            noun={w::noun_account()}
        />
    }
}

#[derive(Properties, PartialEq)]
struct FormsProps {
    account: Rc<Account>,
    done: Callback<()>,
}

#[component]
fn Forms(props: &FormsProps) -> Html {
    let account = &props.account;
    let (naming, moving) = (use_sending(), use_sending());
    let name = use_state_eq(|| account.name.clone());
    let email = use_state_eq(|| account.email.clone());
    let name_field =
        Field { required: true, limit: Some(MOST_LETTERS), ..Field::new("account-name", w::field_name()) };
    let email_field = Field {
        required: true,
        hint: Some(w::account_email_help().into()),
        ..Field::new("account-email", w::field_email())
    };
    let rename = {
        let (naming, name, field, done) =
            (naming.clone(), name.clone(), name_field.clone(), props.done.clone());
        Callback::from(move |()| {
            let done = done.clone();
            let request = RenameAccount { name: name.trim().to_owned() };
            naming.change(request, vec![("name", field.clone())], move |_| {
                done.emit(());
                w::saved().into()
            });
        })
    };
    let change = {
        let (moving, email, field, done) =
            (moving.clone(), email.clone(), email_field.clone(), props.done.clone());
        Callback::from(move |()| {
            let done = done.clone();
            let request = ChangeEmail { email: email.trim().to_owned() };
            moving.change(request, vec![("email", field.clone())], move |_| {
                done.emit(());
                w::account_email_sent().into()
            });
        })
    };
    let typed = |state: &UseStateHandle<String>| {
        let state = state.setter();
        Callback::from(move |text| state.set(text))
    };
    let (named, moved) = (naming.attempt(), moving.attempt());
    let as_email = TextInput { kind: "email", autocomplete: "email", ..TextInput::default() };
    let as_name = TextInput { autocomplete: "name", ..TextInput::default() };
    html! {
        <div class="flex flex-col gap-6">
            <Form
                id="rename"
                label={w::field_name()}
                problems={named.problems.clone()}
                failures={named.failures}
                action={w::account_rename()}
                busy={named.is_busy.then(|| AttrValue::from(w::saving()))}
                outcome={named.outcome.clone()}
                dirty={*name != account.name}
                onsubmit={rename}
            >
                { text_input(&named.mark(name_field), &name, &as_name, typed(&name)) }
            </Form>
            if let Some(pending) = &account.pending_email {
                { alert(Shape::RingHalf, w::account_email_pending(), tell(&w::account_email_waits(pending)), false) }
            }
            if account.has_password {
                <Form
                    id="move"
                    label={w::field_email()}
                    problems={moved.problems.clone()}
                    failures={moved.failures}
                    action={w::account_change_email()}
                    busy={moved.is_busy.then(|| AttrValue::from(w::saving()))}
                    outcome={moved.outcome.clone()}
                    dirty={*email != account.email}
                    onsubmit={change}
                >
                    { text_input(&moved.mark(email_field), &email, &as_email, typed(&email)) }
                </Form>
            }
        </div>
    }
}
