//! Who asks, and the proof that they may.
//!
//! A [`Caller`] comes only from the console's identity; a [`TenantScope`] only from a caller that was
//! authorised. The store's functions take a scope, so a query that was not authorised cannot be written.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use console_api::role::RoleRef;
use console_api::session::{Me, Tenant, User};
use console_api::{Access, ActorKind, Error, ErrorCode, Permission, SessionId, TenantId, Timestamp, TokenId};
use secrecy::SecretString;

use crate::audit::{Actor, Entry};
use crate::identity::OPERATOR;

/// What a caller showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Credential {
    /// That they are at the machine.
    Machine,
    /// A session that lasts until then unless it is used, at the most.
    Session { id: SessionId, until: Timestamp },
    /// An API token that lasts until then: a person's, or a service's own.
    Token { id: TokenId, until: Timestamp, of_service: bool },
}

impl Credential {
    pub(crate) fn session(&self) -> Option<&SessionId> {
        match self {
            Self::Session { id, .. } => Some(id),
            Self::Machine | Self::Token { .. } => None,
        }
    }
}

/// What became of the session a caller came by: for the host to tell the browser.
#[derive(Clone, Debug)]
pub enum SessionChange {
    /// It goes on under this secret; the one before is worth nothing.
    Renewed(SecretString),
    Ended,
}

/// Someone signed in, acting in one tenant.
#[derive(Clone, Debug)]
pub struct Caller {
    user: User,
    tenant: Tenant,
    role: Option<RoleRef>,
    permissions: BTreeSet<Permission>,
    credential: Credential,
    session_change: Arc<OnceLock<SessionChange>>,
    request_id: Option<Arc<str>>,
}

impl Caller {
    pub(crate) fn new(
        user: User,
        tenant: Tenant,
        role: Option<RoleRef>,
        permissions: impl IntoIterator<Item = Permission>,
        credential: Credential,
    ) -> Self {
        let permissions = permissions.into_iter().collect();
        let session_change = Arc::default();
        Self { user, tenant, role, permissions, credential, session_change, request_id: None }
    }

    /// The same caller with fewer permissions: what a scoped token or a test of a role holds.
    pub fn restricted_to(&self, permissions: &[Permission]) -> Self {
        let permissions = self.permissions.iter().filter(|p| permissions.contains(p)).copied().collect();
        Self { permissions, ..self.clone() }
    }

    /// The same caller in a request of that id: the audit trail names it.
    pub fn in_request(self, id: Arc<str>) -> Self {
        Self { request_id: Some(id), ..self }
    }

    /// Proves that this caller may, or says what is missing.
    pub fn authorise(&self, access: Access) -> Result<TenantScope, Error> {
        match access {
            Access::Needs(permission) if !self.permissions.contains(&permission) => Err(Error::new(
                ErrorCode::Forbidden,
                format!("this needs the permission {permission}; `permissions.explain` says who holds it"),
            )),
            Access::InPerson | Access::Operator if matches!(self.credential, Credential::Token { .. }) => {
                Err(Error::new(ErrorCode::Forbidden, "an API token cannot do this; sign in"))
            }
            Access::Operator if self.user.id.as_str() != OPERATOR => Err(Error::new(
                ErrorCode::Forbidden,
                "only the operator of the machine may do this; run `fluo-console` there",
            )),
            Access::Needs(_) | Access::SignedIn | Access::InPerson | Access::Operator => Ok(self.scope()),
        }
    }

    /// The scope that says who they are, whatever they may: for the audit trail alone.
    pub(crate) fn refused_scope(&self) -> TenantScope {
        self.scope()
    }

    fn scope(&self) -> TenantScope {
        let kind = match self.credential {
            Credential::Token { of_service: true, .. } => ActorKind::Service,
            Credential::Machine | Credential::Session { .. } | Credential::Token { .. } => ActorKind::User,
        };
        TenantScope {
            tenant: self.tenant.id.clone(),
            actor: Actor::new(kind, self.user.id.as_str()),
            request_id: self.request_id.clone(),
            change: None,
        }
    }

    /// The user's id, for logs.
    pub fn user_id(&self) -> &str {
        self.user.id.as_str()
    }

    /// What an operation did to the session the caller came by.
    pub fn session_change(&self) -> Option<&SessionChange> {
        self.session_change.get()
    }

    pub(crate) fn note(&self, change: SessionChange) {
        // One operation changes a session once.
        let _ = self.session_change.set(change);
    }

    pub(crate) fn credential(&self) -> &Credential {
        &self.credential
    }

    pub(crate) fn user(&self) -> &User {
        &self.user
    }

    pub(crate) fn role(&self) -> Option<&RoleRef> {
        self.role.as_ref()
    }

    pub(crate) fn may(&self, permission: Permission) -> bool {
        self.permissions.contains(&permission)
    }

    /// Nobody gives, or takes away, what they do not hold themselves.
    pub(crate) fn require_to_hand_on(&self, permission: Permission) -> Result<(), Error> {
        if self.may(permission) {
            return Ok(());
        }
        Err(Error::new(
            ErrorCode::Forbidden,
            format!("only who holds the permission {permission} can give it or take it away"),
        ))
    }

    pub(crate) fn me(&self) -> Me {
        Me {
            user: self.user.clone(),
            tenant: self.tenant.clone(),
            role: self.role.clone(),
            permissions: self.permissions.iter().copied().collect(),
        }
    }
}

/// One tenant, and on whose behalf. What the store works in.
#[derive(Clone, Debug)]
pub struct TenantScope {
    tenant: TenantId,
    actor: Actor,
    request_id: Option<Arc<str>>,
    change: Option<Arc<Change>>,
}

/// An operation that changes something, while it runs.
#[derive(Debug)]
struct Change {
    /// What the audit trail says of it where its code says nothing.
    entry: Entry,
    /// The audit trail has an entry of it.
    recorded: AtomicBool,
}

impl TenantScope {
    /// The console itself at work in a tenant: the mirror, retention.
    pub(crate) fn system(tenant: TenantId) -> Self {
        Self { tenant, actor: Actor::new(ActorKind::System, "fluo"), request_id: None, change: None }
    }

    /// The same scope for the run of an operation that changes something: its first commit leaves an entry in
    /// the audit trail.
    pub(crate) fn changing(self, entry: Entry) -> Self {
        let change = Change { entry, recorded: AtomicBool::new(false) };
        Self { change: Some(Arc::new(change)), ..self }
    }

    /// What is to be said of the operation that runs in this scope, while nothing was.
    pub(crate) fn unrecorded_change(&self) -> Option<Entry> {
        let change = self.change.as_ref()?;
        (!change.recorded.load(Ordering::Acquire)).then(|| change.entry.clone())
    }

    /// An entry was committed.
    pub(crate) fn note_recorded(&self) {
        if let Some(change) = &self.change {
            change.recorded.store(true, Ordering::Release);
        }
    }

    pub fn tenant(&self) -> &str {
        self.tenant.as_str()
    }

    pub fn actor(&self) -> &str {
        &self.actor.id
    }

    /// Who acts, as the audit trail names them.
    pub(crate) fn audit_actor(&self) -> Actor {
        self.actor.clone()
    }

    pub(crate) fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }
}
