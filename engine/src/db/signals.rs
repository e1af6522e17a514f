//! The `signals` table and the incident links of signals.

use std::collections::{BTreeMap, VecDeque};

use sqlx::{FromRow, QueryBuilder, Sqlite, SqliteConnection};

use super::Db;
use crate::names;

/// A signal with its metadata, as it is stored.
#[derive(Debug, Clone, FromRow, PartialEq, Eq)]
pub(crate) struct StoredSignal {
    pub(crate) seq: i64,
    pub(crate) id: String,
    pub(crate) friendly_id: String,
    pub(crate) rule_id: String,
    pub(crate) rule_version: String,
    pub(crate) trace_id: String,
    pub(crate) span_id: String,
    pub(crate) severity: String,
    pub(crate) message: String,
    pub(crate) service: String,
    pub(crate) span_name: String,
    pub(crate) status: String,
    pub(crate) notes: String,
    pub(crate) created_at: i64,
    /// A JSON array of text.
    pub(crate) links: String,
}

/// A violation about to become a signal.
#[derive(Debug, Clone)]
pub(crate) struct NewSignal {
    pub(crate) id: String,
    pub(crate) rule_id: String,
    pub(crate) rule_version: String,
    pub(crate) trace_id: String,
    pub(crate) span_id: String,
    pub(crate) severity: &'static str,
    pub(crate) message: String,
    pub(crate) service: String,
    pub(crate) span_name: String,
}

/// Which signals a list shows. The newest come first.
#[derive(Debug, Clone, Default)]
pub(crate) struct SignalFilter {
    pub(crate) rule_id: Option<String>,
    pub(crate) severity: Option<String>,
    /// Part of the name, in any case.
    pub(crate) friendly_id: Option<String>,
    pub(crate) service: Option<String>,
    /// Created at or after this moment.
    pub(crate) since: Option<i64>,
    pub(crate) limit: i64,
    pub(crate) offset: i64,
}

/// What an insertion brought.
#[derive(Debug, Default)]
pub(crate) struct Created {
    /// The new signals in order, but no more than [`MAX_ANNOUNCED`] of the latest.
    pub(crate) newest: VecDeque<StoredSignal>,
    /// How many, by rule id and version.
    pub(crate) by_rule: BTreeMap<(String, String), u64>,
}

impl Created {
    pub(crate) fn count(&self) -> u64 {
        self.by_rule.values().sum()
    }

    fn add(&mut self, signal: StoredSignal) {
        *self.by_rule.entry((signal.rule_id.clone(), signal.rule_version.clone())).or_default() += 1;
        if self.newest.len() == MAX_ANNOUNCED {
            self.newest.pop_front();
        }
        self.newest.push_back(signal);
    }
}

/// New signals of one commit that are handed on; a rule that fires on everything can raise a million.
pub(crate) const MAX_ANNOUNCED: usize = 2_000;

/// Counts of one status and severity.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct StateCount {
    pub(crate) status: String,
    pub(crate) severity: String,
    pub(crate) count: i64,
}

/// The answer to a change of one signal.
#[derive(Debug)]
pub(crate) enum Change {
    Done(StoredSignal),
    Unchanged(StoredSignal),
    Refused(StoredSignal),
    Unknown,
}

/// Signals one incident can be linked to are many; links of one signal are few.
pub(crate) const MAX_LINKS: i64 = 100;

const SELECT: &str =
    "SELECT seq, id, friendly_id, rule_id, rule_version, trace_id, span_id, severity, message,
    service, span_name, status, notes, created_at,
    (SELECT coalesce(json_group_array(link), '[]')
     FROM (SELECT link FROM signal_links WHERE signal_seq = signals.seq ORDER BY position)) AS links
    FROM signals";

/// The autocomplete lists are for people: more than this nobody reads.
const MAX_SUGGESTIONS: i64 = 200;

