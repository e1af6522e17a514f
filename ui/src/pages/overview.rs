//! The start page: what is open and for how long, what arrived, which rules and services it came from, how long
//! decisions took, and how current all of it is. Every number opens the signals it counts.

mod arrivals;

use console_api::Severity;
use console_api::group::Storm;
use console_api::operations::GetOverview;
use console_api::overview::{Decisions, Figure, NamedFigure, OpenSignals, SignalOverview};
use console_api::query::quoted;
use yew::prelude::*;

use crate::cache::use_query;
use crate::clock::{Clock, use_clock};
use crate::components::{LoadedView, Shape, freshness_note, glyph, severity_name, severity_word};
use crate::dom::{el, line};
use crate::live::use_freshness;
use crate::parts;
use crate::query_string;
use crate::route::Route;
use crate::shell::page_heading;
use crate::text;
use crate::words as w;

/// How often the numbers are counted anew without an event.
const STEP: i64 = 60_000_000;

#[component]
pub(crate) fn OverviewPage() -> Html {
    let clock = use_clock();
    let freshness = use_freshness();
    let overview = use_query(GetOverview {});
    let first = use_mut_ref(|| true);
    let minute = clock.now.micros().div_euclid(STEP);
    use_effect_with(minute, {
        let retry = overview.retry();
        move |_| {
            if !first.replace(false) {
                retry.emit(());
            }
        }
    });
    html! {
        <div class="overview">
            { page_heading(
                Route::Home.title(),
                html! { <span class="ml-auto">{ freshness_note(freshness.as_ref(), clock) }</span> },
            ) }
            <LoadedView
                content={overview.data().map(|overview| content(&overview, clock))}
                error={overview.error()}
                fetched_at={overview.fetched_at().or(Some(clock.now))}
                retry={overview.retry()}
                noun={w::noun_overview()}
            />
        </div>
    }
}

pub(crate) fn content(overview: &SignalOverview, clock: Clock) -> Html {
    if overview.total == 0 {
        return parts::signals_first_use();
    }
    html! {
        <>
            { for overview.storms.iter().map(|storm| storming(storm, clock)) }
            <div class="overview-grid">
                { by_severity(&overview.open) }
                { arrivals::picture(&overview.arrivals, clock) }
                { decisions(&overview.decisions) }
                { ranked(w::overview_rules(), w::overview_rules_none(), &overview.rules) }
                { ranked(w::overview_services(), w::overview_services_none(), &overview.services) }
            </div>
        </>
    }
}

/// The list of signals that a query finds.
fn address(q: &str) -> String {
    [Route::Signals.path(), "?", &query_string::build([("q", q)])].concat()
}

fn storming(storm: &Storm, clock: Clock) -> Html {
    let q = ["rule:", &quoted(storm.rule_id.as_str())].concat();
    let (count, since) = (text::number(storm.count.into()), text::wall_minutes(storm.since, clock));
    html! {
        <p class="flex items-center gap-2 px-4 pb-2 text-warning-text">
            { glyph(Shape::Triangle) }
            <a class="wrap-anywhere underline" href={address(&q)}>
                { w::overview_storm(storm.rule_id.as_str(), &count, &since) }
            </a>
        </p>
    }
}

/// Open signals, worst first, young to old.
fn by_severity(open: &[OpenSignals]) -> Html {
    let heads = [w::overview_hour(), w::overview_day(), w::overview_older(), w::overview_all()];
    let row = |signals: &OpenSignals| {
        let name = signals.severity.map_or_else(w::overview_all, severity_name);
        let figures = [&signals.hour, &signals.day, &signals.older, &signals.all];
        let cells = figures.into_iter().zip(heads).map(|(counted, age)| {
            let label = w::overview_open_figure(&text::number(counted.count), name, age);
            html! { <td class="overview-number">{ figure(counted, text::number(counted.count), &label) }</td> }
        });
        let head = signals.severity.map_or_else(
            || line("span", "font-medium", w::overview_all()),
            |severity: Severity| severity_word(severity, None),
        );
        html! { <tr><th scope="row">{ head }</th>{ for cells }</tr> }
    };
    html! {
        <section class="card" aria-labelledby="overview-open">
            <h2 id="overview-open" class="card-title">{ w::overview_open() }</h2>
            <div class="relative overflow-x-auto" role="region" aria-label={w::overview_open()} tabindex="0">
                <table class="overview-table">
                    { head(w::column_severity(), &heads) }
                    <tbody>{ for open.iter().map(row) }</tbody>
                </table>
            </div>
        </section>
    }
}

