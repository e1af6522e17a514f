//! What was heard while a request was under way. The server may have read its answer before, so it is told again to
//! the answer. Open wishes are not kept here: who made an answer asks for those that are open then.

use std::rc::Rc;

use console_api::{Event, EventKind};

#[derive(Clone, Debug, Default)]
pub(crate) struct Meanwhile(Vec<Rc<Event>>);

impl Meanwhile {
    pub(crate) fn note(&mut self, event: &Rc<Event>) {
        let is_wish = event.kind == EventKind::SignalUpdated && event.patch.get("revision").is_none();
        if !is_wish {
            self.0.push(Rc::clone(event));
        }
    }
}

impl IntoIterator for Meanwhile {
    type Item = Rc<Event>;
    type IntoIter = std::vec::IntoIter<Rc<Event>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
