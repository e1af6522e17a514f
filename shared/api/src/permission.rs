//! What a caller may do. Roles are sets of these; only the core decides.

use serde::{Deserialize, Serialize};

use crate::role::BuiltInRole;

/// One right within a tenant, written `noun:verb` on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Permission {
    /// See signals, their counts and the live stream.
    #[serde(rename = "signals:read")]
    SignalsRead,
    /// Change a signal's status.
    #[serde(rename = "signals:triage")]
    SignalsTriage,
    /// See rules and all their versions.
    #[serde(rename = "rules:read")]
    RulesRead,
    /// See the spans of a trace.
    #[serde(rename = "traces:read")]
    TracesRead,
    /// See how FLUO and the mirror of it are doing.
    #[serde(rename = "fluo:read")]
    FluoRead,
    /// See who takes part in the tenant, and as what.
    #[serde(rename = "members:read")]
    MembersRead,
    /// Invite and remove members, and give them roles.
    #[serde(rename = "members:manage")]
    MembersManage,
    /// Make, change and delete the tenant's own roles.
    #[serde(rename = "roles:manage")]
    RolesManage,
    /// Decide what the tenant asks of who signs in.
    #[serde(rename = "security:manage")]
    SecurityManage,
    /// Read and export the audit trail, personal data included.
    #[serde(rename = "audit:read")]
    AuditRead,
    /// See, make and revoke the tokens of services.
    #[serde(rename = "tokens:manage")]
    TokensManage,
    /// Change the tenant's name, colour, logo and how long what is kept.
    #[serde(rename = "tenant:manage")]
    TenantManage,
    /// Hand the tenant over to another owner, or close it.
    #[serde(rename = "tenant:own")]
    TenantOwn,
    /// See and change how the tenant's FLUO is reached.
    #[serde(rename = "fluo:manage")]
    FluoManage,
    /// Make one-time sign-in links for this installation.
    #[serde(rename = "links:create")]
    LinksCreate,
}

impl Permission {
    pub const ALL: [Permission; 15] = [
        Self::SignalsRead,
        Self::SignalsTriage,
        Self::RulesRead,
        Self::TracesRead,
        Self::FluoRead,
        Self::MembersRead,
        Self::MembersManage,
        Self::RolesManage,
        Self::SecurityManage,
        Self::AuditRead,
        Self::TokensManage,
        Self::TenantManage,
        Self::TenantOwn,
        Self::FluoManage,
        Self::LinksCreate,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignalsRead => "signals:read",
            Self::SignalsTriage => "signals:triage",
            Self::RulesRead => "rules:read",
            Self::TracesRead => "traces:read",
            Self::FluoRead => "fluo:read",
            Self::MembersRead => "members:read",
            Self::MembersManage => "members:manage",
            Self::RolesManage => "roles:manage",
            Self::SecurityManage => "security:manage",
            Self::AuditRead => "audit:read",
            Self::TokensManage => "tokens:manage",
            Self::TenantManage => "tenant:manage",
            Self::TenantOwn => "tenant:own",
            Self::FluoManage => "fluo:manage",
            Self::LinksCreate => "links:create",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|permission| permission.as_str() == text)
    }

    /// The least built-in role that has it; every greater one has it too.
    pub const fn least_role(self) -> BuiltInRole {
        match self {
            Self::SignalsRead | Self::RulesRead | Self::TracesRead | Self::FluoRead => BuiltInRole::Viewer,
            Self::SignalsTriage | Self::MembersRead => BuiltInRole::Member,
            Self::AuditRead
            | Self::MembersManage
            | Self::RolesManage
            | Self::TokensManage
            | Self::TenantManage
            | Self::SecurityManage
            | Self::FluoManage => BuiltInRole::Admin,
            Self::TenantOwn => BuiltInRole::Owner,
            // Whoever follows such a link is the local operator, who may do everything.
            Self::LinksCreate => BuiltInRole::Owner,
        }
    }
}

impl std::fmt::Display for Permission {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wire_name_is_the_displayed_name() {
        for permission in Permission::ALL {
            assert_eq!(serde_json::to_value(permission).unwrap(), permission.as_str());
            assert_eq!(Permission::parse(permission.as_str()), Some(permission));
        }
    }
}
