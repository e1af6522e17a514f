//! Why a rule raised the signal: the code that decides in the engine, run here over the spans of the trace as they are
//! now. A part of its own, because of the weight of the rule languages.

mod context;

use std::rc::Rc;

use console_api::operations::GetTraceColumns;
use console_api::trace::Trace;
use console_api::{ErrorCode, Rule, Signal};
use console_rules::explain::Part;
use console_rules::{Explanation, Language, betrace, ognl};
use yew::prelude::*;

use self::context::{span_context, trace_spans};
use crate::cache::use_query;
use crate::components::{LoadedView, Shape, glyph};
use crate::dom::{el, el_of, line, none, say, tell};
use crate::session::use_session;
use crate::words as w;

/// Spans of a trace that are looked at.
const MOST_SPANS: usize = 100_000;
/// Rows shown; a rule with more parts is not read row by row.
const MOST_PARTS: usize = 200;
/// Deeper parts are not moved in further.
const DEEPEST: u16 = 8;

#[derive(Properties, Clone, PartialEq)]
pub(crate) struct ExplainProps {
    pub(crate) signal: Rc<Signal>,
    pub(crate) rule: Rule,
}

#[component]
pub(crate) fn Explain(props: &ExplainProps) -> Html {
    let asked = use_query(GetTraceColumns { id: props.signal.trace_id.clone() });
    let session = use_session();
    let tenant = session.0.as_ref().map(|me| me.tenant.id.0.clone()).unwrap_or_default();
    let gone = asked.error().is_some_and(|error| error.is(ErrorCode::NotFound));
    let trace = asked.data().and_then(|columns| console_trace::rows((*columns).clone(), MOST_SPANS));
    let content = match trace {
        Some(trace) => Some(verdict(&explanation(props, &trace, &tenant))),
        None if gone => Some(line("p", "text-ink-2", w::explain_gone())),
        None => None,
    };
    html! {
        <LoadedView
            {content}
            error={asked.error().filter(|_| !gone)}
            fetched_at={asked.fetched_at()}
            retry={asked.retry()}
            noun={w::noun_trace()}
        />
    }
}

/// What came of running the rule.
#[derive(Debug, PartialEq)]
enum Verdict {
    Explained(Explanation),
    /// The span that violated the rule is not among those that are left.
    SpanGone,
    /// This code does not read the rule; with the first complaint.
    Unread(String),
}

fn explanation(ExplainProps { signal, rule }: &ExplainProps, trace: &Trace, tenant: &str) -> Verdict {
    let unread = |complaints: Vec<console_rules::Diagnostic>| {
        Verdict::Unread(complaints.into_iter().next().map(|first| first.message).unwrap_or_default())
    };
    match Language::guess(&rule.expression) {
        Language::Ognl => {
            let Some(span) = trace.spans.iter().find(|span| span.id == signal.span_id) else {
                return Verdict::SpanGone;
            };
            match ognl::Program::compile(&rule.expression) {
                Ok(program) => Verdict::Explained(program.explain(&span_context(span, trace, tenant))),
                Err(complaints) => unread(complaints),
            }
        }
        Language::Betrace => match betrace::Program::compile(&rule.expression) {
            Ok(program) => Verdict::Explained(program.explain(&trace_spans(trace))),
            Err(complaints) => unread(complaints),
        },
    }
}

fn verdict(verdict: &Verdict) -> Html {
    match verdict {
        Verdict::SpanGone => line("p", "text-ink-2", w::explain_span_gone()),
        Verdict::Unread(complaint) => el("p", "text-ink-2", [tell(&w::explain_unread(complaint))]),
        Verdict::Explained(explanation) => explained(explanation),
    }
}

fn explained(explanation: &Explanation) -> Html {
    let shape = if explanation.fires { Shape::Octagon } else { Shape::CircleMinus };
    let summary = el(
        "p",
        "flex items-start gap-2",
        [
            el("span", "flex h-5 items-center", [glyph(shape)]),
            el("span", "wrap-anywhere", [tell(&explanation.summary)]),
        ],
    );
    // A resource attribute or a value of another kind than FLUO had: what is seen here is not all that FLUO saw.
    let doubt =
        if explanation.fires { none() } else { line("p", "text-small text-ink-2", w::explain_doubt()) };
    let parts = explanation.parts.iter().take(MOST_PARTS).map(part_row);
    let cut = explanation.parts.len() > MOST_PARTS;
    el(
        "div",
        "flex flex-col gap-2",
        [
            summary,
            doubt,
            html! {
                <div class="explain-box" tabindex="0" role="region" aria-label={w::explain_parts()}>
                    <table class="explain">
                        <thead>
                            <tr>
                                <th scope="col">{ w::explain_part() }</th>
                                <th scope="col">{ w::explain_value() }</th>
                            </tr>
                        </thead>
                        { el_of("tbody", "", parts.collect()) }
                    </table>
                </div>
            },
            if cut { line("p", "text-small text-ink-2", w::explain_cut()) } else { none() },
        ],
    )
}

