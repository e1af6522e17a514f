//! Asking for a change from a form or a button: one attempt at a time, what became of the last one, and which field a
//! refusal is about.

use std::rc::Rc;

use console_api::{Error, ErrorCode, Operation};
use yew::prelude::*;

use crate::cache::use_cache;
use crate::client::{CallError, Client};
use crate::components::form::{Field, Problem, refused};
use crate::words as w;

/// The last attempt, or the one that is being made.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Attempt {
    pub(crate) problems: Rc<[Problem]>,
    /// How many have failed.
    pub(crate) failures: u32,
    pub(crate) is_busy: bool,
    /// What to say of one that succeeded: "Saved".
    pub(crate) outcome: AttrValue,
}

impl Attempt {
    /// What is wrong, where it has no field to stand at.
    pub(crate) fn problem(&self) -> Option<AttrValue> {
        self.problems.first().map(|problem| problem.message.clone())
    }

    /// The field with what is wrong with it.
    pub(crate) fn mark(&self, field: Field) -> Field {
        Field { error: Problem::at(&self.problems, &field.id), ..field }
    }
}

/// What sends; cheap to clone.
#[derive(Clone, PartialEq)]
pub(crate) struct Sending {
    attempt: UseStateHandle<Attempt>,
    client: Client,
}

#[hook]
pub(crate) fn use_sending() -> Sending {
    let attempt = use_state_eq(Attempt::default);
    let client = use_cache().client().clone();
    Sending { attempt, client }
}

impl Sending {
    pub(crate) fn attempt(&self) -> &Attempt {
        &self.attempt
    }

    pub(crate) fn is_busy(&self) -> bool {
        self.attempt.is_busy
    }

    /// Sends a change, unless one is under way. `names` says which field goes by which name in a refusal; `done` gets
    /// the answer and says what to tell of it. It is carried out whether or not the asker stays on the screen.
    pub(crate) fn change<O: Operation>(
        &self,
        request: O,
        names: Vec<(&'static str, Field)>,
        done: impl FnOnce(O::Data) -> AttrValue + 'static,
    ) {
        if !self.begin() {
            return;
        }
        let sending = self.clone();
        wasm_bindgen_futures::spawn_local(async move {
            match sending.client.change(&request).await {
                Ok(answer) => sending.end(done(answer.data)),
                Err(error) => sending.fail(&error, &names),
            }
        });
    }

    /// Begins an attempt; false while there is one.
    pub(crate) fn begin(&self) -> bool {
        if self.attempt.is_busy {
            return false;
        }
        self.attempt.set(Attempt { is_busy: true, failures: self.attempt.failures, ..Attempt::default() });
        true
    }

    pub(crate) fn end(&self, outcome: AttrValue) {
        self.attempt.set(Attempt { outcome, ..Attempt::default() });
    }

    pub(crate) fn fail(&self, error: &CallError, names: &[(&'static str, Field)]) {
        self.refuse(blame(error, names));
    }

    /// The attempt failed by these.
    pub(crate) fn refuse(&self, problems: Rc<[Problem]>) {
        let failures = self.attempt.failures + 1;
        self.attempt.set(Attempt { problems, failures, ..Attempt::default() });
    }

    /// As if nothing had been tried.
    pub(crate) fn forget(&self) {
        self.attempt.set(Attempt::default());
    }
}

/// What is wrong, by the fields that the refusal names.
fn blame(error: &CallError, names: &[(&'static str, Field)]) -> Rc<[Problem]> {
    match error {
        CallError::Refused {
            error: Error { code: ErrorCode::Invalid | ErrorCode::Conflict, message, .. },
            ..
        } => {
            let names: Vec<_> = names.iter().map(|(name, field)| (*name, field)).collect();
            refused(&sentence(message), &names)
        }
        _ => [Problem::of_form(in_words(error))].into(),
    }
}

/// An error as a sentence, with what a person can quote where the fault is ours.
pub(crate) fn in_words(error: &CallError) -> String {
    let message = sentence(error.message());
    match error.request_id() {
        id if !id.is_empty() && error.is(ErrorCode::Internal) => w::sending_failed(&message, id),
        _ => message,
    }
}

/// The console's sentences begin in lower case and have no stop, so that they fit in others.
fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let Some(first) = letters.next() else { return String::new() };
    first.to_uppercase().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(code: ErrorCode, message: &str) -> CallError {
        CallError::Refused { error: Error::new(code, message), request_id: "r7".to_owned() }
    }

    #[test]
    fn a_refusal_goes_to_its_field_and_a_fault_of_ours_can_be_quoted() {
        let name = Field::new("token-name", "Name");
        let names = [("name", name)];
        let problems = blame(&refusal(ErrorCode::Invalid, "`name` is too long"), &names);
        assert_eq!(Problem::at(&problems, "token-name").as_deref(), Some("`name` is too long"));
        let problems = blame(&refusal(ErrorCode::Conflict, "the last owner stays"), &names);
        assert_eq!(*problems, [Problem::of_form("The last owner stays")]);
        let problems = blame(&refusal(ErrorCode::Internal, "something failed"), &names);
        assert!(problems[0].message.contains("Something failed") && problems[0].message.contains("r7"));
    }
}
