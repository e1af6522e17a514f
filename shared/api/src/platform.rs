//! The installation as its administrators see it: all tenants, all people with an account.

use serde::{Deserialize, Serialize};

use crate::role::RoleRef;
use crate::session::{Tenant, User};
use crate::{TenantId, Timestamp, UserId};

/// What may be done in a tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TenantStatus {
    /// Everything.
    Active,
    /// Nothing until an administrator of the installation resumes it; nobody comes in, FLUO is not followed.
    Suspended,
    /// Nothing: its owner closed it. An administrator of the installation resumes or removes it.
    Closed,
}

impl TenantStatus {
    pub const ALL: [TenantStatus; 3] = [Self::Active, Self::Suspended, Self::Closed];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Closed => "closed",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }
}

/// A tenant of the installation. What is in it is not for administrators of the installation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PlatformTenant {
    pub id: TenantId,
    pub name: String,
    pub status: TenantStatus,
    pub members: i64,
    pub created_at: Timestamp,
}

/// A person with an account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PlatformUser {
    pub user: User,
    pub email: String,
    /// Cannot sign in.
    pub disabled: bool,
    /// Administers the installation.
    pub platform_admin: bool,
    /// What they are in which tenant.
    pub memberships: Vec<PlatformMembership>,
    pub created_at: Timestamp,
}

/// What a person is in a tenant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlatformMembership {
    pub tenant: Tenant,
    pub role: RoleRef,
}

/// Somebody who administers the installation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PlatformAdmin {
    pub user: User,
    pub email: String,
    pub granted_by: UserId,
    pub granted_at: Timestamp,
}
