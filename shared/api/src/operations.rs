//! The list of operations: each request type, its answer and its declaration.

mod accounts;
mod members;
mod roles;
mod tokens;

use serde::{Deserialize, Serialize};

use crate::audit::{AuditEntry, ListAudit};
use crate::fluo::FluoHealth;
use crate::member::{Invitation, Member, NewInvitation};
use crate::role::{PermissionExplanation, Role};
use crate::session::{Done, Me, Revoked, Session, SignInLink};
use crate::signal::SignalCounts;
use crate::token::{ApiToken, NewApiToken};
use crate::trace::Trace;
use crate::{
    Access, Cursor, Method, Offline, Operation, OperationInfo, Permission, RuleId, RuleStack, RuleStatus,
    Severity, Signal, SignalFilter, SignalId, SignalStatus, Timestamp, TraceId,
};

pub use accounts::{
    ChangePassword, CreateAccount, ListSessions, ResetPassword, RevokeOtherSessions, RevokeSession, SignOut,
};
pub use members::{
    CreateInvitation, LeaveTenant, ListInvitations, ListMembers, RemoveMember, RevokeInvitation,
    SetMemberRole,
};
pub use roles::{DeleteRole, ExplainPermission, ListRoles, PutRole};
pub use tokens::{
    CreateServiceToken, CreateToken, ListServiceTokens, ListTokens, RevokeServiceToken, RevokeToken,
};

/// Rows of a page where the request does not say.
pub const DEFAULT_PAGE: u16 = 50;
/// Rows of a page at most.
pub const MAX_PAGE: u16 = 500;
/// Rows that may be left out before a page, at most.
pub const MAX_SKIP: u32 = 10_000_000;

/// Declares the operations: implements [`Operation`] for each request type and lists them all.
macro_rules! operations {
    ($($request:ident -> $data:ty {
        $name:literal, $method:ident $path:literal, $access:expr, $offline:ident, $doc:literal
    })*) => {
        $(impl Operation for $request {
            type Data = $data;
            const INFO: OperationInfo = OperationInfo {
                name: $name,
                method: Method::$method,
                path: $path,
                access: $access,
                offline: Offline::$offline,
                doc: $doc,
            };
        })*

        /// Every operation there is.
        pub const ALL: &[OperationInfo] = &[$($request::INFO),*];

        /// The JSON Schemas of every operation's request and data, in the order of [`ALL`].
        #[cfg(feature = "schema")]
        pub fn schemas(generator: &mut schemars::SchemaGenerator) -> Vec<(schemars::Schema, schemars::Schema)> {
            vec![$((
                generator.root_schema_for::<$request>(),
                generator.subschema_for::<$data>(),
            )),*]
        }
    };
}

