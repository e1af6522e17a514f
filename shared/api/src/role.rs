//! Roles: named sets of permissions. Four come with the product; a tenant may add its own.

use serde::{Deserialize, Serialize};

use crate::session::User;
use crate::{Permission, RoleId};

/// The roles every tenant has, least first: each has what the one before it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BuiltInRole {
    /// Sees everything that FLUO found.
    Viewer,
    /// Decides about signals.
    Member,
    /// Decides who takes part, and as what.
    Admin,
    /// May do everything. A tenant that has accounts keeps at least one.
    Owner,
}

impl BuiltInRole {
    pub const ALL: [BuiltInRole; 4] = [Self::Viewer, Self::Member, Self::Admin, Self::Owner];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Member => "member",
            Self::Admin => "admin",
            Self::Owner => "owner",
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Viewer => "Viewer",
            Self::Member => "Member",
            Self::Admin => "Admin",
            Self::Owner => "Owner",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }

    pub fn has(self, permission: Permission) -> bool {
        self >= permission.least_role()
    }

    pub fn permissions(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.into_iter().filter(move |permission| self.has(*permission))
    }

    /// As `roles.list` shows it.
    pub fn role(self) -> Role {
        Role {
            id: RoleId::from(self.as_str()),
            name: self.name().to_owned(),
            built_in: true,
            permissions: self.permissions().collect(),
        }
    }
}

/// A role with what it permits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Role {
    pub id: RoleId,
    pub name: String,
    /// Comes with the product and cannot be changed.
    pub built_in: bool,
    pub permissions: Vec<Permission>,
}

impl Role {
    pub fn reference(&self) -> RoleRef {
        RoleRef { id: self.id.clone(), name: self.name.clone() }
    }
}

/// A role by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RoleRef {
    pub id: RoleId,
    pub name: String,
}

impl From<BuiltInRole> for RoleRef {
    fn from(role: BuiltInRole) -> Self {
        Self { id: RoleId::from(role.as_str()), name: role.name().to_owned() }
    }
}

/// Answer of `permissions.explain`: why somebody may or may not, and whom to ask.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PermissionExplanation {
    pub permission: Permission,
    /// Whether the caller has it, as they came.
    pub granted: bool,
    /// The caller's role; absent for a caller without one.
    pub role: Option<RoleRef>,
    /// The roles that have the permission, built-in ones first.
    pub roles: Vec<RoleRef>,
    /// The people who have it through one of these roles, at most 100.
    pub holders: Vec<Holder>,
}

/// A person with the role they have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Holder {
    pub user: User,
    pub role: RoleRef,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_has_what_the_one_before_it_has_and_the_owner_everything() {
        for pair in BuiltInRole::ALL.windows(2) {
            assert!(pair[0].permissions().all(|permission| pair[1].has(permission)));
            assert!(pair[0].permissions().count() < pair[1].permissions().count());
        }
        assert!(BuiltInRole::Owner.permissions().eq(Permission::ALL));
    }

    #[test]
    fn a_viewer_changes_nothing() {
        for permission in BuiltInRole::Viewer.permissions() {
            assert!(permission.as_str().ends_with(":read"), "{permission}");
        }
    }
}
