//! Ids as newtypes, so that a rule id cannot stand where a trace id belongs.
//!
//! All are opaque text on the wire. Only [`TraceId`] and [`SpanId`] have a form of their own (lower-case
//! hex, as OpenTelemetry writes them); the rest are whatever their owner issued.

use serde::{Deserialize, Serialize};

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id!(
    /// A tenant (workspace, organisation).
    TenantId
);
text_id!(
    /// A person or service account.
    UserId
);
text_id!(
    /// A role: one of the built-in words, or the name a tenant chose for its own.
    RoleId
);
text_id!(
    /// A session, as it may be shown; its secret is another.
    SessionId
);
text_id!(
    /// An API token, as it may be shown; its secret is another.
    TokenId
);
text_id!(
    /// An invitation, as it may be shown; its secret is another.
    InvitationId
);
text_id!(
    /// A note on a signal.
    NoteId
);
text_id!(
    /// A link on a signal.
    LinkId
);
text_id!(
    /// A change of many signals at once.
    BulkId
);
text_id!(
    /// A saved view.
    ViewId
);
text_id!(
    /// A signal: FLUO's `signalDbId`, unique within a tenant.
    SignalId
);
text_id!(
    /// A rule's name, shared by all its versions.
    RuleId
);
text_id!(
    /// One version of a rule; FLUO numbers them but promises only text.
    RuleVersion
);
text_id!(
    /// Where a page ended: opaque to clients, valid for the filter it was issued for.
    Cursor
);
text_id!(
    /// An OpenTelemetry trace id: 32 lower-case hex digits.
    TraceId
);
text_id!(
    /// An OpenTelemetry span id: 16 lower-case hex digits.
    SpanId
);

/// Place of an event in its tenant's stream, counted up without gaps; 1 is the place before the first event.
/// The SSE `id:` is this number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct EventSeq(pub i64);
