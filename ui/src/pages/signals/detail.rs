//! The open signal: what it says, where it stands and whose it is, which rule raised it, the trace it was found in, what
//! people wrote and linked, and what happened to it.

mod links;
mod notes;
mod people;
mod related;
mod timeline;

use std::cell::Cell;
use std::rc::Rc;

use console_api::operations::{GetSignal, ListRuleStacks};
use console_api::rule::Rule;
use console_api::{Signal, SignalId};
use console_rules::Language;
use yew::prelude::*;

use self::links::Links;
use self::notes::Notes;
use self::people::People;
use self::related::{Happened, Related};
use super::asked::{Asked, Queue};
use super::copies::Form;
use super::explain::ExplainProps;
use super::status::StatusControl;
use crate::browser;
use crate::cache::use_query;
use crate::clock::{Clock, use_clock};
use crate::commands::focus_arrival;
use crate::components::overlays::menu::{MenuAction, MenuButton, MenuItem};
use crate::components::{
    LoadedView, Splitter, Symbol, copy_button, copyable, exact_time, icon, icon_button, relative_time,
    rule_status_badge, rule_text as coloured_rule, severity_badge,
};
use crate::dom::{el, el_of, line, none, say, tell, tell_around};
use crate::pages::trace::TraceSection;
use crate::parts;
use crate::toasts::{Toast, ToastKind, Toasts, use_toasts};
use crate::words as w;

pub(super) use self::timeline::until_words;

const TITLE: &str = "signal-title";
/// Where a note, and the address of a link, are written.
pub(super) const NOTE_FIELD: &str = "note-text";
pub(super) const LINK_FIELD: &str = "link-address";
const PANEL: &str = "signal-panel";
/// Narrowest, usual and widest, in pixels.
const WIDTHS: [i32; 3] = [420, 480, 640];

thread_local! {
    static NEXT: Cell<Option<&'static str>> = const { Cell::new(None) };
}

/// The next signal that is opened has the focus here.
pub(super) fn focus_next(id: &'static str) {
    NEXT.set(Some(id));
}

#[derive(Properties, Clone, PartialEq)]
pub(crate) struct DetailProps {
    pub(crate) id: SignalId,
    /// The row of the list, to show at once.
    pub(crate) seed: Option<Rc<Signal>>,
    /// Whether it shows why the rule fired.
    pub(crate) explains: bool,
    pub(crate) explain: Callback<bool>,
    pub(super) queue: Queue,
    pub(super) ask: Callback<Asked>,
    pub(crate) close: Callback<()>,
}

