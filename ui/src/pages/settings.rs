//! Settings: one layout, one page per address below `/settings`. A page fetches, and hands its content to [`Frame`].

mod account_form;
mod brand;
mod connection;
mod device;
mod frame;
mod general;
mod invitations;
mod invite;
mod member_role;
mod members;
mod new_token;
mod new_user;
mod password;
mod permission_picker;
mod platform_tenants;
mod platform_users;
mod policy;
mod profile;
mod retention;
mod review;
mod role_editor;
mod roles;
mod second_factor;
mod security;
mod sessions;
mod tokens;
mod user_access;

use console_api::Timestamp;
use yew::prelude::*;

use crate::clock::Clock;
use crate::route::Setting;
use crate::shell::page_heading;
use crate::text;
use crate::words as w;
pub(crate) use device::DevicePage;
use second_factor::SecondFactor;

pub(crate) fn settings(setting: Setting) -> Html {
    match setting {
        Setting::Profile => html! { <profile::Profile /> },
        Setting::Security => html! { <security::Security /> },
        Setting::Tokens => html! { <tokens::MyTokens /> },
        Setting::Members => html! { <members::Members /> },
        Setting::Roles => html! { <roles::Roles /> },
        Setting::ServiceTokens => html! { <tokens::ServiceTokens /> },
        Setting::General => html! { <general::General /> },
        Setting::Brand => html! { <brand::Branding /> },
        Setting::Connection => html! { <connection::Connection /> },
        Setting::Retention => html! { <retention::Keeping /> },
        Setting::Policy => html! { <policy::Policy /> },
        Setting::Review => html! { <review::Review /> },
        Setting::PlatformTenants => html! { <platform_tenants::PlatformTenants /> },
        Setting::PlatformUsers => html! { <platform_users::PlatformUsers /> },
    }
}

/// What became of the last attempt, where there is no form to say it.
fn said(problem: Option<&AttrValue>, outcome: &AttrValue) -> Html {
    match problem {
        Some(problem) => {
            html! { <p role="alert" class="text-critical-text wrap-anywhere">{ problem.clone() }</p> }
        }
        None => html! { <p role="status" class="text-ink-2 empty:hidden">{ outcome.clone() }</p> },
    }
}

/// The day of a moment, ahead or behind.
fn day(at: Timestamp, clock: Clock) -> Html {
    let exact = text::absolute(at, clock);
    html! { <time datetime={at.to_string()} title={exact.clone()}>{ exact[..10].to_owned() }</time> }
}

/// What whoever has no second factor sees while the tenant asks for one: nothing else works before.
pub(crate) fn enrol_page(done: &Callback<()>) -> Html {
    html! {
        <>
            { page_heading(w::page_enrol(), Html::default()) }
            <div class="settings-body"><SecondFactor onenrolled={done.clone()} /></div>
        </>
    }
}
