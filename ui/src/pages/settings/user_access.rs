//! In which tenants a person takes part, and as what: given and taken by those who administer the installation.

use console_api::operations::{AssignAccess, ListPlatformTenants, RemoveAccess};
use console_api::platform::PlatformUser;
use console_api::role::BuiltInRole;
use console_api::{RoleId, TenantId};
use yew::prelude::*;

use super::said;
use crate::cache::use_query;
use crate::components::display::plain::item;
use crate::components::form::{Choice, Field, Form, native_select};
use crate::components::overlays::dialog::Dialog;
use crate::components::{Symbol, icon};
use crate::dom::{el, el_of, line, tell};
use crate::sending::use_sending;
use crate::words as w;

#[derive(Properties, PartialEq)]
pub(super) struct UserAccessProps {
    /// Whose; nothing while nobody is asked about.
    pub(super) user: Option<PlatformUser>,
    /// Reads the people anew.
    pub(super) done: Callback<()>,
    pub(super) onclose: Callback<()>,
}

#[component]
pub(super) fn UserAccess(props: &UserAccessProps) -> Html {
    let name = props.user.as_ref().map(|user| user.user.name.clone()).unwrap_or_default();
    html! {
        <Dialog
            id="user-access"
            title={w::platform_access_title(&name)}
            open={props.user.is_some()}
            onclose={props.onclose.clone()}
        >
            if let Some(user) = &props.user { <Places user={user.clone()} done={props.done.clone()} /> }
        </Dialog>
    }
}

#[derive(Properties, PartialEq)]
struct PlacesProps {
    user: PlatformUser,
    done: Callback<()>,
}

#[component]
fn Places(props: &PlacesProps) -> Html {
    let tenants = use_query(ListPlatformTenants {}).data().unwrap_or_default();
    let (giving, taking) = (use_sending(), use_sending());
    let (tenant, role) = (use_state_eq(AttrValue::default), use_state_eq(|| AttrValue::from("viewer")));
    let user = &props.user;
    let take = {
        let (taking, done, id) = (taking.clone(), props.done.clone(), user.user.id.clone());
        Callback::from(move |tenant: TenantId| {
            let done = done.clone();
            taking.change(RemoveAccess { tenant, user: id.clone() }, Vec::new(), move |_| {
                done.emit(());
                AttrValue::default()
            });
        })
    };
    let places = user.memberships.iter().map(|place| {
        let onclick = {
            let (take, id) = (take.clone(), place.tenant.id.clone());
            Callback::from(move |_: MouseEvent| take.emit(id.clone()))
        };
        let label = w::platform_take_what(&place.tenant.name);
        let beside = html! {
            <button type="button" class="button button-outline" aria-label={label} {onclick}>{ w::member_remove() }</button>
        };
        el("li", "", [item(icon(Symbol::People), tell(&place.tenant.name), tell(&place.role.name), beside)])
    });
    let list = if user.memberships.is_empty() {
        line("p", "text-ink-2", w::platform_nowhere())
    } else {
        el_of("ul", "settings-items", places.collect())
    };
    let fields = [
        Field { required: true, ..Field::new("access-tenant", w::profile_tenant()) },
        Field { required: true, ..Field::new("access-role", w::members_role()) },
    ];
    let onsubmit = {
        let (giving, fields, done) = (giving.clone(), fields.clone(), props.done.clone());
        let (tenant, role, id) = (tenant.clone(), role.clone(), user.user.id.clone());
        Callback::from(move |()| {
            let request = AssignAccess {
                tenant: TenantId::from(&**tenant),
                user: id.clone(),
                role: RoleId::from(&**role),
            };
            let names = vec![("tenant", fields[0].clone()), ("role", fields[1].clone())];
            let done = done.clone();
            giving.change(request, names, move |_| {
                done.emit(());
                w::saved().into()
            });
        })
    };
    let attempt = giving.attempt();
    let [tenant_field, role_field] = fields.map(|field| attempt.mark(field));
    let choices: Vec<_> = tenants.iter().map(|one| Choice::new(one.id.0.clone(), one.name.clone())).collect();
    let roles = BuiltInRole::ALL.map(|role| Choice::new(role.as_str(), role.name()));
    let chosen = |state: &UseStateHandle<AttrValue>| {
        let state = state.setter();
        Callback::from(move |value| state.set(value))
    };
    html! {
        <div class="flex flex-col gap-4">
            { list }
            { said(taking.attempt().problem().as_ref(), &AttrValue::default()) }
            <Form
                id="access-form"
                label={w::platform_give()}
                problems={attempt.problems.clone()}
                failures={attempt.failures}
                action={w::platform_give()}
                busy={attempt.is_busy.then(|| AttrValue::from(w::saving()))}
                outcome={attempt.outcome.clone()}
                {onsubmit}
            >
                { native_select(&tenant_field, &choices, &tenant, &chosen(&tenant)) }
                { native_select(&role_field, &roles, &role, &chosen(&role)) }
            </Form>
        </div>
    }
}
