//! What lies above the page, on native elements: the browser keeps it on top, holds the focus and gives it back.
//!
//! Notices are in `toast`, disclosures that are no menu in `popover`.

pub(crate) mod confirm;
pub(crate) mod context_menu;
pub(crate) mod dialog;
pub(crate) mod hover;
pub(crate) mod menu;
mod menu_keys;
