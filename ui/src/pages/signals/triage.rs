//! Deciding about signals, a part of its own: takes what was asked by key or hand, shows it at once, sends it, and asks
//! for what is still missing: a reason, an end, an owner, which of two values shall hold.
//!
//! A decided row that no longer belongs into the list leaves at once, and the keyboard stands on the one that takes its
//! place. What did not go through is said above the list, with another try. Many at once are `bulk`.

mod bulk;
mod change;
mod conflict;
mod pick;
mod picker;
mod trouble;

use std::rc::Rc;

use console_api::operations::GetSignal;
use console_api::session::User;
use console_api::{ErrorCode, Permission, Signal, SignalId, SignalStatus};
use yew::prelude::*;

use self::bulk::{BulkAsk, BulkWork};
use self::change::{By, Change, deed, name_of};
use self::conflict::{Clash, clash_dialog};
use self::pick::{Pick, pick};
use self::trouble::{Trouble, trouble_note};
use super::asked::{Asked, On, Queue, Verb};
use super::feed::Action;
use super::use_feed::Held;
use super::view::View;
use crate::cache::{Cache, use_cache};
use crate::client::CallError;
use crate::clock::use_clock;
use crate::dom::none;
use crate::grid::{Grid, Source};
use crate::session::use_session;
use crate::undo::{Undo, use_undo};

#[derive(Properties, Clone, PartialEq)]
pub(crate) struct TriageProps {
    pub(crate) queue: Queue,
    pub(super) rows: Held,
    pub(crate) grid: Grid,
    pub(super) view: Rc<View>,
    pub(crate) open: Callback<Option<SignalId>>,
}

/// What is shown besides the rows.
#[derive(Clone, Debug, Default, PartialEq)]
enum Shown {
    #[default]
    Nothing,
    Pick(Pick, On),
    Trouble(Trouble),
    Clash(Clash),
}

#[component]
pub(crate) fn Triage(props: &TriageProps) -> Html {
    let shown = use_state_eq(Shown::default);
    let show = {
        let shown = shown.setter();
        use_callback((), move |what: Shown, ()| shown.set(what))
    };
    // The job that is looked at.
    let work = use_state_eq(|| None::<BulkAsk>);
    let session = use_session();
    let clock = use_clock();
    let nobody = || User { id: "".into(), name: String::new() };
    let hand = Hand {
        cache: use_cache(),
        undo: use_undo(),
        by: By { user: session.0.as_ref().map_or_else(nobody, |me| me.user.clone()), clock },
        may: session.may(Permission::SignalsTriage),
        queue: props.queue.clone(),
        rows: props.rows.clone(),
        grid: props.grid.clone(),
        open: props.open.clone(),
        is_open: props.view.selected.clone(),
        view: Rc::clone(&props.view),
        show: show.clone(),
        work: {
            let work = work.setter();
            Callback::from(move |ask: BulkAsk| work.set(Some(ask)))
        },
    };
    use_effect_with(props.queue.clone(), {
        let hand = hand.clone();
        move |queue| {
            for asked in queue.take() {
                hand.take(asked);
            }
        }
    });
    let close = show.reform(|()| Shown::Nothing);
    let above = match &*shown {
        Shown::Nothing => none(),
        Shown::Pick(what, on) => {
            let (hand, on) = (hand.clone(), on.clone());
            let onpick = Callback::from(move |change: Change| {
                hand.show.emit(Shown::Nothing);
                hand.apply(&on, change);
            });
            pick(*what, clock, onpick, close)
        }
        Shown::Trouble(trouble) => {
            let again = {
                let (hand, trouble) = (hand.clone(), trouble.clone());
                Callback::from(move |()| hand.one(&trouble.id, trouble.change.clone()))
            };
            trouble_note(trouble, again, close)
        }
        Shown::Clash(clash) => {
            let anyway = {
                let (hand, clash) = (hand.clone(), clash.clone());
                Callback::from(move |()| {
                    hand.show.emit(Shown::Nothing);
                    hand.send(&clash.theirs, clash.mine.clone(), true);
                })
            };
            clash_dialog(clash, clock, anyway, close)
        }
    };
    let done = {
        let work = work.setter();
        Callback::from(move |()| work.set(None))
    };
    html! {
        <>
            { above }
            if let Some(ask) = &*work { <BulkWork key={ask.number.clone()} ask={ask.clone()} onclose={done} /> }
        </>
    }
}

/// What a decision reaches.
#[derive(Clone)]
struct Hand {
    cache: Cache,
    undo: Undo,
    by: By,
    may: bool,
    queue: Queue,
    rows: Held,
    grid: Grid,
    open: Callback<Option<SignalId>>,
    is_open: Option<SignalId>,
    view: Rc<View>,
    show: Callback<Shown>,
    work: Callback<BulkAsk>,
}

