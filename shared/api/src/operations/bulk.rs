//! Changing many signals at once: requests of the operations `bulk.*`.

use serde::{Deserialize, Serialize};

use super::CountSignals;
use crate::bulk::{BulkAction, BulkOutcome};
use crate::{BulkId, Cursor, SignalId, Timestamp};

/// Request of `bulk.start`: signals by name, or all that match.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct StartBulk {
    pub action: BulkAction,
    /// At most 10,000.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<SignalId>,
    /// In place of `ids`: all that match, at most 100,000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matching: Option<Matching>,
    /// When they were on the screen: what somebody changed since is left alone and told as a conflict. Now where
    /// absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Timestamp>,
}

/// Signals that match, but for some.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Matching {
    /// As in `signals.count`.
    pub filter: CountSignals,
    /// At most 10,000.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<SignalId>,
}

/// Request of `bulk.preview`: what `bulk.start` would be asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct PreviewBulk {
    pub action: BulkAction,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<SignalId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matching: Option<Matching>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Timestamp>,
}

/// Request of `bulk.get`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GetBulk {
    pub id: BulkId,
}

/// Request of `bulk.items`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListBulkItems {
    pub id: BulkId,
    /// Only those that ended so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<BulkOutcome>,
    /// `meta.cursor` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    /// 1 to 500; 50 where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
}

/// Request of `bulk.cancel`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CancelBulk {
    pub id: BulkId,
}

/// Request of `bulk.undo`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UndoBulk {
    pub id: BulkId,
}
