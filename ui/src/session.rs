//! Who is signed in and what they may do, as context. Shows what can be done; only the core decides.
//!
//! Also what the tabs of a browser tell each other of it: they share one session, so who comes in or goes out in one
//! of them does so in all.

use std::rc::Rc;

use console_api::Permission;
use console_api::session::Me;
use yew::prelude::*;

use crate::browser::{self, Listener};
use crate::desk::use_desk;
use crate::dom::use_once;

/// Stored anew with each coming and going, so that other tabs hear of it.
const NEWS: &str = "fluo.session";
const IN: &str = "in ";
const OUT: &str = "out ";

/// The session of the page; nothing until the console has said.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Session(pub(crate) Option<Rc<Me>>);

impl Session {
    /// Whether to offer what needs this permission. Offered while the session is not known yet.
    pub(crate) fn may(&self, permission: Permission) -> bool {
        self.0.as_ref().is_none_or(|me| me.permissions.contains(&permission))
    }
}

#[hook]
pub(crate) fn use_session() -> Session {
    use_desk().session.clone()
}

/// Tells the other tabs that somebody signed in.
pub(crate) fn came_in() {
    browser::store(NEWS, &[IN, &browser::unique_key()].concat());
}

/// Tells the other tabs that whoever was signed in signed out.
pub(crate) fn went_out() {
    browser::store(NEWS, &[OUT, &browser::unique_key()].concat());
}

/// Hears from the other tabs: `ask` finds out who came in; who went out leaves nothing on the screen.
#[hook]
pub(crate) fn use_news(ask: Callback<()>) {
    use_once(move || {
        browser::window().map(|window| {
            Listener::new(window, "storage", move |event| {
                let key = js_sys::Reflect::get(&event, &"key".into()).ok().and_then(|key| key.as_string());
                if key.as_deref() != Some(NEWS) {
                    return;
                }
                if browser::stored(NEWS).is_some_and(|news| news.starts_with(OUT)) {
                    browser::reload();
                } else {
                    ask.emit(());
                }
            })
        })
    });
}

/// Somebody else in the place of who was here, or another tenant: nothing on the screen is theirs, so it is read from
/// the beginning.
#[hook]
pub(crate) fn use_one_person(me: Option<&Rc<Me>>) {
    let first = use_mut_ref(|| None::<Rc<Me>>);
    use_effect_with(me.cloned(), move |me| {
        let Some(me) = me else { return };
        let mut first = first.borrow_mut();
        let first = first.get_or_insert_with(|| Rc::clone(me));
        if first.user.id != me.user.id || first.tenant.id != me.tenant.id {
            browser::reload();
        }
    });
}