fn head(first: &'static str, heads: &[&'static str]) -> Html {
    html! {
        <thead>
            <tr>
                <th scope="col"><span class="sr-only">{ first }</span></th>
                { for heads.iter().map(|head| html! { <th scope="col" class="overview-number">{ *head }</th> }) }
            </tr>
        </thead>
    }
}

/// How long decisions took, this week and the week before.
fn decisions(periods: &[Decisions; 2]) -> Html {
    let names = [w::overview_week(), w::overview_week_before()];
    let took =
        |millis: Option<i64>| millis.map_or_else(|| "–".to_owned(), |millis| text::span_of(millis / 1_000));
    let row = |measure: &'static str, value: fn(&Decisions) -> Option<i64>| {
        let cells = periods.iter().zip(names).map(|(period, name)| {
            let shown = took(value(period));
            let label = w::overview_decision_figure(measure, name, &shown);
            html! { <td class="overview-number">{ figure(&period.decided, shown, &label) }</td> }
        });
        html! { <tr><th scope="row">{ measure }</th>{ for cells }</tr> }
    };
    let counted = periods.iter().zip(names).map(|(period, name)| {
        let shown = text::number(period.decided.count);
        let label = w::overview_decision_figure(w::overview_decided(), name, &shown);
        html! { <td class="overview-number">{ figure(&period.decided, shown, &label) }</td> }
    });
    html! {
        <section class="card" aria-labelledby="overview-decisions">
            <h2 id="overview-decisions" class="card-title">{ w::overview_decisions() }</h2>
            <div class="relative overflow-x-auto" role="region" aria-label={w::overview_decisions()} tabindex="0">
                <table class="overview-table">
                    { head(w::overview_decisions(), &names) }
                    <tbody>
                        { row(w::overview_median(), |period| period.median_ms) }
                        { row(w::overview_mean(), |period| period.mean_ms) }
                        <tr><th scope="row">{ w::overview_decided() }</th>{ for counted }</tr>
                    </tbody>
                </table>
            </div>
            <p class="pt-2 text-small text-ink-2">{ w::overview_decisions_note() }</p>
        </section>
    }
}

/// A number that opens what it is about; nothing counted is nothing to open.
fn figure(counted: &Figure, shown: String, label: &str) -> Html {
    if counted.count == 0 {
        return el("span", "text-ink-3", [shown.into()]);
    }
    html! { <a class="overview-figure" href={address(&counted.q)} aria-label={label.to_owned()}>{ shown }</a> }
}

/// What most of a day's signals came from.
fn ranked(title: &'static str, none_yet: &'static str, rows: &[NamedFigure]) -> Html {
    let most = rows.iter().map(|row| row.raised.count).max().unwrap_or(1).max(1);
    html! {
        <section class="card" aria-label={title}>
            <h2 class="card-title">{ title }</h2>
            if rows.is_empty() {
                { line("p", "text-ink-2", none_yet) }
            }
            <ul class="flex flex-col">
                for NamedFigure { name, raised } in rows {
                    <li>
                        <a class="overview-rank" href={address(&raised.q)}>
                            <span class="overview-rank-bar" style={["width:", &(raised.count * 100 / most).max(1).to_string(), "%"].concat()}></span>
                            <span class="truncate">{ name.clone() }</span>
                            <span class="tabular">{ text::number(raised.count) }</span>
                        </a>
                    </li>
                }
            </ul>
        </section>
    }
}
