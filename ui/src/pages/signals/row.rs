//! One row, and the header above all of them. Which columns show is up to the room there is (`signals.css`).

use console_api::Signal;
use yew::prelude::*;

use crate::clock::Clock;
use crate::components::{Shape, glyph, relative_time, severity_word, status_word};

/// Where and how a row is drawn.
pub(super) struct Drawn {
    pub(super) index: usize,
    pub(super) offset: String,
    pub(super) is_current: bool,
    pub(super) is_selected: bool,
    pub(super) is_fresh: bool,
}

/// Id of the row element, for the grid's active descendant.
pub(super) fn id(index: usize) -> String {
    ["signal-row-", &index.to_string()].concat()
}

const COLUMNS: [(&str, &str); 8] = [
    ("col-severity", "Severity"),
    ("col-time", "Time"),
    ("col-rule", "Rule"),
    ("col-service", "Service"),
    ("col-span", "Span"),
    ("col-message", "Message"),
    ("col-status", "Status"),
    ("col-id", "Id"),
];

pub(super) fn header() -> Html {
    html! {
        <div class="grid-head" role="rowgroup">
            <div class="grid-columns" role="row" aria-rowindex="1">
                for (class, name) in COLUMNS {
                    <div {class} role="columnheader">{ name }</div>
                }
            </div>
        </div>
    }
}

pub(super) fn row(signal: &Signal, clock: Clock, drawn: Drawn, onclick: Callback<MouseEvent>) -> Html {
    let shown_id = signal.friendly_id.clone().unwrap_or_else(|| signal.id.0.clone());
    html! {
        <div
            id={id(drawn.index)}
            class={classes!(
                "grid-row",
                "grid-columns",
                drawn.is_current.then_some("grid-row-current"),
                drawn.is_selected.then_some("grid-row-selected"),
                drawn.is_fresh.then_some("grid-row-fresh"),
            )}
            style={drawn.offset}
            role="row"
            aria-rowindex={(drawn.index + 2).to_string()}
            aria-selected={drawn.is_selected.to_string()}
            {onclick}
        >
            <div class="col-severity" role="gridcell">
                { severity_word(signal.severity, signal.severity_text.as_deref()) }
            </div>
            <div class="col-time" role="gridcell">{ relative_time(signal.raised_at, clock) }</div>
            <div class="col-rule" role="gridcell">{ signal.rule_id.0.clone() }</div>
            <div class="col-service" role="gridcell">{ signal.service.clone() }</div>
            <div class="col-span" role="gridcell">{ signal.span_name.clone() }</div>
            <div class="col-message" role="gridcell" title={signal.message.clone()}>{ signal.message.clone() }</div>
            <div class="col-status" role="gridcell">
                { status_word(signal.status) }
                if signal.pending.is_some() {
                    <span class="shrink-0" title="Waiting for FLUO">
                        { glyph(Shape::SquarePause) }<span class="sr-only">{ "waiting for FLUO" }</span>
                    </span>
                }
            </div>
            <div class="col-id" role="gridcell" title={signal.id.0.clone()}>{ shown_id }</div>
        </div>
    }
}
