//! Short notices of what just happened: which of them are on the screen, for how long, and which have been.
//!
//! A notice is never the only place for an error: what failed says so where it failed. How notices look is in
//! `components::toast`, a part that comes with the first of them and keeps the time; the history is read in the top
//! bar.

use std::cell::{Cell, RefCell};

use console_api::Timestamp;
use yew::prelude::*;

use crate::browser::{self, Task};
use crate::commands::use_commands_context;

/// Id of the element that holds the notices; while the pointer or the focus is in it, none goes away.
pub(crate) const HOST: &str = "toasts";
const SHOWN_AT_ONCE: usize = 3;
const KEPT: usize = 50;
const STAYS_MS: i32 = 8_000;
const TICK_MS: i32 = 200;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "gallery"), expect(dead_code, reason = "pages that act come to use each of them"))]
pub(crate) enum ToastKind {
    Done,
    Info,
    Warning,
    Error,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Toast {
    pub(crate) kind: ToastKind,
    /// One sentence: what was done, to what.
    pub(crate) text: AttrValue,
    /// One thing to do about it, such as to undo it: its word, and the doing. Offered in the history too, once in all.
    pub(crate) action: Option<(AttrValue, Callback<()>)>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Notice {
    pub(crate) id: u32,
    pub(crate) toast: Toast,
    pub(crate) at: Timestamp,
    stage: Stage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Comes when the pointer or the focus has left the others: nothing moves under them.
    Waiting,
    Shown {
        left_ms: i32,
    },
    Past,
}

impl Notice {
    pub(crate) fn is_shown(&self) -> bool {
        matches!(self.stage, Stage::Shown { .. })
    }
}

/// All notices, oldest first.
#[derive(Default)]
struct Board {
    notices: Vec<Notice>,
    next_id: u32,
}

impl Board {
    fn add(&mut self, toast: Toast, at: Timestamp, is_held: bool) {
        self.notices.push(Notice { id: self.next_id, toast, at, stage: Stage::Waiting });
        self.next_id += 1;
        if self.notices.len() > KEPT {
            self.notices.remove(0);
        }
        if !is_held {
            self.admit();
        }
    }

    /// Shows what waits; the oldest make room.
    fn admit(&mut self) {
        for notice in self.notices.iter_mut().filter(|notice| notice.stage == Stage::Waiting) {
            notice.stage = Stage::Shown { left_ms: STAYS_MS };
        }
        for notice in self.notices.iter_mut().rev().filter(|notice| notice.is_shown()).skip(SHOWN_AT_ONCE) {
            notice.stage = Stage::Past;
        }
    }

    /// Lets time pass; whether anything on the screen changed by it.
    fn pass(&mut self, millis: i32) -> bool {
        let mut changed = false;
        for notice in &mut self.notices {
            match &mut notice.stage {
                Stage::Shown { left_ms } if *left_ms > millis => *left_ms -= millis,
                Stage::Shown { .. } => {
                    notice.stage = Stage::Past;
                    changed = true;
                }
                Stage::Waiting => changed = true,
                Stage::Past => {}
            }
        }
        self.admit();
        changed
    }

    fn dismiss(&mut self, id: u32) {
        if let Some(notice) = self.find(id) {
            notice.stage = Stage::Past;
        }
    }

    fn find(&mut self, id: u32) -> Option<&mut Notice> {
        self.notices.iter_mut().find(|notice| notice.id == id)
    }

    fn is_busy(&self) -> bool {
        self.notices.iter().any(|notice| notice.stage != Stage::Past)
    }
}

#[derive(Default)]
struct Inner {
    board: RefCell<Board>,
    /// Not on the board yet.
    told: RefCell<Vec<(Toast, Timestamp)>>,
    unread: Cell<usize>,
    has_any: Cell<bool>,
    /// Draws the application anew: the first notice, another count.
    news: RefCell<Callback<()>>,
    watchers: RefCell<Vec<(u32, Callback<()>)>>,
    next_watcher: Cell<u32>,
    timer: RefCell<Option<Task>>,
}

/// Handle on the notices of the page, which live as long as it does.
#[derive(Clone, Copy)]
pub(crate) struct Toasts(&'static Inner);

impl Default for Toasts {
    fn default() -> Self {
        Self(Box::leak(Box::default()))
    }
}

impl PartialEq for Toasts {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Toasts {
    pub(crate) fn show(&self, toast: Toast) {
        self.0.told.borrow_mut().push((toast, browser::now()));
        self.0.has_any.set(true);
        self.count((self.0.unread.get() + 1).min(KEPT));
    }

    fn count(&self, unread: usize) {
        self.0.unread.set(unread);
        let news = self.0.news.borrow().clone();
        news.emit(());
    }

    pub(crate) fn on_news(&self, news: Callback<()>) {
        *self.0.news.borrow_mut() = news;
    }

    /// Whether there ever was one.
    pub(crate) fn has_any(&self) -> bool {
        self.0.has_any.get()
    }

    /// Puts what was told onto the board.
    pub(crate) fn take_in(&self) {
        let told = self.0.told.take();
        if told.is_empty() {
            return;
        }
        for (toast, at) in told {
            self.0.board.borrow_mut().add(toast, at, is_held());
        }
        self.tell();
        self.tick();
    }

    pub(crate) fn dismiss(&self, id: u32) {
        self.0.board.borrow_mut().dismiss(id);
        self.tell();
    }

    /// Does what the notice offers; it is offered no longer.
    pub(crate) fn act(&self, id: u32) {
        let action = self.0.board.borrow_mut().find(id).and_then(|notice| notice.toast.action.take());
        self.dismiss(id);
        if let Some((_, run)) = action {
            run.emit(());
        }
    }

    /// The history was opened or closed.
    pub(crate) fn mark_read(&self) {
        self.count(0);
    }

    pub(crate) fn unread(&self) -> usize {
        self.0.unread.get()
    }

    /// Oldest first, at most the last fifty.
    pub(crate) fn notices(&self) -> Vec<Notice> {
        self.0.board.borrow().notices.clone()
    }

    /// Lets time pass for as long as anything is shown or waits.
    fn tick(&self) {
        let mut timer = self.0.timer.borrow_mut();
        if timer.is_some() {
            return;
        }
        let toasts = *self;
        *timer = Some(browser::spawn(async move {
            while toasts.0.board.borrow().is_busy() {
                browser::sleep(TICK_MS).await;
                if !is_held() && toasts.0.board.borrow_mut().pass(TICK_MS) {
                    toasts.tell();
                }
            }
            toasts.0.timer.borrow_mut().take();
        }));
    }

    fn tell(&self) {
        let watchers = self.0.watchers.borrow().clone();
        for (_, watcher) in watchers {
            watcher.emit(());
        }
    }
}

/// Whether somebody is at the notices, or nobody is there to see them.
fn is_held() -> bool {
    !browser::is_visible()
        || browser::element(HOST).is_some_and(|host| host.matches(":hover, :focus-within").unwrap_or(false))
}

/// The notices of the page, for showing one; what calls this is not drawn anew by them.
#[hook]
pub(crate) fn use_toasts() -> Toasts {
    use_commands_context().map_or_else(Toasts::default, |commands| commands.toasts())
}

/// The notices of the page, drawn anew whenever they change.
#[hook]
pub(crate) fn use_notices() -> Toasts {
    let toasts = use_toasts();
    let update = use_force_update();
    use_effect_with(toasts, move |toasts| {
        let id = toasts.0.next_watcher.replace(toasts.0.next_watcher.get() + 1);
        toasts.0.watchers.borrow_mut().push((id, Callback::from(move |()| update.force_update())));
        let toasts = *toasts;
        move || toasts.0.watchers.borrow_mut().retain(|(other, _)| *other != id)
    });
    toasts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn say(board: &mut Board, text: &'static str, is_held: bool) {
        let toast = Toast { kind: ToastKind::Done, text: text.into(), action: None };
        board.add(toast, Timestamp::default(), is_held);
    }

    fn shown(board: &Board) -> Vec<&str> {
        board.notices.iter().filter(|notice| notice.is_shown()).map(|notice| &*notice.toast.text).collect()
    }

    #[test]
    fn the_newest_three_are_shown_and_each_for_eight_seconds() {
        let mut board = Board::default();
        say(&mut board, "a", false);
        assert!(!board.pass(4_000));
        for text in ["b", "c", "d"] {
            say(&mut board, text, false);
        }
        assert_eq!(shown(&board), ["b", "c", "d"]);
        assert!(!board.pass(7_999));
        assert!(board.pass(1));
        assert!(shown(&board).is_empty() && !board.is_busy());
        assert_eq!(board.notices.len(), 4);
    }

    #[test]
    fn nothing_comes_while_somebody_is_at_the_notices() {
        let mut board = Board::default();
        say(&mut board, "a", false);
        say(&mut board, "b", true);
        assert_eq!(shown(&board), ["a"]);
        assert!(board.is_busy() && board.pass(TICK_MS));
        assert_eq!(shown(&board), ["a", "b"]);
    }

    #[test]
    fn the_history_holds_the_last_fifty() {
        let mut board = Board::default();
        for _ in 0..60 {
            say(&mut board, "a", false);
        }
        assert_eq!((board.notices.len(), board.notices[0].id), (50, 10));
        board.dismiss(59);
        assert_eq!(shown(&board).len(), 2);
    }
}