operations! {
    ListSignals -> Vec<Signal> {
        "signals.list", Get "/api/v1/signals", Access::Needs(Permission::SignalsRead), Cacheable,
        "Signals that match, newest first, a page at a time."
    }
    CountSignals -> SignalCounts {
        "signals.count", Get "/api/v1/signals/count", Access::Needs(Permission::SignalsRead), Cacheable,
        "How many signals match, in all and per severity, status, service and rule."
    }
    GetSignal -> Signal {
        "signals.get", Get "/api/v1/signals/{id}", Access::Needs(Permission::SignalsRead), Cacheable,
        "One signal."
    }
    SetSignalStatus -> Signal {
        "signals.set_status", Put "/api/v1/signals/{id}/status", Access::Needs(Permission::SignalsTriage), Queueable,
        "Move a signal to another status; kept and sent later when FLUO is away."
    }
    ListRuleStacks -> Vec<RuleStack> {
        "rules.stacks", Get "/api/v1/rules/stacks", Access::Needs(Permission::RulesRead), Cacheable,
        "Rules with all their versions and how many signals they raised."
    }
    GetTrace -> Trace {
        "traces.get", Get "/api/v1/traces/{id}", Access::Needs(Permission::TracesRead), Online,
        "The spans of a trace, by start time."
    }
    GetFluoHealth -> FluoHealth {
        "fluo.health", Get "/api/v1/fluo/health", Access::Needs(Permission::FluoRead), Local,
        "Whether FLUO answers, what it can do, and how far behind the mirror is."
    }
    GetMe -> Me {
        "session.me", Get "/api/v1/session/me", Access::SignedIn, Local,
        "Who is signed in, in which tenant, with which permissions."
    }
    CreateSignInLink -> SignInLink {
        "session.create_link", Post "/api/v1/session/links", Access::Needs(Permission::LinksCreate), Local,
        "Make a link that signs one browser in as the local operator, once."
    }
    SignOut -> Done {
        "session.sign_out", Post "/api/v1/session/sign-out", Access::InPerson, Local,
        "End the session that asks."
    }
    ListSessions -> Vec<Session> {
        "sessions.list", Get "/api/v1/sessions", Access::InPerson, Local,
        "The caller's own sessions, last used first."
    }
    RevokeSession -> Done {
        "sessions.revoke", Delete "/api/v1/sessions/{id}", Access::InPerson, Local,
        "End one of the caller's own sessions, its streams included."
    }
    RevokeOtherSessions -> Revoked {
        "sessions.revoke_others", Post "/api/v1/sessions/revoke-others", Access::InPerson, Local,
        "End all of the caller's sessions but the one that asks."
    }
    ChangePassword -> Done {
        "account.change_password", Post "/api/v1/account/password", Access::InPerson, Local,
        "Change the caller's password; ends their other sessions and renews this one."
    }
    ListTokens -> Vec<ApiToken> {
        "tokens.list", Get "/api/v1/tokens", Access::InPerson, Local,
        "The caller's own API tokens, newest first."
    }
    CreateToken -> NewApiToken {
        "tokens.create", Post "/api/v1/tokens", Access::InPerson, Local,
        "Make an API token that stands for the caller; its secret is shown this once."
    }
    RevokeToken -> Done {
        "tokens.revoke", Delete "/api/v1/tokens/{id}", Access::InPerson, Local,
        "End one of the caller's own API tokens."
    }
    ListServiceTokens -> Vec<ApiToken> {
        "service_tokens.list", Get "/api/v1/service-tokens", Access::Needs(Permission::TokensManage), Local,
        "The tenant's tokens for services, newest first."
    }
    CreateServiceToken -> NewApiToken {
        "service_tokens.create", Post "/api/v1/service-tokens", Access::Needs(Permission::TokensManage), Local,
        "Make an API token for a service; it stays when its maker leaves, and its secret is shown this once."
    }
    RevokeServiceToken -> Done {
        "service_tokens.revoke", Delete "/api/v1/service-tokens/{id}", Access::Needs(Permission::TokensManage), Local,
        "End a service's API token."
    }
    ListMembers -> Vec<Member> {
        "members.list", Get "/api/v1/members", Access::Needs(Permission::MembersRead), Local,
        "The members of the tenant with their roles, by e-mail address."
    }
    SetMemberRole -> Member {
        "members.set_role", Put "/api/v1/members/{id}/role", Access::Needs(Permission::MembersManage), Local,
        "Give a member another role; acts on their next request."
    }
    RemoveMember -> Done {
        "members.remove", Delete "/api/v1/members/{id}", Access::Needs(Permission::MembersManage), Local,
        "Remove a member; ends their sessions, streams and tokens in the tenant."
    }
    LeaveTenant -> Done {
        "members.leave", Post "/api/v1/members/leave", Access::InPerson, Local,
        "Stop being a member of the tenant."
    }
    ListInvitations -> Vec<Invitation> {
        "invitations.list", Get "/api/v1/invitations", Access::Needs(Permission::MembersManage), Local,
        "The invitations that wait, newest first."
    }
    CreateInvitation -> NewInvitation {
        "invitations.create", Post "/api/v1/invitations", Access::Needs(Permission::MembersManage), Local,
        "Invite somebody for seven days; the secret they accept with is shown this once."
    }
    RevokeInvitation -> Done {
        "invitations.revoke", Delete "/api/v1/invitations/{id}", Access::Needs(Permission::MembersManage), Local,
        "Take an invitation back that waits."
    }
    CreateAccount -> Member {
        "accounts.create", Post "/api/v1/accounts", Access::Operator, Local,
        "Make an account that is a member of the tenant in a role."
    }
    ResetPassword -> Done {
        "accounts.reset_password", Post "/api/v1/accounts/reset-password", Access::Operator, Local,
        "Give an account a new password; ends all its sessions."
    }
    ListRoles -> Vec<Role> {
        "roles.list", Get "/api/v1/roles", Access::SignedIn, Local,
        "The roles of the tenant with what they permit, built-in ones first."
    }
    PutRole -> Role {
        "roles.put", Put "/api/v1/roles/{id}", Access::Needs(Permission::RolesManage), Local,
        "Make a role, or change what it permits; acts at once on everybody who has it."
    }
    DeleteRole -> Role {
        "roles.delete", Delete "/api/v1/roles/{id}", Access::Needs(Permission::RolesManage), Local,
        "Delete a role that nobody has."
    }
    ExplainPermission -> PermissionExplanation {
        "permissions.explain", Get "/api/v1/permissions/{permission}", Access::SignedIn, Local,
        "Why the caller may or may not: which roles have the permission, and who holds them."
    }
    ListAudit -> Vec<AuditEntry> {
        "audit.list", Get "/api/v1/audit", Access::Needs(Permission::AuditRead), Local,
        "Who did what to what and how it ended, newest first, a page at a time."
    }
}

