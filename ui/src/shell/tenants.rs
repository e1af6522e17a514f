//! Going from one tenant to another. What the popover holds is fetched when it is opened.

use console_api::TenantId;
use console_api::brand::Brand;
use console_api::operations::{GetTenant, ListTenants, SwitchTenant};
use console_api::tenant::{TenantBrand, TenantMembership};
use yew::prelude::*;

use crate::brand;
use crate::browser;
use crate::cache::use_query;
use crate::components::{Align, LoadedView, Symbol, icon, popover, popover_button, small_icon};
use crate::dom::{el, el_of, line, none, tell};
use crate::parts;
use crate::route::Route;
use crate::sending::use_sending;
use crate::session::came_in;
use crate::words as w;

const POPOVER: &str = "tenants";

/// In the breadcrumb: the tenant one acts in, and the way to others.
pub(super) fn tenant_button(name: &str) -> [Html; 2] {
    let content = html! {
        <><span class="max-w-40 truncate">{ tell(name) }</span>{ small_icon(Symbol::ChevronDown) }</>
    };
    let label = [w::tenants_switch(), ": ", name].concat();
    [
        popover_button(POPOVER, "button-quiet", Some(label.into()), content),
        popover(POPOVER, w::tenants(), Align::Start, parts::tenant_choices(POPOVER)),
    ]
}

/// What the popover holds.
#[component]
pub(crate) fn TenantChoices() -> Html {
    let asked = use_query(ListTenants {});
    let sending = use_sending();
    let go = {
        let sending = sending.clone();
        Callback::from(move |id: TenantId| {
            sending.change(SwitchTenant { id }, Vec::new(), |_| {
                came_in();
                browser::leave_for(Route::Home.path());
                AttrValue::default()
            });
        })
    };
    let content = asked.data().map(|tenants| {
        let places = tenants.iter().map(|tenant| place(tenant, &go)).collect();
        let alone = tenants.len() < 2;
        el(
            "div",
            "",
            [
                el_of("ul", "flex flex-col gap-0.5", places),
                if alone { line("p", "px-3 py-2 text-small text-ink-2", w::tenants_only()) } else { none() },
            ],
        )
    });
    let said = match sending.attempt().problem() {
        Some(problem) => html! { <p role="alert" class="px-3 text-critical-text">{ problem }</p> },
        None if sending.is_busy() => {
            html! { <p role="status" class="px-3 text-ink-2">{ w::tenants_going() }</p> }
        }
        None => none(),
    };
    html! {
        <div class="w-64 max-w-full p-2">
            <LoadedView
                {content}
                error={asked.error()}
                fetched_at={asked.fetched_at()}
                retry={asked.retry()}
                noun={w::noun_tenants()}
            />
            { said }
        </div>
    }
}

fn place(tenant: &TenantMembership, go: &Callback<TenantId>) -> Html {
    let onclick = {
        let (go, id, current) = (go.clone(), tenant.tenant.id.clone(), tenant.current);
        Callback::from(move |_: MouseEvent| {
            if !current {
                go.emit(id.clone());
            }
        })
    };
    let role = tenant
        .role
        .as_ref()
        .map_or_else(none, |role| el("span", "text-small text-ink-2", [tell(&role.name)]));
    html! {
        <li>
            <button type="button" class="place w-full" aria-current={tenant.current.then_some("true")} {onclick}>
                { icon(Symbol::People) }
                <span class="min-w-0 flex-1 truncate text-left">{ tell(&tenant.tenant.name) }</span>
                { role }
                { if tenant.current { line("span", "sr-only", w::tenants_current()) } else { none() } }
            </button>
        </li>
    }
}

/// Draws nothing: has the accent and the logo of the tenant on the page, and follows their change.
#[component]
pub(crate) fn TenantLook() -> Html {
    let tenant = use_query(GetTenant {}).data();
    use_effect_with(tenant, |tenant| {
        if let Some(tenant) = tenant {
            let accent = tenant.brand.and_then(|TenantBrand { hue, chroma }| Brand::new(hue, chroma));
            brand::apply(accent, tenant.logo.as_deref());
        }
    });
    none()
}
