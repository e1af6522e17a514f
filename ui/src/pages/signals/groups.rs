//! The signals of the list taken together by rule, service and operation. A part of its own, fetched when it is first
//! shown. A group's name narrows the list to its members.

mod shared;

use std::rc::Rc;

use console_api::SignalStatus;
use console_api::group::{GroupSort, SignalGroup, SignalGroups};
use console_api::operations::ListSignalGroups;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::Go;
use super::view::{Grouping, View};
use crate::cache::use_query;
use crate::charts::{Kind, Unit, sparkline};
use crate::clock::{Clock, use_clock};
use crate::components::form::fault_words;
use crate::components::{LoadedView, Shape, Symbol, badge, empty, relative_time, severity_word, status_name};
use crate::dom::{el, tell};
use crate::parts;
use crate::text;
use crate::words as w;
use shared::Shared;

/// Groups that are shown at first, and at most.
const SHOWN: u16 = 50;
const MOST: u16 = 500;
/// A minute: how often a relative time range is counted anew.
const STEP: i64 = 60_000_000;

#[derive(Properties, Clone, PartialEq)]
pub(crate) struct GroupsProps {
    pub(super) view: Rc<View>,
    pub(super) go: Go,
    pub(super) grouping: Grouping,
}

#[component]
pub(crate) fn Groups(props: &GroupsProps) -> Html {
    let GroupsProps { view, go, grouping } = props;
    let clock = use_clock();
    let shown = use_state_eq(|| SHOWN);
    let opened = use_state_eq(|| None::<[String; 3]>);
    let minute = console_api::Timestamp(clock.now.micros().div_euclid(STEP) * STEP);
    let question = view.question(minute);
    let sort = match grouping {
        Grouping::Count => GroupSort::Count,
        Grouping::LastSeen => GroupSort::LastSeen,
    };
    let q = question.as_ref().ok().and_then(|question| question.text());
    let asked =
        use_query(ListSignalGroups { q: q.clone(), sort: Some(sort), cursor: None, limit: Some(*shown) });
    // While the next answer is on its way the last one stands.
    let last = use_mut_ref(|| None::<Rc<SignalGroups>>);
    if let Some(groups) = asked.data() {
        *last.borrow_mut() = Some(groups);
    }
    if let Err(fault) = &question {
        let why = el("p", "", [tell(&fault_words(fault))]);
        return empty(Symbol::Search, w::signals_not_read(), why);
    }
    let groups = last.borrow().clone();
    let content = groups.map(|groups| {
        if groups.groups.is_empty() {
            return nothing(view, go);
        }
        let more = (groups.total > i64::from(*shown) && *shown < MOST).then(|| {
            let shown = shown.clone();
            plain_button(w::groups_more(), Callback::from(move |_| shown.set(MOST)))
        });
        let rows = groups.groups.iter().map(|group| {
            let key = [group.rule_id.0.clone(), group.service.clone(), group.span_name.clone()];
            let is_open = *opened == Some(key.clone());
            let toggle = {
                let opened = opened.clone();
                Callback::from(move |_: MouseEvent| opened.set((!is_open).then(|| key.clone())))
            };
            row(group, view, clock, (is_open, toggle), q.as_deref())
        });
        html! {
            <>
                <p class="px-4 pb-2 text-small text-ink-2 tabular" role="status">
                    { w::groups_count(groups.total, &text::number(groups.signals)) }
                </p>
                <table class="table groups-table" {onkeydown}>
                    { head(view, go, *grouping) }
                    <tbody>{ for rows }</tbody>
                </table>
                <div class="px-4 py-3">{ more }</div>
            </>
        }
    });
    html! {
        <div class="groups" role="region" aria-label={w::groups_groups()} tabindex="0">
            <LoadedView
                {content}
                error={asked.error()}
                fetched_at={asked.fetched_at().or(Some(clock.now))}
                retry={asked.retry()}
                noun={w::noun_groups()}
            />
        </div>
    }
}

fn nothing(view: &Rc<View>, go: &Go) -> Html {
    if !view.is_filtered() {
        return parts::signals_first_use();
    }
    let clear = {
        let (go, cleared) = (go.clone(), Rc::new(view.cleared()));
        Callback::from(move |_| go.emit((Rc::clone(&cleared), true)))
    };
    empty(Symbol::Search, w::signals_no_match(), plain_button(w::signals_clear_filters(), clear))
}

fn plain_button(words: &'static str, onclick: Callback<MouseEvent>) -> Html {
    html! { <button type="button" class="button button-outline" {onclick}>{ words }</button> }
}

