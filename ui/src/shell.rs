//! The frame around every page: navigation, top bar, landmarks, and where the focus goes on a new page.

mod appearance;
mod connection;
mod sidebar;
mod topbar;

use yew::prelude::*;

use crate::browser;
use crate::live::{use_connection, use_live};
use crate::route::Route;
use crate::session::use_session;
use sidebar::{close_drawer, drawer, sidebar};
use topbar::top_bar;

/// Id of the one `h1` of a page.
const HEADING: &str = "page-title";
const MAIN: &str = "main";
const SIDEBAR_KEY: &str = "fluo.sidebar";

#[derive(Properties, PartialEq)]
pub(crate) struct ShellProps {
    pub(crate) route: Route,
    pub(crate) signed_out: bool,
    pub(crate) children: Html,
}

#[component]
pub(crate) fn Shell(props: &ShellProps) -> Html {
    let route = props.route;
    let title = if props.signed_out { "Sign in" } else { route.title() };
    use_page_change(route, title);

    let collapsed = use_state_eq(|| false);
    use_effect_with((), {
        let collapsed = collapsed.setter();
        move |()| collapsed.set(browser::stored(SIDEBAR_KEY).as_deref() == Some("collapsed"))
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
    let live = use_live();
    let retry = Callback::from(move |_: MouseEvent| live.retry());
    let connection = use_connection();
    let session = use_session();
    html! {
        <div class={if *collapsed { "shell shell-collapsed" } else { "shell" }}>
            <a class="skip-link" href="#main" onclick={skip}>{ "Skip to content" }</a>
            { sidebar(route, *collapsed, toggle_sidebar) }
            { drawer(route) }
            <div class="shell-column">
                { top_bar(title, session.0.as_deref(), &connection, retry) }
                <main id={MAIN} class="shell-main" tabindex="-1">{ props.children.clone() }</main>
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
            document.set_title(&format!("{title} · Fluo Console"));
        }
        close_drawer();
        if !std::mem::replace(&mut *first.borrow_mut(), false) {
            browser::focus(HEADING);
        }
    });
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
