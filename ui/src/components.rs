//! What is shown: views that take data and say what was done. They fetch nothing.
//!
//! A view without state of its own is a plain function that returns `Html`: each Yew component costs some kilobytes of
//! wasm, so a component is what needs a hook.

mod button;
mod copy;
mod empty;
mod freshness;
mod glyph;
mod icon;
mod loaded;
mod popover;
mod skeleton;
mod time;

pub(crate) use button::{button, icon_button};
pub(crate) use copy::{CopyButton, command, copyable};
pub(crate) use empty::empty;
pub(crate) use freshness::freshness_note;
pub(crate) use glyph::{
    Shape, badge, glyph, rule_status_badge, severity_badge, severity_name, severity_shape, severity_word,
    status_name, status_shape, status_word, word,
};
pub(crate) use icon::{Symbol, icon, small_icon};
pub(crate) use loaded::{LoadedView, error_panel, stale_note, waiting_words};
pub(crate) use popover::{Align, popover, popover_button};
pub(crate) use skeleton::{Patience, skeleton, skeleton_lines, use_patience};
pub(crate) use time::relative_time;
