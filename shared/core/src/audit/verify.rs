//! Verifying a tenant's chain: from its beginning to its end, a thousand entries at a time.

mod walk;

use std::path::Path;

use console_api::{TenantId, Timestamp};

use super::anchor_file;
use crate::store::{Store, StoreError};
use walk::Walk;

/// What verifying found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Entries that are there and were looked at.
    pub entries: i64,
    /// Places of the first and last of them; `None` without any.
    pub range: Option<(i64, i64)>,
    /// When they were made.
    pub times: Option<(Timestamp, Timestamp)>,
    /// Entries that retention removed; what is left of them fits the chain.
    pub removed: i64,
    /// Anchors that fit, in the database and in the file outside it.
    pub anchors: i64,
    pub anchors_outside: i64,
    /// Entries whose personal data was erased.
    pub erased: i64,
    /// The first thing that is wrong.
    pub fault: Option<Fault>,
}

/// Something that the chain shows to be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Place of the entry where it shows.
    pub seq: i64,
    pub kind: FaultKind,
    /// One sentence for a person.
    pub what: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// An entry, or what stands beside it, is not what was written.
    Changed,
    /// An entry that has to be there is not.
    Missing,
    /// An entry, or a row beside it, is there that nobody wrote.
    Added,
    /// An entry stands in another's place.
    Reordered,
    /// The chain ends before its end.
    Cut,
}

impl FaultKind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Missing => "missing",
            Self::Added => "added",
            Self::Reordered => "reordered",
            Self::Cut => "cut",
        }
    }
}

/// Why nothing could be said.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the anchor file cannot be read: {0}")]
    AnchorFile(#[from] std::io::Error),
}

/// Verifies the chain of a tenant as it is now, against the anchors in the database and those of the file where
/// one is given. Reads one unchanging picture: entries that are appended meanwhile are left for the next time.
pub async fn verify(
    store: &Store,
    tenant: &TenantId,
    anchor_file: Option<&Path>,
) -> Result<Report, VerifyError> {
    let outside = anchor_file.map(|path| anchor_file::Reader::open(path, tenant)).transpose()?;
    let mut snapshot = store.audit_snapshot(tenant).await?;
    let walk = Walk::new(tenant, outside);
    let report = walk.run(&mut snapshot).await?;
    snapshot.close().await?;
    Ok(report)
}

pub(super) fn fault(seq: i64, kind: FaultKind, what: impl Into<String>) -> Fault {
    Fault { seq, kind, what: what.into() }
}
