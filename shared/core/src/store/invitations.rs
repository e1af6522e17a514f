//! Table `invitations`: who may become a member. Only hashes of the secrets are stored.

use console_api::member::Invitation;
use console_api::{InvitationId, RoleId, TenantId, Timestamp, UserId};
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::{Store, StoreError, WriteTx};
use crate::caller::TenantScope;

/// Invitations that are listed.
const LISTED: i64 = 200;

const OPEN: &str = "SELECT id, email, role, invited_by, created_at, expires_at FROM invitations
    WHERE tenant_id = $1 AND expires_at > $2 AND accepted_at IS NULL AND revoked_at IS NULL
    ORDER BY id DESC LIMIT $3";

impl Store {
    /// The invitations that wait, newest first.
    pub(crate) async fn invitations(
        &self,
        scope: &TenantScope,
        now: Timestamp,
    ) -> Result<Vec<Invitation>, StoreError> {
        let rows = sqlx::query(OPEN)
            .bind(scope.tenant())
            .bind(now.micros())
            .bind(LISTED)
            .fetch_all(&self.read)
            .await?;
        rows.iter().map(read_invitation).collect()
    }

    /// The invitation with that secret, if it waits, and the tenant it is to.
    pub(crate) async fn open_invitation(
        &self,
        secret_hash: &str,
        now: Timestamp,
    ) -> Result<Option<(TenantScope, Invitation)>, StoreError> {
        let row = sqlx::query(
            "SELECT i.tenant_id, i.id, i.email, i.role, i.invited_by, i.created_at, i.expires_at
             FROM invitations i JOIN tenants t ON t.id = i.tenant_id AND t.status = 'active'
             WHERE i.secret_hash = $1 AND i.expires_at > $2
                 AND i.accepted_at IS NULL AND i.revoked_at IS NULL",
        )
        .bind(secret_hash)
        .bind(now.micros())
        .fetch_optional(&self.read)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let tenant = TenantId(row.try_get("tenant_id")?);
        Ok(Some((TenantScope::system(tenant), read_invitation(&row)?)))
    }
}

impl WriteTx<'_> {
    pub(crate) async fn count_open_invitations(&mut self, now: Timestamp) -> Result<i64, StoreError> {
        let tenant = self.scope().tenant().to_owned();
        Ok(sqlx::query_scalar(
            "SELECT COUNT(*) FROM invitations
             WHERE tenant_id = $1 AND expires_at > $2 AND accepted_at IS NULL AND revoked_at IS NULL",
        )
        .bind(tenant)
        .bind(now.micros())
        .fetch_one(self.connection())
        .await?)
    }

    pub(crate) async fn insert_invitation(
        &mut self,
        invitation: &Invitation,
        secret_hash: &str,
    ) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        sqlx::query(
            "INSERT INTO invitations (tenant_id, id, secret_hash, email, role, invited_by, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(tenant)
        .bind(invitation.id.as_str())
        .bind(secret_hash)
        .bind(invitation.email.as_str())
        .bind(invitation.role.as_str())
        .bind(invitation.invited_by.as_str())
        .bind(invitation.created_at.micros())
        .bind(invitation.expires_at.micros())
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Uses the invitation up; false when it does not wait any more.
    pub(crate) async fn use_invitation(
        &mut self,
        id: &InvitationId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let tenant = self.scope().tenant().to_owned();
        let done = sqlx::query(
            "UPDATE invitations SET accepted_at = $3
             WHERE tenant_id = $1 AND id = $2 AND expires_at > $3
                 AND accepted_at IS NULL AND revoked_at IS NULL",
        )
        .bind(tenant)
        .bind(id.as_str())
        .bind(now.micros())
        .execute(self.connection())
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Takes the invitation back; false when it does not wait any more.
    pub(crate) async fn revoke_invitation(
        &mut self,
        id: &InvitationId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let tenant = self.scope().tenant().to_owned();
        let done = sqlx::query(
            "UPDATE invitations SET revoked_at = $3
             WHERE tenant_id = $1 AND id = $2 AND expires_at > $3
                 AND accepted_at IS NULL AND revoked_at IS NULL",
        )
        .bind(tenant)
        .bind(id.as_str())
        .bind(now.micros())
        .execute(self.connection())
        .await?;
        Ok(done.rows_affected() > 0)
    }
}

fn read_invitation(row: &AnyRow) -> Result<Invitation, StoreError> {
    Ok(Invitation {
        id: InvitationId(row.try_get("id")?),
        email: row.try_get("email")?,
        role: RoleId(row.try_get("role")?),
        invited_by: UserId(row.try_get("invited_by")?),
        created_at: Timestamp(row.try_get("created_at")?),
        expires_at: Timestamp(row.try_get("expires_at")?),
    })
}
