//! Requests about signals taken together.

use serde::{Deserialize, Serialize};

use crate::group::GroupSort;
use crate::{Cursor, RuleId};

/// Request of `signals.groups`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct ListSignalGroups {
    /// The query language, as in `signals.list`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// By count where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<GroupSort>,
    /// `meta.cursor` of the page before, of the same query and order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    /// 1 to 500; 50 where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
}

/// Request of `signals.group`: a group as `signals.groups` names it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct GetSignalGroup {
    /// The query language, as in `signals.list`: only members that match.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    pub rule: RuleId,
    pub service: String,
    pub span_name: String,
}

/// Request of `signals.overview`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GetOverview {}
