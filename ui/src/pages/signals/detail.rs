//! The open signal: what it says, where it stands, which rule raised it, and the trace it was found in.

use std::rc::Rc;

use console_api::operations::{GetSignal, ListRuleStacks};
use console_api::rule::Rule;
use console_api::{Signal, SignalId};
use yew::prelude::*;

use super::status::StatusControl;
use super::waterfall::TraceSection;
use crate::browser;
use crate::cache::use_query;
use crate::clock::{Clock, use_clock};
use crate::components::{
    CopyButton, LoadedView, Symbol, copyable, icon_button, relative_time, rule_status_badge, severity_badge,
};
use crate::text;

const TITLE: &str = "signal-title";

#[derive(Properties, PartialEq)]
pub(super) struct DetailProps {
    pub(super) id: SignalId,
    /// The row of the list, to show at once.
    pub(super) seed: Option<Rc<Signal>>,
    pub(super) close: Callback<()>,
}

#[component]
pub(super) fn Detail(props: &DetailProps) -> Html {
    let asked = use_query(GetSignal { id: props.id.clone() });
    let clock = use_clock();
    // Opening moves the focus here; going on to the next signal leaves it where it is.
    use_effect_with((), |()| browser::focus(TITLE));

    let newest = match (asked.data(), &props.seed) {
        (Some(read), Some(seed)) if read.revision < seed.revision => Some(Rc::clone(seed)),
        (read, seed) => read.or_else(|| seed.clone()),
    };
    let content = newest.as_ref().map(|signal| content(signal, clock));
    let newest = newest.as_deref();
    html! {
        <aside class="detail" aria-labelledby={TITLE}>
            <header class="detail-head">
                <div class="flex min-w-0 flex-1 flex-col gap-1.5">
                    <h2 id={TITLE} tabindex="-1" class="text-body font-semibold text-ink wrap-anywhere">
                        { newest.map_or_else(|| "Signal".to_owned(), |signal| signal.message.clone()) }
                    </h2>
                    if let Some(signal) = newest {
                        <p class="flex flex-wrap items-center gap-x-3 gap-y-1">
                            { severity_badge(signal.severity, signal.severity_text.as_deref()) }
                            if let Some(name) = &signal.friendly_id {
                                <span class="font-mono text-small text-ink-2">{ name }</span>
                            }
                            <span class="text-small text-ink-2">{ relative_time(signal.raised_at, clock) }</span>
                        </p>
                    }
                </div>
                { icon_button(Symbol::Close, "Close (Esc)", props.close.reform(|_| ())) }
            </header>
            <div class="detail-body" tabindex="0" role="region" aria-label="Signal details">
                <LoadedView
                    {content}
                    error={asked.error()}
                    fetched_at={asked.fetched_at().or(Some(clock.now))}
                    retry={asked.retry()}
                    noun="this signal"
                />
            </div>
        </aside>
    }
}

fn content(signal: &Rc<Signal>, clock: Clock) -> Html {
    html! {
        <>
            <section class="detail-section">
                <StatusControl signal={Rc::clone(signal)} />
            </section>
            <section class="detail-section" aria-label="Facts">
                <dl class="facts">
                    { fact("Raised", html! { text::absolute(signal.raised_at, clock) }) }
                    { fact("Changed", html! { text::absolute(signal.updated_at, clock) }) }
                    { fact("Service", html! { signal.service.clone() }) }
                    { fact("Span", html! { signal.span_name.clone() }) }
                    { fact("Trace", copyable(signal.trace_id.0.clone(), "trace id")) }
                    { fact("Span id", copyable(signal.span_id.0.clone(), "span id")) }
                    { fact("Signal id", copyable(signal.id.0.clone(), "signal id")) }
                </dl>
            </section>
            <RuleSection signal={Rc::clone(signal)} />
            <TraceSection trace_id={signal.trace_id.clone()} span_id={signal.span_id.clone()} />
        </>
    }
}

fn fact(name: &'static str, value: Html) -> Html {
    html! { <><dt>{ name }</dt><dd>{ value }</dd></> }
}

#[derive(Properties, PartialEq)]
struct RuleSectionProps {
    signal: Rc<Signal>,
}

/// The rule as it was when it raised the signal.
#[component]
fn RuleSection(props: &RuleSectionProps) -> Html {
    let asked = use_query(ListRuleStacks::default());
    let Signal { rule_id, rule_version, .. } = &*props.signal;
    let content = asked.data().map(|stacks| {
        let stack = stacks.iter().find(|stack| stack.id == *rule_id);
        let version = stack.and_then(|stack| stack.versions.iter().find(|rule| rule.version == *rule_version));
        match version {
            Some(rule) => rule_text(rule),
            None => html! {
                <p class="text-ink-2">
                    { "FLUO no longer has version " }{ rule_version.0.clone() }{ " of this rule." }
                </p>
            },
        }
    });
    html! {
        <section class="detail-section" aria-label="Rule">
            <h3 class="detail-title">
                { "Rule " }<span class="font-mono font-medium">{ rule_id.0.clone() }</span>
                <span class="font-normal text-ink-2">{ " version " }{ rule_version.0.clone() }</span>
            </h3>
            <LoadedView
                {content}
                error={asked.error()}
                fetched_at={asked.fetched_at()}
                retry={asked.retry()}
                noun="the rule"
            />
        </section>
    }
}

fn rule_text(rule: &Rule) -> Html {
    html! {
        <div class="flex flex-col gap-2">
            if let Some(description) = &rule.description { <p class="text-ink-2">{ description }</p> }
            <div class="relative">
                <pre class="code pr-10" tabindex="0" role="region" aria-label="Condition">{ &rule.expression }</pre>
                <span class="absolute top-1 right-1">
                    <CopyButton text={rule.expression.clone()} noun="condition" />
                </span>
            </div>
            <p>{ rule_status_badge(rule.status) }</p>
        </div>
    }
}