fn head(view: &Rc<View>, go: &Go, grouping: Grouping) -> Html {
    let sorted = |by: Grouping, words: &'static str| {
        let (go, sorted) = (go.clone(), Rc::new(View { grouping: Some(by), ..(**view).clone() }));
        let onclick = Callback::from(move |_: MouseEvent| go.emit((Rc::clone(&sorted), true)));
        html! {
            <th scope="col" aria-sort={(by == grouping).then_some("descending")}>
                <button type="button" class="button-link" {onclick}>{ words }</button>
            </th>
        }
    };
    html! {
        <thead>
            <tr>
                <th scope="col">{ w::groups_group() }</th>
                { sorted(Grouping::Count, w::groups_signals()) }
                <th scope="col" class="groups-wide">{ w::groups_course() }</th>
                <th scope="col" class="groups-wide">{ w::groups_of_which() }</th>
                <th scope="col" class="groups-wide">{ w::groups_first() }</th>
                { sorted(Grouping::LastSeen, w::groups_last()) }
                <th scope="col"><span class="sr-only">{ w::groups_shared() }</span></th>
            </tr>
        </thead>
    }
}

/// A group, and below it what its signals share, once somebody wants to know.
fn row(
    group: &SignalGroup,
    view: &View,
    clock: Clock,
    (is_open, toggle): (bool, Callback<MouseEvent>),
    q: Option<&str>,
) -> Html {
    let severities = group.severity.iter().map(|facet| {
        el(
            "span",
            "inline-flex items-center gap-1",
            [severity_word(facet.value, None), tell(&text::number(facet.count))],
        )
    });
    let statuses = group.status.iter().filter(|facet| facet.value != SignalStatus::Open);
    let statuses = statuses.map(|facet| {
        let words = [&text::number(facet.count), " ", &status_name(facet.value).to_lowercase()].concat();
        el("span", "", [tell(&words)])
    });
    let values: Vec<f64> = group.buckets.iter().map(|count| f64::from(*count)).collect();
    let count = text::number(group.count);
    html! {
        <>
            <tr>
                <th scope="row">
                    <span class="flex min-w-0 flex-wrap items-center gap-x-2">
                        { name(group, view) }
                        if let Some(since) = group.storming_since {
                            { badge(Shape::Triangle, w::groups_storming(&text::span_of(clock.now.since(since).max(0) / 1_000_000))) }
                        }
                    </span>
                    <span class="text-small text-ink-2 wrap-anywhere">
                        { [group.service.as_str(), " · ", &group.span_name].concat() }
                    </span>
                </th>
                <td class="tabular">{ count }</td>
                <td class="groups-wide">{ sparkline(w::groups_course(), &values, Kind::Bars, Unit::Count) }</td>
                <td class="groups-wide">
                    <span class="flex flex-wrap gap-x-3">{ for severities }</span>
                    <span class="flex flex-wrap gap-x-3 text-small text-ink-2">{ for statuses }</span>
                </td>
                <td class="groups-wide">{ relative_time(group.first_seen, clock) }</td>
                <td>{ relative_time(group.last_seen, clock) }</td>
                <td>
                    <button type="button" class="button-link" aria-expanded={is_open.to_string()} onclick={toggle}>
                        { w::groups_shared() }
                    </button>
                </td>
            </tr>
            if is_open {
                <tr><td colspan="7"><Shared group={group.clone()} q={q.map(str::to_owned)} /></td></tr>
            }
        </>
    }
}

/// The rule, as the way to the group's signals.
fn name(group: &SignalGroup, view: &View) -> Html {
    let rule = group.rule_id.as_str();
    match view.of_group(group) {
        None => el("span", "font-mono font-medium wrap-anywhere", [tell(rule)]),
        Some(members) => html! {
            <a class="groups-name" href={members.address()}>{ rule.to_owned() }</a>
        },
    }
}

/// Arrows go from one group to the next; what has the focus is a link, which Enter opens.
fn onkeydown(event: KeyboardEvent) {
    let step = match event.key().as_str() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        _ => return,
    };
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(table) = target.as_ref().and_then(|target| target.closest("table").ok().flatten()) else {
        return;
    };
    let row = target.as_ref().and_then(|target| target.closest("tr").ok().flatten());
    let Ok(names) = table.query_selector_all(".groups-name") else { return };
    let current = (0..names.length()).find(|at| {
        names.item(*at).is_some_and(|name| row.as_ref().is_some_and(|row| row.contains(Some(&name))))
    });
    let Some(next) = current.and_then(|current| current.checked_add_signed(step)) else { return };
    if let Some(name) = names.item(next).and_then(|name| name.dyn_into::<HtmlElement>().ok()) {
        event.prevent_default();
        let _ = name.focus();
    }
}
