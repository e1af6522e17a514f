//! Who is signed in and what they may do, as context. Shows what can be done; only the core decides.

use std::rc::Rc;

use console_api::Permission;
use console_api::session::Me;
use yew::prelude::*;

use crate::desk::use_desk;

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
