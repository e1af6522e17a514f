//! What every view may need, handed down as one context: the answers that are kept, the time, the address, the commands,
//! who is signed in.
//!
//! One and not five, because Yew writes out each type of context and each reading of it anew. Whoever reads it is
//! drawn anew when any of it changes, which the clock does every few seconds.

use std::rc::Rc;

use yew::prelude::*;

use crate::cache::Cache;
use crate::clock::Clock;
use crate::commands::Commands;
use crate::route::Place;
use crate::session::Session;

#[derive(Clone, PartialEq)]
pub(crate) struct Desk {
    pub(crate) cache: Cache,
    pub(crate) clock: Clock,
    pub(crate) place: Place,
    /// None where views are drawn by themselves, in tests.
    pub(crate) commands: Option<Commands>,
    pub(crate) session: Session,
}

#[hook]
pub(crate) fn use_desk() -> Rc<Desk> {
    use_context::<Rc<Desk>>().expect("rendered below App")
}
