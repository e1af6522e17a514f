//! Changes that met an obstacle which a person can take away, such as the end of the session: they wait until it is gone,
//! and then go on.

use std::cell::RefCell;

use yew::Callback;

use crate::undo::answer;

/// Who waits, and who is told that somebody does.
#[derive(Default)]
pub(crate) struct Obstacle {
    waiting: RefCell<Vec<Callback<bool>>>,
    told: RefCell<Callback<()>>,
}

impl Obstacle {
    /// Calls `told` whenever a change meets it.
    pub(crate) fn on_met(&self, told: Callback<()>) {
        *self.told.borrow_mut() = told;
    }

    /// It is gone, and whoever waits goes on; or, with false, it stays and they give up.
    pub(crate) fn over(&self, is_gone: bool) {
        for waiting in self.waiting.take() {
            waiting.emit(is_gone);
        }
    }

    /// Ends when it is gone, or whoever could take it away does not want to.
    pub(super) async fn wait(&self) -> bool {
        let (over, is_gone) = answer();
        self.waiting.borrow_mut().push(over);
        let told = self.told.borrow().clone();
        told.emit(());
        is_gone.await
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;

    use super::*;

    #[tokio::test(flavor = "current_thread")]
    async fn who_waits_says_so_and_goes_on_or_gives_up() {
        let obstacle = Rc::new(Obstacle::default());
        let told = Rc::new(Cell::new(0));
        obstacle.on_met({
            let (obstacle, told) = (Rc::clone(&obstacle), Rc::clone(&told));
            Callback::from(move |()| {
                told.set(told.get() + 1);
                obstacle.over(told.get() == 1);
            })
        });
        assert!(obstacle.wait().await);
        assert!(!obstacle.wait().await);
        assert!(obstacle.waiting.borrow().is_empty());
    }
}
