//! How a tenant's FLUO is reached, and what is found when it is tried.

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::fluo::{Capability, Dialect, HealthCheck};

/// How the tenant's FLUO is reached. Secrets are never in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct FluoConnection {
    pub dialect: Dialect,
    /// Base address.
    pub url: String,
    /// Path of the live feed below it.
    pub live_path: String,
    /// Base address of a source of traces that speaks as Tempo does; FLUO itself where absent.
    #[serde(default)]
    pub traces_url: Option<String>,
    /// The header that tells FLUO whose signals are meant.
    #[serde(default)]
    pub tenant_header: Option<TenantHeader>,
    /// A bearer token is sent.
    pub has_bearer: bool,
    /// Where else a signal's trace can be looked at.
    pub links: Vec<LinkTemplate>,
    /// Comes from how the server was started, not from the tenant's settings.
    pub from_installation: bool,
    /// Absent where it comes from how the server was started.
    #[serde(default)]
    pub updated_at: Option<Timestamp>,
}

/// A header with what stands in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TenantHeader {
    /// `X-Tenant-ID`, most often.
    pub name: String,
    pub value: String,
}

/// A link out of the console, such as to Grafana.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LinkTemplate {
    /// What people read, at most 40 characters.
    pub name: String,
    /// An http or https address in which `{traceId}`, `{spanId}`, `{service}`, `{rule}`, `{from}` and `{to}`
    /// (milliseconds since 1970) stand for the signal's own.
    pub url: String,
}

/// What was found when a connection was tried.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ConnectionReport {
    /// It can be worked with.
    pub works: bool,
    /// Why it cannot, or what will be missing, in words for a person.
    #[serde(default)]
    pub problem: Option<String>,
    pub capabilities: Vec<Capability>,
    /// FLUO's own account of its parts.
    pub checks: Vec<HealthCheck>,
    /// How long FLUO took to say how it is.
    #[serde(default)]
    pub answered_in_ms: Option<i64>,
}
