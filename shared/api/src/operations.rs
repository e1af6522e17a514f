//! The list of operations: each request type, its answer and its declaration.

mod access;
mod accounts;
mod bulk;
mod connection;
mod device;
mod groups;
mod members;
mod platform;
mod profile;
mod roles;
mod second_factor;
mod tenants;
mod tokens;
mod triage;
mod views;

use serde::{Deserialize, Serialize};

use crate::access::{AccessReview, ConfirmedReview};
use crate::audit::{AuditEntry, ListAudit};
use crate::bulk::{Bulk, BulkItem, BulkPreview};
use crate::connection::{ConnectionReport, FluoConnection};
use crate::device::DeviceLogin;
use crate::fluo::FluoHealth;
use crate::group::{GroupDetail, SignalGroups};
use crate::handover::Handover;
use crate::member::{Invitation, Member, NewInvitation};
use crate::overview::SignalOverview;
use crate::platform::{PlatformAdmin, PlatformTenant, PlatformUser};
use crate::profile::Profile;
use crate::role::{PermissionExplanation, Role};
use crate::second_factor::{Enrolment, RecoveryCodes, SecondFactor, SignInPolicy};
use crate::session::{Done, Me, Revoked, Session, SignInLink};
use crate::signal::{SignalCounts, SignalSort, SortOrder};
use crate::tenant::{Retention, TenantMembership, TenantProfile};
use crate::token::{ApiToken, NewApiToken};
use crate::trace::{Trace, TraceColumns};
use crate::triage::{Note, NoteVersion, Presence, RelatedSignals, SignalLink, TimelineEntry};
use crate::view::View;
use crate::{
    Access, Cursor, Method, Offline, Operation, OperationInfo, Permission, RuleId, RuleStack, RuleStatus,
    Severity, Signal, SignalFilter, SignalId, SignalStatus, Timestamp, TraceId,
};

