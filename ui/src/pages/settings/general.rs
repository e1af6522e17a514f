//! The tenant: what it is called, who owns it, and closing it.

use std::rc::Rc;

use console_api::operations::{CloseTenant, GetTenant, ListMembers, TransferTenant, UpdateTenant};
use console_api::tenant::TenantProfile;
use console_api::{Permission, UserId};
use yew::prelude::*;

use super::day;
use super::frame::{Frame, section};
use crate::browser;
use crate::cache::use_query;
use crate::clock::use_clock;
use crate::components::LoadedView;
use crate::components::display::permission::Gated;
use crate::components::display::plain::description_list;
use crate::components::form::{
    Choice, Field, Form, Look, Press, Problem, Select, TextArea, TextInput, text_input,
};
use crate::components::overlays::confirm::Confirm;
use crate::dom::{el, tell};
use crate::route::{Route, Setting};
use crate::sending::use_sending;
use crate::session::{came_in, use_session, went_out};
use crate::words as w;

const MOST_LETTERS: usize = 80;
const MOST_OF_DESCRIPTION: usize = 400;

#[component]
pub(super) fn General() -> Html {
    let asked = use_query(GetTenant {});
    let retry = asked.retry();
    let content = asked.data().map(|tenant| {
        html! {
            <>
                <Naming key={tenant.name.clone()} tenant={Rc::clone(&tenant)} done={retry.clone()} />
                <Transfer />
                <Closing name={AttrValue::from(tenant.name.clone())} />
            </>
        }
    });
    html! {
        <Frame here={Setting::General}>
            <LoadedView
                {content}
                error={asked.error()}
                fetched_at={asked.fetched_at()}
                {retry}
                noun={w::noun_tenant()}
            />
        </Frame>
    }
}

#[derive(Properties, PartialEq)]
struct NamingProps {
    tenant: Rc<TenantProfile>,
    done: Callback<()>,
}

#[component]
fn Naming(props: &NamingProps) -> Html {
    let clock = use_clock();
    let may = use_session().may(Permission::TenantManage);
    let sending = use_sending();
    let name = use_state_eq(|| props.tenant.name.clone());
    let description = use_state_eq(|| props.tenant.description.clone());
    let fields = [
        Field { required: true, limit: Some(MOST_LETTERS), ..Field::new("tenant-name", w::field_name()) },
        Field {
            limit: Some(MOST_OF_DESCRIPTION),
            hint: Some(w::tenant_description_help().into()),
            ..Field::new("tenant-description", w::tenant_description())
        },
    ];
    let tenant = &props.tenant;
    if !may {
        let facts = description_list(vec![
            (w::field_name(), tell(&tenant.name)),
            (w::tenant_description(), tell(&tenant.description)),
            (w::tenant_since(), day(tenant.created_at, clock)),
        ]);
        let change = Press { id: "tenant-change".into(), text: w::tenant_save().into(), ..Press::default() };
        let button = html! { <Gated needs={Permission::TenantManage} press={change} /> };
        return section(w::tenant_profile(), "", html! { <>{ facts }{ el("div", "", [button]) }</> });
    }
    let onsubmit = {
        let (sending, fields, done) = (sending.clone(), fields.clone(), props.done.clone());
        let (name, description) = (name.clone(), description.clone());
        Callback::from(move |()| {
            if name.trim().is_empty() {
                return sending.refuse([Problem::of(&fields[0], w::tenant_name_missing())].into());
            }
            let request =
                UpdateTenant { name: name.trim().to_owned(), description: description.trim().to_owned() };
            let names = vec![("name", fields[0].clone()), ("description", fields[1].clone())];
            let done = done.clone();
            sending.change(request, names, move |_| {
                done.emit(());
                w::saved().into()
            });
        })
    };
    let typed = |state: &UseStateHandle<String>| {
        let state = state.setter();
        Callback::from(move |text| state.set(text))
    };
    let attempt = sending.attempt();
    let dirty = *name != tenant.name || *description != tenant.description;
    let [name_field, description_field] = fields.map(|field| attempt.mark(field));
    section(
        w::tenant_profile(),
        "",
        html! {
            <Form
                id="tenant"
                label={w::tenant_profile()}
                problems={attempt.problems.clone()}
                failures={attempt.failures}
                action={w::tenant_save()}
                busy={attempt.is_busy.then(|| AttrValue::from(w::saving()))}
                outcome={attempt.outcome.clone()}
                {dirty}
                {onsubmit}
            >
                { text_input(&name_field, &name, &TextInput::default(), typed(&name)) }
                <TextArea field={description_field} value={(*description).clone()} onchange={typed(&description)} />
            </Form>
        },
    )
}

