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

/// The place, among tenants, of what belongs to none: what administrators of the installation do, and what open
/// streams of all tenants are to hear of.
pub(crate) const INSTALLATION: &str = "installation";

/// What a caller showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Credential {
    /// That they are at the machine.
    Machine,
    /// A session that lasts until then unless it is used, at the most, and whose holder last showed then who they are.
    Session { id: SessionId, until: Timestamp, proven_at: Timestamp },
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
    /// Administers the installation.
    platform: bool,
    credential: Credential,
    /// The secret of the session they came by.
    secret: Option<SecretString>,
    /// The tenant asks them for a second factor that they do not have.
    owes_second_factor: bool,
    /// The tenant asks them for a second factor, whether they have it or not.
    is_asked_for_second_factor: bool,
    session_change: Arc<OnceLock<SessionChange>>,
    request_id: Option<Arc<str>>,
    idempotency_key: Option<Arc<str>>,
}

/// A request under a key of the asker's choice: it is done once.
#[derive(Clone, Debug)]
pub(crate) struct Keyed {
    /// Whose the key is, wherever the request reaches.
    pub(crate) tenant: TenantId,
    pub(crate) key: Arc<str>,
    pub(crate) operation: &'static str,
    /// Of the operation and what was asked.
    pub(crate) request_hash: String,
}

/// Characters of an idempotency key at most.
const MAX_KEY: usize = 128;

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
        Self {
            user,
            tenant,
            role,
            permissions,
            platform: false,
            credential,
            secret: None,
            owes_second_factor: false,
            is_asked_for_second_factor: false,
            session_change,
            request_id: None,
            idempotency_key: None,
        }
    }

    /// The same caller as administrator of the installation, or not.
    pub(crate) fn administering(self, platform: bool) -> Self {
        Self { platform, ..self }
    }

    /// The same caller with the secret they came by.
    pub(crate) fn holding(self, secret: &str) -> Self {
        Self { secret: Some(SecretString::from(secret)), ..self }
    }

    /// The same caller in a tenant that asks for a second factor, which they have or not.
    pub(crate) fn asked_for_second_factor(self, asked: bool, has_one: bool) -> Self {
        Self { owes_second_factor: asked && !has_one, is_asked_for_second_factor: asked, ..self }
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

    /// The same caller with a request that is done once, however often it comes under this key.
    pub fn with_idempotency_key(self, key: &str) -> Result<Self, Error> {
        if key.is_empty() || key.len() > MAX_KEY || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Error::invalid(format!(
                "an idempotency key is 1 to {MAX_KEY} visible ASCII characters without spaces"
            )));
        }
        Ok(Self { idempotency_key: Some(key.into()), ..self })
    }

    pub(crate) fn idempotency_key(&self) -> Option<&Arc<str>> {
        self.idempotency_key.as_ref()
    }

    /// Proves that this caller may, or says what is missing.
    pub fn authorise(&self, access: Access) -> Result<TenantScope, Error> {
        match access {
            Access::SignedIn | Access::InPerson | Access::Needs(_) | Access::Operator | Access::Platform
                if self.owes_second_factor =>
            {
                Err(Error::new(
                    ErrorCode::SecondFactorRequired,
                    "this tenant asks you for a second factor; enrol one first (`second_factor.enrol`)",
                ))
            }
            Access::Needs(permission) if !self.permissions.contains(&permission) => Err(Error::new(
                ErrorCode::Forbidden,
                format!("this needs the permission {permission}; `permissions.explain` says who holds it"),
            )),
            Access::InPerson | Access::Enrolling | Access::Operator | Access::Platform
                if matches!(self.credential, Credential::Token { .. }) =>
            {
                Err(Error::new(ErrorCode::Forbidden, "an API token cannot do this; sign in"))
            }
            Access::Platform if !self.platform => {
                Err(Error::new(ErrorCode::Forbidden, "only an administrator of the installation may do this"))
            }
            Access::Platform => Ok(self.scope().elsewhere(TenantId::from(INSTALLATION))),
            Access::Operator if self.user.id.as_str() != OPERATOR => Err(Error::new(
                ErrorCode::Forbidden,
                "only the operator of the machine may do this; run `fluo-console` there",
            )),
            Access::Needs(_)
            | Access::Identified
            | Access::SignedIn
            | Access::Enrolling
            | Access::InPerson
            | Access::Operator => Ok(self.scope()),
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

    pub(crate) fn secret(&self) -> Option<&SecretString> {
        self.secret.as_ref()
    }

    pub(crate) fn credential(&self) -> &Credential {
        &self.credential
    }

    pub(crate) fn user(&self) -> &User {
        &self.user
    }

    pub(crate) fn is_asked_for_second_factor(&self) -> bool {
        self.is_asked_for_second_factor
    }

    /// Where they act.
    pub(crate) fn tenant(&self) -> &Tenant {
        &self.tenant
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
            platform_admin: self.platform,
            permissions: match self.owes_second_factor {
                true => Vec::new(),
                false => self.permissions.iter().copied().collect(),
            },
            second_factor_required: self.owes_second_factor,
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
    keyed: Option<Keyed>,
    /// The audit trail has an entry of it.
    recorded: AtomicBool,
}

impl TenantScope {
    /// The console itself at work in a tenant: the mirror, retention.
    pub(crate) fn system(tenant: TenantId) -> Self {
        Self { tenant, actor: Actor::new(ActorKind::System, "fluo"), request_id: None, change: None }
    }

    /// The same actor in another tenant: in the installation's own place, or where it was established that they may
    /// act there.
    pub(crate) fn elsewhere(&self, tenant: TenantId) -> Self {
        let (actor, request_id) = (self.actor.clone(), self.request_id.clone());
        Self { tenant, actor, request_id, change: self.change.clone() }
    }

    /// The same scope for the run of an operation that changes something: its first commit leaves an entry in
    /// the audit trail.
    pub(crate) fn changing(self, entry: Entry, keyed: Option<Keyed>) -> Self {
        let change = Change { entry, keyed, recorded: AtomicBool::new(false) };
        Self { change: Some(Arc::new(change)), ..self }
    }

    /// What is to be said of the operation that runs in this scope, while nothing was.
    pub(crate) fn unrecorded_change(&self) -> Option<Entry> {
        let change = self.change.as_ref()?;
        (!change.recorded.load(Ordering::Acquire)).then(|| change.entry.clone())
    }

    /// The key of the operation that runs in this scope, while nothing was committed.
    pub(crate) fn open_key(&self) -> Option<&Keyed> {
        let change = self.change.as_ref()?;
        change.keyed.as_ref().filter(|_| !change.recorded.load(Ordering::Acquire))
    }

    /// An entry was committed.
    pub(crate) fn note_recorded(&self) {
        if let Some(change) = &self.change {
            change.recorded.store(true, Ordering::Release);
        }
    }

    pub(crate) fn tenant_id(&self) -> &TenantId {
        &self.tenant
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
