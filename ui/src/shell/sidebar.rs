//! Where one can go: a column at the side, or a drawer where there is no room for one. What somebody may not see is
//! not offered.

use std::rc::Rc;

use console_api::Permission;
use console_api::session::Me;
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

use crate::browser;
use crate::components::{Symbol, icon, icon_button};
use crate::dom::{el, el_of, line};
use crate::route::{Route, Setting};
use crate::words::{self as w, Said};

const DRAWER: &str = "drawer";

/// A page, and what it takes to see anything there.
struct Entry(Route, Symbol, Option<Permission>);

const WATCH: &[Entry] = &[
    Entry(Route::Home, Symbol::Home, None),
    Entry(Route::Signals, Symbol::Pulse, None),
    Entry(Route::Rules, Symbol::Rules, None),
    Entry(Route::Traces, Symbol::Waterfall, None),
];
const TENANT: &[Entry] = &[
    Entry(Route::Settings(Setting::Members), Symbol::People, Some(Permission::MembersRead)),
    Entry(Route::Settings(Setting::Roles), Symbol::Shield, Some(Permission::MembersRead)),
    Entry(Route::Settings(Setting::ServiceTokens), Symbol::Key, Some(Permission::TokensManage)),
    Entry(Route::Audit, Symbol::List, Some(Permission::AuditRead)),
    Entry(Route::Settings(Setting::Profile), Symbol::Gear, None),
];
const SYSTEM: &[Entry] = &[Entry(Route::Health, Symbol::Plug, None), Entry(PLATFORM, Symbol::Building, None)];

/// In the order of the column, under their headings.
const GROUPS: [(Said, &[Entry]); 3] =
    [(w::navigation_watch, WATCH), (w::navigation_tenant, TENANT), (w::navigation_system, SYSTEM)];

pub(super) fn sidebar(
    route: Route,
    me: Option<&Rc<Me>>,
    collapsed: bool,
    toggle: Callback<MouseEvent>,
) -> Html {
    let label = if collapsed { w::navigation_widen() } else { w::navigation_narrow() };
    html! {
        <div class="sidebar">
            { brand() }
            <nav aria-label={w::navigation_main()} class="min-h-0 flex-1 overflow-y-auto px-2">{ places(route, me) }</nav>
            <div class="p-2">{ icon_button(Symbol::Sidebar, label, toggle) }</div>
        </div>
    }
}

/// The same places in a modal drawer; [`close_drawer`] on each new page.
pub(super) fn drawer(route: Route, me: Option<&Rc<Me>>) -> Html {
    let close = Callback::from(|_: MouseEvent| close_drawer());
    html! {
        <dialog id={DRAWER} class="drawer" aria-label={w::navigation()}>
            <div class="flex items-center justify-between pr-2">
                { brand() }
                { icon_button(Symbol::Close, w::navigation_close(), close) }
            </div>
            <nav aria-label={w::navigation_main()} class="px-2">{ places(route, me) }</nav>
        </dialog>
    }
}

fn drawer_element() -> Option<HtmlDialogElement> {
    browser::element(DRAWER)?.dyn_into().ok()
}

pub(super) fn open_drawer() {
    if let Some(drawer) = drawer_element() {
        let _ = drawer.show_modal();
    }
}

pub(super) fn close_drawer() {
    if let Some(drawer) = drawer_element().filter(HtmlDialogElement::open) {
        drawer.close();
    }
}

/// The mark and the name, or the tenant's own.
pub(super) fn brand() -> Html {
    html! {
        <div class="flex h-12 items-center gap-2 px-4">
            <svg class="logo size-5 shrink-0" viewBox="0 0 32 32" aria-hidden="true">
                <rect width="32" height="32" rx="8" fill="var(--primary)" />
                <path
                    d="M6 17h4.5l3-8 5 14 3-8.5H26"
                    fill="none" stroke="var(--on-primary)" stroke-width="2.75"
                    stroke-linecap="round" stroke-linejoin="round"
                />
            </svg>
            <span class="sidebar-word text-body font-semibold tracking-tight text-ink">{ w::brand() }</span>
        </div>
    }
}

fn places(route: Route, me: Option<&Rc<Me>>) -> Html {
    let here = home_of(route);
    let may_see = |Entry(place, _, needs): &&Entry| match (needs, me) {
        _ if *place == PLATFORM => me.is_some_and(|me| me.platform_admin),
        (Some(permission), Some(me)) => me.permissions.contains(permission),
        _ => true,
    };
    let link = |Entry(place, symbol, _): &Entry| {
        let title = match *place {
            SETTINGS => w::settings(),
            PLATFORM => w::settings_platform(),
            other => other.title(),
        };
        html! {
            <li>
                <a
                    href={place.path()}
                    class="place"
                    aria-current={(here == *place).then_some("page")}
                    {title}
                >
                    { icon(*symbol) }
                    <span class="sidebar-word truncate">{ title }</span>
                </a>
            </li>
        }
    };
    let group = |(title, entries): &(Said, &[Entry])| {
        el(
            "div",
            "pb-2",
            [
                line("p", "place-group", title()),
                el_of("ul", "flex flex-col gap-0.5", entries.iter().filter(may_see).map(link).collect()),
            ],
        )
    };
    GROUPS.iter().map(group).collect()
}

/// Where the settings begin.
const SETTINGS: Route = Route::Settings(Setting::Profile);
/// Where administering the installation begins.
const PLATFORM: Route = Route::Settings(Setting::PlatformTenants);

/// The entry that a page belongs to: settings without one of their own belong to the settings.
fn home_of(route: Route) -> Route {
    match route {
        Route::Settings(
            Setting::Security
            | Setting::Tokens
            | Setting::General
            | Setting::Brand
            | Setting::Connection
            | Setting::Retention
            | Setting::Policy
            | Setting::Review,
        ) => SETTINGS,
        Route::Settings(Setting::PlatformUsers) => PLATFORM,
        other => other,
    }
}
