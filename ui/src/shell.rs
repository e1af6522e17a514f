//! The frame around every page: navigation, top bar, landmarks, and where the focus goes on a new page.

mod account;
mod appearance;
mod connection;
mod help;
mod notifications;
mod sidebar;
mod tenants;
mod topbar;
mod trouble;

use std::rc::Rc;

use console_api::session::Me;
use yew::prelude::*;

use crate::browser::{self, Listener};
use crate::commands::{focus_arrival, use_commands_context};
use crate::dom::use_once;
use crate::lazy::ARRIVED;
use crate::route::Route;
use crate::words as w;
pub(crate) use account::card as account_card;
pub(crate) use appearance::Choices;
use appearance::appearance;
pub(crate) use help::Help;
pub(crate) use notifications::History;
use sidebar::{brand, close_drawer, drawer, sidebar};
pub(crate) use tenants::{TenantChoices, TenantLook};
use topbar::top_bar;
use trouble::use_trouble;

/// Id of the one `h1` of a page.
const HEADING: &str = "page-title";
const MAIN: &str = "main";
const SIDEBAR_KEY: &str = "fluo.sidebar";

/// The frame, with a page in it. Whoever is not in yet gets the page alone.
#[hook]
pub(crate) fn use_shell(route: Route, is_stranger: bool, me: Option<&Rc<Me>>, page: Html) -> Html {
    let is_door = matches!(route, Route::Door(_));
    let title = if is_stranger && !is_door { w::sign_in() } else { route.title() };
    use_page_change(route, title);
    use_trouble();

    let collapsed = use_state_eq(bool::default);
    use_once({
        let collapsed = collapsed.setter();
        move || collapsed.set(browser::stored(SIDEBAR_KEY).as_deref() == Some("collapsed"))
    });
    let toggle_sidebar = {
        let collapsed = collapsed.clone();
        Callback::from(move |_: MouseEvent| {
            browser::store_appearance(SIDEBAR_KEY, if *collapsed { "open" } else { "collapsed" });
            collapsed.set(!*collapsed);
        })
    };
    let skip = Callback::from(|event: MouseEvent| {
        event.prevent_default();
        browser::focus(MAIN);
    });
    let commands = use_commands_context();
    if is_stranger || is_door {
        return html! {
            <div class="flex h-dvh flex-col overflow-y-auto bg-sunken">
                <header class="flex items-center justify-between pr-2">
                    { brand() }
                    <span class="flex">{ for appearance() }</span>
                </header>
                <main id={MAIN} class="door" tabindex="-1">{ page }</main>
            </div>
        };
    }
    html! {
        <div class={if *collapsed { "shell shell-collapsed" } else { "shell" }}>
            <a class="skip-link" href="#main" onclick={skip}>{ w::skip() }</a>
            { sidebar(route, me, *collapsed, toggle_sidebar) }
            { drawer(route, me) }
            <div class="shell-column">
                { top_bar(title, me, commands) }
                <main id={MAIN} class="shell-main" tabindex="-1">{ page }</main>
            </div>
        </div>
    }
}

/// Names the window after the page, and moves the focus to its heading when the page changes; not on the first one,
/// which the browser announces itself.
#[hook]
fn use_page_change(route: Route, title: &'static str) {
    let first = use_mut_ref(|| true);
    use_effect_with((route, title), move |(_, title)| {
        if let Some(document) = browser::document() {
            document.set_title(&w::page_title(title));
        }
        close_drawer();
        let is_first = std::mem::replace(&mut *first.borrow_mut(), false);
        let arrival = if is_first { None } else { focus_heading() };
        || drop(arrival)
    });
}

/// Focuses the heading; when the page is still on its way, as soon as it has one.
fn focus_heading() -> Option<Listener> {
    if browser::element(HEADING).is_some() {
        browser::focus(HEADING);
        return None;
    }
    let mut is_done = false;
    Some(Listener::new(browser::window()?, ARRIVED, move |_| {
        // Parts that come later are none of the page's change.
        if !is_done && browser::element(HEADING).is_some() {
            is_done = true;
            focus_arrival(HEADING);
        }
    }))
}

/// The top of a page: its one `h1`, and what stands beside it (counts, freshness).
pub(crate) fn page_heading(title: &'static str, beside: Html) -> Html {
    html! {
        <header class="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
            <h1 id={HEADING} tabindex="-1" class="text-section font-semibold tracking-tight text-ink">{ title }</h1>
            { beside }
        </header>
    }
}
