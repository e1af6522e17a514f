//! Every page that has an address, and moving between addresses.

mod doors;
mod settings;

use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent};
use yew::prelude::*;

use crate::browser::{self, Listener};
use crate::desk::use_desk;
use crate::dom::use_once;
use crate::words as w;
pub(crate) use doors::Door;
pub(crate) use settings::Setting;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    Home,
    Signals,
    Rules,
    /// One trace, named behind the path; or, without a name, a place to open one from a file.
    Traces,
    Health,
    Audit,
    Settings(Setting),
    Door(Door),
    /// Where a program is let in that shows a code.
    Device,
    #[cfg(feature = "gallery")]
    Gallery,
    NotFound,
}

impl Route {
    const ALL: &[Route] = &[
        Self::Home,
        Self::Signals,
        Self::Rules,
        Self::Traces,
        Self::Health,
        Self::Audit,
        Self::Settings(Setting::Profile),
        Self::Settings(Setting::Security),
        Self::Settings(Setting::Tokens),
        Self::Settings(Setting::Members),
        Self::Settings(Setting::Roles),
        Self::Settings(Setting::ServiceTokens),
        Self::Settings(Setting::General),
        Self::Settings(Setting::Brand),
        Self::Settings(Setting::Connection),
        Self::Settings(Setting::Retention),
        Self::Settings(Setting::PlatformTenants),
        Self::Settings(Setting::PlatformUsers),
        Self::Settings(Setting::Policy),
        Self::Settings(Setting::Review),
        Self::Door(Door::Invitation),
        Self::Door(Door::Forgot),
        Self::Door(Door::Reset),
        Self::Door(Door::ConfirmEmail),
        Self::Device,
        #[cfg(feature = "gallery")]
        Self::Gallery,
    ];

    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Home => "/",
            Self::Signals => "/signals",
            Self::Rules => "/rules",
            Self::Traces => "/traces",
            Self::Health => "/fluo",
            Self::Audit => "/audit",
            Self::Settings(setting) => setting.path(),
            Self::Door(door) => door.path(),
            Self::Device => "/device",
            #[cfg(feature = "gallery")]
            Self::Gallery => "/dev/gallery",
            Self::NotFound => "/not-found",
        }
    }

    /// The page at a path, and which thing it is about, where the path names one; a slash at the end makes no difference.
    fn at(path: &str) -> (Self, &str) {
        let trimmed = path.trim_end_matches('/');
        let path = if trimmed.is_empty() { "/" } else { trimmed };
        if let Some(id) = path.strip_prefix("/traces/")
            && !id.contains('/')
        {
            return (Self::Traces, id);
        }
        let route = Self::ALL.iter().copied().find(|route| route.path() == path);
        (route.unwrap_or(Self::NotFound), "")
    }

    /// What the page is called: in its heading, the window title and the breadcrumb.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Home => w::page_overview(),
            Self::Signals => w::page_signals(),
            Self::Rules => w::page_rules(),
            Self::Traces => w::page_traces(),
            Self::Health => w::page_fluo(),
            Self::Audit => w::page_audit(),
            Self::Settings(setting) => setting.title(),
            Self::Door(door) => door.title(),
            Self::Device => w::page_device(),
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
    /// What the page is about: the id of a trace; empty for none.
    pub(crate) item: AttrValue,
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
        Self {
            route: Route::Home,
            item: AttrValue::default(),
            query: AttrValue::default(),
            go: Callback::noop(),
        }
    }

    /// The same page with another query.
    pub(crate) fn restate(&self, query: &str, keep: bool) {
        let item = if self.item.is_empty() { "" } else { "/" };
        let separator = if query.is_empty() { "" } else { "?" };
        let target = [self.route.path(), item, &self.item, separator, query].concat();
        self.go.emit(if keep { Step::Push(target) } else { Step::Replace(target) });
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
    let (route, item) = Route::at(path);
    Place { route, item: item.to_owned().into(), query: query.clone().into(), go }
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
    (Route::at(path).0 != Route::NotFound).then_some(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_has_one_address() {
        for route in Route::ALL.iter().copied() {
            assert_eq!(Route::at(route.path()), (route, ""));
        }
        assert_eq!(Route::at("/rules/"), (Route::Rules, ""));
        assert_eq!(Route::at(""), (Route::Home, ""));
        assert_eq!(Route::at("/rules/x"), (Route::NotFound, ""));
        assert_eq!(Route::at("/traces/4bf9"), (Route::Traces, "4bf9"));
        assert_eq!(Route::at("/traces/4bf9/x"), (Route::NotFound, ""));
    }
}
