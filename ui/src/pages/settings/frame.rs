//! The layout that settings share: where one can go, the heading, and the page below it.

use console_api::Permission;
use yew::prelude::*;

use crate::dom::{el, el_of, line};
use crate::route::{Route, Setting};
use crate::session::{Session, use_session};
use crate::shell::page_heading;
use crate::words::{self as w, Said};

const GROUPS: [(Said, &[Setting]); 3] = [
    (w::settings_account, &[Setting::Profile, Setting::Security, Setting::Tokens]),
    (
        w::settings_tenant,
        &[
            Setting::General,
            Setting::Brand,
            Setting::Members,
            Setting::Roles,
            Setting::ServiceTokens,
            Setting::Review,
            Setting::Policy,
            Setting::Connection,
            Setting::Retention,
        ],
    ),
    (w::settings_platform, &[Setting::PlatformTenants, Setting::PlatformUsers]),
];

/// Whether there is anything to see there.
fn may_see(setting: Setting, session: &Session) -> bool {
    match setting {
        Setting::Profile | Setting::Security | Setting::Tokens | Setting::Roles | Setting::General => true,
        Setting::Members => session.may(Permission::MembersRead),
        Setting::ServiceTokens => session.may(Permission::TokensManage),
        Setting::Brand | Setting::Retention => session.may(Permission::TenantManage),
        Setting::Connection => session.may(Permission::FluoManage),
        Setting::Policy => session.may(Permission::SecurityManage),
        Setting::Review => session.may(Permission::MembersManage),
        Setting::PlatformTenants | Setting::PlatformUsers => {
            session.0.as_ref().is_some_and(|me| me.platform_admin)
        }
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct FrameProps {
    pub(super) here: Setting,
    /// Beside the heading: what the page is for, as a button.
    #[prop_or_default]
    pub(super) beside: Html,
    pub(super) children: Html,
}

#[component]
pub(super) fn Frame(props: &FrameProps) -> Html {
    let session = use_session();
    let here = props.here;
    let link = |setting: Setting| {
        html! {
            <li>
                <a
                    href={setting.path()}
                    class="settings-link"
                    aria-current={(setting == here).then_some("page")}
                >
                    { setting.title() }
                </a>
            </li>
        }
    };
    let groups = GROUPS.iter().filter_map(|(title, settings)| {
        let is_shown = |setting: &Setting| *setting == here || may_see(*setting, &session);
        let shown: Vec<_> = settings.iter().copied().filter(is_shown).collect();
        if shown.is_empty() {
            return None;
        }
        let links = shown.into_iter().map(link).collect();
        let title = line("p", "settings-group-title", title());
        Some(el("div", "settings-group", [title, el_of("ul", "settings-links", links)]))
    });
    html! {
        <div class="settings">
            <nav class="settings-nav" aria-label={w::settings()} tabindex="0">{ for groups }</nav>
            <div class="settings-page">
                { page_heading(Route::Settings(here).title(), props.beside.clone()) }
                <div class="settings-body">{ props.children.clone() }</div>
            </div>
        </div>
    }
}

/// A part of a page, with its own heading.
pub(super) fn section(title: &'static str, about: &'static str, content: Html) -> Html {
    let about = if about.is_empty() { Html::default() } else { line("p", "max-w-136 text-ink-2", about) };
    el(
        "section",
        "settings-section",
        [line("h2", "text-section font-semibold text-ink", title), about, content],
    )
}
