//! A filter bar over a made-up list: set and unset, and with what it does not understand.

use yew::prelude::*;

use crate::components::Shape;
use crate::components::form::{Facet, FacetValue, FilterBar, FilterChange};
use crate::pages::gallery::specimen;

const SEVERITIES: [(&str, &str, Shape, i64); 3] = [
    ("ERROR", "Error", Shape::Octagon, 128),
    ("WARNING", "Warning", Shape::Triangle, 1_204),
    ("INFO", "Info", Shape::CircleInfo, 7),
];
const SERVICES: [(&str, i64); 4] =
    [("checkout", 640), ("payment", 512), ("cart", 180), ("product catalogue", 7)];

pub(super) fn filter_bar() -> Html {
    html! {
        <>
            { specimen("Nothing set", html! { <Bar id="filter" set={false} /> }) }
            { specimen("Set", html! { <Bar id="filter-set" set={true} /> }) }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct BarProps {
    id: &'static str,
    set: bool,
}

#[component]
fn Bar(props: &BarProps) -> Html {
    let chosen =
        use_state_eq(|| if props.set { vec!["ERROR".to_owned(), "payment".to_owned()] } else { Vec::new() });
    let text = use_state_eq(|| AttrValue::from(if props.set { "took longer" } else { "" }));
    let severities = SEVERITIES.map(|(value, label, shape, count)| FacetValue {
        value: value.into(),
        label: label.into(),
        shape: Some(shape),
        count: Some(count),
        chosen: chosen.iter().any(|one| one == value),
    });
    let services = SERVICES.map(|(name, count)| FacetValue {
        value: name.into(),
        label: name.into(),
        shape: None,
        count: Some(count),
        chosen: chosen.iter().any(|one| one == name),
    });
    let facets = vec![
        Facet { key: "severity".into(), name: "Severity".into(), values: severities.into() },
        Facet { key: "service".into(), name: "Service".into(), values: services.into() },
        Facet { key: "rule".into(), name: "Rule".into(), values: Vec::new() },
    ];
    let results = if chosen.is_empty() && text.is_empty() { "1,339 signals" } else { "12 signals" };
    let onchange = {
        let (chosen, text) = (chosen.clone(), text.clone());
        Callback::from(move |change: FilterChange| {
            let mut next = (*chosen).clone();
            match change {
                FilterChange::Toggle(_, value) => match next.iter().position(|one| *one == *value) {
                    Some(at) => drop(next.remove(at)),
                    None => next.push(value.to_string()),
                },
                FilterChange::Line(values, words) => {
                    for (_, value) in values {
                        if !next.iter().any(|one| *one == *value) {
                            next.push(value.to_string());
                        }
                    }
                    text.set(words.into());
                }
                FilterChange::Clear => {
                    next.clear();
                    text.set(AttrValue::default());
                }
            }
            chosen.set(next);
        })
    };
    html! {
        <FilterBar
            id={props.id}
            label="Filter signals"
            placeholder="Words, or service:checkout severity:error"
            {facets}
            text={(*text).clone()}
            {results}
            {onchange}
        />
    }
}
