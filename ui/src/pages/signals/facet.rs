//! What a facet opens: its values, with how many signals each would leave. Fetched when it is first opened.

use std::rc::Rc;

use console_api::signal::{Facet as Counted, SignalCounts};
use console_api::{RuleId, Severity, SignalStatus};
use yew::prelude::*;

use super::Go;
use super::facets::{Field, changed};
use super::view::{View, toggle};
use crate::components::{Shape, glyph, severity_name, severity_shape, status_name, status_shape};
use crate::text;
use crate::words as w;

#[derive(PartialEq)]
pub(crate) struct FacetProps {
    pub(super) field: Field,
    pub(super) view: Rc<View>,
    pub(super) go: Go,
    pub(super) counts: Option<Rc<SignalCounts>>,
}

/// One value to choose.
struct Choice {
    text: AttrValue,
    shape: Option<Shape>,
    count: Option<i64>,
    chosen: bool,
    /// The view with this value chosen, or not any more.
    toggled: View,
}

pub(crate) fn facet(props: &FacetProps) -> Html {
    let FacetProps { field, view, go, counts } = props;
    let counts = counts.as_deref();
    let choices = match field {
        Field::Severity => severities(view, counts),
        Field::Status => statuses(view, counts),
        Field::Service => services(view, counts),
        Field::Rule => rules(view, counts),
    };
    html! {
        <div class="flex min-w-56 flex-col p-1">
            if choices.is_empty() { <p class="px-2 py-1.5 text-ink-2">{ w::facet_none() }</p> }
            for choice in choices { { option(choice, go) } }
        </div>
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
    let choice = |rule: &RuleId, count: Option<i64>| Choice {
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

fn count_of<T: PartialEq>(facets: &[Counted<T>], value: &T) -> i64 {
    facets.iter().find(|facet| facet.value == *value).map_or(0, |facet| facet.count)
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
