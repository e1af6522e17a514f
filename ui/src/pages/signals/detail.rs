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
use crate::dom::{el, el_of, line, none, say, tell};
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
                    { newest.map_or_else(none, |signal| subtitle(signal, clock)) }
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

fn subtitle(signal: &Signal, clock: Clock) -> Html {
    let name = signal.friendly_id.as_deref();
    el(
        "p",
        "flex flex-wrap items-center gap-x-3 gap-y-1",
        [
            severity_badge(signal.severity, signal.severity_text.as_deref()),
            name.map_or_else(none, |name| el("span", "font-mono text-small text-ink-2", [tell(name)])),
            el("span", "text-small text-ink-2", [relative_time(signal.raised_at, clock)]),
        ],
    )
}

fn content(signal: &Rc<Signal>, clock: Clock) -> Html {
    let facts = [
        ("Raised", tell(&text::absolute(signal.raised_at, clock))),
        ("Changed", tell(&text::absolute(signal.updated_at, clock))),
        ("Service", tell(&signal.service)),
        ("Span", tell(&signal.span_name)),
        ("Trace", copyable(signal.trace_id.0.clone(), "trace id")),
        ("Span id", copyable(signal.span_id.0.clone(), "span id")),
        ("Signal id", copyable(signal.id.0.clone(), "signal id")),
    ];
    let facts = facts.into_iter().flat_map(|(name, value)| [line("dt", "", name), el("dd", "", [value])]);
    html! {
        <>
            { el("div", "detail-section", [html! { <StatusControl signal={Rc::clone(signal)} /> }]) }
            { el("div", "detail-section", [el_of("dl", "facts", facts.collect())]) }
            <RuleSection signal={Rc::clone(signal)} />
            <TraceSection trace_id={signal.trace_id.clone()} span_id={signal.span_id.clone()} />
        </>
    }
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
        let version =
            stack.and_then(|stack| stack.versions.iter().find(|rule| rule.version == *rule_version));
        match version {
            Some(rule) => rule_text(rule),
            None => el(
                "p",
                "text-ink-2",
                [say("FLUO no longer has version "), tell(rule_version.as_str()), say(" of this rule.")],
            ),
        }
    });
    html! {
        <section class="detail-section" aria-label="Rule">
            { el("h3", "detail-title", [
                say("Rule "),
                el("span", "font-mono font-medium", [tell(rule_id.as_str())]),
                el("span", "font-normal text-ink-2", [say(" version "), tell(rule_version.as_str())]),
            ]) }
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
    let condition = html! {
        <pre class="code pr-10" tabindex="0" role="region" aria-label="Condition">{ rule.expression.clone() }</pre>
    };
    let copy = html! { <CopyButton text={rule.expression.clone()} noun="condition" /> };
    el(
        "div",
        "flex flex-col gap-2",
        [
            rule.description.as_deref().map_or_else(none, |words| el("p", "text-ink-2", [tell(words)])),
            el("div", "relative", [condition, el("span", "absolute top-1 right-1", [copy])]),
            el("p", "", [rule_status_badge(rule.status)]),
        ],
    )
}
