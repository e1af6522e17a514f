//! Requests of administrators of the installation.

use serde::{Deserialize, Serialize};

use crate::secret::Secret;
use crate::{Cursor, RoleId, TenantId, UserId};

/// Request of `platform_tenants.list`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListPlatformTenants {}

/// Request of `platform_tenants.create`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateTenant {
    /// 1 to 80 characters.
    pub name: String,
    /// The account that is to own it; the caller's own where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<UserId>,
}

/// Request of `platform_tenants.suspend`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SuspendTenant {
    pub id: TenantId,
}

/// Request of `platform_tenants.resume`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ResumeTenant {
    pub id: TenantId,
}

/// Request of `platform_users.list`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ListPlatformUsers {
    /// Part of the name or the e-mail address; case does not matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// `meta.cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    /// 1 to 500; 50 where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
}

/// Request of `platform_users.create`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CreatePlatformUser {
    /// What the person signs in with; upper and lower case do not differ.
    pub email: String,
    /// What others read, at most 80 characters.
    pub name: String,
    /// 12 to 256 characters.
    pub password: Secret,
}

/// Request of `platform_users.disable`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DisableUser {
    pub id: UserId,
}

/// Request of `platform_users.enable`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EnableUser {
    pub id: UserId,
}

/// Request of `platform_access.assign`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AssignAccess {
    pub tenant: TenantId,
    pub user: UserId,
    /// A role that the tenant has.
    pub role: RoleId,
}

/// Request of `platform_access.remove`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RemoveAccess {
    pub tenant: TenantId,
    pub user: UserId,
}

/// Request of `platform_admins.list`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListPlatformAdmins {}

/// Request of `platform_admins.grant`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GrantPlatformAdmin {
    pub user: UserId,
}

/// Request of `platform_admins.revoke`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RevokePlatformAdmin {
    pub user: UserId,
}

/// Request of `platform_audit.list`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ListPlatformAudit {
    /// `meta.cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    /// 1 to 500; 50 where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
}
