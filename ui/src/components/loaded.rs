//! Loading, error and staleness of one piece of data, the same everywhere.

use console_api::{ErrorCode, Timestamp};
use yew::prelude::*;

use super::skeleton::Patience;
use super::{Shape, Symbol, button, copy_button, glyph, skeleton_lines, use_patience};
use crate::client::CallError;
use crate::clock::{Clock, use_clock};
use crate::dom::{el, line, none, say, tell};
use crate::permission_words::named;
use crate::words as w;
use crate::{parts, text};

#[derive(Properties, PartialEq)]
pub(crate) struct LoadedViewProps {
    /// What is known, drawn by the page; nothing while there is no data.
    pub(crate) content: Option<Html>,
    pub(crate) error: Option<CallError>,
    pub(crate) fetched_at: Option<Timestamp>,
    pub(crate) retry: Callback<()>,
    /// What will be here, in words: "rules".
    pub(crate) noun: &'static str,
    /// The shape to show meanwhile; lines of text where absent.
    #[prop_or_default]
    pub(crate) skeleton: Option<Html>,
}

/// Data with what is wrong about it; or the error; or, after a moment, the shape of what will come.
#[component]
pub(crate) fn LoadedView(props: &LoadedViewProps) -> Html {
    let clock = use_clock();
    let waiting = props.content.is_none() && props.error.is_none();
    let patience = use_patience(waiting);
    match (&props.content, &props.error) {
        (Some(content), error) => html! {
            <>
                if let (Some(error), Some(at)) = (error, props.fetched_at) {
                    { stale_note(error, at, &props.retry, clock) }
                }
                { content.clone() }
            </>
        },
        (None, Some(error)) => error_panel(error, &props.retry, props.noun),
        (None, None) => html! {
            <div aria-busy="true">
                if patience >= Patience::Shape {
                    { props.skeleton.clone().unwrap_or_else(|| skeleton_lines(6)) }
                }
                { waiting_words(patience, props.noun) }
            </div>
        },
    }
}

/// What is said to somebody who has been waiting for long.
pub(crate) fn waiting_words(patience: Patience, noun: &str) -> Html {
    let words = (patience >= Patience::Words).then(|| w::loading_still(noun));
    html! { <p class="px-4 py-2 text-small text-ink-2 empty:hidden" role="status">{ words }</p> }
}

/// An error in the place of the data: what, which code, which request, and another try.
pub(crate) fn error_panel(error: &CallError, retry: &Callback<()>, noun: &str) -> Html {
    let forbidden = error.is(ErrorCode::Forbidden);
    let title = if forbidden { w::loading_forbidden(noun) } else { w::loading_failed(noun) };
    let missing = if forbidden { named(error.message()) } else { None };
    let shape = if forbidden { Shape::SquarePause } else { Shape::Octagon };
    let words = [
        el("p", "font-medium text-ink", [tell(&title)]),
        el("p", "text-ink-2 wrap-anywhere", [tell(error.message())]),
        match missing {
            Some(missing) => parts::why_not(missing),
            None if forbidden => line("p", "text-ink-2", w::loading_forbidden_help()),
            None => none(),
        },
        error_facts(error),
    ];
    html! {
        <div role="alert" class="m-4 flex flex-col items-start gap-3 rounded-card border border-line bg-surface p-4">
            { el("div", "flex items-start gap-2", [
                el("span", "flex h-5 items-center", [glyph(shape)]),
                el("div", "flex min-w-0 flex-col gap-1", words),
            ]) }
            { if forbidden { none() } else { button(Symbol::Refresh, w::try_again(), retry.reform(|_| ())) } }
        </div>
    }
}

/// Code and request id: what a person quotes.
fn error_facts(error: &CallError) -> Html {
    let request_id = error.request_id().to_owned();
    let request = if request_id.is_empty() {
        none()
    } else {
        el(
            "span",
            "inline-flex items-center gap-1",
            [say(w::request()), say(" "), tell(&request_id), copy_button(request_id, w::copy_request_id())],
        )
    };
    let code = el("span", "", [tell(&error.code())]);
    el("p", "flex flex-wrap items-center gap-x-3 font-mono text-small text-ink-2", [code, request])
}

/// Above data that could not be refreshed; `at` is when the data on the screen came.
pub(crate) fn stale_note(error: &CallError, at: Timestamp, retry: &Callback<()>, clock: Clock) -> Html {
    html! {
        <div
            role="status"
            class="flex flex-wrap items-center gap-2 border-y border-line bg-warning-soft px-4 py-1 text-small text-warning-text"
        >
            { glyph(Shape::Triangle) }
            { el("span", "font-medium", [tell(&w::loading_stale(&text::wall_clock(at, clock)))]) }
            { el("span", "min-w-0 flex-1", [tell(error.message())]) }
            <button type="button" class="button-link" onclick={retry.reform(|_| ())}>{ w::try_again() }</button>
        </div>
    }
}
