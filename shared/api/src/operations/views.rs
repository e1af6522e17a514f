//! Saved views and the report of a shift: requests of the operations `views.*` and `handover.*`.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, ViewId};

/// Request of `views.list`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListViews {}

/// Request of `views.create`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateView {
    /// One line of at most 80 characters.
    pub name: String,
    /// In the query language of signals; everything where empty.
    #[serde(default)]
    pub query: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,
    /// For everybody in the tenant; needs `signals:triage`.
    #[serde(default)]
    pub team: bool,
}

/// Request of `views.update`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UpdateView {
    pub id: ViewId,
    pub name: String,
    #[serde(default)]
    pub query: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,
    #[serde(default)]
    pub team: bool,
    /// The revision that was on the screen: refused with `conflict` when the view changed since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<i64>,
}

/// Request of `views.mark`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MarkView {
    pub id: ViewId,
    #[serde(default)]
    pub pinned: bool,
    /// Takes the place of the one that was.
    #[serde(default)]
    pub default: bool,
}

/// Request of `views.delete`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeleteView {
    pub id: ViewId,
}

/// Request of `handover.report`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GetHandover {
    pub from: Timestamp,
    /// Now where absent; at most 31 days after `from`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Timestamp>,
}
