//! What entries say of the tables beside the chain: removals and erasures.

use serde_json::{Value, json};

use super::encoding::segment_digest;
use crate::store::audit_read::Segment;

/// The entry of an erasure of somebody's personal data.
pub(crate) const ERASED: &str = "audit.erased";
/// The entry of a removal of entries whose time of keeping is over.
pub(crate) const REMOVED: &str = "audit.removed";

/// What the removal of `segment` says, after removals with the digest `before`.
pub(crate) fn removal_detail(before: Option<&str>, segment: &Segment) -> Value {
    json!({
        "first": segment.first_seq,
        "last": segment.last_seq,
        "entries": segment.entries,
        "digest": digest(before, segment),
    })
}

/// One hash over all that is left of removed entries, so that the last removal attests all of them.
pub(crate) fn digest(before: Option<&str>, segment: &Segment) -> String {
    segment_digest(before, segment)
}

/// The digest that a removal's detail attests.
pub(crate) fn attested_digest(detail: &str) -> Option<String> {
    let detail: Value = serde_json::from_str(detail).ok()?;
    detail["digest"].as_str().map(str::to_owned)
}

/// What an erasure of so many rows says.
pub(crate) fn erasure_detail(rows: i64) -> Value {
    json!({ "rows": rows })
}
