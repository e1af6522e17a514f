//! How the console looks and speaks. The choices are a part of their own, fetched when they are first looked at; what
//! they change is done by `boot.js` (theme, contrast, density), `words` (language) and `clock` (zone), each on its own
//! and in every tab.

mod choices;

use yew::prelude::*;

use crate::components::{Align, Symbol, icon, popover, popover_button};
use crate::parts;
use crate::words as w;
pub(crate) use choices::Choices;

const POPOVER: &str = "appearance";

pub(super) fn appearance() -> [Html; 2] {
    let name = w::appearance();
    [
        popover_button(POPOVER, "button-quiet button-icon", Some(name.into()), icon(Symbol::Sun)),
        popover(POPOVER, name, Align::End, parts::appearance_choices(POPOVER)),
    ]
}