pub use access::{ConfirmAccess, ListAccessReviews, ReviewAccess};
pub use accounts::{
    ChangePassword, CreateAccount, ListSessions, ResetPassword, RevokeOtherSessions, RevokeSession, SignOut,
};
pub use bulk::{CancelBulk, GetBulk, ListBulkItems, Matching, PreviewBulk, StartBulk, UndoBulk};
pub use connection::{
    GetConnection, GetRetention, RemoveConnection, SetConnection, SetRetention, TestConnection,
};
pub use device::{ApproveDeviceLogin, DenyDeviceLogin, GetDeviceLogin};
pub use groups::{GetOverview, GetSignalGroup, ListSignalGroups};
pub use members::{
    CreateInvitation, LeaveTenant, ListInvitations, ListMembers, RemoveMember, RevokeInvitation,
    SetMemberRole,
};
pub use platform::{
    AssignAccess, CreatePlatformUser, CreateTenant, DisableUser, EnableUser, GrantPlatformAdmin,
    ListPlatformAdmins, ListPlatformAudit, ListPlatformTenants, ListPlatformUsers, RemoveAccess,
    ResumeTenant, RevokePlatformAdmin, SuspendTenant,
};
pub use profile::{ChangeEmail, GetAccount, RenameAccount};
pub use roles::{DeleteRole, ExplainPermission, ListRoles, PutRole};
pub use second_factor::{
    ConfirmSecondFactor, DisableSecondFactor, EnrolSecondFactor, GetSecondFactor, GetSignInPolicy,
    ProveSession, PutSignInPolicy, RenewRecoveryCodes, ResetSecondFactor,
};
pub use tenants::{
    CloseTenant, GetTenant, ListTenants, RemoveTenantLogo, SetTenantBrand, SetTenantLogo, SwitchTenant,
    TransferTenant, UpdateTenant,
};
pub use tokens::{
    CreateServiceToken, CreateToken, ListServiceTokens, ListTokens, RevokeServiceToken, RevokeToken,
};
pub use triage::{
    AddLink, AddNote, AssignSignal, ClaimSignal, DeleteNote, Doing, EditNote, GetPresence, GetTimeline,
    ListLinks, ListNoteVersions, ListNotes, ListReasons, ListRelated, RemoveLink, SnoozeSignal, TagSignal,
    UndoSignal, WakeSignal,
};
pub use views::{CreateView, DeleteView, GetHandover, ListViews, MarkView, UpdateView};

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
        "Signals that match, newest first or in another order, a page at a time."
    }
    CountSignals -> SignalCounts {
        "signals.count", Get "/api/v1/signals/count", Access::Needs(Permission::SignalsRead), Cacheable,
        "How many signals match, in all and per severity, status, service and rule."
    }
    ListSignalGroups -> SignalGroups {
        "signals.groups", Get "/api/v1/signals/groups", Access::Needs(Permission::SignalsRead), Cacheable,
        "The signals that match, taken together by rule, service and operation, the most first, a page at a time."
    }
    GetSignalGroup -> GroupDetail {
        "signals.group", Get "/api/v1/signals/group", Access::Needs(Permission::SignalsRead), Online,
        "A group, and what the spans of its newest signals have in common."
    }
    GetOverview -> SignalOverview {
        "signals.overview", Get "/api/v1/signals/overview", Access::Needs(Permission::SignalsRead), Cacheable,
        "What is open and for how long, what arrived and from where, and how long decisions took."
    }
    GetSignal -> Signal {
        "signals.get", Get "/api/v1/signals/{id}", Access::Needs(Permission::SignalsRead), Cacheable,
        "One signal."
    }
    SetSignalStatus -> Signal {
        "signals.set_status", Put "/api/v1/signals/{id}/status", Access::Needs(Permission::SignalsTriage), Queueable,
        "Move a signal to another status; kept and sent later when FLUO is away."
    }
    AssignSignal -> Signal {
        "signals.assign", Put "/api/v1/signals/{id}/owner", Access::Needs(Permission::SignalsTriage), Local,
        "Give a signal to a member of the tenant, or to nobody."
    }
    ClaimSignal -> Signal {
        "signals.claim", Post "/api/v1/signals/{id}/claim", Access::Needs(Permission::SignalsTriage), Local,
        "Take a signal that is nobody's."
    }
    SnoozeSignal -> Signal {
        "signals.snooze", Put "/api/v1/signals/{id}/snooze", Access::Needs(Permission::SignalsTriage), Local,
        "Put a signal aside until a time, so many more of its group, a spike, or a new version of its rule."
    }
    WakeSignal -> Signal {
        "signals.wake", Delete "/api/v1/signals/{id}/snooze", Access::Needs(Permission::SignalsTriage), Local,
        "End that a signal is put aside; new ones of its group are put aside no more either."
    }
    TagSignal -> Signal {
        "signals.tag", Post "/api/v1/signals/{id}/tags", Access::Needs(Permission::SignalsTriage), Local,
        "Put words on a signal, and take words off it."
    }
    UndoSignal -> Signal {
        "signals.undo", Post "/api/v1/signals/{id}/undo", Access::Needs(Permission::SignalsTriage), Queueable,
        "Put back what one change changed; refused when it was changed again since."
    }
    ListNotes -> Vec<Note> {
        "signals.notes", Get "/api/v1/signals/{id}/notes", Access::Needs(Permission::SignalsRead), Local,
        "The notes on a signal, oldest first."
    }
    AddNote -> Note {
        "signals.add_note", Post "/api/v1/signals/{id}/notes", Access::Needs(Permission::SignalsTriage), Local,
        "Write a note on a signal."
    }
    EditNote -> Note {
        "signals.edit_note", Put "/api/v1/signals/{id}/notes/{note}", Access::Needs(Permission::SignalsTriage), Local,
        "Change the text of a note; the text before is kept."
    }
    DeleteNote -> Done {
        "signals.delete_note", Delete "/api/v1/signals/{id}/notes/{note}", Access::Needs(Permission::SignalsTriage), Local,
        "Delete a note with all its texts."
    }
    ListNoteVersions -> Vec<NoteVersion> {
        "signals.note_versions", Get "/api/v1/signals/{id}/notes/{note}/versions", Access::Needs(Permission::SignalsRead), Local,
        "Every text a note had, newest first."
    }
    ListLinks -> Vec<SignalLink> {
        "signals.links", Get "/api/v1/signals/{id}/links", Access::Needs(Permission::SignalsRead), Local,
        "The links of a signal, oldest first."
    }
    AddLink -> SignalLink {
        "signals.add_link", Post "/api/v1/signals/{id}/links", Access::Needs(Permission::SignalsTriage), Queueable,
        "Link an incident, a ticket or anything else on the web to a signal, here and in FLUO."
    }
    RemoveLink -> Done {
        "signals.remove_link", Delete "/api/v1/signals/{id}/links/{link}", Access::Needs(Permission::SignalsTriage), Local,
        "Take a link off a signal; FLUO keeps what it was told."
    }
    GetTimeline -> Vec<TimelineEntry> {
        "signals.timeline", Get "/api/v1/signals/{id}/timeline", Access::Needs(Permission::SignalsRead), Local,
        "Everything that happened to a signal, newest first, a page at a time."
    }
    ListRelated -> RelatedSignals {
        "signals.related", Get "/api/v1/signals/{id}/related", Access::Needs(Permission::SignalsRead), Cacheable,
        "Signals of the same trace, of the same group, and near in time and service."
    }
    GetPresence -> Presence {
        "signals.presence", Get "/api/v1/signals/{id}/presence", Access::Needs(Permission::SignalsRead), Local,
        "Who is on a signal now; asking can say that the caller is, for 30 seconds."
    }
    ListReasons -> Vec<String> {
        "signals.reasons", Get "/api/v1/triage/reasons", Access::Needs(Permission::SignalsRead), Local,
        "The reasons offered for a false positive, in the order of the digits 1 to 9."
    }
    PreviewBulk -> BulkPreview {
        "bulk.preview", Post "/api/v1/bulk/preview", Access::Needs(Permission::SignalsTriage), Local,
        "How many signals a change of many would change, and why not the others."
    }
    StartBulk -> Bulk {
        "bulk.start", Post "/api/v1/bulk", Access::Needs(Permission::SignalsTriage), Queueable,
        "Change many signals as one job; `bulk.updated` events tell how it goes on."
    }
    GetBulk -> Bulk {
        "bulk.get", Get "/api/v1/bulk/{id}", Access::Needs(Permission::SignalsRead), Local,
        "How far a change of many signals is."
    }
    ListBulkItems -> Vec<BulkItem> {
        "bulk.items", Get "/api/v1/bulk/{id}/items", Access::Needs(Permission::SignalsRead), Local,
        "What became of each signal, in order, a page at a time."
    }
    CancelBulk -> Bulk {
        "bulk.cancel", Post "/api/v1/bulk/{id}/cancel", Access::Needs(Permission::SignalsTriage), Local,
        "End a change of many signals before its end; what is done stays done."
    }
    UndoBulk -> Bulk {
        "bulk.undo", Post "/api/v1/bulk/{id}/undo", Access::Needs(Permission::SignalsTriage), Queueable,
        "Put back everything that a change of many signals changed, as a job of its own."
    }
    ListViews -> Vec<View> {
        "views.list", Get "/api/v1/views", Access::Needs(Permission::SignalsRead), Local,
        "The caller's saved views and the team's, pinned ones first."
    }
    CreateView -> View {
        "views.create", Post "/api/v1/views", Access::Needs(Permission::SignalsRead), Local,
        "Save a view for oneself, or for the team."
    }
    UpdateView -> View {
        "views.update", Put "/api/v1/views/{id}", Access::Needs(Permission::SignalsRead), Local,
        "Change a saved view: one's own, or one of the team's."
    }
    MarkView -> View {
        "views.mark", Put "/api/v1/views/{id}/mark", Access::Needs(Permission::SignalsRead), Local,
        "Keep a view at hand, or begin with it."
    }
    DeleteView -> Done {
        "views.delete", Delete "/api/v1/views/{id}", Access::Needs(Permission::SignalsRead), Local,
        "Delete a saved view: one's own, or one of the team's."
    }
    GetHandover -> Handover {
        "handover.report", Get "/api/v1/handover", Access::Needs(Permission::SignalsRead), Local,
        "What happened in a period and what is left: for whoever comes next, as data and as Markdown."
    }
    ListRuleStacks -> Vec<RuleStack> {
        "rules.stacks", Get "/api/v1/rules/stacks", Access::Needs(Permission::RulesRead), Cacheable,
        "Rules with all their versions and how many signals they raised."
    }
    GetTrace -> Trace {
        "traces.get", Get "/api/v1/traces/{id}", Access::Needs(Permission::TracesRead), Online,
        "The spans of a trace, by start time; of a very large one the first 20,000."
    }
    GetTraceColumns -> TraceColumns {
        "traces.columns", Get "/api/v1/traces/{id}/columns", Access::Needs(Permission::TracesRead), Online,
        "The spans of a trace in order of call, a list for each field: up to 100,000, for screens."
    }
    GetFluoHealth -> FluoHealth {
        "fluo.health", Get "/api/v1/fluo/health", Access::Needs(Permission::FluoRead), Local,
        "Whether FLUO answers, what it can do, and how far behind the mirror is."
    }
    GetMe -> Me {
        "session.me", Get "/api/v1/session/me", Access::Identified, Local,
        "Who is signed in, in which tenant, with which permissions."
    }
    CreateSignInLink -> SignInLink {
        "session.create_link", Post "/api/v1/session/links", Access::Needs(Permission::LinksCreate), Local,
        "Make a link that signs one browser in as the local operator, once."
    }
    SignOut -> Done {
        "session.sign_out", Post "/api/v1/session/sign-out", Access::Enrolling, Local,
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
    GetAccount -> Profile {
        "account.get", Get "/api/v1/account", Access::InPerson, Local,
        "The caller's own account."
    }
    RenameAccount -> Profile {
        "account.rename", Put "/api/v1/account/name", Access::InPerson, Local,
        "Change what others read."
    }
    ChangeEmail -> Done {
        "account.change_email", Post "/api/v1/account/email", Access::InPerson, Local,
        "Change the caller's e-mail address: the old one and the new one each get a link that confirms it."
    }
    ProveSession -> Done {
        "session.prove", Post "/api/v1/session/prove", Access::Enrolling, Local,
        "Show again who one is: what is dangerous asks for it when signing in was more than ten minutes ago."
    }
    GetSecondFactor -> SecondFactor {
        "second_factor.get", Get "/api/v1/account/second-factor", Access::Enrolling, Local,
        "Whether the caller has a second factor, and whether the tenant asks for one."
    }
    EnrolSecondFactor -> Enrolment {
        "second_factor.enrol", Post "/api/v1/account/second-factor", Access::Enrolling, Local,
        "Begin to enrol an authenticator app (TOTP); what it is told is shown this once."
    }
    ConfirmSecondFactor -> RecoveryCodes {
        "second_factor.confirm", Post "/api/v1/account/second-factor/confirm", Access::Enrolling, Local,
        "Show that the app works: signing in asks for its codes from now on. Ends the caller's other sessions."
    }
    RenewRecoveryCodes -> RecoveryCodes {
        "recovery_codes.renew", Post "/api/v1/account/recovery-codes", Access::InPerson, Local,
        "Make ten new recovery codes; those there were are worth nothing any more."
    }
    DisableSecondFactor -> Done {
        "second_factor.disable", Post "/api/v1/account/second-factor/disable", Access::InPerson, Local,
        "Do without the app again; takes the password and a code."
    }
    GetDeviceLogin -> DeviceLogin {
        "device_logins.get", Get "/api/v1/device-logins/{code}", Access::InPerson, Local,
        "The program that shows this code and waits to be let in."
    }
    ApproveDeviceLogin -> Done {
        "device_logins.approve", Post "/api/v1/device-logins/{code}/approve", Access::InPerson, Local,
        "Let a program in that shows this code: it gets an API token that stands for the caller."
    }
    DenyDeviceLogin -> Done {
        "device_logins.deny", Post "/api/v1/device-logins/{code}/deny", Access::InPerson, Local,
        "Keep a program out that shows this code."
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
    ResetSecondFactor -> Done {
        "accounts.reset_second_factor", Post "/api/v1/accounts/reset-second-factor", Access::Operator, Local,
        "Take an account's second factor away that was lost with its recovery codes; ends all its sessions."
    }
    GetSignInPolicy -> SignInPolicy {
        "sign_in_policy.get", Get "/api/v1/sign-in-policy", Access::Needs(Permission::SecurityManage), Local,
        "What the tenant asks of who signs in: whom for a second factor, and when sessions end."
    }
    PutSignInPolicy -> SignInPolicy {
        "sign_in_policy.put", Put "/api/v1/sign-in-policy", Access::Needs(Permission::SecurityManage), Local,
        "Decide what the tenant asks of who signs in; acts on the next request of everybody."
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
    ReviewAccess -> AccessReview {
        "access.review", Get "/api/v1/access-review", Access::Needs(Permission::MembersManage), Local,
        "Who and what may do what in the tenant now: members by role, tokens by scope, and when each was last used."
    }
    ConfirmAccess -> ConfirmedReview {
        "access.confirm", Post "/api/v1/access-reviews", Access::Needs(Permission::MembersManage), Local,
        "Say that what `access.review` showed is right; refused where it is no more what was shown."
    }
    ListAccessReviews -> Vec<ConfirmedReview> {
        "access.reviews", Get "/api/v1/access-reviews", Access::Needs(Permission::MembersManage), Local,
        "Who said when that who may do what is right, newest first."
    }
    ListAudit -> Vec<AuditEntry> {
        "audit.list", Get "/api/v1/audit", Access::Needs(Permission::AuditRead), Local,
        "Who did what to what and how it ended, newest first, a page at a time."
    }
    ListTenants -> Vec<TenantMembership> {
        "tenants.list", Get "/api/v1/tenants", Access::SignedIn, Local,
        "The tenants the caller may act in, by name."
    }
    SwitchTenant -> Me {
        "tenants.switch", Post "/api/v1/tenants/{id}/switch", Access::InPerson, Local,
        "Act in another of the caller's tenants from here on; the session goes on under a new secret."
    }
    GetTenant -> TenantProfile {
        "tenant.get", Get "/api/v1/tenant", Access::SignedIn, Local,
        "The tenant the caller acts in: its name, colour and logo."
    }
    UpdateTenant -> TenantProfile {
        "tenant.update", Put "/api/v1/tenant", Access::Needs(Permission::TenantManage), Local,
        "Change the tenant's name and description."
    }
    SetTenantBrand -> TenantProfile {
        "tenant.set_brand", Put "/api/v1/tenant/brand", Access::Needs(Permission::TenantManage), Local,
        "Give the tenant a colour of its own, or the product's again."
    }
    SetTenantLogo -> TenantProfile {
        "tenant.set_logo", Put "/api/v1/tenant/logo", Access::Needs(Permission::TenantManage), Local,
        "Give the tenant a logo: a small SVG or PNG, checked."
    }
    RemoveTenantLogo -> TenantProfile {
        "tenant.remove_logo", Delete "/api/v1/tenant/logo", Access::Needs(Permission::TenantManage), Local,
        "Take the tenant's logo away."
    }
    TransferTenant -> Done {
        "tenant.transfer", Post "/api/v1/tenant/transfer", Access::Needs(Permission::TenantOwn), Local,
        "Make a member the owner in the caller's stead, who stays as an administrator."
    }
    CloseTenant -> Done {
        "tenant.close", Post "/api/v1/tenant/close", Access::Needs(Permission::TenantOwn), Local,
        "Close the tenant: ends all sessions, streams and tokens in it; its data stays until it is removed."
    }
    GetConnection -> FluoConnection {
        "connection.get", Get "/api/v1/connection", Access::Needs(Permission::FluoManage), Local,
        "How the tenant's FLUO is reached; without the secrets."
    }
    TestConnection -> ConnectionReport {
        "connection.test", Post "/api/v1/connection/test", Access::Needs(Permission::FluoManage), Local,
        "Try a connection before it is kept: does it answer, can it be read, what can it do."
    }
    SetConnection -> FluoConnection {
        "connection.set", Put "/api/v1/connection", Access::Needs(Permission::FluoManage), Local,
        "Connect the tenant to its FLUO; the mirror begins anew."
    }
    RemoveConnection -> Done {
        "connection.remove", Delete "/api/v1/connection", Access::Needs(Permission::FluoManage), Local,
        "Forget how the tenant's FLUO is reached, its secret included; what was mirrored stays."
    }
    GetRetention -> Retention {
        "retention.get", Get "/api/v1/retention", Access::SignedIn, Local,
        "How long the tenant keeps signals, events and sessions."
    }
    SetRetention -> Retention {
        "retention.set", Put "/api/v1/retention", Access::Needs(Permission::TenantManage), Local,
        "Change how long the tenant keeps what; what is over by then is removed within the hour."
    }
    ListPlatformTenants -> Vec<PlatformTenant> {
        "platform_tenants.list", Get "/api/v1/platform/tenants", Access::Platform, Local,
        "All tenants of the installation, by name; not what is in them."
    }
    CreateTenant -> PlatformTenant {
        "platform_tenants.create", Post "/api/v1/platform/tenants", Access::Platform, Local,
        "Make a tenant."
    }
    SuspendTenant -> PlatformTenant {
        "platform_tenants.suspend", Post "/api/v1/platform/tenants/{id}/suspend", Access::Platform, Local,
        "Let nobody into a tenant, and stop following its FLUO, until it is resumed."
    }
    ResumeTenant -> PlatformTenant {
        "platform_tenants.resume", Post "/api/v1/platform/tenants/{id}/resume", Access::Platform, Local,
        "Open a tenant again that was suspended or closed."
    }
    ListPlatformUsers -> Vec<PlatformUser> {
        "platform_users.list", Get "/api/v1/platform/users", Access::Platform, Local,
        "Everybody with an account and where they are members, by e-mail address, a page at a time."
    }
    CreatePlatformUser -> PlatformUser {
        "platform_users.create", Post "/api/v1/platform/users", Access::Platform, Local,
        "Make an account that is a member of no tenant yet."
    }
    DisableUser -> PlatformUser {
        "platform_users.disable", Post "/api/v1/platform/users/{id}/disable", Access::Platform, Local,
        "Let an account in nowhere: ends its sessions and streams, and its tokens do nothing."
    }
    EnableUser -> PlatformUser {
        "platform_users.enable", Post "/api/v1/platform/users/{id}/enable", Access::Platform, Local,
        "Let a disabled account in again."
    }
    AssignAccess -> PlatformUser {
        "platform_access.assign", Put "/api/v1/platform/tenants/{tenant}/members/{user}", Access::Platform, Local,
        "Make an account a member of a tenant, or give it another role there."
    }
    RemoveAccess -> PlatformUser {
        "platform_access.remove", Delete "/api/v1/platform/tenants/{tenant}/members/{user}", Access::Platform, Local,
        "Take an account out of a tenant."
    }
    ListPlatformAdmins -> Vec<PlatformAdmin> {
        "platform_admins.list", Get "/api/v1/platform/admins", Access::Platform, Local,
        "The accounts that administer the installation."
    }
    GrantPlatformAdmin -> PlatformAdmin {
        "platform_admins.grant", Put "/api/v1/platform/admins/{user}", Access::Platform, Local,
        "Make an account an administrator of the installation."
    }
    RevokePlatformAdmin -> Done {
        "platform_admins.revoke", Delete "/api/v1/platform/admins/{user}", Access::Platform, Local,
        "Take the administration of the installation from an account; somebody keeps it."
    }
    ListPlatformAudit -> Vec<AuditEntry> {
        "platform_audit.list", Get "/api/v1/platform/audit", Access::Platform, Local,
        "What administrators of the installation did, newest first, a page at a time."
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
    /// The query language: `severity:>=warning -status:resolved "took too long"`. Must match together with the other parts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
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
    /// What the rows are sorted by; by time where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<SignalSort>,
    /// Where absent, texts begin with A, and times and severities with the newest and worst.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<SortOrder>,
    /// `meta.cursor` of the page before, of the same query and order.
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
    /// The query language, as in `signals.list`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
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
        let CountSignals { q: _, severity, service, rule, status, from, to, text } = request;
        Self { severity, service, rule, status, from, to, text }
    }
}

impl From<SignalFilter> for CountSignals {
    fn from(filter: SignalFilter) -> Self {
        let SignalFilter { severity, service, rule, status, from, to, text } = filter;
        Self { q: None, severity, service, rule, status, from, to, text }
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
    /// Why it is a false positive: one line of at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The revision that was on the screen: refused with `conflict` when the status changed since.
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

/// Request of `traces.columns`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GetTraceColumns {
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
