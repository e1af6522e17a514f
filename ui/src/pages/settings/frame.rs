//! The layout that settings share: where one can go, the heading, and the page below it.

use console_api::Permission;
use yew::prelude::*;

use crate::dom::{el, el_of, line};
use crate::route::{Route, Setting};
use crate::session::use_session;
use crate::shell::page_heading;
use crate::words::{self as w, Said};

const GROUPS: [(Said, &[Setting]); 2] = [
    (w::settings_account, &[Setting::Profile, Setting::Security, Setting::Tokens]),
    (w::settings_tenant, &[Setting::Members, Setting::Roles, Setting::ServiceTokens]),
];

/// What it takes to see anything there.
const fn needs(setting: Setting) -> Option<Permission> {
    match setting {
        Setting::Profile | Setting::Security | Setting::Tokens | Setting::Roles => None,
        Setting::Members => Some(Permission::MembersRead),
        Setting::ServiceTokens => Some(Permission::TokensManage),
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
    let may_see = |setting: &Setting| {
        *setting == here || needs(*setting).is_none_or(|permission| session.may(permission))
    };
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
    let groups = GROUPS.iter().map(|(title, settings)| {
        let links = settings.iter().copied().filter(may_see).map(link).collect();
        el(
            "div",
            "settings-group",
            [line("p", "settings-group-title", title()), el_of("ul", "settings-links", links)],
        )
    });
    html! {
        <div class="settings">
            <nav class="settings-nav" aria-label={w::settings()}>{ for groups }</nav>
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
