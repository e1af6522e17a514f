//! The audit trail: read a page at a time, or exported whole as a stream.

use console_api::audit::{AuditEntry, AuditFilter, ExportAudit, ListAudit};
use console_api::export::ExportFormat;
use console_api::operations::{DEFAULT_PAGE, MAX_PAGE};
use console_api::{Access, Answer, Cursor, Error, Permission};
use futures_util::stream::Stream;

use super::internal;
use super::signals::bounded_text;
use crate::audit::Entry;
use crate::call::{Context, Request, decode};
use crate::caller::{Caller, TenantScope};
use crate::console::Console;
use crate::export::pieces;

const MAX_VALUES: usize = 100;
/// Rows of an export that are read, and sent, at once.
const EXPORT_AT_ONCE: i64 = 500;
/// The export's name, to the audit trail and in the OpenAPI document.
const EXPORT: &str = "audit.export";

pub(super) async fn list(context: Context, request: ListAudit) -> Result<Answer<Vec<AuditEntry>>, Error> {
    let filter = checked(request.filter())?;
    let limit = request.limit.unwrap_or(DEFAULT_PAGE);
    if !(1..=MAX_PAGE).contains(&limit) {
        return Err(Error::invalid(format!("limit is {limit}; it must be from 1 to {MAX_PAGE}")));
    }
    page(&context, &filter, request.cursor.as_ref(), usize::from(limit)).await
}

/// A page of the audit trail of the scope's tenant.
pub(super) async fn page(
    context: &Context,
    filter: &AuditFilter,
    cursor: Option<&Cursor>,
    limit: usize,
) -> Result<Answer<Vec<AuditEntry>>, Error> {
    let before = cursor.map(read_cursor).transpose()?;
    let store = context.console.store();
    // One more than asked for tells whether another page follows.
    let mut rows =
        store.list_audit(&context.scope, filter, before, limit as i64 + 1).await.map_err(internal)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let cursor = rows.last().filter(|_| more).map(|last| Cursor(last.seq.to_string()));
    let mut answer = Answer::new(rows);
    answer.meta.cursor = cursor;
    Ok(answer)
}

fn checked(filter: AuditFilter) -> Result<AuditFilter, Error> {
    bounded_text(filter.text.as_deref())?;
    let longest = [filter.actor.len(), filter.action.len(), filter.outcome.len()];
    if longest.into_iter().any(|length| length > MAX_VALUES) {
        return Err(Error::invalid(format!("a filter takes at most {MAX_VALUES} values per key")));
    }
    if let (Some(from), Some(to)) = (filter.from, filter.to)
        && from >= to
    {
        return Err(Error::invalid("`from` must be before `to`"));
    }
    Ok(filter)
}

fn read_cursor(cursor: &Cursor) -> Result<i64, Error> {
    let place = cursor.as_str().parse().ok().filter(|place| *place > 0);
    place.ok_or_else(|| Error::invalid("the cursor is not one that was handed out; begin without one"))
}

impl Console {
    /// The entries that match as pieces of text, newest first, in bounded memory; and the format it has. Being
    /// asked for is itself an entry, made before the first piece. A stream that ends early ends with an error.
    pub async fn export_audit(
        &self,
        caller: &Caller,
        query: String,
    ) -> Result<(ExportFormat, impl Stream<Item = Result<String, Error>> + Send + use<>), Error> {
        let scope = self.authorise(caller, EXPORT, Access::Needs(Permission::AuditRead)).await?;
        let request: ExportAudit = decode(Request::Form(query))?;
        let filter = checked(request.filter())?;
        self.record_export(&scope, &request).await?;
        let console = self.clone();
        let read = move |before: Option<i64>| {
            let (console, scope, filter) = (console.clone(), scope.clone(), filter.clone());
            async move {
                let page = console.store().list_audit(&scope, &filter, before, EXPORT_AT_ONCE).await;
                let page = page.map_err(internal)?;
                let last = page.last().filter(|_| page.len() as i64 == EXPORT_AT_ONCE).map(|last| last.seq);
                Ok((page, last))
            }
        };
        Ok((request.format, pieces(request.format, read)))
    }

    async fn record_export(&self, scope: &TenantScope, request: &ExportAudit) -> Result<(), Error> {
        let detail = serde_json::to_value(request).unwrap_or_default();
        let mut tx = self.store().write(scope).await.map_err(internal)?;
        tx.audit(Entry::event(EXPORT).detail(detail));
        tx.commit(self.clock().now()).await.map_err(internal)
    }
}
