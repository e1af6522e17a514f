//! Where one can go: a column at the side, or a drawer where there is no room for one.

use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

use crate::browser;
use crate::components::{Symbol, icon, icon_button};
use crate::route::Route;
use crate::words as w;

const DRAWER: &str = "drawer";

const PLACES: [(Route, Symbol); 3] =
    [(Route::Signals, Symbol::Pulse), (Route::Rules, Symbol::Rules), (Route::Health, Symbol::Plug)];

pub(super) fn sidebar(route: Route, collapsed: bool, toggle: Callback<MouseEvent>) -> Html {
    let label = if collapsed { w::navigation_widen() } else { w::navigation_narrow() };
    html! {
        <div class="sidebar">
            { brand() }
            <nav aria-label={w::navigation_main()} class="flex-1 px-2">{ places(route) }</nav>
            <div class="p-2">{ icon_button(Symbol::Sidebar, label, toggle) }</div>
        </div>
    }
}

/// The same places in a modal drawer; [`close_drawer`] on each new page.
pub(super) fn drawer(route: Route) -> Html {
    let close = Callback::from(|_: MouseEvent| close_drawer());
    html! {
        <dialog id={DRAWER} class="drawer" aria-label={w::navigation()}>
            <div class="flex items-center justify-between pr-2">
                { brand() }
                { icon_button(Symbol::Close, w::navigation_close(), close) }
            </div>
            <nav aria-label={w::navigation_main()} class="px-2">{ places(route) }</nav>
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

fn brand() -> Html {
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

fn places(route: Route) -> Html {
    html! {
        <ul class="flex flex-col gap-0.5 py-1">
            for (place, symbol) in PLACES {
                <li>
                    <a
                        href={place.path()}
                        class="place"
                        aria-current={(route.title() == place.title()).then_some("page")}
                        title={place.title()}
                    >
                        { icon(symbol) }
                        <span class="sidebar-word truncate">{ place.title() }</span>
                    </a>
                </li>
            }
        </ul>
    }
}
