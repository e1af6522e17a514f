//! FLUO: whether it answers, what it can do, and how far behind the mirror of it is.

use console_api::fluo::{Capability, Dialect, FluoHealth};
use console_api::operations::GetFluoHealth;
use console_api::{Reach, Timestamp};
use yew::prelude::*;

use crate::cache::use_query;
use crate::clock::{Clock, use_clock};
use crate::components::{LoadedView, Shape, badge, freshness_note, glyph, relative_time, word};
use crate::dom::{el, el_of, line, none, say, tell};
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

pub(crate) fn overview(health: &FluoHealth, clock: Clock) -> Html {
    let tiles = [
        tile("Signals mirrored", &text::number(health.mirrored_signals), ""),
        tile("Rule versions mirrored", &text::number(health.mirrored_rules), ""),
        behind_tile(health),
        tile("Changes waiting for FLUO", &text::number(health.pending), ""),
    ];
    el(
        "div",
        "flex flex-col gap-4 px-4 pb-8",
        [
            health.problem.as_deref().map_or_else(none, problem),
            el("div", "tiles", tiles),
            el("div", "grid gap-4 lg:grid-cols-2", [connection(health, clock), capabilities(health)]),
        ],
    )
}

fn problem(problem: &str) -> Html {
    html! {
        <div role="alert" class="flex items-start gap-2 rounded-card bg-critical-soft px-4 py-3 text-critical-text">
            { el("span", "flex h-5 items-center", [glyph(Shape::Octagon)]) }
            { el("div", "min-w-0", [
                line("p", "font-medium", "FLUO cannot be reached"),
                el("p", "wrap-anywhere", [tell(problem)]),
                line("p", "", "Lists go on answering from the mirror; changes are kept and sent later."),
            ]) }
        </div>
    }
}

fn tile(name: &'static str, value: &str, unit: &'static str) -> Html {
    el(
        "div",
        "tile",
        [
            line("p", "text-small text-ink-2", name),
            el(
                "p",
                "tabular text-kpi font-semibold text-ink",
                [tell(value), line("span", "text-body font-normal text-ink-2", unit)],
            ),
        ],
    )
}

fn behind_tile(health: &FluoHealth) -> Html {
    const NAME: &str = "Mirror behind FLUO";
    match health.freshness.behind_ms {
        None => tile(NAME, "–", ""),
        Some(millis) if millis < 1_000 => tile(NAME, &millis.max(0).to_string(), " ms"),
        Some(millis) => tile(NAME, &text::span_of(millis / 1_000), ""),
    }
}

fn connection(health: &FluoHealth, clock: Clock) -> Html {
    let place = if health.embedded { "embedded in this console" } else { "at its own address" };
    let address = [
        el("span", "font-mono text-small wrap-anywhere", [tell(&health.url)]),
        line("span", "text-ink-2", place),
    ];
    let mut facts = vec![
        line("dt", "", "State"),
        el("dd", "", [reach(health.freshness.reach)]),
        line("dt", "", "Address"),
        el("dd", "", address),
        line("dt", "", "Dialect"),
        line("dd", "", dialect(health.dialect)),
        line("dt", "", "Last contact"),
        el("dd", "", moment(health.last_contact, clock)),
        line("dt", "", "Complete up to"),
        el("dd", "", moment(health.freshness.as_of, clock)),
    ];
    for check in &health.checks {
        facts.push(el("dt", "", [tell(&check.name)]));
        let (shape, says) = if check.up { (Shape::CircleTick, "Up") } else { (Shape::Octagon, "Down") };
        facts.push(el("dd", "", [word(shape, says)]));
    }
    el("section", "card", [line("h2", "card-title", "Connection"), el_of("dl", "facts", facts)])
}

fn moment(at: Option<Timestamp>, clock: Clock) -> [Html; 2] {
    match at {
        Some(at) => [relative_time(at, clock), el("span", "text-ink-2", [tell(&text::absolute(at, clock))])],
        None => [line("span", "text-ink-2", "never yet"), none()],
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
    let items = ALL.map(|(capability, name, without)| {
        let has = health.capabilities.contains(&capability);
        el(
            "li",
            "flex items-start gap-2",
            [
                el(
                    "span",
                    "flex h-5 items-center",
                    [glyph(if has { Shape::CircleTick } else { Shape::CircleMinus })],
                ),
                el(
                    "span",
                    "",
                    [
                        say(name),
                        line("span", "sr-only", if has { ": yes" } else { ": no" }),
                        if has { none() } else { line("span", "block text-small text-ink-2", without) },
                    ],
                ),
            ],
        )
    });
    el(
        "section",
        "card",
        [line("h2", "card-title", "What this FLUO can do"), el("ul", "flex flex-col gap-2", items)],
    )
}
