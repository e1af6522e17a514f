//! Narrowing the trail, and taking it away as a file.

use console_api::audit::AuditOutcome;
use console_api::operations;
use console_api::wire::push_encoded;
use yew::prelude::*;

use super::Go;
use super::columns::{outcome_name, shape};
use super::view::View;
use crate::clock::{Clock, use_clock};
use crate::components::form::{Facet, FacetValue, FilterBar, FilterChange, TimePanelProps};
use crate::components::{Align, Symbol, icon, popover, popover_button, small_icon};
use crate::parts;
use crate::words as w;

const RANGE: &str = "audit-range";
/// Where the export is; takes the filter of the list.
const EXPORT: &str = "/api/v1/audit/export";

/// What happens without being an operation.
const EVENTS: [&str; 5] =
    ["session.signed_in", "invitation.accepted", "signals.export", "audit.export", "audit.erased"];

#[derive(Properties, PartialEq)]
pub(super) struct FiltersProps {
    pub(super) view: View,
    pub(super) go: Go,
}

#[component]
pub(super) fn Filters(props: &FiltersProps) -> Html {
    let clock = use_clock();
    let FiltersProps { view, go } = props;
    let onchange = {
        let (go, view) = (go.clone(), view.clone());
        Callback::from(move |change: FilterChange| go.emit((changed(&view, change), true)))
    };
    let value = view.range.clone();
    let name = value.name(clock);
    let onrange = {
        let (go, view) = (go.clone(), view.clone());
        Callback::from(move |range| go.emit((View { range, ..view.clone() }, true)))
    };
    let panel =
        TimePanelProps { popover: RANGE.into(), value, onchange: onrange, refresh: None, compare: None };
    html! {
        <div class="flex flex-wrap items-start gap-2 px-4 pb-3">
            <div class="min-w-0 flex-1">
                <FilterBar
                    id="audit-filter"
                    label={w::audit_filter()}
                    placeholder={w::audit_filter_hint()}
                    facets={facets(view)}
                    text={view.text.clone()}
                    {onchange}
                />
            </div>
            { popover_button(RANGE, "button-outline", None, html! {
                <>{ icon(Symbol::Clock) }{ name }{ small_icon(Symbol::ChevronDown) }</>
            }) }
            { popover(RANGE, w::signals_range(), Align::End, parts::time_range_panel(RANGE, panel)) }
        </div>
    }
}

fn facets(view: &View) -> Vec<Facet> {
    let outcomes = AuditOutcome::ALL.map(|outcome| FacetValue {
        value: outcome.as_str().into(),
        label: outcome_name(outcome).into(),
        shape: Some(shape(outcome)),
        count: None,
        chosen: view.outcome.contains(&outcome),
    });
    // Reading is no entry of its own.
    let changes = operations::ALL.iter().filter(|info| !info.method.is_safe()).map(|info| info.name);
    let mut actions: Vec<_> = changes.chain(EVENTS).chain(view.action.iter().map(String::as_str)).collect();
    actions.sort_unstable();
    actions.dedup();
    let plain = |value: &str, chosen: bool| FacetValue {
        value: value.to_owned().into(),
        label: value.to_owned().into(),
        shape: None,
        count: None,
        chosen,
    };
    let is_chosen = |action: &str| view.action.iter().any(|one| one == action);
    let actions = actions.into_iter().map(|action| plain(action, is_chosen(action))).collect();
    let actors = view.actor.iter().map(|actor| plain(actor, true)).collect();
    let subjects = view.subject.iter().map(|subject| plain(subject, true)).collect();
    vec![
        Facet { key: "outcome".into(), name: w::audit_outcome().into(), values: outcomes.into() },
        Facet { key: "action".into(), name: w::audit_action().into(), values: actions },
        Facet { key: "actor".into(), name: w::audit_actor().into(), values: actors },
        Facet { key: "subject".into(), name: w::audit_subject().into(), values: subjects },
    ]
}

fn changed(view: &View, change: FilterChange) -> View {
    let mut next = view.clone();
    match change {
        FilterChange::Toggle(key, value) => toggle(&mut next, &key, &value),
        FilterChange::Line(values, text) => {
            for (key, value) in values {
                if !is_set(&next, &key, &value) {
                    toggle(&mut next, &key, &value);
                }
            }
            next.text = text;
        }
        FilterChange::Clear => next = View { opened: view.opened, ..View::default() },
    }
    next
}

