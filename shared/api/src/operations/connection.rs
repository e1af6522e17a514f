//! Requests about the tenant's connection to FLUO, and about how long what is kept.

use serde::{Deserialize, Serialize};

use crate::connection::{LinkTemplate, TenantHeader};
use crate::fluo::Dialect;
use crate::secret::Secret;

/// Request of `connection.get`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GetConnection {}

/// Request of `connection.set`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct SetConnection {
    pub dialect: Dialect,
    /// Base address: http or https, without user name, query or fragment.
    pub url: String,
    /// Path of the live feed; the dialect's usual one where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub live_path: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub traces_url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant_header: Option<TenantHeader>,
    /// Sent as `Authorization: Bearer …`. Where absent the one that is known stays, as long as the address is of the
    /// same host; where empty none is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bearer: Option<Secret>,
    /// At most ten.
    #[serde(default)]
    pub links: Vec<LinkTemplate>,
}

/// Request of `connection.test`: what `connection.set` would keep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct TestConnection {
    pub dialect: Dialect,
    pub url: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub live_path: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub traces_url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant_header: Option<TenantHeader>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bearer: Option<Secret>,
    #[serde(default)]
    pub links: Vec<LinkTemplate>,
}

impl From<TestConnection> for SetConnection {
    fn from(request: TestConnection) -> Self {
        let TestConnection { dialect, url, live_path, traces_url, tenant_header, bearer, links } = request;
        Self { dialect, url, live_path, traces_url, tenant_header, bearer, links }
    }
}

/// Request of `connection.remove`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RemoveConnection {}

/// Request of `retention.get`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GetRetention {}

/// Request of `retention.set`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct SetRetention {
    /// Days that signals are kept after they were raised, 1 to 3,650.
    pub signal_days: u16,
    /// Signals that are kept at most, the newest, 1,000 to 10,000,000.
    pub signals: u32,
    /// Days that events are kept for readers of the live stream who come back, 1 to 365.
    pub event_days: u16,
    /// Days that sessions are kept after they ended, 1 to 365.
    pub session_days: u16,
}
