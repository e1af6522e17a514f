//! What an entry's hash is taken over. Frozen: a change is a new number beside [`ENCODING`].
//!
//! Every part is preceded by its length, so no two different entries have the same bytes; the first part
//! names what is hashed, so no hash of one kind can stand for another. `docs/decisions/0005-audit-chain.md` says
//! why it is so.

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::store::audit_read::Segment;

/// The encoding that new entries have.
pub(crate) const ENCODING: i64 = 1;

/// One row of `audit_entries`, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub seq: i64,
    pub encoding: i64,
    pub at: i64,
    pub actor_kind: String,
    pub actor_id: String,
    pub action: String,
    pub subject_kind: Option<String>,
    pub subject_id: Option<String>,
    pub outcome: String,
    pub request_id: Option<String>,
    /// Canonical JSON, see [`canonical`].
    pub detail: String,
    pub personal_ref: Option<String>,
    pub personal_hash: Option<String>,
    pub hash: String,
}

/// What the first entry of a tenant is chained to. Derived, so that nobody can choose it, and different for
/// each tenant, so that no chain can stand for another's.
pub(crate) fn genesis(tenant: &str) -> String {
    Preimage::of("fluo-console/audit/genesis/1").text(tenant).hash()
}

/// The hash of an entry that follows the one with the hash `previous`.
pub(crate) fn entry_hash(tenant: &str, previous: &str, row: &Row) -> String {
    // Taken apart by name: a new column does not compile until somebody decides about it here.
    let Row {
        seq,
        encoding,
        at,
        actor_kind,
        actor_id,
        action,
        subject_kind,
        subject_id,
        outcome,
        request_id,
        detail,
        personal_ref,
        personal_hash,
        hash: _,
    } = row;
    Preimage::of("fluo-console/audit/entry/1")
        .text(previous)
        .text(tenant)
        .integer(*seq)
        .integer(*encoding)
        .integer(*at)
        .text(actor_kind)
        .text(actor_id)
        .text(action)
        .optional(subject_kind.as_deref())
        .optional(subject_id.as_deref())
        .text(outcome)
        .optional(request_id.as_deref())
        .text(detail)
        .optional(personal_ref.as_deref())
        .optional(personal_hash.as_deref())
        .hash()
}

/// What the chain holds of personal data. The salt makes it say nothing once the value is gone.
pub(crate) fn commitment(reference: &str, person: &str, salt: &str, value: &str) -> String {
    Preimage::of("fluo-console/audit/personal/1").text(reference).text(person).text(salt).text(value).hash()
}

/// One hash over what is left of removed segments, from the first to this one.
pub(crate) fn segment_digest(before: Option<&str>, segment: &Segment) -> String {
    let Segment { first_seq, last_seq, entries, first_prev_hash, first_hash, last_hash, first_at, last_at } =
        segment;
    Preimage::of("fluo-console/audit/segment/1")
        .optional(before)
        .integer(*first_seq)
        .integer(*last_seq)
        .integer(*entries)
        .text(first_prev_hash)
        .text(first_hash)
        .text(last_hash)
        .integer(*first_at)
        .integer(*last_at)
        .hash()
}

/// JSON without spaces, the members of each object ordered by the bytes of their names.
pub(crate) fn canonical(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(canonical).collect();
            format!("[{}]", items.join(","))
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(name, _)| name.as_bytes());
            let members: Vec<_> = members
                .into_iter()
                .map(|(name, value)| format!("{}:{}", Value::from(name.as_str()), canonical(value)))
                .collect();
            format!("{{{}}}", members.join(","))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.to_string(),
    }
}

/// Bytes as lower-case hex digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

struct Preimage(Sha256);

impl Preimage {
    fn of(what: &str) -> Self {
        Self(Sha256::new()).text(what)
    }

    /// Length in bytes as 64-bit big-endian, then UTF-8.
    fn text(mut self, text: &str) -> Self {
        self.0.update((text.len() as u64).to_be_bytes());
        self.0.update(text.as_bytes());
        self
    }

    /// A byte that says whether there is one, then the text.
    fn optional(mut self, text: Option<&str>) -> Self {
        self.0.update([u8::from(text.is_some())]);
        match text {
            Some(text) => self.text(text),
            None => self,
        }
    }

    /// 64-bit big-endian, two's complement.
    fn integer(mut self, number: i64) -> Self {
        self.0.update(number.to_be_bytes());
        self
    }

    fn hash(self) -> String {
        hex(&self.0.finalize())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn row() -> Row {
        Row {
            seq: 1,
            encoding: ENCODING,
            at: 1_795_174_855_157_577,
            actor_kind: "user".into(),
            actor_id: "operator".into(),
            action: "signals.set_status".into(),
            subject_kind: Some("signal".into()),
            subject_id: Some("17".into()),
            outcome: "done".into(),
            request_id: None,
            detail: "{}".into(),
            personal_ref: None,
            personal_hash: None,
            hash: String::new(),
        }
    }

    /// Chains of released versions have to verify for ever: these values, which another program computed, may not
    /// change.
    #[test]
    fn the_encoding_is_frozen() {
        let genesis = genesis("local");
        assert_eq!(genesis, GENESIS);
        assert_eq!(entry_hash("local", &genesis, &row()), FIRST);
        assert_eq!(commitment("r", "p", "s", "{}"), COMMITMENT);
    }
    const GENESIS: &str = "bd31f8f1d68bc73094872b9a064ece43c5931004fc67418deff7c129e73948ac";
    const FIRST: &str = "91745354b5352d077970c1cc0dd383353dd1da3d685a7be716442cac23ff6433";
    const COMMITMENT: &str = "f3dbeb0b399332a508445aea0a957e4282141a2346935c63bbd130ec3f60a4b1";

    #[test]
    fn every_field_counts_and_none_can_run_into_the_next() {
        let hash = |row: &Row| entry_hash("local", "p", row);
        let mut others = vec![entry_hash("other", "p", &row()), entry_hash("local", "q", &row())];
        let text = |text: &str| Some(text.to_owned());
        for change in [
            (|row: &mut Row| row.seq = 2) as fn(&mut Row),
            |row| row.encoding = 2,
            |row| row.at += 1,
            |row| row.actor_kind = "system".into(),
            |row| row.actor_id = "other".into(),
            |row| row.action = "signals.set".into(),
            |row| row.subject_kind = None,
            |row| row.subject_id = None,
            |row| row.outcome = "failed".into(),
            |row| row.request_id = Some(String::new()),
            |row| row.detail = "{ }".into(),
            |row| row.personal_ref = Some("1".into()),
            |row| row.personal_hash = Some("1".into()),
            |row| (row.actor_kind, row.actor_id) = ("useroper".into(), "ator".into()),
            |row| (row.subject_kind, row.subject_id) = (Some("signal17".into()), Some(String::new())),
        ] {
            let mut other = row();
            change(&mut other);
            others.push(hash(&other));
        }
        let mut shifted = row();
        (shifted.request_id, shifted.personal_ref) = (text("17"), text("17"));
        others.extend([hash(&shifted), hash(&row())]);
        let all = others.len();
        others.sort();
        others.dedup();
        assert_eq!(others.len(), all);
    }

    #[test]
    fn equal_json_is_equal_text() {
        let value = json!({"b": [1, {"z": null, "a": "ü\n"}], "a": true, "B": 1.5});
        assert_eq!(canonical(&value), r#"{"B":1.5,"a":true,"b":[1,{"a":"ü\n","z":null}]}"#);
        assert_eq!(hex(&[0, 0xaf, 0x10]), "00af10");
    }
}
