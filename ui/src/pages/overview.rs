//! The start page: what is open and for how long, what arrived, which rules and services it came from, and how current
//! all of it is. Every number opens the signals it counts.

mod arrivals;
mod lists;

use std::rc::Rc;

use console_api::operations::CountSignals;
use console_api::signal::SignalCounts;
use console_api::{Severity, SignalStatus, Timestamp};
use yew::prelude::*;

use crate::cache::use_query;
use crate::clock::use_clock;
use crate::components::{LoadedView, freshness_note, severity_name, severity_word};
use crate::dom::{el, line, none};
use crate::live::use_freshness;
use crate::parts;
use crate::route::Route;
use crate::shell::page_heading;
use crate::text;
use crate::words as w;
use arrivals::{Arrivals, use_arrivals};
use lists::List;

const HOUR: i64 = 3_600_000_000;
const DAY: i64 = 24 * HOUR;
/// How often the numbers are counted anew without an event.
const STEP: i64 = 60_000_000;
/// Rules and services that are named.
const NAMED: usize = 8;

/// Neither decided nor dismissed.
const OPEN: [SignalStatus; 2] = [SignalStatus::Open, SignalStatus::Investigating];

#[component]
pub(crate) fn OverviewPage() -> Html {
    let clock = use_clock();
    let freshness = use_freshness();
    let minute = clock.now.micros().div_euclid(STEP) * STEP;
    let open = |from: Option<i64>| CountSignals {
        status: OPEN.to_vec(),
        from: from.map(|ago| Timestamp(minute - ago)),
        ..CountSignals::default()
    };
    let all = use_query(open(None));
    let day = use_query(open(Some(DAY)));
    let hour = use_query(open(Some(HOUR)));
    let arrived = use_query(CountSignals { from: Some(Timestamp(minute - DAY)), ..CountSignals::default() });
    let arrivals = use_arrivals(Timestamp(minute));
    // A new minute is another question; until it is answered the last answer stands.
    let last = use_mut_ref(|| None::<Counted>);
    if let (Some(all), Some(day), Some(hour), Some(arrived)) =
        (all.data(), day.data(), hour.data(), arrived.data())
    {
        *last.borrow_mut() = Some(Counted { all, day, hour, arrived });
    }
    let counted = last.borrow().clone();
    let errors = [all.error(), day.error(), hour.error(), arrived.error()];
    let retries = [all.retry(), day.retry(), hour.retry(), arrived.retry()];
    let retry = Callback::from(move |()| retries.iter().for_each(|retry| retry.emit(())));
    html! {
        <div class="overview">
            { page_heading(
                Route::Home.title(),
                html! { <span class="ml-auto">{ freshness_note(freshness.as_ref(), clock) }</span> },
            ) }
            <LoadedView
                content={counted.map(|counted| content(&counted, arrivals.as_ref()))}
                error={errors.into_iter().flatten().next()}
                fetched_at={arrived.fetched_at().or(Some(clock.now))}
                {retry}
                noun={w::noun_overview()}
            />
        </div>
    }
}

/// Open signals by age, and all that arrived within a day.
#[derive(Clone)]
struct Counted {
    all: Rc<SignalCounts>,
    day: Rc<SignalCounts>,
    hour: Rc<SignalCounts>,
    arrived: Rc<SignalCounts>,
}

fn content(counted: &Counted, arrivals: Option<&Arrivals>) -> Html {
    let ever = counted.all.status.iter().map(|facet| facet.count).sum::<i64>();
    if ever == 0 && counted.arrived.total == 0 {
        return parts::signals_first_use();
    }
    html! {
        <div class="overview-grid">
            { by_severity(counted) }
            { arrivals.map_or_else(none, arrivals::picture) }
            { ranked(w::overview_rules(), w::overview_rules_none(), counted.arrived.rule.iter().map(|facet| (facet.value.as_str(), facet.count)), |rule| List::day().rule(rule)) }
            { ranked(w::overview_services(), w::overview_services_none(), counted.arrived.service.iter().map(|facet| (facet.value.as_str(), facet.count)), |service| List::day().service(service)) }
        </div>
    }
}