/// The operation of that name.
pub fn find(name: &str) -> Option<&'static OperationInfo> {
    ALL.iter().find(|info| info.name == name)
}

/// Request of `signals.list`. Lists of values are any-of; all given parts must match.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct ListSignals {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub severity: Vec<Severity>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub service: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rule: Vec<RuleId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub status: Vec<SignalStatus>,
    /// Raised at or after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// Raised before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Timestamp>,
    /// Part of the message, service, span, rule, trace id or friendly id; case does not matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// `meta.cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    /// Leave out so many rows, counted from the cursor, or from the first where there is none; at most 10,000,000.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skip: Option<u32>,
    /// 1 to 500; 50 where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
}

impl ListSignals {
    pub fn filter(&self) -> SignalFilter {
        SignalFilter {
            severity: self.severity.clone(),
            service: self.service.clone(),
            rule: self.rule.clone(),
            status: self.status.clone(),
            from: self.from,
            to: self.to,
            text: self.text.clone(),
        }
    }
}

/// Request of `signals.count`: the filter of `signals.list`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct CountSignals {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub severity: Vec<Severity>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub service: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rule: Vec<RuleId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub status: Vec<SignalStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl From<CountSignals> for SignalFilter {
    fn from(request: CountSignals) -> Self {
        let CountSignals { severity, service, rule, status, from, to, text } = request;
        Self { severity, service, rule, status, from, to, text }
    }
}

impl From<SignalFilter> for CountSignals {
    fn from(filter: SignalFilter) -> Self {
        let SignalFilter { severity, service, rule, status, from, to, text } = filter;
        Self { severity, service, rule, status, from, to, text }
    }
}

/// Request of `signals.get`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GetSignal {
    pub id: SignalId,
}

/// Request of `signals.set_status`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct SetSignalStatus {
    pub id: SignalId,
    pub status: SignalStatus,
    /// The revision that was on the screen: refused with `conflict` when the signal changed since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<i64>,
}

/// Request of `rules.stacks`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct ListRuleStacks {
    /// Part of the rule's id, description or condition; case does not matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Only rules with a version in this state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<RuleStatus>,
}

/// Request of `traces.get`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GetTrace {
    pub id: TraceId,
}

/// Request of `fluo.health`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GetFluoHealth {}

/// Request of `session.me`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GetMe {}

/// Request of `session.create_link`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateSignInLink {}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_and_routes_are_unique() {
        let names: HashSet<_> = ALL.iter().map(|info| info.name).collect();
        let routes: HashSet<_> = ALL.iter().map(|info| (info.method, info.path)).collect();
        assert_eq!((names.len(), routes.len()), (ALL.len(), ALL.len()));
    }

    #[test]
    fn every_path_is_versioned_and_every_doc_is_one_sentence() {
        for info in ALL {
            assert!(info.path.starts_with("/api/v1/"), "{}", info.name);
            assert!(info.doc.ends_with('.') && !info.doc.contains('\n'), "{}", info.name);
        }
    }
}
