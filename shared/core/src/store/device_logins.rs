//! Table `device_logins`: programs that wait to be let in. Only hashes of what they ask with are stored.

use console_api::{Permission, TenantId, Timestamp, UserId};
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::roles::{read_permissions, write_permissions};
use super::{Store, StoreError, WriteTx};

/// A program that waits.
#[derive(Clone, Debug)]
pub(crate) struct WaitingDevice {
    pub user_code: String,
    pub client: String,
    pub address: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

/// What somebody lets a program do.
#[derive(Clone, Debug)]
pub(crate) struct DeviceGrant {
    pub tenant: TenantId,
    pub user: UserId,
    pub permissions: Vec<Permission>,
    pub days: u16,
}

/// What a program is answered.
#[derive(Clone, Debug)]
pub(crate) enum DeviceState {
    Waiting,
    Denied,
    Approved { grant: DeviceGrant, client: String },
}

impl Store {
    /// The program that shows this code and waits.
    pub(crate) async fn waiting_device(
        &self,
        user_code: &str,
        now: Timestamp,
    ) -> Result<Option<WaitingDevice>, StoreError> {
        let row = sqlx::query(
            "SELECT user_code, client, address, created_at, expires_at FROM device_logins
             WHERE user_code = $1 AND expires_at > $2 AND denied_at IS NULL AND user_id IS NULL",
        )
        .bind(user_code)
        .bind(now.micros())
        .fetch_optional(&self.read)
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(WaitingDevice {
            user_code: row.try_get("user_code")?,
            client: row.try_get("client")?,
            address: row.try_get("address")?,
            created_at: Timestamp(row.try_get("created_at")?),
            expires_at: Timestamp(row.try_get("expires_at")?),
        }))
    }
}

impl WriteTx<'_> {
    /// Keeps a program that waits, and forgets those whose time is over.
    pub(crate) async fn insert_device_login(
        &mut self,
        device_hash: &str,
        device: &WaitingDevice,
    ) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM device_logins WHERE expires_at <= $1")
            .bind(device.created_at.micros())
            .execute(self.connection())
            .await?;
        sqlx::query(
            "INSERT INTO device_logins (device_hash, user_code, client, address, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(device_hash)
        .bind(device.user_code.as_str())
        .bind(device.client.as_str())
        .bind(device.address.as_str())
        .bind(device.created_at.micros())
        .bind(device.expires_at.micros())
        .execute(self.connection())
        .await?;
        Ok(())
    }

    pub(crate) async fn approve_device_login(
        &mut self,
        user_code: &str,
        grant: &DeviceGrant,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "UPDATE device_logins SET tenant_id = $3, user_id = $4, permissions = $5, token_days = $6
             WHERE user_code = $1 AND expires_at > $2 AND denied_at IS NULL AND user_id IS NULL",
        )
        .bind(user_code)
        .bind(now.micros())
        .bind(grant.tenant.as_str())
        .bind(grant.user.as_str())
        .bind(write_permissions(&grant.permissions))
        .bind(i64::from(grant.days))
        .execute(self.connection())
        .await?;
        Ok(done.rows_affected() > 0)
    }

    pub(crate) async fn deny_device_login(
        &mut self,
        user_code: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "UPDATE device_logins SET denied_at = $2
             WHERE user_code = $1 AND expires_at > $2 AND denied_at IS NULL AND user_id IS NULL",
        )
        .bind(user_code)
        .bind(now.micros())
        .execute(self.connection())
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Notes that a program asks, unless it did since `not_since`: then nothing is answered.
    pub(crate) async fn poll_device_login(
        &mut self,
        device_hash: &str,
        not_since: Timestamp,
        now: Timestamp,
    ) -> Result<Option<DeviceState>, StoreError> {
        let row = sqlx::query(
            "UPDATE device_logins SET polled_at = $3 WHERE device_hash = $1 AND polled_at <= $2
             RETURNING client, denied_at, tenant_id, user_id, permissions, token_days",
        )
        .bind(device_hash)
        .bind(not_since.micros())
        .bind(now.micros())
        .fetch_optional(self.connection())
        .await?;
        row.as_ref().map(read_state).transpose()
    }

    /// Whether there is such a program whose time is not over.
    pub(crate) async fn knows_device(
        &mut self,
        device_hash: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let found: Option<String> = sqlx::query_scalar(
            "SELECT user_code FROM device_logins WHERE device_hash = $1 AND expires_at > $2",
        )
        .bind(device_hash)
        .bind(now.micros())
        .fetch_optional(self.connection())
        .await?;
        Ok(found.is_some())
    }

    /// Uses it up; false where that was done before.
    pub(crate) async fn delete_device_login(&mut self, device_hash: &str) -> Result<bool, StoreError> {
        let done = sqlx::query("DELETE FROM device_logins WHERE device_hash = $1")
            .bind(device_hash)
            .execute(self.connection())
            .await?;
        Ok(done.rows_affected() > 0)
    }
}

fn read_state(row: &AnyRow) -> Result<DeviceState, StoreError> {
    if row.try_get::<Option<i64>, _>("denied_at")?.is_some() {
        return Ok(DeviceState::Denied);
    }
    let (tenant, user): (Option<String>, Option<String>) =
        (row.try_get("tenant_id")?, row.try_get("user_id")?);
    let (Some(tenant), Some(user)) = (tenant, user) else { return Ok(DeviceState::Waiting) };
    let days: i64 = row.try_get("token_days")?;
    Ok(DeviceState::Approved {
        grant: DeviceGrant {
            tenant: TenantId(tenant),
            user: UserId(user),
            permissions: read_permissions(row.try_get("permissions")?),
            days: u16::try_from(days).unwrap_or_default(),
        },
        client: row.try_get("client")?,
    })
}
