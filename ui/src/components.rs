//! What is shown: components that take data and say what was done. They fetch nothing.

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

pub(crate) use button::{Button, ButtonKind, IconButton};
pub(crate) use copy::{CopyButton, CopyText};
pub(crate) use empty::{Command, Empty};
pub(crate) use freshness::FreshnessNote;
pub(crate) use glyph::{Glyph, RuleStatusWord, SeverityWord, Shape, StatusWord, Tone, Word};
pub(crate) use icon::{Icon, Symbol};
pub(crate) use loaded::{ErrorPanel, LoadedView, StaleNote};
pub(crate) use popover::{Popover, PopoverButton};
pub(crate) use skeleton::{Skeleton, SkeletonLines, use_patience};
pub(crate) use time::RelativeTime;
