//! The vocabulary of Fluo Console: what is said between the core, its hosts and its screens.
//!
//! Nouns (signals, rules, traces), ids, the list of [operations](operation), the [envelope]
//! around every answer, [events](event), [errors](error) and [permissions](permission). Everything here is
//! plain data that compiles to wasm. There is no I/O, no clock and no decision: those live in
//! `console-core`.

pub mod access;
pub mod audit;
pub mod brand;
pub mod bulk;
pub mod connection;
pub mod device;
pub mod envelope;
pub mod error;
pub mod event;
#[cfg(feature = "schema")]
pub mod examples;
pub mod export;
pub mod fluo;
pub mod group;
pub mod handover;
pub mod id;
pub mod member;
pub mod operation;
pub mod operations;
pub mod overview;
pub mod permission;
pub mod platform;
pub mod profile;
pub mod query;
pub mod role;
pub mod rule;
pub mod second_factor;
pub mod secret;
pub mod session;
pub mod signal;
pub mod tenant;
pub mod time;
pub mod token;
pub mod trace;
pub mod triage;
pub mod view;
pub mod wire;

pub use audit::{ActorKind, AuditOutcome, AuditPersonal};
pub use envelope::{Answer, Envelope, Meta};
pub use error::{Error, ErrorCode};
pub use event::{Event, EventKind};
pub use fluo::{Freshness, Reach};
pub use id::{
    BulkId, Cursor, EventSeq, InvitationId, LinkId, NoteId, RoleId, RuleId, RuleVersion, SessionId, SignalId,
    SpanId, TenantId, TokenId, TraceId, UserId, ViewId,
};
pub use operation::{Access, Method, Offline, Operation, OperationInfo};
pub use permission::Permission;
pub use rule::{Rule, RuleStack, RuleStatus};
pub use signal::{Severity, Signal, SignalFilter, SignalStatus};
pub use time::Timestamp;
