//! Signals: read from the mirror, changed in FLUO first.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use console_api::operations::{
    CountSignals, DEFAULT_PAGE, GetSignal, ListSignals, MAX_PAGE, MAX_SKIP, SetSignalStatus,
};
use console_api::signal::SignalCounts;
use console_api::{Answer, Cursor, Error, ErrorCode, Signal, SignalFilter, Timestamp};

use super::internal;
use crate::call::Context;
use crate::mirror::changes;
use crate::store::signals::PageEnd;

const MAX_TEXT: usize = 200;
const MAX_VALUES: usize = 100;

pub(super) async fn list(context: Context, request: ListSignals) -> Result<Answer<Vec<Signal>>, Error> {
    let filter = checked(request.filter())?;
    let limit = request.limit.unwrap_or(DEFAULT_PAGE);
    if !(1..=MAX_PAGE).contains(&limit) {
        return Err(Error::invalid(format!("limit is {limit}; it must be from 1 to {MAX_PAGE}")));
    }
    let skip = request.skip.unwrap_or(0);
    if skip > MAX_SKIP {
        return Err(Error::invalid(format!("skip is {skip}; it must be at most {MAX_SKIP}")));
    }
    let after = request.cursor.as_ref().map(read_cursor).transpose()?;
    let store = context.console.store();
    let limit = usize::from(limit);
    // One more than asked for tells whether another page follows.
    let mut rows = store
        .list_signals(&context.scope, &filter, after.as_ref(), i64::from(skip), limit as i64 + 1)
        .await
        .map_err(internal)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let cursor = rows.last().filter(|_| more).map(write_cursor);
    let mut answer = Answer::fresh(rows, context.console.freshness());
    answer.meta.cursor = cursor;
    Ok(answer)
}

pub(super) async fn count(context: Context, request: CountSignals) -> Result<Answer<SignalCounts>, Error> {
    let filter = checked(request.into())?;
    let counts = context.console.store().count_signals(&context.scope, &filter).await.map_err(internal)?;
    Ok(Answer::fresh(counts, context.console.freshness()))
}

pub(super) async fn get(context: Context, request: GetSignal) -> Result<Answer<Signal>, Error> {
    let signal = context.console.store().signal(&context.scope, &request.id).await.map_err(internal)?;
    let signal = signal.ok_or_else(|| Error::not_found("signal"))?;
    Ok(Answer::fresh(signal, context.console.freshness()))
}

pub(super) async fn set_status(context: Context, request: SetSignalStatus) -> Result<Answer<Signal>, Error> {
    // Runs to its end even when the caller goes away: FLUO may have heard of it already.
    let running = tokio::spawn(async move {
        let freshness = context.console.freshness();
        let signal = changes::set_status(&context, &request).await?;
        Ok(Answer::fresh(signal, freshness))
    });
    running.await.unwrap_or_else(|error| {
        tracing::error!(%error, "changing a status");
        Err(Error::new(ErrorCode::Internal, "the change failed inside the console; the log has the cause"))
    })
}

fn checked(filter: SignalFilter) -> Result<SignalFilter, Error> {
    bounded_text(filter.text.as_deref())?;
    let longest = [filter.severity.len(), filter.status.len(), filter.service.len(), filter.rule.len()];
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

/// A search text of a size worth searching for, or nothing for blanks.
pub(super) fn bounded_text(text: Option<&str>) -> Result<Option<&str>, Error> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    if text.is_some_and(|text| text.chars().count() > MAX_TEXT) {
        return Err(Error::new(
            ErrorCode::TooLarge,
            format!("a search text has at most {MAX_TEXT} characters"),
        ));
    }
    Ok(text)
}

fn write_cursor(signal: &Signal) -> Cursor {
    Cursor(URL_SAFE_NO_PAD.encode(format!("{}:{}", signal.raised_at.micros(), signal.id)))
}

fn read_cursor(cursor: &Cursor) -> Result<PageEnd, Error> {
    let parse = || {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor.as_str()).ok()?).ok()?;
        let (raised_at, id) = text.split_once(':')?;
        Some(PageEnd { raised_at: Timestamp(raised_at.parse().ok()?), id: id.to_owned() })
    };
    parse().ok_or_else(|| Error::invalid("the cursor is not one that was handed out; begin without one"))
}
