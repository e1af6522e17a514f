//! Facets: the fields whose values can be chosen, each on a button with how many are chosen; and what is chosen, in words.

use std::rc::Rc;

use console_api::signal::SignalCounts;
use yew::prelude::*;

use super::Go;
use super::facet::FacetProps;
use super::view::{View, toggle};
use crate::components::{Align, Symbol, popover, popover_button, severity_name, small_icon, status_name};
use crate::parts;
use crate::words as w;

/// A field whose values can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Severity,
    Status,
    Service,
    Rule,
}

/// The four facet buttons with their popovers.
pub(super) fn facets(view: &Rc<View>, go: &Go, counts: Option<&Rc<SignalCounts>>) -> Html {
    let facet = |field, id, name, chosen: usize| {
        let props = FacetProps { field, view: Rc::clone(view), go: go.clone(), counts: counts.cloned() };
        let button = html! {
            <>
                { name }
                if chosen > 0 { <span class="count count-active">{ chosen.to_string() }</span> }
                { small_icon(Symbol::ChevronDown) }
            </>
        };
        html! {
            <>
                { popover_button(id, "button-outline", None, button) }
                { popover(id, name, Align::Start, parts::signals_facet(id, props)) }
            </>
        }
    };
    html! {
        <>
            { facet(Field::Severity, "facet-severity", w::facet_severity(), view.severity.len()) }
            { facet(Field::Status, "facet-status", w::facet_status(), view.status.len()) }
            { facet(Field::Service, "facet-service", w::facet_service(), view.service.len()) }
            { facet(Field::Rule, "facet-rule", w::facet_rule(), view.rule.len()) }
        </>
    }
}

pub(super) fn changed(view: &View, change: impl FnOnce(&mut View)) -> View {
    let mut view = view.clone();
    change(&mut view);
    view
}

/// Each part that is set, in words, with the view without it.
pub(super) fn unset(view: &View) -> Vec<(String, View)> {
    let mut parts = Vec::new();
    let mut part = |words: String, change: &dyn Fn(&mut View)| parts.push((words, changed(view, change)));
    for severity in &view.severity {
        let words = w::chip_severity(severity_name(*severity));
        part(words, &|view| toggle(&mut view.severity, *severity));
    }
    for status in &view.status {
        part(w::chip_status(status_name(*status)), &|view| toggle(&mut view.status, *status));
    }
    for service in &view.service {
        part(w::chip_service(service), &|view| toggle(&mut view.service, service.clone()));
    }
    for rule in &view.rule {
        part(w::chip_rule(rule.as_str()), &|view| toggle(&mut view.rule, rule.clone()));
    }
    if let Some(from) = &view.from {
        part(w::chip_from(from.text()), &|view| view.from = None);
    }
    if let Some(to) = &view.to {
        part(w::chip_to(to.text()), &|view| view.to = None);
    }
    if !view.text.is_empty() {
        part(w::chip_text(&view.text), &|view| view.text.clear());
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_chip_takes_away_its_own_part() {
        let view = View::parse("severity=ERROR&severity=INFO&service=pay&from=now-1h&q=x");
        let parts: Vec<_> =
            unset(&view).into_iter().map(|(words, without)| (words, without.query())).collect();
        let expected = [
            ("severity: Error", "severity=INFO&service=pay&from=now-1h&q=x"),
            ("severity: Info", "severity=ERROR&service=pay&from=now-1h&q=x"),
            ("service: pay", "severity=ERROR&severity=INFO&from=now-1h&q=x"),
            ("from now-1h", "severity=ERROR&severity=INFO&service=pay&q=x"),
            ("“x”", "severity=ERROR&severity=INFO&service=pay&from=now-1h"),
        ];
        assert_eq!(parts, expected.map(|(words, query)| (words.to_owned(), query.to_owned())));
    }
}