impl Hand {
    fn take(&self, Asked { verb, on, word }: Asked) {
        if !self.may {
            return;
        }
        let what = match verb {
            Verb::Set(SignalStatus::FalsePositive) | Verb::FalsePositive => Pick::Reason,
            Verb::Set(to) => return self.apply(&on, Change::Status { to, reason: None }),
            Verb::Snooze => Pick::Snooze,
            Verb::Assign => Pick::Owner,
            Verb::Tag => Pick::Tags,
            Verb::Wake => return self.apply(&on, Change::Wake),
            Verb::Untag => {
                let remove = word.into_iter().collect();
                return self.apply(&on, Change::Tags { add: Vec::new(), remove });
            }
        };
        // What cannot be done is said before anything is asked.
        if let (Pick::Reason, On::One(id)) = (what, &on) {
            let change = Change::Status { to: SignalStatus::FalsePositive, reason: None };
            if let Some((signal, why)) =
                self.signal(id).and_then(|signal| change.refusal(&signal).map(|why| (signal, why)))
            {
                let trouble = Trouble::refused(&signal, change, why, self.by.clock);
                return self.show.emit(Shown::Trouble(trouble));
            }
        }
        self.show.emit(Shown::Pick(what, on));
    }

    fn apply(&self, on: &On, change: Change) {
        match on {
            On::One(id) => self.one(id, change),
            On::Many(selection) => {
                self.show.emit(Shown::Nothing);
                self.work.emit(BulkAsk::new(change, selection, &self.view, self.by.clock));
                for id in bulk::named(selection) {
                    self.rows.0.apply(Action::Decide(id));
                }
            }
        }
    }

    /// The signal as it was last heard of, by the list or by whatever shows it.
    fn signal(&self, id: &SignalId) -> Option<Rc<Signal>> {
        let listed = self.rows.0.find(id);
        let kept = self.cache.kept(GetSignal { id: id.clone() });
        match (listed, kept) {
            (Some(listed), Some(kept)) if kept.revision > listed.revision => Some(kept),
            (listed, kept) => listed.or(kept),
        }
    }

    fn one(&self, id: &SignalId, change: Change) {
        let Some(signal) = self.signal(id) else { return };
        // A second press while the first is under way does nothing.
        if self.queue.is_under_way(id) {
            return;
        }
        self.show.emit(Shown::Nothing);
        match change.refusal(&signal) {
            None => self.send(&signal, change, false),
            Some(why) => {
                let trouble = Trouble::refused(&signal, change, why, self.by.clock);
                self.show.emit(Shown::Trouble(trouble));
            }
        }
    }

    /// Shows it, and sends it. `again`: somebody has seen what others made of it meanwhile, and wants it still.
    fn send(&self, signal: &Rc<Signal>, change: Change, again: bool) {
        let id = signal.id.clone();
        let at = self.rows.0.position(id.as_str());
        let label = change.label(name_of(signal), self.by.clock);
        self.queue.begin(&id);
        self.rows.0.apply(Action::Decide(id.clone()));
        let done = {
            let (hand, signal, change) = (self.clone(), Rc::clone(signal), change.clone());
            Callback::from(move |result: Result<Signal, CallError>| {
                hand.queue.end(&signal.id);
                let (signal, change) = (Rc::clone(&signal), change.clone());
                match result {
                    Ok(after) => hand.undo.record(deed(label.clone(), &signal, &after, &hand.cache)),
                    Err(error) if error.is(ErrorCode::Conflict) => {
                        let clashed = hand.clone().clashed(signal, change, error, again);
                        wasm_bindgen_futures::spawn_local(clashed);
                    }
                    Err(error) => {
                        let trouble = Trouble::failed(&signal, change, &error, hand.by.clock);
                        hand.show.emit(Shown::Trouble(trouble));
                    }
                }
            })
        };
        change.send(&self.cache, signal, &self.by, done);
        if let Some(at) = at {
            self.go_on(&id, at);
        }
    }

    /// Where the row has left, the one in its place is next.
    fn go_on(&self, id: &SignalId, at: usize) {
        let rows = &self.rows.0;
        if rows.position(id.as_str()).is_some() {
            return;
        }
        let last = rows.total().rows().checked_sub(1);
        let next = last.and_then(|last| rows.key(at.min(last)));
        if let Some(next) = &next {
            self.grid.stand_on(next);
        }
        if self.is_open.as_ref() == Some(id) {
            self.open.emit(next.map(SignalId::from));
        }
    }

    /// Somebody changed the signal meanwhile. Where that left alone what was decided about, it goes through after all.
    async fn clashed(self, before: Rc<Signal>, mine: Change, error: CallError, again: bool) {
        let read = self.cache.client().call(&GetSignal { id: before.id.clone() }).await;
        let clock = self.by.clock;
        let shown = match read {
            Ok(answer) if mine.finds_same(&answer.data, &before) && !again => {
                return self.send(&Rc::new(answer.data), mine, true);
            }
            Ok(answer) if mine.theirs(&answer.data, clock) == mine.mine(clock) => return,
            Ok(answer) => {
                Shown::Clash(Clash { theirs: Rc::new(answer.data), mine, why: error.message().to_owned() })
            }
            Err(_) => Shown::Trouble(Trouble::failed(&before, mine, &error, clock)),
        };
        self.show.emit(shown);
    }
}
