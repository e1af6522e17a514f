//! Reads pages by their number when they come into sight: after a moment, so that flinging past asks for nothing, and
//! giving up on what is no longer wanted.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use futures_util::future::LocalBoxFuture;
use yew::Callback;

use super::pages::{PAGE, Page, Pages};
use crate::browser::{self, Task};
use crate::client::CallError;

/// How long the view rests before anything is asked for.
const REST_MS: i32 = 60;

/// Reads at most `limit` rows from row `index` on.
pub(crate) type Fetch<T> = Rc<dyn Fn(usize, usize) -> LocalBoxFuture<'static, Result<Vec<T>, CallError>>>;

pub(crate) struct Paged<T> {
    pages: Rc<RefCell<Pages<T>>>,
    fetch: RefCell<Fetch<T>>,
    changed: Callback<()>,
    /// What is asked for, and the request.
    under_way: RefCell<(Vec<usize>, Option<Task>)>,
}

impl<T: 'static> Paged<T> {
    pub(crate) fn new(fetch: Fetch<T>, changed: Callback<()>) -> Self {
        Self { pages: Rc::default(), fetch: RefCell::new(fetch), changed, under_way: RefCell::default() }
    }

    pub(crate) fn pages(&self) -> &RefCell<Pages<T>> {
        &self.pages
    }

    /// Another question: nothing that is kept answers it.
    pub(crate) fn ask(&self, fetch: Fetch<T>) {
        self.pages.borrow_mut().clear();
        *self.under_way.borrow_mut() = (Vec::new(), None);
        *self.fetch.borrow_mut() = fetch;
    }

    pub(crate) fn want(&self, rows: Range<usize>, forward: bool, total: usize) {
        let missing = self.pages.borrow_mut().missing(rows, forward, total);
        let mut under_way = self.under_way.borrow_mut();
        // What is still being read of the same stretch is no new wish.
        if under_way.0.ends_with(&missing) {
            if missing.is_empty() {
                *under_way = (missing, None);
            }
            return;
        }
        let (pages, fetch, changed) =
            (Rc::clone(&self.pages), self.fetch.borrow().clone(), self.changed.clone());
        let wanted = missing.clone();
        let task = browser::spawn(async move {
            browser::sleep(REST_MS).await;
            for number in wanted {
                let page = match fetch(number * PAGE, PAGE).await {
                    Ok(rows) => Page::Here(rows),
                    Err(error) => Page::Failed(error),
                };
                pages.borrow_mut().put(number, page);
                changed.emit(());
            }
        });
        *under_way = (missing, Some(task));
    }

    /// Forgets what failed; what is in sight is asked for again.
    pub(crate) fn retry(&self) {
        self.pages.borrow_mut().forget_failures();
        *self.under_way.borrow_mut() = (Vec::new(), None);
        self.changed.emit(());
    }
}
