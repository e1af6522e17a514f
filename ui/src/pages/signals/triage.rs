//! Deciding about signals, a part of its own: takes what was asked by key or hand, shows it at once, sends it, and asks
//! which of two values shall hold.
//!
//! A decided row that no longer belongs into the list leaves at once, and the keyboard stands on the one that takes its
//! place. What did not go through is said above the list, with another try.

mod change;
mod conflict;
mod trouble;

use std::rc::Rc;

use console_api::operations::GetSignal;
use console_api::{ErrorCode, Permission, Signal, SignalId, SignalStatus};
use yew::prelude::*;

use self::change::Change;
use self::conflict::{Clash, clash_dialog};
use self::trouble::{Trouble, trouble_note};
use super::asked::{Asked, On, Queue, Verb};
use super::feed::Action;
use super::moved::moved;
use super::use_feed::Held;
use super::view::View;
use crate::cache::{Cache, use_cache};
use crate::client::CallError;
use crate::dom::none;
use crate::grid::{Grid, Selection, Source};
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
    let session = use_session();
    let hand = Hand {
        cache: use_cache(),
        undo: use_undo(),
        may: session.may(Permission::SignalsTriage),
        queue: props.queue.clone(),
        rows: props.rows.clone(),
        grid: props.grid.clone(),
        open: props.open.clone(),
        is_open: props.view.selected.clone(),
        show: show.clone(),
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
    match &*shown {
        Shown::Nothing => none(),
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
            clash_dialog(clash, anyway, close)
        }
    }
}

/// What a decision reaches.
#[derive(Clone)]
struct Hand {
    cache: Cache,
    undo: Undo,
    may: bool,
    queue: Queue,
    rows: Held,
    grid: Grid,
    open: Callback<Option<SignalId>>,
    is_open: Option<SignalId>,
    show: Callback<Shown>,
}

impl Hand {
    fn take(&self, Asked { verb, on }: Asked) {
        if !self.may {
            return;
        }
        let to = match verb {
            Verb::Set(to) => to,
            Verb::FalsePositive => SignalStatus::FalsePositive,
        };
        match on {
            On::One(id) => self.one(&id, Change::Status { to }),
            On::Many(Selection::These(keys)) => {
                for key in keys.iter() {
                    self.one(&key.as_str().into(), Change::Status { to });
                }
            }
            On::Many(Selection::None | Selection::AllBut(_)) => {}
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
                let trouble = Trouble::refused(&signal, change, why);
                self.show.emit(Shown::Trouble(trouble));
            }
        }
    }

    /// Shows it, and sends it. `again`: somebody has seen what others made of it meanwhile, and wants it still.
    fn send(&self, signal: &Rc<Signal>, change: Change, again: bool) {
        let id = signal.id.clone();
        let at = self.rows.0.position(id.as_str());
        let Change::Status { to } = change;
        let deed = moved(signal, to, &self.cache);
        self.queue.begin(&id);
        self.rows.0.apply(Action::Decide(id.clone()));
        let done = {
            let (hand, signal, change) = (self.clone(), Rc::clone(signal), change.clone());
            Callback::from(move |result: Result<Signal, CallError>| {
                hand.queue.end(&signal.id);
                let (signal, change) = (Rc::clone(&signal), change.clone());
                match result {
                    Ok(_) => hand.undo.record(deed.clone()),
                    Err(error) if error.is(ErrorCode::Conflict) => {
                        let clashed = hand.clone().clashed(signal, change, error, again);
                        wasm_bindgen_futures::spawn_local(clashed);
                    }
                    Err(error) => {
                        let trouble = Trouble::failed(&signal, change, &error);
                        hand.show.emit(Shown::Trouble(trouble));
                    }
                }
            })
        };
        change.send(&self.cache, signal, done);
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
        let shown = match read {
            Ok(answer) if mine.finds_same(&answer.data, &before) && !again => {
                return self.send(&Rc::new(answer.data), mine, true);
            }
            Ok(answer) if mine.theirs(&answer.data) == mine.mine() => return,
            Ok(answer) => {
                Shown::Clash(Clash { theirs: Rc::new(answer.data), mine, why: error.message().to_owned() })
            }
            Err(_) => Shown::Trouble(Trouble::failed(&before, mine, &error)),
        };
        self.show.emit(shown);
    }
}
