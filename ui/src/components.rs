//! What is shown: views that take data and say what was done. They fetch nothing.
//!
//! A view without state of its own is a plain function that returns `Html`: each Yew component costs some kilobytes of
//! wasm, so a component is what needs a hook.

mod button;
mod copy;
#[cfg_attr(not(feature = "gallery"), expect(dead_code, reason = "pages take these up one by one"))]
pub(crate) mod display;
mod empty;
#[cfg_attr(
    not(feature = "gallery"),
    expect(dead_code, unused_imports, reason = "pages take these up one by one")
)]
pub(crate) mod form;
mod freshness;
mod glyph;
mod icon;
mod loaded;
#[cfg_attr(not(feature = "gallery"), expect(dead_code, reason = "pages take these up one by one"))]
pub(crate) mod overlays;
mod popover;
mod rule_text;
mod skeleton;
mod splitter;
mod time;
mod toast;

pub(crate) use button::{button, icon_button};
pub(crate) use copy::{command, copy_button, copyable};
pub(crate) use empty::empty;
pub(crate) use freshness::freshness_note;
#[cfg(any(test, feature = "gallery"))]
pub(crate) use glyph::status_word;
pub(crate) use glyph::{
    Shape, badge, drawing, glyph, rule_status_badge, severity_badge, severity_name, severity_shape,
    severity_word, status_name, status_shape, word,
};
pub(crate) use icon::{Symbol, icon, small_icon};
pub(crate) use loaded::{LoadedView, error_panel, stale_note, waiting_words};
pub(crate) use popover::{Align, popover, popover_button, watched_popover};
pub(crate) use rule_text::rule_text;
pub(crate) use skeleton::{Patience, skeleton, skeleton_lines, use_patience};
pub(crate) use splitter::Splitter;
pub(crate) use time::{exact_time, relative_time, time_said};
pub(crate) use toast::{ToastList, toast_look, toast_region};
