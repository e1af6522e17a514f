//! Every page that has an address, and moving between addresses.

use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent};
use yew::prelude::*;

use crate::browser::{self, Listener};
use crate::desk::use_desk;
use crate::dom::use_once;
use crate::words as w;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    Home,
    Signals,
    Rules,
    Health,
    #[cfg(feature = "gallery")]
    Gallery,
    NotFound,
}

impl Route {
    const ALL: &[Route] = &[
        Self::Home,
        Self::Signals,
        Self::Rules,
        Self::Health,
        #[cfg(feature = "gallery")]
        Self::Gallery,
    ];

    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Home => "/",
            Self::Signals => "/signals",
            Self::Rules => "/rules",
            Self::Health => "/fluo",
            #[cfg(feature = "gallery")]
            Self::Gallery => "/dev/gallery",
            Self::NotFound => "/not-found",
        }
    }

    /// The page at a path; a slash at the end makes no difference.
    fn at(path: &str) -> Self {
        let trimmed = path.trim_end_matches('/');
        let path = if trimmed.is_empty() { "/" } else { trimmed };
        Self::ALL.iter().copied().find(|route| route.path() == path).unwrap_or(Self::NotFound)
    }

    /// What the page is called: in its heading, the window title and the breadcrumb.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Home | Self::Signals => w::page_signals(),
            Self::Rules => w::page_rules(),
            Self::Health => w::page_fluo(),
            #[cfg(feature = "gallery")]
            Self::Gallery => "Gallery",
            Self::NotFound => w::page_not_found(),
        }
    }
}

/// Where the reader is, and how to go elsewhere; handed down as context.
#[derive(Clone, PartialEq)]
pub(crate) struct Place {
    pub(crate) route: Route,
    /// The query part of the address, with its question mark.
    pub(crate) query: AttrValue,
    go: Callback<Step>,
}

enum Step {
    /// To another address, leaving this one in the history.
    Push(String),
    /// This address gives way to another.
    Replace(String),
    /// The browser went somewhere by itself: back, forward.
    Look,
}

impl Place {
    /// Where nothing is said of an address.
    #[cfg(test)]
    pub(crate) fn nowhere() -> Self {
        Self { route: Route::Home, query: AttrValue::default(), go: Callback::noop() }
    }

    /// Goes to a page with this query; `keep` leaves the address before in the history.
    pub(crate) fn visit(&self, route: Route, query: &str, keep: bool) {
        let separator = if query.is_empty() { "" } else { "?" };
        let target = [route.path(), separator, query].concat();
        self.go.emit(if keep { Step::Push(target) } else { Step::Replace(target) });
    }
}

#[hook]
pub(crate) fn use_place() -> Place {
    use_desk().place.clone()
}

/// Follows the address of the page. Plain clicks on links within the console stay in the page.
#[hook]
pub(crate) fn use_address() -> Place {
    let address = use_state_eq(browser::address);
    let go = {
        let address = address.setter();
        use_callback((), move |step: Step, ()| {
            match step {
                Step::Push(target) => browser::push_address(&target),
                Step::Replace(target) => browser::replace_address(&target),
                Step::Look => {}
            }
            address.set(browser::address());
        })
    };
    use_once({
        let go = go.clone();
        move || {
            let went = go.clone();
            let back = browser::window()
                .map(|window| Listener::new(window, "popstate", move |_| went.emit(Step::Look)));
            let click = browser::document().map(|document| {
                Listener::new(document, "click", move |event| {
                    if let Some(target) = link_within(&event) {
                        event.prevent_default();
                        go.emit(Step::Push(target));
                    }
                })
            });
            (back, click)
        }
    });
    let (path, query) = &*address;
    Place { route: Route::at(path), query: query.clone().into(), go }
}

/// The address a plain click asks for, if it is one of ours; anything else is the browser's business.
fn link_within(event: &Event) -> Option<String> {
    let click = event.dyn_ref::<MouseEvent>()?;
    let plain = click.button() == 0
        && !click.ctrl_key()
        && !click.meta_key()
        && !click.shift_key()
        && !click.alt_key();
    if !plain || event.default_prevented() {
        return None;
    }
    let link = click.target()?.dyn_into::<Element>().ok()?.closest("a[href^='/']:not([target])").ok()??;
    let target = link.get_attribute("href")?;
    let path = target.split(['?', '#']).next()?;
    (Route::at(path) != Route::NotFound).then_some(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_has_one_address() {
        for route in Route::ALL.iter().copied() {
            assert_eq!(Route::at(route.path()), route);
        }
        assert_eq!(Route::at("/rules/"), Route::Rules);
        assert_eq!(Route::at(""), Route::Home);
        assert_eq!(Route::at("/rules/x"), Route::NotFound);
    }
}
