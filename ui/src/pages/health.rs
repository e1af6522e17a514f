//! FLUO: whether it answers, what it can do, and how far behind the mirror of it is.

use console_api::fluo::{Capability, Dialect, FluoHealth};
use console_api::operations::GetFluoHealth;
use console_api::{Reach, Timestamp};
use yew::prelude::*;

use crate::cache::use_query;
use crate::clock::{Clock, use_clock};
use crate::components::{LoadedView, Shape, badge, freshness_note, glyph, relative_time, word};
use crate::live::use_freshness;
use crate::route::Route;
use crate::shell::page_heading;
use crate::text;

#[component]
pub(crate) fn HealthPage() -> Html {
    let asked = use_query(GetFluoHealth {});
    let clock = use_clock();
    let freshness = use_freshness();
    html! {
        <>
            { page_heading(
                Route::Health.title(),
                html! { <span class="ml-auto">{ freshness_note(freshness.as_ref(), clock) }</span> },
            ) }
            <LoadedView
                content={asked.data().map(|health| overview(&health, clock))}
                error={asked.error()}
                fetched_at={asked.fetched_at()}
                retry={asked.retry()}
                noun="FLUO's health"
            />
        </>
    }
}

fn overview(health: &FluoHealth, clock: Clock) -> Html {
    html! {
        <div class="flex flex-col gap-4 px-4 pb-8">
            if let Some(problem) = &health.problem {
                <div role="alert" class="flex items-start gap-2 rounded-card bg-critical-soft px-4 py-3 text-critical-text">
                    <span class="flex h-5 items-center">{ glyph(Shape::Octagon) }</span>
                    <div class="min-w-0">
                        <p class="font-medium">{ "FLUO cannot be reached" }</p>
                        <p class="wrap-anywhere">{ problem }</p>
                        <p>{ "Lists go on answering from the mirror; changes are kept and sent later." }</p>
                    </div>
                </div>
            }
            <div class="tiles">
                { tile("Signals mirrored", text::number(health.mirrored_signals), "") }
                { tile("Rule versions mirrored", text::number(health.mirrored_rules), "") }
                { behind_tile(health) }
                { tile("Changes waiting for FLUO", text::number(health.pending), "") }
            </div>
            <div class="grid gap-4 lg:grid-cols-2">
                { connection(health, clock) }
                { capabilities(health) }
            </div>
        </div>
    }
}

fn tile(name: &'static str, value: String, unit: &'static str) -> Html {
    html! {
        <div class="tile">
            <p class="text-small text-ink-2">{ name }</p>
            <p class="tabular text-kpi font-semibold text-ink">
                { value }<span class="text-body font-normal text-ink-2">{ unit }</span>
            </p>
        </div>
    }
}

fn behind_tile(health: &FluoHealth) -> Html {
    match health.freshness.behind_ms {
        None => tile("Mirror behind FLUO", "–".to_owned(), ""),
        Some(millis) if millis < 1_000 => tile("Mirror behind FLUO", millis.max(0).to_string(), " ms"),
        Some(millis) => tile("Mirror behind FLUO", text::span_of(millis / 1_000), ""),
    }
}

fn connection(health: &FluoHealth, clock: Clock) -> Html {
    let place = if health.embedded { "embedded in this console" } else { "at its own address" };
    html! {
        <section class="card" aria-labelledby="fluo-connection">
            <h2 id="fluo-connection" class="card-title">{ "Connection" }</h2>
            <dl class="facts">
                <dt>{ "State" }</dt><dd>{ reach(health.freshness.reach) }</dd>
                <dt>{ "Address" }</dt>
                <dd>
                    <span class="font-mono text-small wrap-anywhere">{ &health.url }</span>
                    <span class="text-ink-2">{ ", " }{ place }</span>
                </dd>
                <dt>{ "Dialect" }</dt><dd>{ dialect(health.dialect) }</dd>
                <dt>{ "Last contact" }</dt><dd>{ moment(health.last_contact, clock) }</dd>
                <dt>{ "Complete up to" }</dt><dd>{ moment(health.freshness.as_of, clock) }</dd>
                for check in &health.checks {
                    <>
                        <dt>{ &check.name }</dt>
                        <dd>{ if check.up { word(Shape::CircleTick, "Up") } else { word(Shape::Octagon, "Down") } }</dd>
                    </>
                }
            </dl>
        </section>
    }
}

fn moment(at: Option<Timestamp>, clock: Clock) -> Html {
    match at {
        Some(at) => html! {
            <>{ relative_time(at, clock) }<span class="text-ink-2">{ ", " }{ text::absolute(at, clock) }</span></>
        },
        None => html! { <span class="text-ink-2">{ "never yet" }</span> },
    }
}

fn reach(reach: Reach) -> Html {
    match reach {
        Reach::Connecting => badge(Shape::CircleMinus, "Connecting"),
        Reach::CatchingUp => badge(Shape::RingHalf, "Catching up"),
        Reach::Live => badge(Shape::CircleTick, "Live"),
        Reach::Polling => badge(Shape::CircleTick, "Polling"),
        Reach::Unreachable => badge(Shape::Octagon, "Unreachable"),
    }
}

const fn dialect(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::FluoV1 => "FLUO v1",
    }
}

/// What this FLUO can do; what it cannot is said as plainly.
fn capabilities(health: &FluoHealth) -> Html {
    const ALL: [(Capability, &str, &str); 5] = [
        (Capability::JsonSignals, "Signals as JSON", "This FLUO answers HTML only; signals cannot be read."),
        (Capability::LiveFeed, "Live feed", "Without one, FLUO is asked every few seconds."),
        (Capability::RuleVersions, "Rule versions", "FLUO keeps no history of rules; ours is the only one."),
        (Capability::SignalStatus, "Status of signals", "Statuses are kept here only."),
        (Capability::Traces, "Spans of traces", "Traces cannot be shown."),
    ];
    html! {
        <section class="card" aria-labelledby="fluo-capabilities">
            <h2 id="fluo-capabilities" class="card-title">{ "What this FLUO can do" }</h2>
            <ul class="flex flex-col gap-2">
                for (capability, name, without) in ALL {
                    { capability_item(health.capabilities.contains(&capability), name, without) }
                }
            </ul>
        </section>
    }
}

fn capability_item(has: bool, name: &'static str, without: &'static str) -> Html {
    html! {
        <li class="flex items-start gap-2">
            <span class="flex h-5 items-center">
                { glyph(if has { Shape::CircleTick } else { Shape::CircleMinus }) }
            </span>
            <span>
                { name }
                <span class="sr-only">{ if has { ": yes" } else { ": no" } }</span>
                if !has { <span class="block text-small text-ink-2">{ without }</span> }
            </span>
        </li>
    }
}
