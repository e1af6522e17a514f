//! Who one is here, what one may do, and leaving.

use console_api::operations::LeaveTenant;
use console_api::session::Me;
use yew::prelude::*;

use super::account_form::AccountForms;
use super::frame::{Frame, section};
use crate::browser;
use crate::components::display::plain::description_list;
use crate::components::form::{Look, Press};
use crate::components::overlays::confirm::Confirm;
use crate::components::skeleton_lines;
use crate::dom::{el, el_of, line, tell};
use crate::permission_words::says;
use crate::route::{Route, Setting};
use crate::sending::use_sending;
use crate::session::{use_session, went_out};
use crate::words as w;

/// Who comes by one-time link.
const OPERATOR: &str = "operator";

#[component]
pub(super) fn Profile() -> Html {
    let session = use_session();
    let content = match &session.0 {
        Some(me) => {
            html! { <>{ about(me) }{ own_account(me) }<Leaving tenant={AttrValue::from(me.tenant.name.clone())} /></> }
        }
        None => skeleton_lines(4),
    };
    html! { <Frame here={Setting::Profile}>{ content }</Frame> }
}

fn about(me: &Me) -> Html {
    let role = me.role.as_ref().map_or_else(|| tell(w::profile_no_role()), |role| tell(&role.name));
    let facts = description_list(vec![
        (w::field_name(), tell(&me.user.name)),
        (w::profile_tenant(), tell(&me.tenant.name)),
        (w::profile_role(), role),
    ]);
    let may = me.permissions.iter().map(|permission| {
        el(
            "li",
            "flex flex-wrap gap-x-2",
            [
                line("span", "", says(*permission)),
                line("span", "font-mono text-small text-ink-2", permission.as_str()),
            ],
        )
    });
    html! {
        <>
            { section(w::profile_who(), "", facts) }
            { section(w::profile_may(), "", el_of("ul", "flex flex-col gap-1", may.collect())) }
        </>
    }
}

/// The local operator has no account to change.
fn own_account(me: &Me) -> Html {
    if me.user.id.as_str() == OPERATOR {
        return Html::default();
    }
    section(w::settings_account(), "", html! { <AccountForms /> })
}

#[derive(Properties, PartialEq)]
struct LeavingProps {
    tenant: AttrValue,
}

#[component]
fn Leaving(props: &LeavingProps) -> Html {
    let asks = use_state_eq(|| false);
    let sending = use_sending();
    let press = Press {
        id: "leave".into(),
        text: w::leave_tenant().into(),
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
        let sending = sending.clone();
        Callback::from(move |()| {
            sending.change(LeaveTenant {}, Vec::new(), |_| {
                went_out();
                browser::leave_for(Route::Home.path());
                AttrValue::default()
            });
        })
    };
    let content = html! {
        <>
            { el("div", "", [press.draw()]) }
            <Confirm
                id="leave-tenant"
                open={*asks}
                title={w::leave_tenant_title(&props.tenant)}
                about={w::leave_tenant_about()}
                action={w::leave_tenant()}
                busy={sending.is_busy()}
                error={sending.attempt().problem()}
                {onconfirm}
                oncancel={let asks = asks.setter(); move |()| asks.set(false)}
            />
        </>
    };
    section(w::leave_tenant(), w::leave_tenant_help(), content)
}
