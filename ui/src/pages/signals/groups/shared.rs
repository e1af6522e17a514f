//! What the newest signals of a group share, and where they differ.

use console_api::group::{AttributeOf, GroupDetail, SignalGroup};
use console_api::operations::GetSignalGroup;
use serde_json::Value;
use yew::prelude::*;

use crate::cache::use_query;
use crate::clock::use_clock;
use crate::components::LoadedView;
use crate::dom::{el, line, tell};
use crate::text;
use crate::words as w;

#[derive(Properties, PartialEq)]
pub(super) struct SharedProps {
    pub(super) group: SignalGroup,
    /// What the list asks for.
    pub(super) q: Option<String>,
}

#[component]
pub(super) fn Shared(props: &SharedProps) -> Html {
    let SharedProps { group, q } = props;
    let clock = use_clock();
    let asked = use_query(GetSignalGroup {
        q: q.clone(),
        rule: group.rule_id.clone(),
        service: group.service.clone(),
        span_name: group.span_name.clone(),
    });
    html! {
        <section class="groups-shared" aria-label={w::groups_shared()}>
            <LoadedView
                content={asked.data().map(|detail| content(&detail))}
                error={asked.error()}
                fetched_at={asked.fetched_at().or(Some(clock.now))}
                retry={asked.retry()}
                noun={w::noun_groups_shared()}
            />
        </section>
    }
}

fn content(detail: &GroupDetail) -> Html {
    let looked_at = i64::from(detail.looked_at);
    let common = detail.common.iter().map(|attribute| {
        html! { <><dt>{ named(attribute.of, &attribute.key) }</dt><dd>{ shown(&attribute.value) }</dd></> }
    });
    let different = detail.different.iter().map(|attribute| {
        let values = attribute.values.iter().map(|facet| {
            let share = [&text::number(facet.count * 100 / looked_at.max(1)), "%"].concat();
            el("span", "wrap-anywhere", [tell(&[&shown(&facet.value), " ", &share].concat())])
        });
        let others = i64::from(attribute.distinct) - attribute.values.len() as i64;
        html! {
            <>
                <dt>{ named(attribute.of, &attribute.key) }</dt>
                <dd class="flex flex-wrap gap-x-3">
                    { for values }
                    if others > 0 {
                        <span class="text-ink-2">{ w::groups_other_values(others) }</span>
                    }
                    if attribute.present < detail.looked_at {
                        <span class="text-ink-2">{ w::groups_absent(i64::from(detail.looked_at - attribute.present)) }</span>
                    }
                </dd>
            </>
        }
    });
    html! {
        <>
            <p class="text-small text-ink-2">{ w::groups_looked_at(looked_at) }</p>
            if detail.gone > 0 {
                <p class="text-small text-ink-2">{ w::groups_gone(i64::from(detail.gone)) }</p>
            }
            if let Some(problem) = &detail.problem {
                <p class="text-small text-warning-text">{ w::groups_not_read(i64::from(detail.not_read), problem) }</p>
            }
            if looked_at > 0 {
                { line("h3", "font-medium", w::groups_common()) }
                if detail.common.is_empty() {
                    { line("p", "text-ink-2", w::groups_common_none()) }
                }
                <dl class="groups-attributes">{ for common }</dl>
                { line("h3", "font-medium", w::groups_different()) }
                if detail.different.is_empty() {
                    { line("p", "text-ink-2", w::groups_different_none()) }
                }
                <dl class="groups-attributes">{ for different }</dl>
            }
        </>
    }
}

fn named(of: AttributeOf, key: &str) -> String {
    match of {
        AttributeOf::Span => key.to_owned(),
        AttributeOf::Resource => w::groups_of_resource(key),
    }
}

fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
