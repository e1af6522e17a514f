//! The audit trail: who did what to what, when, and how it ended.

use serde::{Deserialize, Serialize};

use crate::export::ExportFormat;
use crate::{Cursor, Timestamp};

/// How what an entry tells of ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AuditOutcome {
    /// It happened.
    Done,
    /// It was decided and waits for FLUO; a later entry tells how that ended.
    Pending,
    /// It was not permitted.
    Denied,
    /// It was permitted and did not work.
    Failed,
}

impl AuditOutcome {
    pub const ALL: [AuditOutcome; 4] = [Self::Done, Self::Pending, Self::Denied, Self::Failed];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Pending => "pending",
            Self::Denied => "denied",
            Self::Failed => "failed",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == word)
    }
}

/// What kind of actor an entry tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// A person who is signed in.
    User,
    /// A program with a token of its own.
    Service,
    /// The console itself.
    System,
    /// Whoever could not say who they are.
    Anonymous,
}

impl ActorKind {
    pub const ALL: [ActorKind; 4] = [Self::User, Self::Service, Self::System, Self::Anonymous];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Service => "service",
            Self::System => "system",
            Self::Anonymous => "anonymous",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// What names a person in an entry. Kept beside the chain, so that it can be erased.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AuditPersonal {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The network address it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
}

/// One entry of the audit trail.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AuditEntry {
    /// Place in the tenant's chain, counted up from 1 without gaps.
    pub seq: i64,
    pub at: Timestamp,
    pub actor: AuditActor,
    /// Name of the operation, or what happened, such as `session.signed_in`.
    pub action: String,
    /// What it was done to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<AuditSubject>,
    pub outcome: AuditOutcome,
    /// Finds the request in the server's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// What else was said: an object.
    pub detail: serde_json::Map<String, serde_json::Value>,
    /// What names the person; absent where nothing did, or after it was erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal: Option<AuditPersonal>,
    /// SHA-256 over this entry and the hash of the one before, as 64 hex digits.
    pub hash: String,
}

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuditActor {
    pub kind: ActorKind,
    pub id: String,
}

/// What it was done to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuditSubject {
    /// `signal`, `user`, …
    pub kind: String,
    pub id: String,
}

/// Which entries. Lists of values are any-of; all given parts must match.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AuditFilter {
    pub actor: Vec<String>,
    pub action: Vec<String>,
    pub subject: Option<String>,
    pub outcome: Vec<AuditOutcome>,
    pub from: Option<Timestamp>,
    pub to: Option<Timestamp>,
    pub text: Option<String>,
}

/// Request of `audit.list`. Lists of values are any-of; all given parts must match.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct ListAudit {
    /// Ids of who did it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actor: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub action: Vec<String>,
    /// Id of what it was done to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub outcome: Vec<AuditOutcome>,
    /// Made at or after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// Made before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Timestamp>,
    /// Part of the action, an id, the detail or the personal data; case does not matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// `meta.cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    /// 1 to 500; 50 where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
}

impl ListAudit {
    pub fn filter(&self) -> AuditFilter {
        let Self { actor, action, subject, outcome, from, to, text, cursor: _, limit: _ } = self.clone();
        AuditFilter { actor, action, subject, outcome, from, to, text }
    }
}

/// What an export of the audit trail is asked for: the filter of `audit.list`, and a format.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct ExportAudit {
    pub format: ExportFormat,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actor: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub action: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub outcome: Vec<AuditOutcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl ExportAudit {
    pub fn filter(&self) -> AuditFilter {
        let Self { format: _, actor, action, subject, outcome, from, to, text } = self.clone();
        AuditFilter { actor, action, subject, outcome, from, to, text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_the_wire_names_and_read_back() {
        for outcome in AuditOutcome::ALL {
            assert_eq!(serde_json::to_value(outcome).unwrap(), outcome.as_str());
            assert_eq!(AuditOutcome::parse(outcome.as_str()), Some(outcome));
        }
        for kind in ActorKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
            assert_eq!(ActorKind::parse(kind.as_str()), Some(kind));
        }
    }
}
