//! Who asks, and the proof that they may.
//!
//! A [`Caller`] comes only from the console's identity; a [`TenantScope`] only from a caller that was
//! authorised. The store's functions take a scope, so a query that was not authorised cannot be written.

use std::collections::BTreeSet;

use console_api::session::{Me, Tenant, User};
use console_api::{Access, Error, ErrorCode, Permission, TenantId};

/// Someone signed in, acting in one tenant.
#[derive(Clone, Debug)]
pub struct Caller {
    user: User,
    tenant: Tenant,
    permissions: BTreeSet<Permission>,
}

impl Caller {
    pub(crate) fn new(user: User, tenant: Tenant, permissions: impl IntoIterator<Item = Permission>) -> Self {
        Self { user, tenant, permissions: permissions.into_iter().collect() }
    }

    /// The same caller with fewer permissions: what a scoped token or a test of a role holds.
    pub fn restricted_to(&self, permissions: &[Permission]) -> Self {
        let permissions = self.permissions.iter().filter(|p| permissions.contains(p)).copied().collect();
        Self { permissions, ..self.clone() }
    }

    /// Proves that this caller may, or says what is missing.
    pub fn authorise(&self, access: Access) -> Result<TenantScope, Error> {
        match access {
            Access::Needs(permission) if !self.permissions.contains(&permission) => Err(Error::new(
                ErrorCode::Forbidden,
                format!(
                    "this needs the permission {permission}; an owner or admin of the tenant can grant it"
                ),
            )),
            Access::Needs(_) | Access::SignedIn => {
                Ok(TenantScope { tenant: self.tenant.id.clone(), actor: self.user.id.to_string() })
            }
        }
    }

    /// The user's id, for logs.
    pub fn user_id(&self) -> &str {
        self.user.id.as_str()
    }

    pub(crate) fn me(&self) -> Me {
        Me {
            user: self.user.clone(),
            tenant: self.tenant.clone(),
            permissions: self.permissions.iter().copied().collect(),
        }
    }
}

/// One tenant, and on whose behalf. What the store works in.
#[derive(Clone, Debug)]
pub struct TenantScope {
    tenant: TenantId,
    actor: String,
}

impl TenantScope {
    /// The console itself at work in a tenant: the mirror, retention.
    pub(crate) fn system(tenant: TenantId) -> Self {
        Self { tenant, actor: "fluo".to_owned() }
    }

    pub fn tenant(&self) -> &str {
        self.tenant.as_str()
    }

    pub fn actor(&self) -> &str {
        &self.actor
    }
}
