//! The span that is open: what it says of itself, its attributes to copy and to look for, its events and links.

use console_api::trace::SpanKind;
use console_trace::{Search, Trace};
use serde_json::Value;
use yew::prelude::*;

use super::time::offset;
use crate::clock::Clock;
use crate::components::display::disclosure::collapsible;
use crate::components::{Shape, Symbol, copy_button, copyable, exact_time, icon, icon_button, word};
use crate::dom::{el, el_of, line, none, tell};
use crate::json;
use crate::route::Route;
use crate::text;
use crate::words as w;

pub(super) fn panel(
    trace: &Trace,
    span: usize,
    filter: &Callback<String>,
    close: Callback<()>,
    clock: Clock,
) -> Html {
    html! {
        <aside class="trace-panel" aria-label={w::trace_span_details()}>
            <header class="trace-panel-head">
                <div class="min-w-0 flex-1">
                    <h2 class="font-semibold text-ink wrap-anywhere">{ trace.name(span).to_owned() }</h2>
                    <p class="text-small text-ink-2 wrap-anywhere">{ trace.service(span).to_owned() }</p>
                </div>
                { icon_button(Symbol::Close, w::trace_span_close(), close.reform(|_| ())) }
            </header>
            <div class="trace-panel-body" tabindex="0" role="region" aria-label={w::trace_span_details()}>
                { facts(trace, span, clock) }
                { attributes(w::trace_attributes(), trace.attributes(span).collect(), filter) }
                { events(trace, span, filter) }
                { links(trace, span, filter) }
                { origin(trace, span, filter) }
            </div>
        </aside>
    }
}

fn facts(trace: &Trace, span: usize, clock: Clock) -> Html {
    let began = trace.began();
    let at = console_api::Timestamp(began.micros().saturating_add(trace.start(span) / 1_000));
    let status = match trace.status(span) {
        2 => word(Shape::Octagon, w::trace_status_error()),
        1 => word(Shape::CircleTick, w::trace_status_ok()),
        _ => line("span", "", w::trace_status_unset()),
    };
    let mut facts = vec![
        (
            w::trace_status(),
            el(
                "span",
                "contents",
                [
                    status,
                    trace
                        .message(span)
                        .map_or_else(none, |message| el("span", "text-ink-2 wrap-anywhere", [tell(message)])),
                ],
            ),
        ),
        (w::trace_kind(), line("span", "", kind(trace.kind(span)))),
        (
            w::trace_starts(),
            el(
                "span",
                "contents",
                [el("span", "tabular", [tell(&offset(trace.start(span)))]), exact_time(at, clock)],
            ),
        ),
        (w::trace_takes(), el("span", "tabular", [tell(&text::duration(trace.duration(span)))])),
        (w::trace_span_id(), copyable(trace.id(span).0.clone(), w::copy_span_id())),
    ];
    if let Some(parent) = trace.missing_parent(span) {
        facts.push((
            w::trace_parent(),
            el(
                "span",
                "contents",
                [
                    copyable(parent.0.clone(), w::copy_span_id()),
                    line("span", "text-ink-2", w::trace_parent_missing()),
                ],
            ),
        ));
    }
    if trace.has_children(span) {
        let below = i64::try_from(trace.size(span) - 1).unwrap_or(i64::MAX);
        facts.push((w::trace_below(), el("span", "tabular", [tell(&text::number(below))])));
    }
    let facts = facts.into_iter().flat_map(|(name, value)| [line("dt", "", name), el("dd", "", [value])]);
    el("div", "detail-section", [el_of("dl", "facts", facts.collect())])
}

fn kind(kind: u8) -> &'static str {
    match SpanKind::of(kind) {
        SpanKind::Unspecified => w::trace_kind_unspecified(),
        SpanKind::Internal => w::trace_kind_internal(),
        SpanKind::Server => w::trace_kind_server(),
        SpanKind::Client => w::trace_kind_client(),
        SpanKind::Producer => w::trace_kind_producer(),
        SpanKind::Consumer => w::trace_kind_consumer(),
    }
}

/// A value as people read it: a text without quotes.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| json::write(value), str::to_owned)
}

fn attributes(title: &'static str, pairs: Vec<(&str, &Value)>, filter: &Callback<String>) -> Html {
    if pairs.is_empty() {
        return none();
    }
    el("section", "detail-section", [line("h3", "detail-title", title), table(pairs, filter)])
}

fn table(pairs: Vec<(&str, &Value)>, filter: &Callback<String>) -> Html {
    html! {
        <table class="trace-attributes">
            <tbody>
                for (key, value) in pairs {
                    { attribute(key, &plain(value), filter) }
                }
            </tbody>
        </table>
    }
}

fn attribute(key: &str, value: &str, filter: &Callback<String>) -> Html {
    let term = Search::term(key, value);
    let onclick = filter.reform(move |_: MouseEvent| term.clone());
    let label = w::trace_filter(key);
    html! {
        <tr>
            <th scope="row">{ key.to_owned() }</th>
            <td>{ value.to_owned() }</td>
            <td class="trace-attribute-acts">
                <button type="button" class="button button-quiet button-small" aria-label={label.clone()} title={label} {onclick}>
                    { icon(Symbol::Search) }
                </button>
                { copy_button(value.to_owned(), key) }
            </td>
        </tr>
    }
}

fn events(trace: &Trace, span: usize, filter: &Callback<String>) -> Html {
    let events = trace.events(span);
    if events.is_empty() {
        return none();
    }
    html! {
        <section class="detail-section">
            { line("h3", "detail-title", w::trace_events()) }
            <ol class="flex flex-col gap-2">
                for event in events {
                    <li>
                        <p class="flex flex-wrap gap-x-3">
                            <span class="tabular text-ink-2">{ offset(event.at) }</span>
                            <span class="font-medium wrap-anywhere">{ trace.text(event.name).to_owned() }</span>
                        </p>
                        if !event.attributes.is_empty() {
                            { table(trace.pairs(&event.attributes).collect(), filter) }
                        }
                    </li>
                }
            </ol>
        </section>
    }
}

fn links(trace: &Trace, span: usize, filter: &Callback<String>) -> Html {
    let links = trace.links(span);
    if links.is_empty() {
        return none();
    }
    html! {
        <section class="detail-section">
            { line("h3", "detail-title", w::trace_links()) }
            <ul class="flex flex-col gap-2">
                for link in links {
                    <li>
                        <a
                            class="link font-mono text-small wrap-anywhere"
                            href={[Route::Traces.path(), "/", link.trace_id.as_str(), "?span=", link.span_id.as_str()].concat()}
                        >
                            { link.trace_id.as_str().to_owned() }
                        </a>
                        if !link.attributes.is_empty() {
                            { table(trace.pairs(&link.attributes).collect(), filter) }
                        }
                    </li>
                }
            </ul>
        </section>
    }
}

/// What sent the span: the same for many, so it is folded.
fn origin(trace: &Trace, span: usize, filter: &Callback<String>) -> Html {
    let origin = trace.origin(span);
    let pairs: Vec<_> = origin.attributes.iter().map(|one| (one.key.as_str(), &one.value)).collect();
    let scope = origin.scope.as_deref().map_or_else(none, |scope| {
        el("p", "pb-2 text-small text-ink-2 wrap-anywhere", [tell(&w::trace_scope(scope))])
    });
    let content = el("div", "", [scope, table(pairs, filter)]);
    el(
        "section",
        "detail-section",
        [collapsible(line("span", "font-semibold", w::trace_resource()), false, content)],
    )
}
