//! Facets: the values of a field with how many signals each would leave.

use std::rc::Rc;

use console_api::signal::{Facet, SignalCounts};
use console_api::{Severity, SignalStatus};
use yew::prelude::*;

use super::Go;
use super::view::{View, toggle};
use crate::components::{
    Align, Shape, Symbol, glyph, popover, popover_button, severity_name, severity_shape, small_icon,
    status_name, status_shape,
};
use crate::text;

/// One value to choose.
struct Choice {
    text: AttrValue,
    shape: Option<Shape>,
    count: Option<i64>,
    chosen: bool,
    /// The view with this value chosen, or not any more.
    toggled: View,
}

/// The four facet buttons with their popovers.
pub(super) fn facets(view: &View, go: &Go, counts: Option<&SignalCounts>) -> Html {
    html! {
        <>
            { facet("facet-severity", "Severity", severities(view, counts), go) }
            { facet("facet-status", "Status", statuses(view, counts), go) }
            { facet("facet-service", "Service", services(view, counts), go) }
            { facet("facet-rule", "Rule", rules(view, counts), go) }
        </>
    }
}

fn severities(view: &View, counts: Option<&SignalCounts>) -> Vec<Choice> {
    let choice = |severity: Severity| Choice {
        text: severity_name(severity).into(),
        shape: Some(severity_shape(severity)),
        count: counts.map(|counts| count_of(&counts.severity, &severity)),
        chosen: view.severity.contains(&severity),
        toggled: changed(view, |view| toggle(&mut view.severity, severity)),
    };
    Severity::ALL.into_iter().map(choice).collect()
}

fn statuses(view: &View, counts: Option<&SignalCounts>) -> Vec<Choice> {
    let choice = |status: SignalStatus| Choice {
        text: status_name(status).into(),
        shape: Some(status_shape(status)),
        count: counts.map(|counts| count_of(&counts.status, &status)),
        chosen: view.status.contains(&status),
        toggled: changed(view, |view| toggle(&mut view.status, status)),
    };
    SignalStatus::ALL.into_iter().map(choice).collect()
}

fn services(view: &View, counts: Option<&SignalCounts>) -> Vec<Choice> {
    let known = counts.map(|counts| counts.service.as_slice()).unwrap_or_default();
    let choice = |service: &String, count: Option<i64>| Choice {
        text: service.clone().into(),
        shape: None,
        count,
        chosen: view.service.contains(service),
        toggled: changed(view, |view| toggle(&mut view.service, service.clone())),
    };
    let missing = view.service.iter().filter(|service| !known.iter().any(|facet| facet.value == **service));
    let missing = missing.map(|service| choice(service, counts.map(|_| 0)));
    known.iter().map(|facet| choice(&facet.value, Some(facet.count))).chain(missing).collect()
}

fn rules(view: &View, counts: Option<&SignalCounts>) -> Vec<Choice> {
    let known = counts.map(|counts| counts.rule.as_slice()).unwrap_or_default();
    let choice = |rule: &console_api::RuleId, count: Option<i64>| Choice {
        text: rule.0.clone().into(),
        shape: None,
        count,
        chosen: view.rule.contains(rule),
        toggled: changed(view, |view| toggle(&mut view.rule, rule.clone())),
    };
    let missing = view.rule.iter().filter(|rule| !known.iter().any(|facet| facet.value == **rule));
    let missing = missing.map(|rule| choice(rule, counts.map(|_| 0)));
    known.iter().map(|facet| choice(&facet.value, Some(facet.count))).chain(missing).collect()
}

fn count_of<T: PartialEq>(facets: &[Facet<T>], value: &T) -> i64 {
    facets.iter().find(|facet| facet.value == *value).map_or(0, |facet| facet.count)
}

fn changed(view: &View, change: impl FnOnce(&mut View)) -> View {
    let mut view = view.clone();
    change(&mut view);
    view
}

fn facet(id: &'static str, name: &'static str, choices: Vec<Choice>, go: &Go) -> Html {
    let chosen = choices.iter().filter(|choice| choice.chosen).count();
    let content = html! {
        <>
            { name }
            if chosen > 0 { <span class="count count-active">{ chosen.to_string() }</span> }
            { small_icon(Symbol::ChevronDown) }
        </>
    };
    let options = html! {
        <div class="flex min-w-56 flex-col p-1">
            if choices.is_empty() { <p class="px-2 py-1.5 text-ink-2">{ "No values yet" }</p> }
            for choice in choices { { option(choice, go) } }
        </div>
    };
    html! {
        <>
            { popover_button(id, "button-outline", None, content) }
            { popover(id, name, Align::Start, options) }
        </>
    }
}

fn option(choice: Choice, go: &Go) -> Html {
    let (go, toggled) = (go.clone(), Rc::new(choice.toggled));
    let onchange = Callback::from(move |_: Event| go.emit((Rc::clone(&toggled), true)));
    html! {
        <label class="option">
            <input type="checkbox" class="check" checked={choice.chosen} {onchange} />
            if let Some(shape) = choice.shape { { glyph(shape) } }
            <span class="min-w-0 flex-1 truncate">{ choice.text }</span>
            if let Some(count) = choice.count {
                <span class="tabular text-small text-ink-2">{ text::number(count) }</span>
            }
        </label>
    }
}

/// Each part that is set, in words, with the view without it.
pub(super) fn unset(view: &View) -> Vec<(String, View)> {
    let mut parts = Vec::new();
    let mut part = |words: &[&str], change: &dyn Fn(&mut View)| {
        parts.push((words.concat(), changed(view, change)));
    };
    for severity in &view.severity {
        part(&["severity: ", severity_name(*severity)], &|view| toggle(&mut view.severity, *severity));
    }
    for status in &view.status {
        part(&["status: ", status_name(*status)], &|view| toggle(&mut view.status, *status));
    }
    for service in &view.service {
        part(&["service: ", service], &|view| toggle(&mut view.service, service.clone()));
    }
    for rule in &view.rule {
        part(&["rule: ", rule.as_str()], &|view| toggle(&mut view.rule, rule.clone()));
    }
    if let Some(from) = &view.from {
        part(&["from ", from.text()], &|view| view.from = None);
    }
    if let Some(to) = &view.to {
        part(&["to ", to.text()], &|view| view.to = None);
    }
    if !view.text.is_empty() {
        part(&["\u{201c}", &view.text, "\u{201d}"], &|view| view.text.clear());
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
