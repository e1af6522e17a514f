//! Whose a signal is, until when it is put aside, what it is tagged with, and who is on it right now.

use std::rc::Rc;

use console_api::operations::{Doing, GetPresence};
use console_api::{Permission, Signal};
use yew::prelude::*;

use super::timeline::until_words;
use crate::browser;
use crate::cache::{use_cache, use_query};
use crate::clock::{Clock, use_clock};
use crate::components::{Symbol, relative_time, small_icon};
use crate::dom::{el, line, none, tell};
use crate::pages::signals::asked::{Asked, On, Queue, Verb};
use crate::session::use_session;
use crate::words as w;

/// Presence lasts 30 s; said again before that.
const SAY_AGAIN_MS: i32 = 20_000;

#[derive(Properties, PartialEq)]
pub(super) struct PeopleProps {
    pub(super) signal: Rc<Signal>,
    pub(super) queue: Queue,
    pub(super) ask: Callback<Asked>,
}

#[component]
pub(super) fn People(props: &PeopleProps) -> Html {
    let clock = use_clock();
    let may = use_session().may(Permission::SignalsTriage);
    let PeopleProps { signal, queue, ask } = props;
    let busy = queue.is_under_way(&signal.id);
    let act = |verb: Verb, name: &'static str, key: &'static str| {
        let (ask, id) = (ask.clone(), signal.id.clone());
        let onclick = Callback::from(move |_: MouseEvent| ask.emit(Asked::new(verb, On::One(id.clone()))));
        html! {
            if may {
                <button type="button" class="button-link text-small" disabled={busy} aria-keyshortcuts={key} {onclick}>{ name }</button>
            }
        }
    };
    let owner = signal.owner.as_ref().map_or_else(
        || line("span", "text-ink-2", w::signal_nobody()),
        |owner| el("span", "", [tell(&owner.name)]),
    );
    let aside = match &signal.snooze {
        None => line("span", "text-ink-2", w::signal_not_aside()),
        Some(snooze) => el(
            "span",
            "min-w-0 wrap-anywhere",
            [
                tell(&until_words(&snooze.until, clock)),
                tell(&[", ", &w::snoozed_by(&snooze.by.name)].concat()),
                snooze.why.as_deref().map_or_else(none, |why| tell(&[": ", why].concat())),
                match i64::from(snooze.would_have_hidden) {
                    0 => none(),
                    count => el("span", "block text-small text-ink-2", [tell(&w::snoozed_would_have(count))]),
                },
            ],
        ),
    };
    let aside_act = if signal.snooze.is_some() {
        act(Verb::Wake, w::signal_wake_short(), "w")
    } else {
        act(Verb::Snooze, w::signal_snooze_short(), "s")
    };
    let row = |name: &'static str, value: Html, act: Html| {
        html! {
            <div class="flex flex-wrap items-center gap-x-2 gap-y-1">
                <dt class="w-20 flex-none text-ink-2">{ name }</dt>
                <dd class="flex min-w-0 flex-1 flex-wrap items-center gap-2">{ value }{ act }</dd>
            </div>
        }
    };
    html! {
        <>
            <dl class="flex flex-col gap-1.5">
                { row(w::column_owner(), owner, act(Verb::Assign, w::signal_assign_short(), "a")) }
                { row(w::signal_snoozed(), aside, aside_act) }
                { row(w::column_tags(), tags(props, may && !busy), act(Verb::Tag, w::signal_tag_short(), "t")) }
                if let Some(reason) = &signal.reason { { row(w::signal_reason(), tell(reason), none()) } }
            </dl>
            <Presence id={signal.id.clone()} />
        </>
    }
}

fn tags(PeopleProps { signal, ask, .. }: &PeopleProps, may: bool) -> Html {
    if signal.tags.is_empty() {
        return line("span", "text-ink-2", w::signal_no_tags());
    }
    let chip = |tag: &String| {
        let (ask, id, word) = (ask.clone(), signal.id.clone(), tag.clone());
        let remove = Callback::from(move |_: MouseEvent| {
            let asked = Asked::new(Verb::Untag, On::One(id.clone()));
            ask.emit(Asked { word: Some(word.clone()), ..asked });
        });
        html! {
            <li class="chip">
                <span class="truncate">{ tag.clone() }</span>
                if may {
                    <button type="button" class="chip-remove" aria-label={w::signal_remove_tag(tag)} onclick={remove}>
                        { small_icon(Symbol::Close) }
                    </button>
                }
            </li>
        }
    };
    html! { <ul class="flex min-w-0 flex-wrap gap-1.5">{ for signal.tags.iter().map(chip) }</ul> }
}

#[derive(Properties, PartialEq)]
struct PresenceProps {
    id: console_api::SignalId,
}

/// Says that the reader is here, and who else is.
#[component]
fn Presence(props: &PresenceProps) -> Html {
    let cache = use_cache();
    let session = use_session();
    let asked = use_query(GetPresence { id: props.id.clone(), doing: None });
    let clock = use_clock();
    use_effect_with(props.id.clone(), {
        move |id| {
            let id = id.clone();
            let say = {
                let (client, id) = (cache.client().clone(), id.clone());
                move |doing| {
                    let (client, request) =
                        (client.clone(), GetPresence { id: id.clone(), doing: Some(doing) });
                    async move { drop(client.call(&request).await) }
                }
            };
            let leave = say.clone();
            let task = browser::spawn(async move {
                loop {
                    if browser::is_visible() {
                        say(Doing::Look).await;
                    }
                    browser::sleep(SAY_AGAIN_MS).await;
                }
            });
            move || {
                drop(task);
                wasm_bindgen_futures::spawn_local(leave(Doing::Leave));
            }
        }
    });
    let me = session.0.as_ref().map(|me| me.user.id.clone());
    let others: Vec<_> = asked
        .data()
        .iter()
        .flat_map(|presence| presence.people.clone())
        .filter(|present| Some(&present.user.id) != me.as_ref())
        .collect();
    html! {
        <div role="status">
            { for others.iter().map(|present| {
                let words = if present.claims { w::presence_claims(&present.user.name) } else { w::presence_looks(&present.user.name) };
                here(&words, present.since, clock)
            }) }
        </div>
    }
}

fn here(words: &str, since: console_api::Timestamp, clock: Clock) -> Html {
    el(
        "p",
        "flex items-center gap-1.5 text-small text-ink-2",
        [small_icon(Symbol::Person), el("span", "", [tell(words)]), relative_time(since, clock)],
    )
}
