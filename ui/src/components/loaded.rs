//! Loading, error and staleness of one piece of data, the same everywhere.

use console_api::{ErrorCode, Timestamp};
use yew::prelude::*;

use super::skeleton::Patience;
use super::{Button, CopyButton, Glyph, Shape, SkeletonLines, Symbol, use_patience};
use crate::client::CallError;
use crate::clock::use_clock;
use crate::text;

#[derive(Properties, PartialEq)]
pub(crate) struct LoadedViewProps {
    /// What is known, drawn by the page; nothing while there is no data.
    pub(crate) content: Option<Html>,
    pub(crate) error: Option<CallError>,
    pub(crate) fetched_at: Option<Timestamp>,
    pub(crate) retry: Callback<()>,
    /// What will be here, in words: "rules".
    pub(crate) noun: AttrValue,
    /// The shape to show meanwhile; lines of text where absent.
    #[prop_or_default]
    pub(crate) skeleton: Option<Html>,
}

/// Data with what is wrong about it; or the error; or, after a moment, the shape of what will come.
#[component]
pub(crate) fn LoadedView(props: &LoadedViewProps) -> Html {
    let waiting = props.content.is_none() && props.error.is_none();
    let patience = use_patience(waiting);
    match (&props.content, &props.error) {
        (Some(content), error) => html! {
            <>
                if let (Some(error), Some(at)) = (error, props.fetched_at) {
                    <StaleNote error={error.clone()} {at} retry={props.retry.clone()} />
                }
                { content.clone() }
            </>
        },
        (None, Some(error)) => {
            html! { <ErrorPanel error={error.clone()} retry={props.retry.clone()} noun={props.noun.clone()} /> }
        }
        (None, None) => html! {
            <div aria-busy="true">
                if patience >= Patience::Shape {
                    { props.skeleton.clone().unwrap_or_else(|| html! { <SkeletonLines lines=6 /> }) }
                }
                <p class="px-1 py-2 text-small text-ink-2" role="status">
                    if patience >= Patience::Words { { format!("Still loading {}…", props.noun) } }
                </p>
            </div>
        },
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct ErrorPanelProps {
    pub(crate) error: CallError,
    pub(crate) retry: Callback<()>,
    pub(crate) noun: AttrValue,
}

/// An error in the place of the data: what, which code, which request, and another try.
#[component]
pub(crate) fn ErrorPanel(props: &ErrorPanelProps) -> Html {
    let error = &props.error;
    let forbidden = error.is(ErrorCode::Forbidden);
    let title = if forbidden {
        format!("You may not see {}", props.noun)
    } else {
        format!("Could not load {}", props.noun)
    };
    html! {
        <div role="alert" class="m-4 flex flex-col items-start gap-3 rounded-card border border-line bg-surface p-4">
            <div class="flex items-start gap-2">
                <span class="flex h-5 items-center">
                    <Glyph shape={if forbidden { Shape::SquarePause } else { Shape::Octagon }} />
                </span>
                <div class="flex min-w-0 flex-col gap-1">
                    <p class="font-medium text-ink">{ title }</p>
                    <p class="text-ink-2 wrap-anywhere">{ error.message().to_owned() }</p>
                    if forbidden {
                        <p class="text-ink-2">{ "Whoever administers this tenant can grant it." }</p>
                    }
                    <ErrorFacts error={error.clone()} />
                </div>
            </div>
            if !forbidden {
                <Button icon={Symbol::Refresh} onclick={props.retry.reform(|_| ())}>{ "Try again" }</Button>
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ErrorFactsProps {
    error: CallError,
}

#[component]
fn ErrorFacts(props: &ErrorFactsProps) -> Html {
    let (code, request_id) = (props.error.code(), props.error.request_id().to_owned());
    html! {
        <p class="flex flex-wrap items-center gap-x-3 font-mono text-small text-ink-2">
            <span>{ code }</span>
            if !request_id.is_empty() {
                <span class="inline-flex items-center gap-1">
                    { format!("request {request_id}") }
                    <CopyButton text={request_id} noun="request id" />
                </span>
            }
        </p>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct StaleNoteProps {
    pub(crate) error: CallError,
    /// When the data on the screen came.
    pub(crate) at: Timestamp,
    pub(crate) retry: Callback<()>,
}

/// Above data that could not be refreshed.
#[component]
pub(crate) fn StaleNote(props: &StaleNoteProps) -> Html {
    let clock = use_clock();
    html! {
        <div role="status" class="flex flex-wrap items-center gap-2 border-b border-line bg-warning-soft px-4 py-1 text-small text-warning-text">
            <Glyph shape={Shape::Triangle} />
            <span>{ format!("Showing data from {}.", text::wall_clock(props.at, clock)) }</span>
            <span class="min-w-0 flex-1">{ props.error.message().to_owned() }</span>
            <button type="button" class="button-link" onclick={props.retry.reform(|_| ())}>{ "Try again" }</button>
        </div>
    }
}
