//! Tenants: what people see of the one they act in, and of those they may go to.

use serde::{Deserialize, Serialize};

use crate::connection::LinkTemplate;
use crate::role::RoleRef;
use crate::session::Tenant;
use crate::{TenantId, Timestamp};

/// A tenant that the caller is a member of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TenantMembership {
    pub tenant: Tenant,
    /// What the caller is there; absent where they come without a role.
    #[serde(default)]
    pub role: Option<RoleRef>,
    /// The one they act in.
    pub current: bool,
}

/// A tenant as its members see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TenantProfile {
    pub id: TenantId,
    pub name: String,
    /// What the tenant is for, in its own words; may be empty.
    pub description: String,
    /// Absent where the tenant has no colour of its own.
    #[serde(default)]
    pub brand: Option<TenantBrand>,
    /// Path of the style sheet that carries the colour; absent where there is none.
    #[serde(default)]
    pub theme: Option<String>,
    /// Path of the logo; absent where there is none.
    #[serde(default)]
    pub logo: Option<String>,
    /// Where else a signal's trace can be looked at.
    #[serde(default)]
    pub links: Vec<LinkTemplate>,
    pub created_at: Timestamp,
}

/// A tenant's colour in OKLCH; lightness is the interface's own.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TenantBrand {
    /// Degrees, 0 to 360.
    pub hue: f64,
    /// 0 to 0.19; more is cut.
    pub chroma: f64,
}

/// What a logo is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum LogoType {
    #[serde(rename = "image/svg+xml")]
    Svg,
    #[serde(rename = "image/png")]
    Png,
}

impl LogoType {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Svg => "image/svg+xml",
            Self::Png => "image/png",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Svg, Self::Png].into_iter().find(|kind| kind.as_str() == text)
    }
}

/// How long a tenant keeps what. The audit trail has a time of keeping of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Retention {
    /// Days that signals are kept after they were raised.
    pub signal_days: u16,
    /// Signals that are kept at most, the newest.
    pub signals: u32,
    /// Days that events are kept for readers of the live stream who come back.
    pub event_days: u16,
    /// Days that sessions are kept after they ended.
    pub session_days: u16,
}
