//! The chain's encoding, written a second time from its description: a verifier that forgets a field would agree
//! with a writer that forgets it too, but not with this.

use sha2::{Digest as _, Sha256};

/// A row of `audit_entries`.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) seq: i64,
    pub(crate) encoding: i64,
    pub(crate) at: i64,
    pub(crate) actor_kind: String,
    pub(crate) actor_id: String,
    pub(crate) action: String,
    pub(crate) subject_kind: Option<String>,
    pub(crate) subject_id: Option<String>,
    pub(crate) outcome: String,
    pub(crate) request_id: Option<String>,
    pub(crate) detail: String,
    pub(crate) personal_ref: Option<String>,
    pub(crate) personal_hash: Option<String>,
    pub(crate) hash: String,
}

pub(crate) fn genesis(tenant: &str) -> String {
    let mut bytes = Vec::new();
    text(&mut bytes, "fluo-console/audit/genesis/1");
    text(&mut bytes, tenant);
    digest(&bytes)
}

pub(crate) fn hash(tenant: &str, previous: &str, entry: &Entry) -> String {
    let mut bytes = Vec::new();
    text(&mut bytes, "fluo-console/audit/entry/1");
    text(&mut bytes, previous);
    text(&mut bytes, tenant);
    for number in [entry.seq, entry.encoding, entry.at] {
        bytes.extend(number.to_be_bytes());
    }
    for field in [&entry.actor_kind, &entry.actor_id, &entry.action] {
        text(&mut bytes, field);
    }
    optional(&mut bytes, entry.subject_kind.as_deref());
    optional(&mut bytes, entry.subject_id.as_deref());
    text(&mut bytes, &entry.outcome);
    optional(&mut bytes, entry.request_id.as_deref());
    text(&mut bytes, &entry.detail);
    optional(&mut bytes, entry.personal_ref.as_deref());
    optional(&mut bytes, entry.personal_hash.as_deref());
    digest(&bytes)
}

fn text(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend((text.len() as u64).to_be_bytes());
    bytes.extend(text.as_bytes());
}

fn optional(bytes: &mut Vec<u8>, field: Option<&str>) {
    match field {
        None => bytes.push(0),
        Some(field) => {
            bytes.push(1);
            text(bytes, field);
        }
    }
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