/// Another owner in one's stead.
#[component]
fn Transfer() -> Html {
    let session = use_session();
    let members = use_query(ListMembers {}).data();
    let sending = use_sending();
    let (to, asks) = (use_state_eq(|| None::<AttrValue>), use_state_eq(|| false));
    let me = session.0.as_ref().map(|me| me.user.id.clone());
    let choices: Rc<[Choice]> = members
        .iter()
        .flat_map(|members| members.iter())
        .filter(|member| Some(&member.user.id) != me.as_ref())
        .map(|member| Choice {
            note: Some(member.email.clone().into()),
            ..Choice::new(member.user.id.0.clone(), member.user.name.clone())
        })
        .collect();
    let name =
        choices.iter().find(|choice| Some(&choice.value) == to.as_ref()).map(|choice| choice.label.clone());
    let press = Press {
        id: "tenant-transfer".into(),
        text: w::tenant_transfer().into(),
        look: Look::Danger,
        onpress: {
            let (asks, sending) = (asks.setter(), sending.clone());
            Callback::from(move |()| {
                sending.forget();
                asks.set(true);
            })
        },
        ..Press::default()
    };
    let onconfirm = {
        let (sending, to) = (sending.clone(), to.clone());
        Callback::from(move |()| {
            let Some(to) = to.as_deref().map(UserId::from) else { return };
            sending.change(TransferTenant { to }, Vec::new(), |_| {
                came_in();
                browser::reload();
                AttrValue::default()
            });
        })
    };
    let onto = {
        let to = to.setter();
        Callback::from(move |value| to.set(Some(value)))
    };
    let may = session.may(Permission::TenantOwn);
    let field = Field::new("transfer-to", w::tenant_transfer_to());
    let content = html! {
        <>
            if may { <Select {field} {choices} value={(*to).clone()} onchange={onto} /> }
            <div>
                if !may || to.is_some() { <Gated needs={Permission::TenantOwn} {press} /> }
            </div>
            <Confirm
                id="tenant-transfer-sure"
                open={*asks}
                title={w::tenant_transfer_title(name.as_deref().unwrap_or_default())}
                about={w::tenant_transfer_about()}
                action={w::tenant_transfer()}
                busy={sending.is_busy()}
                error={sending.attempt().problem()}
                {onconfirm}
                oncancel={let asks = asks.setter(); move |()| asks.set(false)}
            />
        </>
    };
    section(w::tenant_transfer(), w::tenant_transfer_help(), content)
}

#[derive(Properties, PartialEq)]
struct ClosingProps {
    name: AttrValue,
}

#[component]
fn Closing(props: &ClosingProps) -> Html {
    let sending = use_sending();
    let asks = use_state_eq(|| false);
    let press = Press {
        id: "tenant-close".into(),
        text: w::tenant_close().into(),
        look: Look::Danger,
        onpress: {
            let (asks, sending) = (asks.setter(), sending.clone());
            Callback::from(move |()| {
                sending.forget();
                asks.set(true);
            })
        },
        ..Press::default()
    };
    let onconfirm = {
        let (sending, name) = (sending.clone(), props.name.clone());
        Callback::from(move |()| {
            sending.change(CloseTenant { name: name.to_string() }, Vec::new(), |_| {
                went_out();
                browser::leave_for(Route::Home.path());
                AttrValue::default()
            });
        })
    };
    let content = html! {
        <>
            { el("div", "", [html! { <Gated needs={Permission::TenantOwn} {press} /> }]) }
            <Confirm
                id="tenant-close-sure"
                open={*asks}
                title={w::tenant_close_title(&props.name)}
                about={w::tenant_close_about()}
                action={w::tenant_close()}
                name={Some(props.name.clone())}
                busy={sending.is_busy()}
                error={sending.attempt().problem()}
                {onconfirm}
                oncancel={let asks = asks.setter(); move |()| asks.set(false)}
            />
        </>
    };
    section(w::tenant_close(), w::tenant_close_help(), content)
}