impl Db {
    pub(crate) async fn signals(&self, filter: &SignalFilter) -> Result<Vec<StoredSignal>, sqlx::Error> {
        let mut query = QueryBuilder::<Sqlite>::new(SELECT);
        query.push(" WHERE 1");
        if let Some(rule_id) = &filter.rule_id {
            query.push(" AND rule_id = ").push_bind(rule_id);
        }
        if let Some(severity) = &filter.severity {
            query.push(" AND severity = ").push_bind(severity);
        }
        if let Some(friendly_id) = &filter.friendly_id {
            query.push(" AND instr(friendly_id, ").push_bind(friendly_id.to_lowercase()).push(") > 0");
        }
        if let Some(service) = &filter.service {
            query.push(" AND service = ").push_bind(service);
        }
        if let Some(since) = filter.since {
            query.push(" AND created_at >= ").push_bind(since);
        }
        query.push(" ORDER BY seq DESC LIMIT ").push_bind(filter.limit);
        query.push(" OFFSET ").push_bind(filter.offset);
        query.build_query_as().fetch_all(&self.readers).await
    }

    pub(crate) async fn signal(&self, id: &str) -> Result<Option<StoredSignal>, sqlx::Error> {
        sqlx::query_as(sqlx::AssertSqlSafe(format!("{SELECT} WHERE id = $1")))
            .bind(id)
            .fetch_optional(&self.readers)
            .await
    }

    /// Sets the status if the move from the present one is `allowed(from, to)`.
    pub(crate) async fn set_signal_status(
        &self,
        id: &str,
        status: &str,
        allowed: fn(&str, &str) -> bool,
    ) -> Result<Change, sqlx::Error> {
        self.write_tx(async |tx| {
            let Some(signal) = signal_in(tx, id).await? else { return Ok(Change::Unknown) };
            if signal.status == status {
                return Ok(Change::Unchanged(signal));
            }
            if !allowed(&signal.status, status) {
                return Ok(Change::Refused(signal));
            }
            sqlx::query("UPDATE signals SET status = $2 WHERE seq = $1")
                .bind(signal.seq)
                .bind(status)
                .execute(&mut *tx)
                .await?;
            Ok(Change::Done(StoredSignal { status: status.to_owned(), ..signal }))
        })
        .await
    }

    /// Adds an incident link; refused beyond [`MAX_LINKS`], unchanged when it is already there.
    pub(crate) async fn add_signal_link(&self, id: &str, link: &str) -> Result<Change, sqlx::Error> {
        self.write_tx(async |tx| {
            let Some(signal) = signal_in(tx, id).await? else { return Ok(Change::Unknown) };
            let added = sqlx::query(
                "INSERT INTO signal_links (signal_seq, position, link)
                 SELECT $1, count(*), $2 FROM signal_links WHERE signal_seq = $1 HAVING count(*) < $3
                 ON CONFLICT (signal_seq, link) DO NOTHING",
            )
            .bind(signal.seq)
            .bind(link)
            .bind(MAX_LINKS)
            .execute(&mut *tx)
            .await?
            .rows_affected();
            let after = signal_in(tx, id).await?.unwrap_or(signal);
            if added > 0 {
                return Ok(Change::Done(after));
            }
            let links: Vec<String> = serde_json::from_str(&after.links).unwrap_or_default();
            let present = links.iter().any(|present| present == link);
            Ok(if present { Change::Unchanged(after) } else { Change::Refused(after) })
        })
        .await
    }

    /// Stores violations that are not signals yet. Keeps at most `keep` signals in all.
    pub(crate) async fn insert_signals(
        &self,
        new: impl Iterator<Item = NewSignal>,
        now: i64,
        keep: u64,
    ) -> Result<Created, sqlx::Error> {
        let salt = self.salt;
        self.write_tx(async |tx| {
            let last: i64 =
                sqlx::query_scalar("SELECT coalesce(max(seq), 0) FROM signals").fetch_one(&mut *tx).await?;
            let mut seq = last;
            let mut created = Created::default();
            for signal in new {
                let stored = numbered(signal, seq + 1, salt, now);
                if insert(tx, &stored).await? {
                    seq += 1;
                    created.add(stored);
                }
            }
            let oldest_kept = seq.saturating_sub(i64::try_from(keep).unwrap_or(i64::MAX));
            if oldest_kept > 0 {
                sqlx::query("DELETE FROM signals WHERE seq <= $1")
                    .bind(oldest_kept)
                    .execute(&mut *tx)
                    .await?;
            }
            Ok(created)
        })
        .await
    }

