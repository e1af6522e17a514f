//! Rules with all their versions.

use console_api::operations::ListRuleStacks;
use console_api::{Rule, RuleStack};
use yew::prelude::*;

use crate::cache::use_query;
use crate::clock::{Clock, use_clock};
use crate::components::{
    LoadedView, Symbol, empty, freshness_note, relative_time, rule_status_badge, severity_word,
};
use crate::dom::{el, el_of, line, none, say, tell};
use crate::live::use_freshness;
use crate::query_string;
use crate::route::Route;
use crate::shell::page_heading;
use crate::text;

#[component]
pub(crate) fn RulesPage() -> Html {
    let asked = use_query(ListRuleStacks::default());
    let clock = use_clock();
    let freshness = use_freshness();
    let stacks = asked.data();
    let count =
        stacks.as_ref().map(|stacks| text::counted(i64::try_from(stacks.len()).unwrap_or(i64::MAX), "rule"));
    let heading = html! {
        <>
            <p class="tabular text-ui text-ink-2" role="status">{ count }</p>
            <span class="ml-auto">{ freshness_note(freshness.as_ref(), clock) }</span>
        </>
    };
    html! {
        <>
            { page_heading(Route::Rules.title(), heading) }
            <LoadedView
                content={stacks.map(|stacks| stack_list(&stacks, clock))}
                error={asked.error()}
                fetched_at={asked.fetched_at()}
                retry={asked.retry()}
                noun="rules"
            />
        </>
    }
}

fn stack_list(stacks: &[RuleStack], clock: Clock) -> Html {
    if stacks.is_empty() {
        let next = line("p", "", "FLUO has no rules. Rules created there appear here within seconds.");
        return empty(Symbol::Rules, "No rules yet", next);
    }
    el_of("ul", "stacks", stacks.iter().map(|stack| stack_item(stack, clock)).collect())
}

/// The newest active version in sight, the others folded below it.
fn stack_item(stack: &RuleStack, clock: Clock) -> Html {
    let Some((first, others)) = stack.versions.split_first() else { return none() };
    let head = [
        el("h2", "font-mono text-ui font-medium text-ink wrap-anywhere", [tell(stack.id.as_str())]),
        el("span", "text-small text-ink-2", [say("version "), tell(first.version.as_str())]),
        rule_status_badge(first.status),
        first
            .severity
            .map_or_else(none, |severity| el("span", "text-small", [severity_word(severity, None)])),
        el("span", "tabular text-small text-ink-2 sm:ml-auto", [raised(stack, clock)]),
    ];
    el(
        "li",
        "stack",
        [
            el("div", "flex flex-wrap items-center gap-x-3 gap-y-1", head),
            first.description.as_deref().map_or_else(none, |words| el("p", "text-ink-2", [tell(words)])),
            condition(&first.expression, ["Condition of ", stack.id.as_str()].concat()),
            if others.is_empty() { none() } else { versions(others, clock) },
        ],
    )
}

fn versions(others: &[Rule], clock: Clock) -> Html {
    let count = text::counted(i64::try_from(others.len()).unwrap_or(i64::MAX), "other version");
    let items = others.iter().map(|rule| {
        let at = rule.modified_at.or(rule.created_at);
        el(
            "li",
            "flex flex-col gap-1.5 border-l-2 border-line pl-3",
            [
                el(
                    "p",
                    "flex flex-wrap items-center gap-x-3 gap-y-1 text-small",
                    [
                        el("span", "font-medium text-ink", [say("Version "), tell(rule.version.as_str())]),
                        rule_status_badge(rule.status),
                        at.map_or_else(none, |at| el("span", "text-ink-2", [relative_time(at, clock)])),
                    ],
                ),
                condition(&rule.expression, ["Condition of version ", rule.version.as_str()].concat()),
            ],
        )
    });
    el(
        "details",
        "versions",
        [
            el("summary", "button-link", [tell(&count)]),
            el_of("ol", "mt-2 flex flex-col gap-3", items.collect()),
        ],
    )
}

/// Scrolls within itself; `label` says whose it is.
fn condition(expression: &str, label: String) -> Html {
    html! { <pre class="code" tabindex="0" role="region" aria-label={label}>{ expression.to_owned() }</pre> }
}

/// How many signals, when the last one, and the way to them.
fn raised(stack: &RuleStack, clock: Clock) -> Html {
    if stack.signals == 0 {
        return say("no signals yet");
    }
    let query = query_string::build([("rule", stack.id.as_str())]);
    let href = [Route::Signals.path(), "?", &query].concat();
    let last = stack
        .last_signal_at
        .map_or_else(none, |at| el("span", "", [say("last signal "), relative_time(at, clock)]));
    el(
        "span",
        "inline-flex items-center gap-2",
        [last, html! { <a class="button-link" {href}>{ text::counted(stack.signals, "signal") }</a> }],
    )
}
