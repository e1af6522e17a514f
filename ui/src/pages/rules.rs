//! Rules with all their versions.

use console_api::operations::ListRuleStacks;
use console_api::{Rule, RuleStack};
use console_rules::Language;
use yew::prelude::*;

use crate::cache::use_query;
use crate::clock::{Clock, use_clock};
use crate::components::{
    LoadedView, Symbol, empty, freshness_note, relative_time, rule_status_badge, rule_text, severity_word,
    time_said,
};
use crate::dom::{el, el_of, line, none, say, tell};
use crate::live::use_freshness;
use crate::query_string;
use crate::route::Route;
use crate::shell::page_heading;
use crate::words as w;

#[component]
pub(crate) fn RulesPage() -> Html {
    let asked = use_query(ListRuleStacks::default());
    let clock = use_clock();
    let freshness = use_freshness();
    let stacks = asked.data();
    let count = stacks.as_ref().map(|stacks| w::rules_count(i64::try_from(stacks.len()).unwrap_or(i64::MAX)));
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
                noun={w::noun_rules()}
            />
        </>
    }
}

fn stack_list(stacks: &[RuleStack], clock: Clock) -> Html {
    if stacks.is_empty() {
        let next = line("p", "", w::rules_none_help());
        return empty(Symbol::Rules, w::rules_none(), next);
    }
    el_of("ul", "stacks", stacks.iter().map(|stack| stack_item(stack, clock)).collect())
}

/// The newest active version in sight, the others folded below it.
fn stack_item(stack: &RuleStack, clock: Clock) -> Html {
    let Some((first, others)) = stack.versions.split_first() else { return none() };
    let head = [
        el("h2", "font-mono text-ui font-medium text-ink wrap-anywhere", [tell(stack.id.as_str())]),
        el("span", "text-small text-ink-2", [tell(&w::rules_version(first.version.as_str()))]),
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
            condition(&first.expression, w::rules_condition(stack.id.as_str())),
            if others.is_empty() { none() } else { versions(others, clock) },
        ],
    )
}

fn versions(others: &[Rule], clock: Clock) -> Html {
    let count = w::rules_other_versions(i64::try_from(others.len()).unwrap_or(i64::MAX));
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
                        el(
                            "span",
                            "font-medium text-ink",
                            [tell(&w::rules_version_title(rule.version.as_str()))],
                        ),
                        rule_status_badge(rule.status),
                        at.map_or_else(none, |at| el("span", "text-ink-2", [relative_time(at, clock)])),
                    ],
                ),
                condition(&rule.expression, w::rules_condition_version(rule.version.as_str())),
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

fn condition(expression: &str, label: String) -> Html {
    rule_text(expression, &label, false, Language::guess(expression))
}

/// How many signals, when the last one, and the way to them.
fn raised(stack: &RuleStack, clock: Clock) -> Html {
    if stack.signals == 0 {
        return say(w::rules_no_signals());
    }
    let query = query_string::build([("rule", stack.id.as_str())]);
    let href = [Route::Signals.path(), "?", &query].concat();
    let last = stack.last_signal_at.map_or_else(none, |at| time_said(at, clock, w::rules_last_signal));
    el(
        "span",
        "inline-flex items-center gap-2",
        [last, html! { <a class="button-link" {href}>{ w::rules_signals(stack.signals) }</a> }],
    )
}
