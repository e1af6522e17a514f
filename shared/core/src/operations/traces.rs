//! Traces, from the source of traces itself: they are too many to mirror.

use console_api::operations::{GetTrace, GetTraceColumns};
use console_api::trace::{Trace, TraceColumns};
use console_api::{Answer, Error, ErrorCode, TraceId};

use crate::call::Context;
use crate::fluo::traces::TraceSource;

/// Spans answered as rows at most: whoever reads them one by one is helped by no more.
const MAX_ROWS: usize = 20_000;

pub(super) async fn get(context: Context, request: GetTrace) -> Result<Answer<Trace>, Error> {
    let columns = read(&context, &request.id).await?;
    let rows = console_trace::rows(columns, MAX_ROWS);
    rows.map(Answer::new).ok_or_else(|| Error::new(ErrorCode::Unavailable, "the trace contradicts itself"))
}

pub(super) async fn columns(
    context: Context,
    request: GetTraceColumns,
) -> Result<Answer<TraceColumns>, Error> {
    read(&context, &request.id).await.map(Answer::new)
}

/// A trace's id as a source of traces knows it.
pub(super) fn well_formed(id: &TraceId) -> Option<TraceId> {
    let id = id.as_str();
    let is_one = id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit()) && id.bytes().any(|b| b != b'0');
    is_one.then(|| TraceId(id.to_ascii_lowercase()))
}

async fn read(context: &Context, id: &TraceId) -> Result<TraceColumns, Error> {
    let Some(id) = well_formed(id) else {
        return Err(Error::invalid("a trace id is 32 hex digits, not all zero"));
    };
    let source = context.workspace.traces()?;
    match source.trace(&id).await {
        Ok(Some(trace)) => Ok(trace),
        Ok(None) => Err(Error::new(ErrorCode::NotFound, gone(source))),
        Err(error) => Err(Error::new(ErrorCode::Unavailable, error.to_string())),
    }
}

/// Why there are no spans, as far as it can be known.
fn gone(source: &TraceSource) -> String {
    match source.kept() {
        Some(kept) => format!(
            "the engine keeps spans for {} hours and up to {} MiB, and has none of this trace: they were older, \
             made room for newer ones, or never arrived",
            kept.age.as_secs() / 3_600,
            kept.bytes >> 20,
        ),
        None => format!(
            "the source of traces at {} answered that it does not have this trace: its retention is over, \
             or the spans never arrived",
            source.origin(),
        ),
    }
}
