//! The audit trail: every sign-in, denial and change, in the transaction of what it tells of.
//!
//! Whoever changes something in a [`WriteTx`](crate::store::WriteTx) says so with
//! [`WriteTx::audit`](crate::store::WriteTx::audit):
//!
//! ```ignore
//! tx.audit(
//!     Entry::of::<SetSignalStatus>()          // or Entry::event("session.signed_in")
//!         .on("signal", &id)
//!         .outcome(AuditOutcome::Pending)     // Done where nothing is said
//!         .detail(json!({ "from": "OPEN", "to": "RESOLVED" })),
//! );
//! tx.commit(now).await?;                      // entry and change, or neither
//! ```
//!
//! Sequence, time, hash, the request's id and, unless [`Entry::by`] says otherwise, the actor are added at the
//! commit. What names a person (name, e-mail, address, user agent) goes into [`Entry::personal`] and nowhere
//! else: ids in the chain are pseudonyms, and the side table of personal data can be erased while the chain stays
//! valid. Secrets go nowhere.
//!
//! An operation that is no GET and forgets to say anything is recorded all the same, by its name alone: see
//! [`crate::call`].

pub(crate) mod anchor_file;
pub(crate) mod encoding;
mod export;
mod keep;
pub(crate) mod refusals;
pub(crate) mod segments;
mod verify;

use console_api::{ActorKind, AuditOutcome, AuditPersonal, Operation};
use serde_json::Value;

use crate::entropy::Entropy;
use encoding::{canonical, commitment, hex};

pub use keep::{erase, remove};
pub use verify::{Fault, FaultKind, Report, VerifyError, verify};

/// Bytes of a detail at most; a longer one is replaced by its size.
const MAX_DETAIL: usize = 4_096;
/// Bytes of an id at most; the rest is cut.
const MAX_ID: usize = 256;
/// Bytes of one piece of personal data at most; the rest is cut.
const MAX_PERSONAL: usize = 512;

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Actor {
    pub(crate) kind: ActorKind,
    pub(crate) id: String,
}

impl Actor {
    pub(crate) fn new(kind: ActorKind, id: &str) -> Self {
        Self { kind, id: id.to_owned() }
    }
}

/// An entry to be made. Built by what is said of it; all of it is bounded.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) action: &'static str,
    pub(crate) actor: Option<Actor>,
    pub(crate) subject: Option<(&'static str, String)>,
    pub(crate) outcome: AuditOutcome,
    pub(crate) detail: String,
    pub(crate) personal: Option<Sealed>,
}

impl Entry {
    /// Tells of an operation.
    pub(crate) fn of<O: Operation>() -> Self {
        Self::event(O::INFO.name)
    }

    /// Tells of what is no operation, such as `session.signed_in`: a noun and a past participle.
    pub(crate) fn event(action: &'static str) -> Self {
        Self {
            action,
            actor: None,
            subject: None,
            outcome: AuditOutcome::Done,
            detail: "{}".to_owned(),
            personal: None,
        }
    }

    /// Somebody else than the transaction's own actor did it.
    pub(crate) fn by(self, actor: Actor) -> Self {
        Self { actor: Some(Actor { id: bounded(&actor.id, MAX_ID), ..actor }), ..self }
    }

    /// What it was done to. The id is no name, no address and no secret.
    pub(crate) fn on(self, kind: &'static str, id: &str) -> Self {
        Self { subject: Some((kind, bounded(id, MAX_ID))), ..self }
    }

    pub(crate) fn outcome(self, outcome: AuditOutcome) -> Self {
        Self { outcome, ..self }
    }

    /// What else is worth knowing: an object, nothing personal, nothing secret. Above 4 KiB only its size is kept.
    pub(crate) fn detail(self, detail: Value) -> Self {
        let text = canonical(&detail);
        let detail = match text.len() {
            0..=MAX_DETAIL => text,
            bytes => format!(r#"{{"leftOutBytes":{bytes}}}"#),
        };
        Self { detail, ..self }
    }

    /// What names the person with this id, kept beside the chain and erasable by that id.
    pub(crate) fn personal(self, person: &str, data: AuditPersonal, entropy: &dyn Entropy) -> Self {
        Self { personal: Some(Sealed::new(person, data, entropy)), ..self }
    }
}

/// Personal data with the random values that keep it apart from the chain.
#[derive(Clone, Debug)]
pub(crate) struct Sealed {
    pub(crate) reference: String,
    pub(crate) person: String,
    pub(crate) salt: String,
    pub(crate) value: String,
    /// What the chain holds of it.
    pub(crate) hash: String,
}

impl Sealed {
    fn new(person: &str, data: AuditPersonal, entropy: &dyn Entropy) -> Self {
        let AuditPersonal { name, email, address, user_agent } = data;
        let cut = |text: Option<String>| text.map(|text| bounded(&text, MAX_PERSONAL));
        let data = AuditPersonal {
            name: cut(name),
            email: cut(email),
            address: cut(address),
            user_agent: cut(user_agent),
        };
        let value = canonical(&serde_json::to_value(data).unwrap_or_default());
        let mut random = [0; 48];
        entropy.fill(&mut random);
        let (reference, salt, person) = (hex(&random[..16]), hex(&random[16..]), bounded(person, MAX_ID));
        let hash = commitment(&reference, &person, &salt, &value);
        Self { reference, person, salt, value, hash }
    }
}

/// At most so many bytes, whole characters, none of them NUL (which PostgreSQL cannot store).
fn bounded(text: &str, bytes: usize) -> String {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].replace('\0', "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_too_long_is_cut_and_never_refused() {
        assert_eq!(bounded("aüü", 4), "aü");
        assert_eq!(bounded("a\0b", 9), "a\u{fffd}b");
        let entry = Entry::event("x.done").detail(json!({ "text": "x".repeat(5_000) }));
        assert_eq!(entry.detail, r#"{"leftOutBytes":5011}"#);
    }

    #[test]
    fn the_same_person_leaves_no_common_trace_in_the_chain() {
        let entropy = crate::SystemEntropy;
        let ada = || AuditPersonal { name: Some("Ada".to_owned()), ..AuditPersonal::default() };
        let (one, two) = (Sealed::new("u1", ada(), &entropy), Sealed::new("u1", ada(), &entropy));
        assert_eq!(one.value, r#"{"name":"Ada"}"#);
        assert!(one.hash != two.hash && one.reference != two.reference);
    }
}