fn is_set(view: &View, key: &str, value: &str) -> bool {
    match key {
        "outcome" => view.outcome.iter().any(|one| one.as_str() == value),
        "action" => view.action.iter().any(|one| one == value),
        "actor" => view.actor.iter().any(|one| one == value),
        _ => view.subject.as_deref() == Some(value),
    }
}

fn toggle(view: &mut View, key: &str, value: &str) {
    fn flip<T: PartialEq>(list: &mut Vec<T>, value: T) {
        match list.iter().position(|one| *one == value) {
            Some(at) => drop(list.remove(at)),
            None => list.push(value),
        }
    }
    match key {
        "outcome" => {
            if let Some(outcome) = AuditOutcome::parse(value) {
                flip(&mut view.outcome, outcome);
            }
        }
        "action" => flip(&mut view.action, value.to_owned()),
        "actor" => flip(&mut view.actor, value.to_owned()),
        _ => view.subject = (view.subject.as_deref() != Some(value)).then(|| value.to_owned()),
    }
}

/// Every entry that matches, as the server writes it.
pub(super) fn export(view: &View, clock: Clock) -> Html {
    let link = |format: &str, name: &'static str| {
        html! {
            <a class="button button-outline" href={address(view, clock, format)} download="" title={w::audit_export_help()}>
                { icon(Symbol::ArrowDown) }{ name }
            </a>
        }
    };
    html! { <>{ link("csv", w::audit_csv()) }{ link("jsonl", w::audit_jsonl()) }</> }
}

fn address(view: &View, clock: Clock, format: &str) -> String {
    let request = view.request(clock);
    let mut pairs: Vec<(&str, String)> = vec![("format", format.to_owned())];
    pairs.extend(request.actor.into_iter().map(|actor| ("actor", actor)));
    pairs.extend(request.action.into_iter().map(|action| ("action", action)));
    pairs.extend(request.subject.into_iter().map(|subject| ("subject", subject)));
    pairs.extend(request.outcome.into_iter().map(|outcome| ("outcome", outcome.as_str().to_owned())));
    pairs.extend(request.from.into_iter().map(|from| ("from", from.to_string())));
    pairs.extend(request.to.into_iter().map(|to| ("to", to.to_string())));
    pairs.extend(request.text.into_iter().map(|text| ("text", text)));
    let mut address = EXPORT.to_owned();
    for (at, (key, value)) in pairs.iter().enumerate() {
        address.push(if at == 0 { '?' } else { '&' });
        push_encoded(&mut address, key);
        address.push('=');
        push_encoded(&mut address, value);
    }
    address
}

#[cfg(test)]
mod tests {
    use console_api::Timestamp;

    use super::*;
    use crate::clock::Zone;

    #[test]
    fn a_line_adds_a_button_toggles_and_clear_leaves_the_open_entry() {
        let view = View { opened: Some(3), ..View::default() };
        let view = changed(&view, FilterChange::Toggle("outcome".into(), "denied".into()));
        assert_eq!(view.outcome, [AuditOutcome::Denied]);
        let line = vec![("outcome".into(), "denied".into()), ("action".into(), "members.remove".into())];
        let view = changed(&view, FilterChange::Line(line, "ana".to_owned()));
        assert_eq!((view.outcome.len(), view.action.len(), view.text.as_str()), (1, 1, "ana"));
        let view = changed(&view, FilterChange::Toggle("outcome".into(), "denied".into()));
        assert!(view.outcome.is_empty());
        assert_eq!(changed(&view, FilterChange::Clear), View { opened: Some(3), ..View::default() });
    }

    #[test]
    fn an_export_takes_the_filter_of_the_list() {
        let now = Timestamp::parse("2026-11-20T12:00:00Z").unwrap();
        let view = View::parse("outcome=denied&q=a%20b&from=now-1h");
        let address = address(&view, Clock { now, zone: Zone::Utc }, "csv");
        let from = Timestamp(now.0 - 3_600_000_000).to_string().replace(':', "%3A");
        let expected =
            ["/api/v1/audit/export?format=csv&outcome=denied&from=", &from, "&text=a%20b"].concat();
        assert_eq!(address, expected);
    }
}
