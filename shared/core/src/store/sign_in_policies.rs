//! Table `sign_in_policies`: what a tenant asks of who signs in. One without a row asks what every tenant begins with.

use console_api::Timestamp;
use console_api::second_factor::SecondFactorPolicy;
use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::{Store, StoreError, WriteTx};
use crate::caller::TenantScope;

/// What a tenant asks of who signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StoredPolicy {
    pub second_factor: SecondFactorPolicy,
    pub idle_micros: i64,
    pub lifetime_micros: i64,
}

const POLICY: &str =
    "SELECT second_factor, idle_micros, lifetime_micros FROM sign_in_policies WHERE tenant_id = $1";

/// Whom a tenant asks, and what somebody has: the columns `asked`, `factor_of` and `by_provider`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    pub asked: SecondFactorPolicy,
    pub has_factor: bool,
    /// Their provider asks them for whatever it wants.
    pub by_provider: bool,
}

impl Store {
    pub(crate) async fn sign_in_policy(
        &self,
        scope: &TenantScope,
    ) -> Result<Option<StoredPolicy>, StoreError> {
        let row = sqlx::query(POLICY).bind(scope.tenant()).fetch_optional(&self.read).await?;
        row.as_ref().map(read_policy).transpose()
    }
}

impl WriteTx<'_> {
    /// The policy as it is in this transaction.
    pub(crate) async fn sign_in_policy(&mut self) -> Result<Option<StoredPolicy>, StoreError> {
        let tenant = self.scope().tenant().to_owned();
        let row = sqlx::query(POLICY).bind(tenant).fetch_optional(self.connection()).await?;
        row.as_ref().map(read_policy).transpose()
    }

    pub(crate) async fn put_sign_in_policy(
        &mut self,
        policy: StoredPolicy,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        sqlx::query(
            "INSERT INTO sign_in_policies (tenant_id, second_factor, idle_micros, lifetime_micros, updated_at)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (tenant_id)
             DO UPDATE SET second_factor = excluded.second_factor, idle_micros = excluded.idle_micros,
                 lifetime_micros = excluded.lifetime_micros, updated_at = excluded.updated_at",
        )
        .bind(tenant)
        .bind(policy.second_factor.as_str())
        .bind(policy.idle_micros)
        .bind(policy.lifetime_micros)
        .bind(now.micros())
        .execute(self.connection())
        .await?;
        Ok(())
    }
}

fn read_policy(row: &AnyRow) -> Result<StoredPolicy, StoreError> {
    Ok(StoredPolicy {
        second_factor: read_asked(row.try_get("second_factor")?),
        idle_micros: row.try_get("idle_micros")?,
        lifetime_micros: row.try_get("lifetime_micros")?,
    })
}

pub(super) fn read_standing(row: &AnyRow) -> Result<Standing, StoreError> {
    let asked: Option<String> = row.try_get("asked")?;
    Ok(Standing {
        asked: asked.as_deref().map(read_asked).unwrap_or_default(),
        has_factor: row.try_get::<Option<String>, _>("factor_of")?.is_some(),
        by_provider: row.try_get::<Option<String>, _>("by_provider")?.is_some(),
    })
}

/// A word that this version does not know asks everybody.
fn read_asked(word: &str) -> SecondFactorPolicy {
    SecondFactorPolicy::parse(word).unwrap_or(SecondFactorPolicy::All)
}
