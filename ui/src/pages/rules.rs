//! Rules with all their versions.

use console_api::operations::ListRuleStacks;
use console_api::{RuleStack, Timestamp};
use yew::prelude::*;

use crate::cache::use_query;
use crate::clock::{Clock, use_clock};
use crate::components::{
    LoadedView, Symbol, empty, freshness_note, relative_time, rule_status_badge, severity_word,
};
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
    let count = stacks.as_ref().map(|stacks| text::counted(i64::try_from(stacks.len()).unwrap_or(i64::MAX), "rule"));
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
        return empty(
            Symbol::Rules,
            "No rules yet",
            html! { <p>{ "FLUO has no rules. Rules created there appear here within seconds." }</p> },
        );
    }
    html! {
        <ul class="stacks">
            for stack in stacks { <li key={stack.id.as_str()} class="stack">{ stack_item(stack, clock) }</li> }
        </ul>
    }
}

/// The newest active version in sight, the others folded below it.
fn stack_item(stack: &RuleStack, clock: Clock) -> Html {
    let Some((first, others)) = stack.versions.split_first() else { return Html::default() };
    html! {
        <>
            <div class="flex flex-wrap items-center gap-x-3 gap-y-1">
                <h2 class="font-mono text-ui font-medium text-ink wrap-anywhere">{ stack.id.0.clone() }</h2>
                <span class="text-small text-ink-2">{ "version " }{ first.version.0.clone() }</span>
                { rule_status_badge(first.status) }
                if let Some(severity) = first.severity { <span class="text-small">{ severity_word(severity, None) }</span> }
                <span class="tabular text-small text-ink-2 sm:ml-auto">{ raised(stack, clock) }</span>
            </div>
            if let Some(description) = &first.description { <p class="text-ink-2">{ description }</p> }
            <pre class="code" tabindex="0" role="region" aria-label={["Condition of ", stack.id.as_str()].concat()}>
                { &first.expression }
            </pre>
            if !others.is_empty() {
                <details class="versions">
                    <summary class="button-link">
                        { text::counted(i64::try_from(others.len()).unwrap_or(i64::MAX), "other version") }
                    </summary>
                    <ol class="mt-2 flex flex-col gap-3">
                        for rule in others {
                            <li class="flex flex-col gap-1.5 border-l-2 border-line pl-3">
                                <p class="flex flex-wrap items-center gap-x-3 gap-y-1 text-small">
                                    <span class="font-medium text-ink">{ "Version " }{ rule.version.0.clone() }</span>
                                    { rule_status_badge(rule.status) }
                                    { when(rule.modified_at.or(rule.created_at), clock) }
                                </p>
                                <pre
                                    class="code"
                                    tabindex="0"
                                    role="region"
                                    aria-label={["Condition of version ", rule.version.as_str()].concat()}
                                >
                                    { &rule.expression }
                                </pre>
                            </li>
                        }
                    </ol>
                </details>
            }
        </>
    }
}

fn when(at: Option<Timestamp>, clock: Clock) -> Html {
    at.map_or_else(Html::default, |at| html! { <span class="text-ink-2">{ relative_time(at, clock) }</span> })
}

/// How many signals, when the last one, and the way to them.
fn raised(stack: &RuleStack, clock: Clock) -> Html {
    if stack.signals == 0 {
        return html! { { "no signals yet" } };
    }
    let query = query_string::build([("rule", stack.id.as_str())]);
    let href = [Route::Signals.path(), "?", &query].concat();
    html! {
        <span class="inline-flex items-center gap-2">
            if let Some(at) = stack.last_signal_at { <span>{ "last signal " }{ relative_time(at, clock) }</span> }
            <a class="button-link" {href}>{ text::counted(stack.signals, "signal") }</a>
        </span>
    }
}