#[component]
pub(crate) fn Detail(props: &DetailProps) -> Html {
    let asked = use_query(GetSignal { id: props.id.clone() });
    let clock = use_clock();
    let toasts = use_toasts();
    // Opening moves the focus here, or to what is to be written; going on to the next signal leaves it where it is.
    use_effect_with((), |()| focus_arrival(NEXT.take().unwrap_or(TITLE)));

    let newest = match (asked.data(), &props.seed) {
        (Some(read), Some(seed)) if read.revision < seed.revision => Some(Rc::clone(seed)),
        (read, seed) => read.or_else(|| seed.clone()),
    };
    let content = newest.as_ref().map(|signal| content(props, signal, clock));
    let newest = newest.as_deref();
    html! {
        <aside id={PANEL} class="detail" aria-labelledby={TITLE}>
            <Splitter
                label={w::signal_width()}
                pane={PANEL}
                property="--detail-w"
                store="fluo.detail-width"
                range={WIDTHS}
            />
            <header class="detail-head">
                <div class="flex min-w-0 flex-1 flex-col gap-1.5">
                    <h2 id={TITLE} tabindex="-1" class="text-body font-semibold text-ink wrap-anywhere">
                        { newest.map_or_else(|| w::signal().to_owned(), |signal| signal.message.clone()) }
                    </h2>
                    { newest.map_or_else(none, |signal| subtitle(signal, clock)) }
                </div>
                { newest.map_or_else(none, |signal| copy_menu(signal, clock, toasts)) }
                { icon_button(Symbol::Close, w::signal_close("Esc"), props.close.reform(|_| ())) }
            </header>
            <div class="detail-body" tabindex="0" role="region" aria-label={w::signal_details()}>
                <LoadedView
                    {content}
                    error={asked.error()}
                    fetched_at={asked.fetched_at().or(Some(clock.now))}
                    retry={asked.retry()}
                    noun={w::noun_signal()}
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

fn content(props: &DetailProps, signal: &Rc<Signal>, clock: Clock) -> Html {
    let facts = [
        (w::signal_raised(), exact_time(signal.raised_at, clock)),
        (w::signal_changed(), exact_time(signal.updated_at, clock)),
        (w::signal_service(), tell(&signal.service)),
        (w::signal_span(), tell(&signal.span_name)),
        (w::signal_trace(), copyable(signal.trace_id.0.clone(), w::copy_trace_id())),
        (w::signal_span_id(), copyable(signal.span_id.0.clone(), w::copy_span_id())),
        (w::signal_id(), copyable(signal.id.0.clone(), w::copy_signal_id())),
    ];
    let facts = facts.into_iter().flat_map(|(name, value)| [line("dt", "", name), el("dd", "", [value])]);
    html! {
        <>
            { el("div", "detail-section", [html! {
                <>
                    <StatusControl signal={Rc::clone(signal)} queue={props.queue.clone()} ask={props.ask.clone()} />
                    <People signal={Rc::clone(signal)} queue={props.queue.clone()} ask={props.ask.clone()} />
                </>
            }]) }
            { el("div", "detail-section", [el_of("dl", "facts", facts.collect())]) }
            <RuleSection signal={Rc::clone(signal)} explains={props.explains} explain={props.explain.clone()} />
            <Notes key={["notes ", signal.id.as_str()].concat()} id={signal.id.clone()} count={signal.notes} />
            <Links key={["links ", signal.id.as_str()].concat()} id={signal.id.clone()} count={signal.links} />
            <TraceSection
                trace_id={signal.trace_id.clone()}
                span_id={signal.span_id.clone()}
                signal={signal.id.clone()}
            />
            <Related id={signal.id.clone()} />
            <Happened id={signal.id.clone()} />
        </>
    }
}

#[derive(Properties, PartialEq)]
struct RuleSectionProps {
    signal: Rc<Signal>,
    explains: bool,
    explain: Callback<bool>,
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
            Some(rule) => rule_text(rule, props),
            None => el("p", "text-ink-2", [tell(&w::signal_rule_gone(rule_version.as_str()))]),
        }
    });
    html! {
        <section class="detail-section" aria-label={w::signal_rule()}>
            { el("h3", "detail-title", [
                tell_around(w::signal_rule_of, el("span", "font-mono font-medium", [tell(rule_id.as_str())])),
                say(" "),
                el("span", "font-normal text-ink-2", [tell(&w::rules_version(rule_version.as_str()))]),
            ]) }
            <LoadedView
                {content}
                error={asked.error()}
                fetched_at={asked.fetched_at()}
                retry={asked.retry()}
                noun={w::noun_rule()}
            />
        </section>
    }
}

fn rule_text(rule: &Rule, props: &RuleSectionProps) -> Html {
    let language = Language::guess(&rule.expression);
    let condition = coloured_rule(&rule.expression, w::signal_condition(), true, language);
    let copy = copy_button(rule.expression.clone(), w::copy_condition());
    el(
        "div",
        "flex flex-col gap-2",
        [
            rule.description.as_deref().map_or_else(none, |words| el("p", "text-ink-2", [tell(words)])),
            el("div", "relative", [condition, el("span", "absolute top-1 right-1", [copy])]),
            el("p", "", [rule_status_badge(rule.status)]),
            why(rule, props),
        ],
    )
}

/// Why it fired, on demand: what answers is heavy.
fn why(rule: &Rule, props: &RuleSectionProps) -> Html {
    let RuleSectionProps { signal, explains, explain } = props;
    let (explains, explain) = (*explains, explain.clone());
    let onclick = Callback::from(move |_: MouseEvent| explain.emit(!explains));
    html! {
        <div class="flex flex-col gap-2">
            <button type="button" class="button-link self-start" aria-expanded={explains.to_string()} {onclick}>
                { if explains { w::explain_hide() } else { w::explain_show() } }
            </button>
            if explains {
                { parts::signal_explain(ExplainProps { signal: Rc::clone(signal), rule: rule.clone() }) }
            }
        </div>
    }
}

fn copy_menu(signal: &Signal, clock: Clock, toasts: Toasts) -> Html {
    let items = Form::ALL.map(|(form, name)| {
        let signal = signal.clone();
        let run = Callback::from(move |()| {
            let text = form.of(&signal, clock);
            wasm_bindgen_futures::spawn_local(async move {
                let (kind, text) = if browser::copy(&text).await {
                    (ToastKind::Done, w::copied_as(name()))
                } else {
                    (ToastKind::Error, w::copy_refused().to_owned())
                };
                toasts.show(Toast { kind, text: text.into(), action: None });
            });
        });
        MenuItem::Action(MenuAction { label: name().into(), run, ..MenuAction::default() })
    });
    html! {
        <MenuButton
            id="signal-copy"
            label={w::signal_copy()}
            content={icon(Symbol::Copy)}
            class="button button-quiet button-icon"
            items={Rc::new(Vec::from(items))}
        />
    }
}
