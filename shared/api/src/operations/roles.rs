//! Requests about roles and permissions.

use serde::{Deserialize, Serialize};

use crate::{Permission, RoleId};

/// Request of `roles.list`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListRoles {}

/// Request of `roles.put`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PutRole {
    /// What the role is called in requests: 1 to 40 of `a-z`, `0-9` and `-`.
    pub id: RoleId,
    /// What people read, at most 80 characters.
    pub name: String,
    /// What the role permits: nothing that the caller does not hold.
    pub permissions: Vec<Permission>,
}

/// Request of `roles.delete`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeleteRole {
    pub id: RoleId,
}

/// Request of `permissions.explain`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExplainPermission {
    pub permission: Permission,
}
