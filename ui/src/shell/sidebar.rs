//! Where one can go: a column at the side, or a drawer where there is no room for one.

use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::browser;
use crate::components::{Icon, IconButton, Symbol};
use crate::route::Route;

const DRAWER: &str = "drawer";

const PLACES: [(Route, Symbol); 3] =
    [(Route::Signals, Symbol::Pulse), (Route::Rules, Symbol::Rules), (Route::Health, Symbol::Plug)];

#[derive(Properties, PartialEq)]
pub(super) struct SidebarProps {
    pub(super) route: Route,
    pub(super) collapsed: bool,
    pub(super) toggle: Callback<MouseEvent>,
}

#[component]
pub(super) fn Sidebar(props: &SidebarProps) -> Html {
    let label = if props.collapsed { "Widen navigation" } else { "Narrow navigation" };
    html! {
        <div class="sidebar">
            <Brand />
            <nav aria-label="Main" class="flex-1 px-2"><Places route={props.route} /></nav>
            <div class="p-2">
                <IconButton symbol={Symbol::Sidebar} {label} expanded={!props.collapsed} onclick={props.toggle.clone()} />
            </div>
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct DrawerProps {
    pub(super) route: Route,
}

/// The same places in a modal drawer; closes by itself when one is chosen.
#[component]
pub(super) fn Drawer(props: &DrawerProps) -> Html {
    use_effect_with(props.route, |_| {
        if let Some(drawer) = drawer().filter(HtmlDialogElement::open) {
            drawer.close();
        }
    });
    let close = Callback::from(|_: MouseEvent| {
        if let Some(drawer) = drawer() {
            drawer.close();
        }
    });
    html! {
        <dialog id={DRAWER} class="drawer" aria-label="Navigation">
            <div class="flex items-center justify-between pr-2">
                <Brand />
                <IconButton symbol={Symbol::Close} label="Close navigation" onclick={close} />
            </div>
            <nav aria-label="Main" class="px-2"><Places route={props.route} /></nav>
        </dialog>
    }
}

fn drawer() -> Option<HtmlDialogElement> {
    browser::element(DRAWER)?.dyn_into().ok()
}

pub(super) fn open_drawer() {
    if let Some(drawer) = drawer() {
        let _ = drawer.show_modal();
    }
}

#[component]
fn Brand() -> Html {
    html! {
        <div class="flex h-12 items-center gap-2 px-4">
            <svg class="size-5 shrink-0" viewBox="0 0 32 32" aria-hidden="true">
                <rect width="32" height="32" rx="8" fill="var(--primary)" />
                <path
                    d="M6 17h4.5l3-8 5 14 3-8.5H26"
                    fill="none" stroke="var(--on-primary)" stroke-width="2.75"
                    stroke-linecap="round" stroke-linejoin="round"
                />
            </svg>
            <span class="sidebar-word text-body font-semibold tracking-tight text-ink">{ "Fluo Console" }</span>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct PlacesProps {
    route: Route,
}

#[component]
fn Places(props: &PlacesProps) -> Html {
    html! {
        <ul class="flex flex-col gap-0.5 py-1">
            for (place, symbol) in PLACES {
                <li><Place {place} {symbol} here={is_here(props.route, place)} /></li>
            }
        </ul>
    }
}

fn is_here(route: Route, place: Route) -> bool {
    route.title() == place.title()
}

#[derive(Properties, PartialEq)]
struct PlaceProps {
    place: Route,
    symbol: Symbol,
    here: bool,
}

#[component]
fn Place(props: &PlaceProps) -> Html {
    let navigator = use_navigator();
    let (place, title) = (props.place, props.place.title());
    let onclick = Callback::from(move |event: MouseEvent| {
        let elsewhere = event.ctrl_key() || event.meta_key() || event.shift_key() || event.button() != 0;
        if let (false, Some(navigator)) = (elsewhere, &navigator) {
            event.prevent_default();
            navigator.push(&place);
        }
    });
    html! {
        <a href={place.to_path()} class="place" aria-current={props.here.then_some("page")} {title} {onclick}>
            <Icon symbol={props.symbol} />
            <span class="sidebar-word truncate">{ title }</span>
        </a>
    }
}
