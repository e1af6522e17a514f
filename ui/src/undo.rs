//! Taking back what was done, and doing it again.
//!
//! Whatever changes something registers how to revert it: a [`Deed`]. `z` takes back the latest, the history any of
//! them. A deed that cannot be taken back stays, with the reason. Kept for as long as the page is open.

mod history;
mod log;

use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use futures_util::future::LocalBoxFuture;
use yew::prelude::*;

use crate::commands::{Command, Section, use_commands_context};
use crate::words as w;
pub(crate) use history::ChangeHistory;
pub(crate) use log::{Entry, State};

/// Asks for a change; the error says why it was not made.
pub(crate) type Attempt = Rc<dyn Fn() -> LocalBoxFuture<'static, Result<(), String>>>;

/// Something that was done.
#[derive(Clone)]
pub(crate) struct Deed {
    /// What was done, as a sentence without its stop: "Set brave-otter-42 to Resolved".
    pub(crate) label: String,
    pub(crate) revert: Attempt,
    pub(crate) again: Attempt,
}

/// What there is to tell about a deed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum News {
    Did {
        id: u32,
        label: String,
    },
    Undid {
        id: u32,
        label: String,
    },
    Redid {
        id: u32,
        label: String,
    },
    /// "Not undone: … " with the reason.
    Failed {
        id: u32,
        words: String,
    },
}

#[derive(Default)]
struct Inner {
    log: RefCell<log::Log<Deed>>,
    told: RefCell<Option<Callback<News>>>,
    /// Happened while nobody was there to tell.
    untold: RefCell<Vec<News>>,
    /// Has somebody come to be told.
    first: RefCell<Callback<()>>,
}

/// Handle on what was done in this session; cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Undo(Rc<Inner>);

impl PartialEq for Undo {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Undo {
    /// Something was done, and could be taken back.
    pub(crate) fn record(&self, deed: Deed) {
        let label = deed.label.clone();
        let id = self.0.log.borrow_mut().record(label.clone(), deed);
        self.tell(News::Did { id, label });
    }

    /// The last deeds, newest first.
    pub(crate) fn entries(&self) -> Vec<Entry<Deed>> {
        self.0.log.borrow().entries().rev().cloned().collect()
    }

    /// Takes back that deed, or does it again if it was taken back. Does nothing while that is under way.
    pub(crate) async fn toggle(&self, id: u32) {
        let Some(entry) = self.0.log.borrow_mut().begin(id) else { return };
        let undoing = entry.state == State::Done;
        let attempt = if undoing { &entry.deed.revert } else { &entry.deed.again };
        let outcome = attempt().await;
        let label = entry.label;
        let news = match (&outcome, undoing) {
            (Ok(()), true) => News::Undid { id, label },
            (Ok(()), false) => News::Redid { id, label },
            (Err(why), undoing) => {
                let say = if undoing { w::not_undone } else { w::not_done_again };
                News::Failed { id, words: say(&label, why) }
            }
        };
        self.0.log.borrow_mut().end(id, outcome);
        self.tell(news);
    }

    /// Calls `told` with each news from now on, and with those nobody was told.
    pub(crate) fn on_news(&self, told: Callback<News>) {
        let untold = self.0.untold.take();
        *self.0.told.borrow_mut() = Some(told.clone());
        for news in untold {
            told.emit(news);
        }
    }

    /// Calls `first` when there is news and nobody to tell.
    pub(crate) fn on_first_news(&self, first: Callback<()>) {
        *self.0.first.borrow_mut() = first;
    }

    /// Whether there is anything to take back or to look at.
    pub(crate) fn is_used(&self) -> bool {
        self.0.log.borrow().entries().next().is_some()
    }

    fn tell(&self, news: News) {
        let told = self.0.told.borrow().clone();
        match told {
            Some(told) => told.emit(news),
            None => {
                self.0.untold.borrow_mut().push(news);
                let first = self.0.first.borrow().clone();
                first.emit(());
            }
        }
    }

    /// `z` and Shift+`z`, which name what they would do.
    pub(crate) fn commands(&self) -> [Command; 2] {
        let log = self.0.log.borrow();
        let command = |id, verb: &str, of: fn(&str) -> String, keys, entry: Option<&Entry<Deed>>, nothing| {
            let title = entry.map_or_else(|| verb.to_owned(), |entry| of(&entry.label));
            let undo = self.clone();
            let redoing = id == REDO;
            // Looked up when it runs: what is the latest may have changed since this was drawn.
            let run = move || -> LocalBoxFuture<'static, ()> {
                let undo = undo.clone();
                let id = {
                    let log = undo.0.log.borrow();
                    if redoing { log.latest_undone() } else { log.latest_done() }.map(|entry| entry.id)
                };
                Box::pin(async move {
                    if let Some(id) = id {
                        undo.toggle(id).await;
                    }
                })
            };
            Command::asking(id, title, Section::Edit, keys, run).refused(entry.is_none().then_some(nothing))
        };
        [
            command(UNDO, w::undo(), w::undo_of, "z", log.latest_done(), w::undo_nothing()),
            command(REDO, w::redo(), w::redo_of, "Shift+z", log.latest_undone(), w::redo_nothing()),
        ]
    }
}

const UNDO: &str = "change.undo";
const REDO: &str = "change.redo";

/// Where to register what was done. Outside of the application, in tests, nobody listens.
#[hook]
pub(crate) fn use_undo() -> Undo {
    use_commands_context().map(|commands| commands.undo().clone()).unwrap_or_default()
}

/// A callback, and the future of what it will be called with.
pub(crate) fn answer<T: 'static>() -> (Callback<T>, impl Future<Output = T>) {
    let held = Rc::new((RefCell::new(None::<T>), RefCell::new(None::<Waker>)));
    let done = {
        let held = Rc::clone(&held);
        Callback::from(move |value| {
            *held.0.borrow_mut() = Some(value);
            if let Some(waker) = held.1.borrow_mut().take() {
                waker.wake();
            }
        })
    };
    let said = poll_fn(move |context| match held.0.borrow_mut().take() {
        Some(value) => Poll::Ready(value),
        None => {
            *held.1.borrow_mut() = Some(context.waker().clone());
            Poll::Pending
        }
    });
    (done, said)
}
