//! How the tenant's FLUO is reached: tried before it is kept. Secrets go in and never come back.

use std::rc::Rc;

use console_api::connection::{ConnectionReport, FluoConnection, TenantHeader};
use console_api::fluo::Dialect;
use console_api::operations::{GetConnection, RemoveConnection, SetConnection, TestConnection};
use yew::prelude::*;

use super::frame::{Frame, section};
use crate::cache::use_query;
use crate::components::display::plain::alert;
use crate::components::form::{Field, Form, Look, PasswordInput, Press, Ready, TextInput, text_input};
use crate::components::overlays::confirm::Confirm;
use crate::components::{LoadedView, Shape};
use crate::dom::{el, line, none, tell};
use crate::route::Setting;
use crate::sending::use_sending;
use crate::words as w;

#[component]
pub(super) fn Connection() -> Html {
    let asked = use_query(GetConnection {});
    let retry = asked.retry();
    let content = asked.data().map(|connection| {
        let key = connection.updated_at.map(|at| at.to_string()).unwrap_or_default();
        html! { <Reaching {key} connection={Rc::clone(&connection)} done={retry.clone()} /> }
    });
    html! {
        <Frame here={Setting::Connection}>
            <LoadedView
                {content}
                error={asked.error()}
                fetched_at={asked.fetched_at()}
                {retry}
                noun={w::noun_connection()}
            />
        </Frame>
    }
}

/// What is typed.
#[derive(Clone, Debug, PartialEq)]
struct Draft {
    dialect: Dialect,
    url: String,
    live_path: String,
    traces_url: String,
    header_name: String,
    header_value: String,
    bearer: String,
}

impl Draft {
    fn of(connection: &FluoConnection) -> Self {
        let header = connection.tenant_header.clone();
        let (header_name, header_value) =
            header.map(|header| (header.name, header.value)).unwrap_or_default();
        Self {
            dialect: connection.dialect,
            url: connection.url.clone(),
            live_path: connection.live_path.clone(),
            traces_url: connection.traces_url.clone().unwrap_or_default(),
            header_name,
            header_value,
            bearer: String::new(),
        }
    }

    fn request(&self, connection: &FluoConnection) -> TestConnection {
        let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        TestConnection {
            dialect: self.dialect,
            url: self.url.trim().to_owned(),
            live_path: filled(&self.live_path),
            traces_url: filled(&self.traces_url),
            tenant_header: filled(&self.header_name)
                .map(|name| TenantHeader { name, value: self.header_value.trim().to_owned() }),
            bearer: filled(&self.bearer).map(Into::into),
            links: connection.links.clone(),
        }
    }
}

#[derive(Properties, PartialEq)]
struct ReachingProps {
    connection: Rc<FluoConnection>,
    done: Callback<()>,
}

