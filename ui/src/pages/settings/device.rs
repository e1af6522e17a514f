//! A program without a browser shows a code and waits to be let in: here somebody does, or does not.

use std::rc::Rc;

use console_api::device::DeviceLogin;
use console_api::operations::{ApproveDeviceLogin, DenyDeviceLogin, GetDeviceLogin};
use console_api::{ErrorCode, Permission};
use yew::prelude::*;

use super::permission_picker::permission_picker;
use crate::cache::use_query;
use crate::clock::use_clock;
use crate::components::display::plain::{alert, description_list};
use crate::components::form::{
    Choice, Field, Form, Look, Press, Problem, TextInput, native_select, text_input,
};
use crate::components::{LoadedView, Shape, Symbol, empty, relative_time};
use crate::dom::{el, line, none, tell};
use crate::query_string;
use crate::route::{Route, use_place};
use crate::sending::use_sending;
use crate::shell::page_heading;
use crate::words as w;

const DAYS: [u16; 4] = [7, 30, 90, 366];

#[component]
pub(crate) fn DevicePage() -> Html {
    let place = use_place();
    let code =
        query_string::parse(&place.query).into_iter().find(|(key, _)| key == "code").map(|(_, code)| code);
    let typed = use_state_eq(String::new);
    let content = match code {
        Some(code) => {
            let code = AttrValue::from(code);
            let key = code.to_string();
            html! { <Waiting {key} {code} /> }
        }
        None => {
            let field = Field {
                required: true,
                hint: Some(w::device_code_help().into()),
                ..Field::new("device-code", w::device_code())
            };
            let onsubmit = {
                let typed = typed.clone();
                Callback::from(move |()| {
                    let query = query_string::build([("code", typed.trim())]);
                    if !typed.trim().is_empty() {
                        place.visit(Route::Device, &query, true);
                    }
                })
            };
            let oncode = {
                let typed = typed.setter();
                Callback::from(move |text| typed.set(text))
            };
            html! {
                <Form id="device-code-form" label={w::page_device()} action={w::device_look()} {onsubmit}>
                    { text_input(&field, &typed, &TextInput { mono: true, ..TextInput::default() }, oncode) }
                </Form>
            }
        }
    };
    el("div", "contents", [page_heading(w::page_device(), none()), el("div", "settings-body", [content])])
}

#[derive(Properties, PartialEq)]
struct WaitingProps {
    code: AttrValue,
}

#[component]
fn Waiting(props: &WaitingProps) -> Html {
    let asked = use_query(GetDeviceLogin { code: props.code.to_string() });
    let decided = use_state_eq(|| None::<bool>);
    match *decided {
        Some(true) => {
            return empty(Symbol::Check, w::device_approved(), line("p", "", w::device_approved_help()));
        }
        Some(false) => {
            return empty(Symbol::Close, w::device_denied(), line("p", "", w::device_denied_help()));
        }
        None => {}
    }
    if asked.error().is_some_and(|error| error.is(ErrorCode::NotFound)) {
        let again =
            html! { <a class="button button-outline" href={Route::Device.path()}>{ w::device_other() }</a> };
        let next = html! { <><p>{ w::device_unknown_help() }</p>{ again }</> };
        return empty(Symbol::Search, w::device_unknown(), next);
    }
    let ondecided = {
        let decided = decided.setter();
        Callback::from(move |is_in| decided.set(Some(is_in)))
    };
    let content = asked.data().map(|login| html! { <Deciding {login} {ondecided} /> });
    html! {
        <LoadedView
            {content}
            error={asked.error()}
            fetched_at={asked.fetched_at()}
            retry={asked.retry()}
            noun={w::noun_device()}
        />
    }
}

#[derive(Properties, PartialEq)]
struct DecidingProps {
    login: Rc<DeviceLogin>,
    ondecided: Callback<bool>,
}

#[component]
fn Deciding(props: &DecidingProps) -> Html {
    let clock = use_clock();
    let login = &props.login;
    let sending = use_sending();
    let chosen = use_state_eq(Vec::<Permission>::new);
    let days = use_state_eq(|| AttrValue::from("30"));
    let fields = [
        Field { required: true, ..Field::new("device-may", w::token_may()) },
        Field { required: true, ..Field::new("device-days", w::token_days()) },
    ];
    let facts = description_list(vec![
        (w::device_program(), tell(&login.client)),
        (w::audit_address(), el("span", "font-mono text-small", [tell(&login.address)])),
        (w::device_asked(), relative_time(login.created_at, clock)),
        (w::device_code(), el("span", "font-mono font-medium", [tell(&login.user_code)])),
    ]);
    let onsubmit = {
        let (sending, fields, login) = (sending.clone(), fields.clone(), Rc::clone(login));
        let (chosen, days, ondecided) = (chosen.clone(), days.clone(), props.ondecided.clone());
        Callback::from(move |()| {
            if chosen.is_empty() {
                return sending.refuse([Problem::of(&fields[0], w::token_may_missing())].into());
            }
            let request = ApproveDeviceLogin {
                code: login.user_code.clone(),
                permissions: (*chosen).clone(),
                days: days.parse().unwrap_or(DAYS[0]),
            };
            let names = vec![("permissions", fields[0].clone()), ("days", fields[1].clone())];
            let ondecided = ondecided.clone();
            sending.change(request, names, move |_| {
                ondecided.emit(true);
                AttrValue::default()
            });
        })
    };
    let deny = {
        let (sending, login, ondecided) = (sending.clone(), Rc::clone(login), props.ondecided.clone());
        Callback::from(move |()| {
            let ondecided = ondecided.clone();
            sending.change(DenyDeviceLogin { code: login.user_code.clone() }, Vec::new(), move |_| {
                ondecided.emit(false);
                AttrValue::default()
            });
        })
    };
    let attempt = sending.attempt();
    let [may_field, days_field] = fields.map(|field| attempt.mark(field));
    let choices = DAYS.map(|days| Choice::new(days.to_string(), w::token_for_days(i64::from(days))));
    let onchosen = {
        let chosen = chosen.setter();
        Callback::from(move |next| chosen.set(next))
    };
    let ondays = {
        let days = days.setter();
        Callback::from(move |value| days.set(value))
    };
    let no = Press {
        id: "device-deny".into(),
        text: w::device_deny().into(),
        look: Look::Danger,
        onpress: deny,
        ..Press::default()
    };
    html! {
        <div class="flex flex-col gap-4">
            { alert(Shape::Triangle, w::device_check(), line("p", "", w::device_check_help()), false) }
            { facts }
            <div>{ no.draw() }</div>
            <Form
                id="device-form"
                label={w::page_device()}
                problems={attempt.problems.clone()}
                failures={attempt.failures}
                action={w::device_approve()}
                busy={attempt.is_busy.then(|| AttrValue::from(w::saving()))}
                {onsubmit}
            >
                { permission_picker(&may_field, &chosen, &login.permissions, &onchosen) }
                { native_select(&days_field, &choices, &days, &ondays) }
            </Form>
        </div>
    }
}
