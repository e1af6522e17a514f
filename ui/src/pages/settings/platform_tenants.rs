//! All tenants of the installation, for those who administer it. What is in them is not theirs to see.

use console_api::operations::{CreateTenant, ListPlatformTenants, ResumeTenant, SuspendTenant};
use console_api::platform::{PlatformTenant, TenantStatus};
use yew::prelude::*;

use super::frame::Frame;
use super::{day, said};
use crate::cache::use_query;
use crate::clock::{Clock, use_clock};
use crate::components::display::plain::table;
use crate::components::form::{Field, Form, Look, Press, Problem, TextInput, text_input};
use crate::components::overlays::confirm::Confirm;
use crate::components::overlays::dialog::Dialog;
use crate::components::{LoadedView, Shape, Symbol, badge};
use crate::dom::{el, tell};
use crate::route::Setting;
use crate::sending::use_sending;
use crate::text;
use crate::words as w;

const MOST_LETTERS: usize = 80;

#[component]
pub(super) fn PlatformTenants() -> Html {
    let asked = use_query(ListPlatformTenants {});
    let clock = use_clock();
    let (stopping, resuming) = (use_sending(), use_sending());
    let stopped = use_state_eq(|| None::<PlatformTenant>);
    let is_making = use_state_eq(|| false);
    let stop = {
        let (stopped, stopping) = (stopped.setter(), stopping.clone());
        Callback::from(move |tenant: PlatformTenant| {
            stopping.forget();
            stopped.set(Some(tenant));
        })
    };
    let resume = {
        let (resuming, retry) = (resuming.clone(), asked.retry());
        Callback::from(move |tenant: PlatformTenant| {
            let retry = retry.clone();
            resuming.change(ResumeTenant { id: tenant.id }, Vec::new(), move |tenant| {
                retry.emit(());
                w::platform_resumed(&tenant.name).into()
            });
        })
    };
    let onconfirm = {
        let (stopped, stopping, retry) = (stopped.clone(), stopping.clone(), asked.retry());
        Callback::from(move |()| {
            let Some(tenant) = &*stopped else { return };
            let (done, retry) = (stopped.setter(), retry.clone());
            stopping.change(SuspendTenant { id: tenant.id.clone() }, Vec::new(), move |_| {
                retry.emit(());
                done.set(None);
                AttrValue::default()
            });
        })
    };
    let content = asked.data().map(|tenants| {
        let rows = tenants.iter().map(|tenant| row(tenant, clock, &stop, &resume)).collect();
        let heads = [
            w::field_name(),
            w::platform_status(),
            w::platform_members(),
            w::tenant_since(),
            w::members_do(),
        ];
        html! {
            <>
                { table(w::page_platform_tenants(), &heads, rows) }
                { said(resuming.attempt().problem().as_ref(), &resuming.attempt().outcome) }
            </>
        }
    });
    let name = stopped.as_ref().map(|tenant| tenant.name.clone()).unwrap_or_default();
    let new = Press {
        id: "tenant-new".into(),
        text: w::platform_new_tenant().into(),
        look: Look::Primary,
        symbol: Some(Symbol::Plus),
        onpress: {
            let is_making = is_making.setter();
            Callback::from(move |()| is_making.set(true))
        },
        ..Press::default()
    };
    html! {
        <Frame here={Setting::PlatformTenants} beside={el("span", "ml-auto", [new.draw()])}>
            <LoadedView
                {content}
                error={asked.error()}
                fetched_at={asked.fetched_at()}
                retry={asked.retry()}
                noun={w::noun_platform_tenants()}
            />
            <NewTenant
                open={*is_making}
                done={asked.retry()}
                onclose={let is_making = is_making.setter(); move |()| is_making.set(false)}
            />
            <Confirm
                id="tenant-suspend"
                open={stopped.is_some()}
                title={w::platform_suspend_title(&name)}
                about={w::platform_suspend_about()}
                action={w::platform_suspend()}
                busy={stopping.is_busy()}
                error={stopping.attempt().problem()}
                {onconfirm}
                oncancel={let stopped = stopped.setter(); move |()| stopped.set(None)}
            />
        </Frame>
    }
}

fn row(
    tenant: &PlatformTenant,
    clock: Clock,
    stop: &Callback<PlatformTenant>,
    resume: &Callback<PlatformTenant>,
) -> Vec<Html> {
    let (shape, status, act, word, label) = match tenant.status {
        TenantStatus::Active => (
            Shape::CircleTick,
            w::platform_active(),
            stop,
            w::platform_suspend(),
            w::platform_suspend_what(&tenant.name),
        ),
        TenantStatus::Suspended => (
            Shape::SquarePause,
            w::platform_suspended(),
            resume,
            w::platform_resume(),
            w::platform_resume_what(&tenant.name),
        ),
        TenantStatus::Closed => (
            Shape::CircleMinus,
            w::platform_closed(),
            resume,
            w::platform_resume(),
            w::platform_resume_what(&tenant.name),
        ),
    };
    let onclick = {
        let (act, tenant) = (act.clone(), tenant.clone());
        Callback::from(move |_: MouseEvent| act.emit(tenant.clone()))
    };
    vec![
        el("span", "font-medium", [tell(&tenant.name)]),
        badge(shape, status),
        tell(&text::number(tenant.members)),
        day(tenant.created_at, clock),
        html! { <button type="button" class="button button-outline" aria-label={label} {onclick}>{ word }</button> },
    ]
}

#[derive(Properties, PartialEq)]
struct NewTenantProps {
    open: bool,
    done: Callback<()>,
    onclose: Callback<()>,
}

#[component]
fn NewTenant(props: &NewTenantProps) -> Html {
    let sending = use_sending();
    let name = use_state_eq(String::new);
    let field =
        Field { required: true, limit: Some(MOST_LETTERS), ..Field::new("new-tenant-name", w::field_name()) };
    let onclose = {
        let (name, sending, onclose) = (name.setter(), sending.clone(), props.onclose.clone());
        Callback::from(move |()| {
            name.set(String::new());
            sending.forget();
            onclose.emit(());
        })
    };
    let onsubmit = {
        let (sending, field, name) = (sending.clone(), field.clone(), name.clone());
        let (done, onclose) = (props.done.clone(), onclose.clone());
        Callback::from(move |()| {
            if name.trim().is_empty() {
                return sending.refuse([Problem::of(&field, w::tenant_name_missing())].into());
            }
            let request = CreateTenant { name: name.trim().to_owned(), owner: None };
            let (done, onclose) = (done.clone(), onclose.clone());
            sending.change(request, vec![("name", field.clone())], move |_| {
                done.emit(());
                onclose.emit(());
                AttrValue::default()
            });
        })
    };
    let onname = {
        let name = name.setter();
        Callback::from(move |text| name.set(text))
    };
    let attempt = sending.attempt();
    html! {
        <Dialog
            id="new-tenant"
            title={w::platform_new_tenant()}
            about={AttrValue::from(w::platform_new_tenant_about())}
            open={props.open}
            onclose={onclose.clone()}
        >
            <Form
                id="new-tenant-form"
                label={w::platform_new_tenant()}
                problems={attempt.problems.clone()}
                failures={attempt.failures}
                action={w::platform_make_tenant()}
                busy={attempt.is_busy.then(|| AttrValue::from(w::saving()))}
                {onsubmit}
                oncancel={Some(onclose)}
            >
                { text_input(&attempt.mark(field), &name, &TextInput::default(), onname) }
            </Form>
        </Dialog>
    }
}
