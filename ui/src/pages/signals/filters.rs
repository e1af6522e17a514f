//! The filter bar over the list, and what it knows of the signals: values to choose with their counts.

use std::rc::Rc;

use console_api::query::Key;
use console_api::signal::{Facet as Counted, SignalCounts};
use console_api::{Severity, SignalStatus};
use yew::prelude::*;

use super::Go;
use super::range::range_button;
use super::view::View;
use crate::clock::Clock;
use crate::components::form::{QueryBar, QueryChange, QueryFacet, QueryValue};
use crate::components::{Shape, glyph, severity_name, severity_shape, status_name, status_shape};
use crate::words as w;

/// Id of the text field; `/` goes there.
pub(super) const SEARCH: &str = "signals-search";

#[derive(Properties, PartialEq)]
pub(super) struct FiltersProps {
    pub(super) view: Rc<View>,
    pub(super) go: Go,
    pub(super) counts: Option<Rc<SignalCounts>>,
    /// Signals that match and are not listed, since they are put aside.
    pub(super) hidden: i64,
    pub(super) clock: Clock,
    /// Behind the time range.
    pub(super) beside: Html,
}

#[component]
pub(super) fn Filters(props: &FiltersProps) -> Html {
    let FiltersProps { view, go, counts, hidden, clock, beside } = props;
    let change = |make: fn(&View) -> View, keep: bool| {
        let (go, changed) = (go.clone(), Rc::new(make(view)));
        move || go.emit((Rc::clone(&changed), keep))
    };
    let onchange = {
        let (view, go) = (Rc::clone(view), go.clone());
        let clear = change(View::cleared, true);
        Callback::from(move |change: QueryChange| match change {
            QueryChange::Query { text, typing } if text == view.q && typing => {}
            QueryChange::Query { text, typing } => {
                go.emit((Rc::new(View { q: text, ..(*view).clone() }), !typing));
            }
            QueryChange::Clear => clear(),
        })
    };
    let mut chips: Vec<(AttrValue, Callback<()>)> = Vec::new();
    if let Some(from) = &view.from {
        let without = change(|view| View { from: None, ..view.clone() }, true);
        chips.push((w::chip_from(from.text()).into(), Callback::from(move |()| without())));
    }
    if let Some(to) = &view.to {
        let without = change(|view| View { to: None, ..view.clone() }, true);
        chips.push((w::chip_to(to.text()).into(), Callback::from(move |()| without())));
    }
    html! {
        <div class="flex flex-col gap-2 px-4 pb-3">
            <QueryBar
                id={SEARCH}
                label={w::signals_filter()}
                placeholder={w::signals_search_in()}
                facets={facets(counts.as_deref())}
                query={view.q.clone()}
                beside={html! { <>{ range_button(view, go, *clock) }{ beside.clone() }</> }}
                results={counts.as_ref().map(|counts| AttrValue::from(w::signals_count(counts.total)))}
                {chips}
                note={hidden_note(*hidden, view, go)}
                {onchange}
            />
            if !view.not_understood.is_empty() {
                <p role="alert" class="flex items-center gap-2 text-small text-warning-text">
                    { glyph(Shape::Triangle) }
                    <span class="wrap-anywhere">
                        { w::signals_not_understood(&view.not_understood.join(", ")) }
                    </span>
                </p>
            }
        </div>
    }
}

/// How many are not listed, and the way to see them.
fn hidden_note(hidden: i64, view: &Rc<View>, go: &Go) -> Html {
    if hidden == 0 {
        return Html::default();
    }
    let (view, go) = (Rc::clone(view), go.clone());
    let show = Callback::from(move |_: MouseEvent| {
        let q = [view.q.trim(), "snoozed:yes,no"].join(" ").trim().to_owned();
        go.emit((Rc::new(View { q, ..(*view).clone() }), true));
    });
    html! {
        <p class="flex items-center gap-1.5 text-small text-ink-2">
            { glyph(Shape::SquarePause) }
            { w::signals_hidden(hidden) }
            <button type="button" class="button-link text-small" onclick={show}>{ w::signals_show_hidden() }</button>
        </p>
    }
}

fn facets(counts: Option<&SignalCounts>) -> Vec<QueryFacet> {
    let fixed = |word: &str, label: &'static str, shape: Shape, count: Option<i64>| QueryValue {
        value: word.to_ascii_lowercase().into(),
        label: label.into(),
        shape: Some(shape),
        count,
    };
    let severity = Severity::ALL.map(|severity| {
        let count = counts.map(|counts| count_of(&counts.severity, &severity));
        fixed(severity.as_str(), severity_name(severity), severity_shape(severity), count)
    });
    let status = SignalStatus::ALL.map(|status| {
        let count = counts.map(|counts| count_of(&counts.status, &status));
        fixed(status.as_str(), status_name(status), status_shape(status), count)
    });
    let free = |value: &str, count: i64| QueryValue {
        value: value.to_owned().into(),
        label: value.to_owned().into(),
        shape: None,
        count: Some(count),
    };
    let service = counts
        .map(|counts| counts.service.iter().map(|facet| free(&facet.value, facet.count)).collect::<Vec<_>>());
    let rule = counts.map(|counts| {
        counts.rule.iter().map(|facet| free(facet.value.as_str(), facet.count)).collect::<Vec<_>>()
    });
    let facet =
        |key, name: &'static str, values| QueryFacet { key, name: name.into(), values, has_button: true };
    vec![
        facet(Key::Severity, w::facet_severity(), severity.into()),
        facet(Key::Status, w::facet_status(), status.into()),
        facet(Key::Service, w::facet_service(), service.unwrap_or_default()),
        facet(Key::Rule, w::facet_rule(), rule.unwrap_or_default()),
    ]
}

fn count_of<T: PartialEq>(facets: &[Counted<T>], value: &T) -> i64 {
    facets.iter().find(|facet| facet.value == *value).map_or(0, |facet| facet.count)
}