    /// The rule ids signals or rules know, containing `part` in any case.
    pub(crate) async fn known_rule_ids(&self, part: &str) -> Result<Vec<String>, sqlx::Error> {
        sqlx::query_scalar(
            "SELECT DISTINCT rule_id FROM rules
             WHERE status <> 'DELETED' AND instr(lower(rule_id), lower($1)) > 0
             ORDER BY rule_id LIMIT $2",
        )
        .bind(part)
        .bind(MAX_SUGGESTIONS)
        .fetch_all(&self.readers)
        .await
    }

    /// The names of the newest signals.
    pub(crate) async fn friendly_ids(&self) -> Result<Vec<String>, sqlx::Error> {
        sqlx::query_scalar("SELECT friendly_id FROM signals ORDER BY seq DESC LIMIT $1")
            .bind(MAX_SUGGESTIONS)
            .fetch_all(&self.readers)
            .await
    }

    /// The services that have signals.
    pub(crate) async fn signal_services(&self) -> Result<Vec<String>, sqlx::Error> {
        // A loose index scan: one seek per distinct service instead of one visit per signal.
        sqlx::query_scalar(
            "WITH RECURSIVE services (name) AS (
                 SELECT min(service) FROM signals
                 UNION ALL
                 SELECT (SELECT min(service) FROM signals WHERE service > services.name)
                 FROM services WHERE services.name IS NOT NULL
             )
             SELECT name FROM services WHERE name IS NOT NULL LIMIT $1",
        )
        .bind(MAX_SUGGESTIONS)
        .fetch_all(&self.readers)
        .await
    }

    pub(crate) async fn signal_counts(&self) -> Result<Vec<StateCount>, sqlx::Error> {
        sqlx::query_as("SELECT status, severity, count(*) AS count FROM signals GROUP BY status, severity")
            .fetch_all(&self.readers)
            .await
    }
}

async fn signal_in(tx: &mut SqliteConnection, id: &str) -> Result<Option<StoredSignal>, sqlx::Error> {
    sqlx::query_as(sqlx::AssertSqlSafe(format!("{SELECT} WHERE id = $1"))).bind(id).fetch_optional(tx).await
}

fn numbered(new: NewSignal, seq: i64, salt: u64, now: i64) -> StoredSignal {
    StoredSignal {
        seq,
        friendly_id: names::friendly(seq.unsigned_abs(), salt),
        id: new.id,
        rule_id: new.rule_id,
        rule_version: new.rule_version,
        trace_id: new.trace_id,
        span_id: new.span_id,
        severity: new.severity.to_owned(),
        message: new.message,
        service: new.service,
        span_name: new.span_name,
        status: "OPEN".to_owned(),
        notes: String::new(),
        created_at: now,
        links: "[]".to_owned(),
    }
}

/// Inserts a signal; false when its violation already is one.
async fn insert(tx: &mut SqliteConnection, signal: &StoredSignal) -> Result<bool, sqlx::Error> {
    let inserted = sqlx::query(
        "INSERT INTO signals (seq, id, friendly_id, rule_id, rule_version, trace_id, span_id, severity, message,
                              service, span_name, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (trace_id, span_id, rule_id, rule_version) DO NOTHING",
    )
    .bind(signal.seq)
    .bind(&signal.id)
    .bind(&signal.friendly_id)
    .bind(&signal.rule_id)
    .bind(&signal.rule_version)
    .bind(&signal.trace_id)
    .bind(&signal.span_id)
    .bind(&signal.severity)
    .bind(&signal.message)
    .bind(&signal.service)
    .bind(&signal.span_name)
    .bind(signal.created_at)
    .execute(tx)
    .await?;
    Ok(inserted.rows_affected() == 1)
}