#[component]
fn Reaching(props: &ReachingProps) -> Html {
    let connection = &props.connection;
    let (saving, testing, removing) = (use_sending(), use_sending(), use_sending());
    let draft = use_state_eq(|| Draft::of(connection));
    let report = use_state_eq(|| None::<ConnectionReport>);
    let asks = use_state_eq(|| false);
    let fields = [
        Field {
            required: true,
            hint: Some(w::connection_url_help().into()),
            ..Field::new("fluo-url", w::connection_url())
        },
        Field {
            hint: Some(w::connection_live_help().into()),
            ..Field::new("fluo-live", w::connection_live())
        },
        Field {
            hint: Some(w::connection_traces_help().into()),
            ..Field::new("fluo-traces", w::connection_traces())
        },
        Field {
            hint: Some(w::connection_header_help().into()),
            ..Field::new("fluo-header", w::connection_header())
        },
        Field::new("fluo-header-value", w::connection_header_value()),
        Field {
            hint: Some(
                if connection.has_bearer { w::connection_bearer_kept() } else { w::connection_bearer_help() }
                    .into(),
            ),
            ..Field::new("fluo-bearer", w::connection_bearer())
        },
    ];
    let names = || {
        let [url, live, traces, header, value, bearer] = fields.clone();
        vec![
            ("url", url),
            ("livePath", live),
            ("tracesUrl", traces),
            ("tenantHeader", header),
            ("value", value),
            ("bearer", bearer),
        ]
    };
    let test = {
        let (testing, report, draft) = (testing.clone(), report.setter(), draft.clone());
        let (connection, names) = (Rc::clone(connection), names());
        Callback::from(move |()| {
            let report = report.clone();
            report.set(None);
            testing.change(draft.request(&connection), names.clone(), move |found| {
                report.set(Some(found));
                AttrValue::default()
            });
        })
    };
    let onsubmit = {
        let (saving, draft, done) = (saving.clone(), draft.clone(), props.done.clone());
        let (connection, names) = (Rc::clone(connection), names());
        Callback::from(move |()| {
            let done = done.clone();
            saving.change(SetConnection::from(draft.request(&connection)), names.clone(), move |_| {
                done.emit(());
                w::saved().into()
            });
        })
    };
    let remove = {
        let (removing, done, asks) = (removing.clone(), props.done.clone(), asks.setter());
        Callback::from(move |()| {
            let (done, asks) = (done.clone(), asks.clone());
            removing.change(RemoveConnection {}, Vec::new(), move |_| {
                asks.set(false);
                done.emit(());
                AttrValue::default()
            });
        })
    };
    let changed = |change: fn(&mut Draft, String)| {
        let draft = draft.clone();
        Callback::from(move |text: String| {
            let mut next = (*draft).clone();
            change(&mut next, text);
            draft.set(next);
        })
    };
    let (attempt, tried) = (saving.attempt(), testing.attempt());
    let [url, live, traces, header, value, bearer] =
        fields.clone().map(|field| tried.mark(attempt.mark(field)));
    let try_it = Press {
        id: "connection-test".into(),
        text: w::connection_test().into(),
        look: Look::Outline,
        ready: if testing.is_busy() { Ready::Busy(w::connection_testing().into()) } else { Ready::Yes },
        onpress: test,
        ..Press::default()
    };
    let mono = TextInput { mono: true, ..TextInput::default() };
    let form = html! {
        <Form
            id="connection"
            label={w::page_connection()}
            problems={attempt.problems.clone()}
            failures={attempt.failures}
            action={w::connection_save()}
            busy={attempt.is_busy.then(|| AttrValue::from(w::saving()))}
            outcome={attempt.outcome.clone()}
            dirty={*draft != Draft::of(connection)}
            {onsubmit}
        >
            { text_input(&url, &draft.url, &TextInput { kind: "url", ..mono.clone() }, changed(|draft, text| draft.url = text)) }
            { text_input(&live, &draft.live_path, &mono, changed(|draft, text| draft.live_path = text)) }
            { text_input(&traces, &draft.traces_url, &TextInput { kind: "url", ..mono.clone() }, changed(|draft, text| draft.traces_url = text)) }
            { text_input(&header, &draft.header_name, &mono, changed(|draft, text| draft.header_name = text)) }
            { text_input(&value, &draft.header_value, &mono, changed(|draft, text| draft.header_value = text)) }
            <PasswordInput
                field={bearer}
                value={draft.bearer.clone()}
                autocomplete="off"
                onchange={changed(|draft, text| draft.bearer = text)}
            />
            <div class="flex flex-col items-start gap-2">
                { try_it.draw() }
                { outcome(report.as_ref(), tried.problem().as_ref()) }
            </div>
        </Form>
    };
    let back = Press {
        id: "connection-remove".into(),
        text: w::connection_remove().into(),
        look: Look::Danger,
        onpress: {
            let asks = asks.setter();
            Callback::from(move |()| asks.set(true))
        },
        ..Press::default()
    };
    let about =
        if connection.from_installation { w::connection_from_installation() } else { w::connection_own() };
    html! {
        <>
            { section(w::page_connection(), about, form) }
            if !connection.from_installation {
                { section(w::connection_remove(), w::connection_remove_help(), el("div", "", [back.draw()])) }
            }
            <Confirm
                id="connection-sure"
                open={*asks}
                title={w::connection_remove_title()}
                about={w::connection_remove_help()}
                action={w::connection_remove()}
                busy={removing.is_busy()}
                error={removing.attempt().problem()}
                onconfirm={remove}
                oncancel={let asks = asks.setter(); move |()| asks.set(false)}
            />
        </>
    }
}

/// What the try found.
fn outcome(report: Option<&ConnectionReport>, problem: Option<&AttrValue>) -> Html {
    if let Some(problem) = problem {
        return html! { <p role="alert" class="text-critical-text wrap-anywhere">{ problem.clone() }</p> };
    }
    let Some(report) = report else { return none() };
    let why = report.problem.as_deref().map_or_else(none, |problem| el("p", "", [tell(problem)]));
    let took = report
        .answered_in_ms
        .map_or_else(none, |ms| el("p", "", [tell(&w::connection_took(&ms.to_string()))]));
    let parts: Vec<_> =
        report.checks.iter().filter(|check| !check.up).map(|check| check.name.as_str()).collect();
    let down = if parts.is_empty() {
        none()
    } else {
        el("p", "", [tell(&w::connection_parts_down(&parts.join(", ")))])
    };
    let can = line("p", "", if report.capabilities.is_empty() { w::connection_can_nothing() } else { "" });
    let more = el("div", "", [why, took, down, can]);
    match report.works {
        true => alert(Shape::CircleTick, w::connection_works(), more, false),
        false => alert(Shape::Octagon, w::connection_fails(), more, true),
    }
}