fn part_row(part: &Part) -> Html {
    let text = part.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let indent = ["padding-left:", &(part.depth.min(DEEPEST) * 12).to_string(), "px"].concat();
    let mark = if part.decisive {
        el("span", "contents", [glyph(Shape::Triangle), line("span", "sr-only", w::explain_decisive())])
    } else {
        none()
    };
    let value = match &part.value {
        Some(value) => el(
            "span",
            "",
            [
                el("code", "font-mono text-small wrap-anywhere", [tell(value)]),
                say(" "),
                el("span", "text-small text-ink-2", [tell(&part.kind)]),
            ],
        ),
        None => el("span", "text-small text-ink-2", [tell(&part.kind)]),
    };
    html! {
        <tr class={if part.decisive { "explain-decisive" } else { "" }}>
            <th scope="row" style={indent}>
                <span class="flex items-start gap-1.5">
                    <span class="flex h-4 w-4 flex-none items-center">{ mark }</span>
                    <code class="font-mono text-small font-normal wrap-anywhere">{ text }</code>
                </span>
            </th>
            <td>{ value }</td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use console_api::trace::{Attribute, Origin, Span, SpanKind, SpanStatus};
    use console_api::{RuleStatus, Timestamp};

    use super::*;

    fn props(expression: &str) -> ExplainProps {
        let rule = Rule {
            id: "slow".into(),
            version: "1".into(),
            expression: expression.to_owned(),
            description: None,
            status: RuleStatus::Active,
            severity: None,
            created_at: None,
            modified_at: None,
        };
        ExplainProps { signal: Rc::new(crate::rendering::signal()), rule }
    }

    fn trace(id: &str) -> Trace {
        let span = Span {
            id: id.into(),
            parent_id: None,
            name: "charge card".to_owned(),
            service: "payment".to_owned(),
            origin: 0,
            kind: SpanKind::Client,
            status: SpanStatus::Error,
            status_message: None,
            start: Timestamp(0),
            duration_ns: 612_000_000,
            attributes: vec![Attribute { key: "payment.amount".to_owned(), value: 612.5.into() }],
            events: Vec::new(),
            links: Vec::new(),
        };
        let region = Attribute { key: "cloud.region".to_owned(), value: "eu-1".into() };
        let origin = Origin { service: "payment".to_owned(), scope: None, attributes: vec![region] };
        Trace { id: "t1".into(), origins: vec![origin], spans: vec![span], truncated: false }
    }

    #[test]
    fn the_clause_that_decided_is_named_with_its_value() {
        let asked = props("durationMillis > 400 && #this[\"payment.amount\"] > 500");
        let Verdict::Explained(explanation) = explanation(&asked, &trace("p1"), "default") else {
            panic!("it can be read");
        };
        assert!(explanation.fires, "{}", explanation.to_text());
        let decisive: Vec<_> =
            explanation.parts.iter().filter(|part| part.decisive).map(|part| part.text.as_str()).collect();
        assert_eq!(decisive, ["durationMillis > 400", "#this[\"payment.amount\"] > 500"]);
        let amount = explanation.parts.iter().find(|part| part.text == "#this[\"payment.amount\"]");
        assert_eq!(amount.and_then(|part| part.value.as_deref()), Some("612.5"));
    }

    #[test]
    fn what_sent_the_span_is_seen_too() {
        let asked = props("#this[\"resource.cloud.region\"] == \"eu-1\"");
        let Verdict::Explained(explanation) = explanation(&asked, &trace("p1"), "") else {
            panic!("it can be read");
        };
        assert!(explanation.fires, "{}", explanation.to_text());
    }

    #[test]
    fn spans_that_are_gone_and_rules_that_are_not_read_are_said() {
        assert_eq!(explanation(&props("isError"), &trace("other"), ""), Verdict::SpanGone);
        assert!(matches!(explanation(&props("isError &&"), &trace("p1"), ""), Verdict::Unread(_)));
    }

    #[test]
    fn a_rule_over_the_trace_sees_its_spans() {
        let asked = props("when { charge card } never { charge card }");
        assert!(!matches!(explanation(&asked, &trace("p1"), ""), Verdict::SpanGone));
    }
}
