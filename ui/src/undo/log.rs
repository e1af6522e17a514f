//! The list of deeds and what became of each; pure.

/// Deeds kept.
const KEPT: usize = 50;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Done,
    /// Counts up with each: the highest was taken back last.
    Undone(u32),
    /// Taken back, and something else was done since: doing it again would be out of turn.
    Past,
}

#[derive(Clone, Debug)]
pub(crate) struct Entry<D> {
    pub(crate) id: u32,
    pub(crate) label: String,
    pub(crate) state: State,
    /// Being taken back, or done again.
    pub(crate) busy: bool,
    /// Why the last attempt changed nothing.
    pub(crate) problem: Option<String>,
    pub(crate) deed: D,
}

pub(super) struct Log<D> {
    entries: Vec<Entry<D>>,
    next: u32,
}

impl<D> Default for Log<D> {
    fn default() -> Self {
        Self { entries: Vec::new(), next: 0 }
    }
}

impl<D: Clone> Log<D> {
    pub(super) fn record(&mut self, label: String, deed: D) -> u32 {
        for entry in &mut self.entries {
            if matches!(entry.state, State::Undone(_)) {
                entry.state = State::Past;
            }
        }
        let id = self.count();
        self.entries.push(Entry { id, label, state: State::Done, busy: false, problem: None, deed });
        if self.entries.len() > KEPT {
            self.entries.remove(0);
        }
        id
    }

    fn count(&mut self) -> u32 {
        self.next += 1;
        self.next
    }

    /// Oldest first.
    pub(super) fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry<D>> {
        self.entries.iter()
    }

    pub(super) fn latest_done(&self) -> Option<&Entry<D>> {
        self.entries.iter().rev().find(|entry| entry.state == State::Done)
    }

    pub(super) fn latest_undone(&self) -> Option<&Entry<D>> {
        let order = |entry: &&Entry<D>| match entry.state {
            State::Undone(order) => order,
            State::Done | State::Past => 0,
        };
        self.entries.iter().max_by_key(order).filter(|entry| order(entry) > 0)
    }

    /// The deed, to be taken back or done again; nothing while that is under way, and for what is past.
    pub(super) fn begin(&mut self, id: u32) -> Option<Entry<D>> {
        let entry = self.entries.iter_mut().find(|entry| entry.id == id)?;
        if entry.busy || entry.state == State::Past {
            return None;
        }
        entry.busy = true;
        entry.problem = None;
        Some(entry.clone())
    }

    pub(super) fn end(&mut self, id: u32, outcome: Result<(), String>) {
        let order = self.count();
        let Some(entry) = self.entries.iter_mut().find(|entry| entry.id == id) else { return };
        entry.busy = false;
        match outcome {
            Ok(()) if entry.state == State::Done => entry.state = State::Undone(order),
            Ok(()) => entry.state = State::Done,
            Err(why) => entry.problem = Some(why),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(labels: &[&str]) -> (Log<()>, Vec<u32>) {
        let mut log = Log::default();
        let ids = labels.iter().map(|label| log.record((*label).to_owned(), ())).collect();
        (log, ids)
    }

    fn toggle(log: &mut Log<()>, id: u32) {
        log.begin(id).expect("not busy");
        log.end(id, Ok(()));
    }

    fn label(entry: Option<&Entry<()>>) -> Option<&str> {
        entry.map(|entry| entry.label.as_str())
    }

    #[test]
    fn undo_goes_back_and_redo_forward_in_turn() {
        let (mut log, ids) = log(&["a", "b", "c"]);
        toggle(&mut log, ids[2]);
        toggle(&mut log, ids[1]);
        assert_eq!((label(log.latest_done()), label(log.latest_undone())), (Some("a"), Some("b")));
        toggle(&mut log, ids[1]);
        assert_eq!((label(log.latest_done()), label(log.latest_undone())), (Some("b"), Some("c")));
    }

    #[test]
    fn what_was_undone_before_something_new_is_past() {
        let (mut log, ids) = log(&["a", "b"]);
        toggle(&mut log, ids[1]);
        log.record("c".to_owned(), ());
        assert!(log.latest_undone().is_none() && log.begin(ids[1]).is_none());
        assert_eq!(label(log.latest_done()), Some("c"));
    }

    #[test]
    fn a_failed_attempt_keeps_the_entry_and_says_why() {
        let (mut log, ids) = log(&["a"]);
        assert!(log.begin(ids[0]).is_some());
        assert!(log.begin(ids[0]).is_none(), "twice at once");
        log.end(ids[0], Err("it changed since".to_owned()));
        let entry = log.latest_done().expect("kept");
        assert_eq!(entry.problem.as_deref(), Some("it changed since"));
        assert!(log.begin(ids[0]).is_some_and(|entry| entry.problem.is_none()));
    }

    #[test]
    fn the_oldest_are_forgotten() {
        let (mut log, _) = log(&[]);
        for n in 0..60 {
            log.record(n.to_string(), ());
        }
        assert_eq!(log.entries().count(), KEPT);
        assert_eq!(log.entries().next().map(|entry| entry.label.as_str()), Some("10"));
    }
}
