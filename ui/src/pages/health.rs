//! FLUO: whether it answers, what it can do, and how far behind the mirror of it is.

use console_api::fluo::{Capability, Dialect, FluoHealth};
use console_api::operations::GetFluoHealth;
use console_api::{Reach, Timestamp};
use yew::prelude::*;

use crate::cache::use_query;
use crate::clock::{Clock, use_clock};
use crate::components::{LoadedView, Shape, badge, exact_time, freshness_note, glyph, relative_time, word};
use crate::dom::{el, el_of, line, none, say, tell};
use crate::live::use_freshness;
use crate::route::Route;
use crate::shell::page_heading;
use crate::text;
use crate::words as w;

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
                noun={w::noun_fluo_health()}
            />
        </>
    }
}

pub(crate) fn overview(health: &FluoHealth, clock: Clock) -> Html {
    let tiles = [
        tile(w::fluo_signals(), &text::number(health.mirrored_signals), ""),
        tile(w::fluo_rules(), &text::number(health.mirrored_rules), ""),
        behind_tile(health),
        tile(w::fluo_pending(), &text::number(health.pending), ""),
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
                line("p", "font-medium", w::fluo_down()),
                el("p", "wrap-anywhere", [tell(problem)]),
                line("p", "", w::fluo_down_help()),
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
    let name = w::fluo_behind();
    match health.freshness.behind_ms {
        None => tile(name, "–", ""),
        Some(millis) if millis < 1_000 => tile(name, &millis.max(0).to_string(), " ms"),
        Some(millis) => tile(name, &text::span_of(millis / 1_000), ""),
    }
}

fn connection(health: &FluoHealth, clock: Clock) -> Html {
    let place = if health.embedded { w::fluo_embedded() } else { w::fluo_elsewhere() };
    let address = [
        el("span", "font-mono text-small wrap-anywhere", [tell(&health.url)]),
        line("span", "text-ink-2", place),
    ];
    let mut facts = vec![
        line("dt", "", w::fluo_state()),
        el("dd", "", [reach(health.freshness.reach)]),
        line("dt", "", w::fluo_address()),
        el("dd", "", address),
        line("dt", "", w::fluo_dialect()),
        line("dd", "", dialect(health.dialect)),
        line("dt", "", w::fluo_last_contact()),
        el("dd", "", moment(health.last_contact, clock)),
        line("dt", "", w::fluo_complete()),
        el("dd", "", moment(health.freshness.as_of, clock)),
    ];
    for check in &health.checks {
        facts.push(el("dt", "", [tell(&check.name)]));
        let (shape, says) = if check.up {
            (Shape::CircleTick, w::fluo_check_up())
        } else {
            (Shape::Octagon, w::fluo_check_down())
        };
        facts.push(el("dd", "", [word(shape, says)]));
    }
    el("section", "card", [line("h2", "card-title", w::fluo_connection()), el_of("dl", "facts", facts)])
}

fn moment(at: Option<Timestamp>, clock: Clock) -> [Html; 2] {
    match at {
        Some(at) => [relative_time(at, clock), el("span", "text-ink-2", [exact_time(at, clock)])],
        None => [line("span", "text-ink-2", w::fluo_never()), none()],
    }
}

fn reach(reach: Reach) -> Html {
    match reach {
        Reach::Connecting => badge(Shape::CircleMinus, w::fluo_reach_connecting()),
        Reach::CatchingUp => badge(Shape::RingHalf, w::fluo_reach_catching_up()),
        Reach::Live => badge(Shape::CircleTick, w::fluo_reach_live()),
        Reach::Polling => badge(Shape::CircleTick, w::fluo_reach_polling()),
        Reach::Unreachable => badge(Shape::Octagon, w::fluo_reach_unreachable()),
    }
}

const fn dialect(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::FluoV1 => "FLUO v1",
    }
}

/// What this FLUO can do; what it cannot is said as plainly.
fn capabilities(health: &FluoHealth) -> Html {
    let all = [
        (Capability::JsonSignals, w::fluo_can_json(), w::fluo_cannot_json()),
        (Capability::LiveFeed, w::fluo_can_feed(), w::fluo_cannot_feed()),
        (Capability::RuleVersions, w::fluo_can_versions(), w::fluo_cannot_versions()),
        (Capability::SignalStatus, w::fluo_can_status(), w::fluo_cannot_status()),
        (Capability::Traces, w::fluo_can_traces(), w::fluo_cannot_traces()),
    ];
    let items = all.map(|(capability, name, without)| {
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
                        line("span", "sr-only", if has { w::fluo_can_yes() } else { w::fluo_can_no() }),
                        if has { none() } else { line("span", "block text-small text-ink-2", without) },
                    ],
                ),
            ],
        )
    });
    el(
        "section",
        "card",
        [line("h2", "card-title", w::fluo_capabilities()), el("ul", "flex flex-col gap-2", items)],
    )
}
