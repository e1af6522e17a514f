//! Status as shape, word and colour together; never by colour alone.

use console_api::{RuleStatus, Severity, SignalStatus};
use yew::prelude::*;

use crate::words as w;

/// The colour of a status: solid for the glyph, text for the word, soft for a badge behind both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    Ok,
    Info,
    Warning,
    Critical,
    Paused,
    Unknown,
}

impl Tone {
    const fn badge(self) -> &'static str {
        match self {
            Self::Ok => "bg-ok-soft text-ok-text",
            Self::Info => "bg-info-soft text-info-text",
            Self::Warning => "bg-warning-soft text-warning-text",
            Self::Critical => "bg-critical-soft text-critical-text",
            Self::Paused => "bg-paused-soft text-paused-text",
            Self::Unknown => "bg-unknown-soft text-unknown-text",
        }
    }
}

/// The outline and the mark inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    CircleTick,
    CircleInfo,
    RingHalf,
    Triangle,
    Octagon,
    SquarePause,
    CircleMinus,
    CircleSlash,
}

impl Shape {
    const fn tone(self) -> Tone {
        match self {
            Self::CircleTick => Tone::Ok,
            Self::CircleInfo | Self::RingHalf => Tone::Info,
            Self::Triangle => Tone::Warning,
            Self::Octagon => Tone::Critical,
            Self::SquarePause => Tone::Paused,
            Self::CircleMinus | Self::CircleSlash => Tone::Unknown,
        }
    }

    /// The filled outline.
    const fn body(self) -> &'static str {
        match self {
            Self::CircleTick | Self::CircleInfo | Self::CircleMinus | Self::CircleSlash => {
                "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z"
            }
            Self::RingHalf => "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zm0 1.8v9.4a4.7 4.7 0 0 1 0-9.4z",
            Self::Triangle => {
                "M8 1.6c.5 0 .9.2 1.2.7l5.6 10.1c.5 1-.1 2.1-1.2 2.1H2.4c-1.1 0-1.7-1.1-1.2-2.1L6.8 2.3c.3-.5.7-.7 1.2-.7z"
            }
            Self::Octagon => "M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3z",
            Self::SquarePause => {
                "M3.5 1.5h9a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2v-9a2 2 0 0 1 2-2z"
            }
        }
    }

    /// The mark, drawn in the colour of the ground.
    const fn mark(self) -> &'static str {
        match self {
            Self::CircleTick => "M5.1 8.2l2 2 3.8-4.2",
            Self::CircleInfo => "M8 7.6v3.4M8 5.1v.1",
            Self::RingHalf => "",
            Self::Triangle => "M8 6v3.4M8 11.9v.1",
            Self::Octagon => "M8 4.6v4.2M8 11.2v.1",
            Self::SquarePause => "M6.2 5.4v5.2M9.8 5.4v5.2",
            Self::CircleMinus => "M5.2 8h5.6",
            Self::CircleSlash => "M5.4 10.6l5.2-5.2",
        }
    }
}

/// What the shape is drawn with, where no virtual DOM draws it: class of the drawing, outline, mark.
pub(crate) const fn drawing(shape: Shape) -> [&'static str; 3] {
    let class = match shape.tone() {
        Tone::Ok => "glyph text-ok",
        Tone::Info => "glyph text-info",
        Tone::Warning => "glyph text-warning",
        Tone::Critical => "glyph text-critical",
        Tone::Paused => "glyph text-paused",
        Tone::Unknown => "glyph text-unknown",
    };
    [class, shape.body(), shape.mark()]
}

/// The shape alone; a word must stand beside it.
pub(crate) fn glyph(shape: Shape) -> Html {
    let [class, body, mark] = drawing(shape);
    html! {
        <svg {class} viewBox="0 0 16 16" aria-hidden="true">
            <path d={body} fill="currentColor" fill-rule="evenodd" />
            <path class="glyph-mark" d={mark} />
        </svg>
    }
}

/// Glyph and word, for tables and running text.
pub(crate) fn word(shape: Shape, text: impl Into<AttrValue>) -> Html {
    html! { <span class="word">{ glyph(shape) }<span class="truncate">{ text.into() }</span></span> }
}

/// Glyph and word on a soft ground, to stand by itself.
pub(crate) fn badge(shape: Shape, text: impl Into<AttrValue>) -> Html {
    html! {
        <span class={classes!("word", "badge", shape.tone().badge())}>
            { glyph(shape) }<span class="truncate">{ text.into() }</span>
        </span>
    }
}

/// A severity, in FLUO's own word where it is none of ours.
pub(crate) fn severity_word(severity: Severity, own_word: Option<&str>) -> Html {
    word(severity_shape(severity), severity_text(severity, own_word))
}

pub(crate) fn severity_badge(severity: Severity, own_word: Option<&str>) -> Html {
    badge(severity_shape(severity), severity_text(severity, own_word))
}

fn severity_text(severity: Severity, own_word: Option<&str>) -> AttrValue {
    own_word.map_or(severity_name(severity).into(), |text| text.to_owned().into())
}

pub(crate) fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => w::severity_critical(),
        Severity::Error => w::severity_error(),
        Severity::Warning => w::severity_warning(),
        Severity::Info => w::severity_info(),
    }
}

pub(crate) const fn severity_shape(severity: Severity) -> Shape {
    match severity {
        Severity::Critical | Severity::Error => Shape::Octagon,
        Severity::Warning => Shape::Triangle,
        Severity::Info => Shape::CircleInfo,
    }
}

#[cfg(any(test, feature = "gallery"))]
pub(crate) fn status_word(status: SignalStatus) -> Html {
    word(status_shape(status), status_name(status))
}

pub(crate) fn status_name(status: SignalStatus) -> &'static str {
    match status {
        SignalStatus::Open => w::status_open(),
        SignalStatus::Investigating => w::status_investigating(),
        SignalStatus::Resolved => w::status_resolved(),
        SignalStatus::FalsePositive => w::status_false_positive(),
    }
}

pub(crate) const fn status_shape(status: SignalStatus) -> Shape {
    match status {
        SignalStatus::Open => Shape::CircleInfo,
        SignalStatus::Investigating => Shape::RingHalf,
        SignalStatus::Resolved => Shape::CircleTick,
        SignalStatus::FalsePositive => Shape::CircleSlash,
    }
}

pub(crate) fn rule_status_badge(status: RuleStatus) -> Html {
    match status {
        RuleStatus::Active => badge(Shape::CircleTick, w::rule_active()),
        RuleStatus::Inactive => badge(Shape::SquarePause, w::rule_inactive()),
        RuleStatus::Deleted => badge(Shape::CircleMinus, w::rule_deleted()),
    }
}
