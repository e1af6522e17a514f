//! Signals as a file: all that match, newest first, read from the index and the store as the reader takes them.

use std::borrow::Cow;

use console_api::export::{ExportFormat, ExportSignals};
use console_api::signal::SignalSort;
use console_api::triage::SnoozeUntil;
use console_api::{Access, Error, ErrorCode, Permission, Signal, SignalStatus, Timestamp};
use futures_util::stream::Stream;
use serde_json::json;

use super::checked_query;
use crate::audit::Entry;
use crate::call::{Request, decode};
use crate::caller::{Caller, TenantScope};
use crate::console::Console;
use crate::export::{Exported, pieces};
use crate::operations::internal;
use crate::signal_index::{Asked, Place, Slice};

/// Rows that are read, and sent, at once.
const AT_ONCE: usize = 2_000;
/// The export's name, to the audit trail and in the OpenAPI document.
const EXPORT: &str = "signals.export";

impl Console {
    /// The signals that match as pieces of text, in bounded memory; and the format it has. Being asked for is itself an
    /// entry of the audit trail, made before the first piece, with the query and how many match. Each signal that is
    /// there from beginning to end and matches all the while is in it once. A stream that ends early ends with an
    /// error: so it does when the caller may not read signals any more.
    pub async fn export_signals(
        &self,
        caller: &Caller,
        query: String,
    ) -> Result<(ExportFormat, impl Stream<Item = Result<String, Error>> + Send + use<>), Error> {
        let scope = self.authorise(caller, EXPORT, Access::Needs(Permission::SignalsRead)).await?;
        let request: ExportSignals = decode(Request::Form(query))?;
        let query = checked_query(request.q.as_deref())?;
        let asked = Asked { query, me: caller.user_id().to_owned(), now: self.clock().now() };
        self.record_signal_export(&scope, &request, &asked).await?;
        let (console, caller) = (self.clone(), caller.clone());
        let read = move |after: Option<Place>| {
            let (console, caller, scope) = (console.clone(), caller.clone(), scope.clone());
            let asked = asked.clone();
            async move {
                if after.is_some() && console.still_permitted(&caller).await.is_none() {
                    return Err(Error::new(ErrorCode::Forbidden, "who reads may not read signals any more"));
                }
                let store = console.store();
                let slice =
                    Slice { sort: SignalSort::Time, ascending: false, after, skip: 0, limit: AT_ONCE };
                let index = store.signal_index(&scope).await.map_err(internal)?;
                let page = index.page(asked, slice).await?;
                let rows = store.signals_in_order(&scope, &page.ids).await.map_err(internal)?;
                Ok((rows, page.last))
            }
        };
        Ok((request.format, pieces(request.format, read)))
    }

    async fn record_signal_export(
        &self,
        scope: &TenantScope,
        request: &ExportSignals,
        asked: &Asked,
    ) -> Result<(), Error> {
        let index = self.store().signal_index(scope).await.map_err(internal)?;
        let rows = index.counts(asked.clone()).await?.total;
        let mut tx = self.store().write(scope).await.map_err(internal)?;
        let detail = json!({ "format": request.format, "q": request.q, "rows": rows });
        tx.audit(Entry::event(EXPORT).detail(detail));
        tx.commit(asked.now).await.map_err(internal)
    }
}

impl Exported for Signal {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "friendlyId",
        "raisedAt",
        "severity",
        "severityText",
        "status",
        "confirmedStatus",
        "ruleId",
        "ruleVersion",
        "message",
        "service",
        "spanName",
        "traceId",
        "spanId",
        "ownerId",
        "ownerName",
        "tags",
        "snooze",
        "snoozedUntil",
        "reason",
        "decidedAt",
        "notes",
        "links",
        "updatedAt",
        "revision",
    ];

    fn cells(&self) -> Vec<Cow<'_, str>> {
        let time = |time: Option<Timestamp>| time.map(|time| time.to_string()).unwrap_or_default().into();
        let text = |text: &'_ Option<String>| text.clone().unwrap_or_default().into();
        let confirmed: SignalStatus = self.pending.as_ref().map_or(self.status, |pending| pending.confirmed);
        let owner = self.owner.as_ref();
        let until = self.snooze.as_ref().map(|snooze| &snooze.until);
        let snoozed_until = until.and_then(|until| match until {
            SnoozeUntil::Time { at } => Some(*at),
            SnoozeUntil::Count { .. } | SnoozeUntil::Spike { .. } | SnoozeUntil::RuleVersion { .. } => None,
        });
        vec![
            self.id.as_str().into(),
            text(&self.friendly_id),
            time(Some(self.raised_at)),
            self.severity.as_str().into(),
            text(&self.severity_text),
            self.status.as_str().into(),
            confirmed.as_str().into(),
            self.rule_id.as_str().into(),
            self.rule_version.as_str().into(),
            self.message.as_str().into(),
            self.service.as_str().into(),
            self.span_name.as_str().into(),
            self.trace_id.as_str().into(),
            self.span_id.as_str().into(),
            owner.map_or("", |owner| owner.id.as_str()).into(),
            owner.map_or("", |owner| owner.name.as_str()).into(),
            self.tags.join(" ").into(),
            until.map_or("", SnoozeUntil::kind).into(),
            time(snoozed_until),
            text(&self.reason),
            time(self.decided_at),
            self.notes.to_string().into(),
            self.links.to_string().into(),
            time(Some(self.updated_at)),
            self.revision.to_string().into(),
        ]
    }
}
