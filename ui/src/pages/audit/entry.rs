//! One entry, in full: what was said, by whom and from where, and its place in the chain.

use std::rc::Rc;

use console_api::audit::AuditEntry;
use yew::prelude::*;

use super::Go;
use super::columns::{actor, outcome_name, shape};
use super::view::View;
use crate::clock::{Clock, use_clock};
use crate::commands::focus_arrival;
use crate::components::display::json_view::JsonView;
use crate::components::display::plain::description_list;
use crate::components::{Symbol, badge, copyable, exact_time, icon_button};
use crate::dom::{el, line, none, tell};
use crate::words as w;

const TITLE: &str = "entry-title";

/// The entry of that number; nothing when it is not among those that were read.
#[derive(Clone, PartialEq)]
pub(super) struct Opened {
    pub(super) seq: i64,
    pub(super) entry: Option<Rc<AuditEntry>>,
}

#[derive(Properties, PartialEq)]
pub(super) struct PanelProps {
    pub(super) opened: Opened,
    pub(super) onclose: Callback<()>,
    pub(super) go: Go,
}

#[component]
pub(super) fn Panel(props: &PanelProps) -> Html {
    let clock = use_clock();
    // Opening moves the focus here; going on to the next entry leaves it where it is.
    use_effect_with((), |()| focus_arrival(TITLE));
    let Opened { seq, entry } = &props.opened;
    let title = entry.as_ref().map_or_else(|| w::audit_entry(&seq.to_string()), |entry| entry.action.clone());
    let onkeydown = {
        let onclose = props.onclose.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" && !event.default_prevented() {
                event.prevent_default();
                onclose.emit(());
            }
        })
    };
    let body = match entry {
        Some(entry) => content(entry, &props.go, clock),
        None => line("p", "text-ink-2", w::audit_not_here()),
    };
    html! {
        <aside class="detail" aria-labelledby={TITLE} {onkeydown}>
            <header class="detail-head">
                <div class="flex min-w-0 flex-1 flex-col gap-1.5">
                    <h2 id={TITLE} tabindex="-1" class="text-body font-semibold text-ink wrap-anywhere">{ title }</h2>
                    { entry.as_ref().map_or_else(none, |entry| el("p", "", [badge(shape(entry.outcome), outcome_name(entry.outcome))])) }
                </div>
                { icon_button(Symbol::Close, w::close(), props.onclose.reform(|_| ())) }
            </header>
            <div class="detail-body" tabindex="0" role="region" aria-label={w::audit_details()}>{ body }</div>
        </aside>
    }
}

fn content(entry: &AuditEntry, go: &Go, clock: Clock) -> Html {
    let narrow = |view: View, words: String| {
        let go = go.clone();
        let onclick = Callback::from(move |_: MouseEvent| go.emit((view.clone(), true)));
        html! { <button type="button" class="button-link" {onclick}>{ words }</button> }
    };
    let by_actor = View { actor: vec![entry.actor.id.clone()], ..View::default() };
    let mut facts = vec![
        (w::audit_time(), exact_time(entry.at, clock)),
        (
            w::audit_actor(),
            el(
                "span",
                "flex flex-wrap gap-x-2",
                [tell(&actor(entry)), narrow(by_actor, w::audit_all_of_actor().to_owned())],
            ),
        ),
        (w::audit_actor_id(), copyable(entry.actor.id.clone(), w::copy_id())),
    ];
    if let Some(subject) = &entry.subject {
        let by_subject = View { subject: Some(subject.id.clone()), ..View::default() };
        facts.push((
            w::audit_subject(),
            el(
                "span",
                "flex flex-wrap gap-x-2",
                [
                    tell(&[&subject.kind, " ", &subject.id].concat()),
                    narrow(by_subject, w::audit_all_on_subject().to_owned()),
                ],
            ),
        ));
    }
    if let Some(personal) = &entry.personal {
        let known = [
            (w::field_email(), &personal.email),
            (w::audit_address(), &personal.address),
            (w::audit_client(), &personal.user_agent),
        ];
        facts.extend(known.into_iter().filter_map(|(name, value)| Some((name, tell(value.as_deref()?)))));
    } else {
        facts.push((w::audit_personal(), line("span", "text-ink-2", w::audit_no_personal())));
    }
    if let Some(request) = &entry.request_id {
        facts.push((w::request(), copyable(request.clone(), w::copy_request_id())));
    }
    facts.push((w::audit_seq(), tell(&entry.seq.to_string())));
    facts.push((w::audit_hash(), copyable(entry.hash.clone(), w::audit_hash())));
    let detail = if entry.detail.is_empty() {
        none()
    } else {
        let value = serde_json::Value::Object(entry.detail.clone());
        el(
            "section",
            "detail-section",
            [
                line("h3", "detail-title", w::audit_detail()),
                html! { <JsonView id="audit-detail" label={w::audit_detail()} value={Rc::new(value)} /> },
            ],
        )
    };
    html! {
        <>
            { el("div", "detail-section", [description_list(facts)]) }
            { detail }
            { el("div", "detail-section", [line("p", "text-small text-ink-2", w::audit_chain_help())]) }
        </>
    }
}
