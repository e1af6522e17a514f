//! Table `signal_links`: addresses that people put on signals, and whether FLUO has them too.

use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::signal_rows::read_person;
use super::sql::Sql;
use super::{Store, StoreError, WriteTx};
use crate::caller::TenantScope;
use console_api::triage::{LinkSent, SignalLink};
use console_api::{LinkId, SignalId, Timestamp};

const COLUMNS: &str = "id, signal_id, url, title, by_id, by_name, at, state, problem";

impl Store {
    /// The links of a signal, oldest first.
    pub(crate) async fn links(
        &self,
        scope: &TenantScope,
        signal: &SignalId,
    ) -> Result<Vec<SignalLink>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        sql.push(COLUMNS).push(" FROM signal_links WHERE tenant_id = ").text(scope.tenant());
        sql.push(" AND signal_id = ").text(signal.as_str()).push(" ORDER BY id");
        sql.query().fetch_all(&self.read).await?.iter().map(read_link).collect()
    }

    /// Links that FLUO was not told of yet, oldest first, each with its signal.
    pub(crate) async fn waiting_links(
        &self,
        scope: &TenantScope,
        limit: i64,
    ) -> Result<Vec<(SignalId, SignalLink)>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        sql.push(COLUMNS).push(" FROM signal_links WHERE tenant_id = ").text(scope.tenant());
        sql.push(" AND state = 'waits' ORDER BY id LIMIT ").integer(limit);
        let rows = sql.query().fetch_all(&self.read).await?;
        rows.iter().map(|row| Ok((SignalId(row.try_get("signal_id")?), read_link(row)?))).collect()
    }
}

impl WriteTx<'_> {
    pub(crate) async fn link(
        &mut self,
        signal: &SignalId,
        link: &LinkId,
    ) -> Result<Option<SignalLink>, StoreError> {
        let mut sql = Sql::new("SELECT ");
        sql.push(COLUMNS).push(" FROM signal_links WHERE tenant_id = ").text(self.scope().tenant());
        sql.push(" AND signal_id = ").text(signal.as_str()).push(" AND id = ").text(link.as_str());
        sql.query().fetch_optional(self.connection()).await?.as_ref().map(read_link).transpose()
    }

    /// Whether a signal has a link to that address.
    pub(crate) async fn is_linked(&mut self, signal: &SignalId, url: &str) -> Result<bool, StoreError> {
        let mut sql = Sql::new("SELECT id FROM signal_links WHERE tenant_id = ");
        sql.text(self.scope().tenant()).push(" AND signal_id = ").text(signal.as_str());
        sql.push(" AND url = ").text(url);
        Ok(sql.query().fetch_optional(self.connection()).await?.is_some())
    }

    pub(crate) async fn insert_link(
        &mut self,
        signal: &SignalId,
        link: &SignalLink,
    ) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        let (state, problem) = sent_words(&link.sent);
        sqlx::query(
            "INSERT INTO signal_links (tenant_id, id, signal_id, url, title, by_id, by_name, at, state, problem)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(tenant)
        .bind(link.id.as_str())
        .bind(signal.as_str())
        .bind(link.url.as_str())
        .bind(link.title.as_str())
        .bind(link.by.id.as_str())
        .bind(link.by.name.as_str())
        .bind(link.at.micros())
        .bind(state)
        .bind(problem)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Notes what FLUO made of a link; false when the link is gone.
    pub(crate) async fn set_link_sent(&mut self, link: &LinkId, sent: &LinkSent) -> Result<bool, StoreError> {
        let tenant = self.scope().tenant().to_owned();
        let (state, problem) = sent_words(sent);
        let done =
            sqlx::query("UPDATE signal_links SET state = $3, problem = $4 WHERE tenant_id = $1 AND id = $2")
                .bind(tenant)
                .bind(link.as_str())
                .bind(state)
                .bind(problem)
                .execute(self.connection())
                .await?;
        Ok(done.rows_affected() > 0)
    }

    pub(crate) async fn delete_link(&mut self, link: &LinkId) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        sqlx::query("DELETE FROM signal_links WHERE tenant_id = $1 AND id = $2")
            .bind(tenant)
            .bind(link.as_str())
            .execute(self.connection())
            .await?;
        Ok(())
    }
}

fn sent_words(sent: &LinkSent) -> (&'static str, Option<&str>) {
    match sent {
        LinkSent::Sent => ("sent", None),
        LinkSent::Waits => ("waits", None),
        LinkSent::Refused { problem } => ("refused", Some(problem)),
    }
}

fn read_link(row: &AnyRow) -> Result<SignalLink, StoreError> {
    let corrupt = |what: &str| StoreError::Corrupt { table: "signal_links", what: what.to_owned() };
    let sent = match row.try_get::<&str, _>("state")? {
        "sent" => LinkSent::Sent,
        "waits" => LinkSent::Waits,
        "refused" => {
            LinkSent::Refused { problem: row.try_get::<Option<String>, _>("problem")?.unwrap_or_default() }
        }
        other => return Err(corrupt(other)),
    };
    Ok(SignalLink {
        id: LinkId(row.try_get("id")?),
        url: row.try_get("url")?,
        title: row.try_get("title")?,
        by: read_person(row, "by_id", "by_name")?.ok_or_else(|| corrupt("a link by nobody"))?,
        at: Timestamp(row.try_get("at")?),
        sent,
    })
}
