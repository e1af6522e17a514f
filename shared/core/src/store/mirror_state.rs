//! Table `mirror_state`: how fresh each tenant's mirror is.

use sqlx::Row as _;

use super::{Store, StoreError};
use crate::caller::TenantScope;
use console_api::{Reach, Timestamp};

/// What is known of FLUO, for all servers to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MirrorState {
    pub reach: Reach,
    pub as_of: Option<Timestamp>,
    pub last_contact: Option<Timestamp>,
    pub problem: Option<String>,
}

impl Default for MirrorState {
    fn default() -> Self {
        Self { reach: Reach::Connecting, as_of: None, last_contact: None, problem: None }
    }
}

fn reach_word(reach: Reach) -> &'static str {
    match reach {
        Reach::Connecting => "CONNECTING",
        Reach::CatchingUp => "CATCHING_UP",
        Reach::Live => "LIVE",
        Reach::Polling => "POLLING",
        Reach::Unreachable => "UNREACHABLE",
    }
}

fn read_reach(word: &str) -> Result<Reach, StoreError> {
    [Reach::Connecting, Reach::CatchingUp, Reach::Live, Reach::Polling, Reach::Unreachable]
        .into_iter()
        .find(|reach| reach_word(*reach) == word)
        .ok_or_else(|| StoreError::Corrupt { table: "mirror_state", what: format!("reach {word}") })
}

impl Store {
    pub(crate) async fn mirror_state(&self, scope: &TenantScope) -> Result<MirrorState, StoreError> {
        let row =
            sqlx::query("SELECT reach, as_of, last_contact, problem FROM mirror_state WHERE tenant_id = $1")
                .bind(scope.tenant())
                .fetch_optional(&self.read)
                .await?;
        let Some(row) = row else { return Ok(MirrorState::default()) };
        Ok(MirrorState {
            reach: read_reach(row.try_get("reach")?)?,
            as_of: row.try_get::<Option<i64>, _>("as_of")?.map(Timestamp),
            last_contact: row.try_get::<Option<i64>, _>("last_contact")?.map(Timestamp),
            problem: row.try_get("problem")?,
        })
    }

    /// The mirror knows nothing of how far it came: it reads all anew.
    pub(crate) async fn forget_mirror_state(&self, scope: &TenantScope) -> Result<(), StoreError> {
        let mut tx = self.write(scope).await?;
        sqlx::query("DELETE FROM mirror_state WHERE tenant_id = $1")
            .bind(scope.tenant())
            .execute(tx.connection())
            .await?;
        tx.commit(Timestamp(0)).await
    }

    pub(crate) async fn put_mirror_state(
        &self,
        tx: &mut super::WriteTx<'_>,
        state: &MirrorState,
    ) -> Result<(), StoreError> {
        let tenant = tx.scope().tenant().to_owned();
        sqlx::query(
            "INSERT INTO mirror_state (tenant_id, reach, as_of, last_contact, problem)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (tenant_id) DO UPDATE SET
                 reach = excluded.reach,
                 as_of = excluded.as_of,
                 last_contact = excluded.last_contact,
                 problem = excluded.problem",
        )
        .bind(tenant)
        .bind(reach_word(state.reach))
        .bind(state.as_of.map(Timestamp::micros))
        .bind(state.last_contact.map(Timestamp::micros))
        .bind(state.problem.as_deref())
        .execute(tx.connection())
        .await?;
        Ok(())
    }
}