/// Open signals, worst first, young to old.
fn by_severity(counted: &Counted) -> Html {
    let heads = [w::overview_hour(), w::overview_day(), w::overview_older(), w::overview_all()];
    let within = [Some(("now-1h", None)), Some(("now-1d", Some("now-1h"))), None, None];
    let row = |severity: Option<Severity>| {
        let count = |counts: &SignalCounts| match severity {
            None => counts.total,
            Some(severity) => {
                counts.severity.iter().find(|facet| facet.value == severity).map_or(0, |facet| facet.count)
            }
        };
        let (all, day, hour) = (count(&counted.all), count(&counted.day), count(&counted.hour));
        // The three were counted one after the other.
        let numbers = [hour, (day - hour).max(0), (all - day).max(0), all];
        let cells = numbers.into_iter().enumerate().map(|(at, number)| {
            let mut list = List::open();
            if let Some(severity) = severity {
                list = list.severity(severity);
            }
            match (at, within[at]) {
                (_, Some((from, to))) => list = list.from(from).to(to),
                (2, None) => list = list.to(Some("now-1d")),
                _ => {}
            }
            let name = severity.map_or_else(w::overview_all, severity_name);
            html! { <td class="overview-number">{ figure(number, &list, &w::overview_open_figure(&text::number(number), name, heads[at])) }</td> }
        });
        let head = severity.map_or_else(
            || line("span", "font-medium", w::overview_all()),
            |severity| severity_word(severity, None),
        );
        html! { <tr><th scope="row">{ head }</th>{ for cells }</tr> }
    };
    html! {
        <section class="card" aria-labelledby="overview-open">
            <h2 id="overview-open" class="card-title">{ w::overview_open() }</h2>
            <table class="overview-table">
                <thead>
                    <tr>
                        <th scope="col"><span class="sr-only">{ w::column_severity() }</span></th>
                        { for heads.map(|head| html! { <th scope="col" class="overview-number">{ head }</th> }) }
                    </tr>
                </thead>
                <tbody>
                    { for Severity::ALL.map(|severity| row(Some(severity))) }
                    { row(None) }
                </tbody>
            </table>
        </section>
    }
}

/// A number that opens what it counts; nothing counted is nothing to open.
fn figure(number: i64, list: &List, label: &str) -> Html {
    let shown = text::number(number);
    if number == 0 {
        return el("span", "text-ink-3", [shown.into()]);
    }
    html! { <a class="overview-figure" href={list.address()} aria-label={label.to_owned()}>{ shown }</a> }
}

/// What most of a day's signals came from.
fn ranked<'a>(
    title: &'static str,
    none_yet: &'static str,
    rows: impl Iterator<Item = (&'a str, i64)>,
    list: impl Fn(&str) -> List,
) -> Html {
    let rows: Vec<_> = rows.filter(|(_, count)| *count > 0).take(NAMED).collect();
    let most = rows.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    html! {
        <section class="card" aria-label={title}>
            <h2 class="card-title">{ title }</h2>
            if rows.is_empty() {
                { line("p", "text-ink-2", none_yet) }
            }
            <ul class="flex flex-col">
                for (name, count) in rows {
                    <li>
                        <a class="overview-rank" href={list(name).address()}>
                            <span class="overview-rank-bar" style={["width:", &(count * 100 / most).max(1).to_string(), "%"].concat()}></span>
                            <span class="truncate">{ name.to_owned() }</span>
                            <span class="tabular">{ text::number(count) }</span>
                        </a>
                    </li>
                }
            </ul>
        </section>
    }
}

#[cfg(test)]
pub(crate) fn content_for_tests(counts: [SignalCounts; 4]) -> Html {
    let [all, day, hour, arrived] = counts.map(Rc::new);
    content(&Counted { all, day, hour, arrived }, None)
}
