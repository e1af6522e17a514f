//! Changes that met the end of the session: they wait until somebody is signed in again, and then go on.

use std::cell::RefCell;

use yew::Callback;

use crate::undo::answer;

/// Who waits, and who is told that somebody does.
#[derive(Default)]
pub(crate) struct Expiry {
    waiting: RefCell<Vec<Callback<()>>>,
    told: RefCell<Callback<()>>,
}

impl Expiry {
    /// Calls `told` whenever a change finds that nobody is signed in any more.
    pub(crate) fn on_expired(&self, told: Callback<()>) {
        *self.told.borrow_mut() = told;
    }

    /// Somebody is signed in: whoever waits goes on.
    pub(crate) fn over(&self) {
        for waiting in self.waiting.take() {
            waiting.emit(());
        }
    }

    /// Ends when somebody is signed in again.
    pub(super) async fn wait(&self) {
        let (over, is_over) = answer();
        self.waiting.borrow_mut().push(over);
        let told = self.told.borrow().clone();
        told.emit(());
        is_over.await;
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;

    use super::*;

    #[tokio::test(flavor = "current_thread")]
    async fn who_waits_says_so_and_goes_on_when_it_is_over() {
        let expiry = Rc::new(Expiry::default());
        let told = Rc::new(Cell::new(0));
        expiry.on_expired({
            let (expiry, told) = (Rc::clone(&expiry), Rc::clone(&told));
            Callback::from(move |()| {
                told.set(told.get() + 1);
                expiry.over();
            })
        });
        expiry.wait().await;
        expiry.wait().await;
        assert_eq!(told.get(), 2);
        assert!(expiry.waiting.borrow().is_empty());
    }
}
