//! Signals: read from the mirror, changed in FLUO first.

mod export;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use console_api::operations::{
    CountSignals, DEFAULT_PAGE, GetSignal, ListSignals, MAX_PAGE, MAX_SKIP, SetSignalStatus,
};
use console_api::query::Query;
use console_api::signal::{SignalCounts, SignalSort, SortOrder};
use console_api::triage::MAX_REMARK;
use console_api::{Answer, Cursor, Error, ErrorCode, Signal, SignalFilter, SignalStatus};

use super::{internal, person_text};
use crate::call::Context;
use crate::mirror::changes;
use crate::signal_index::{Asked, Place, Slice};

const MAX_TEXT: usize = 200;
const MAX_VALUES: usize = 100;

pub(super) async fn list(context: Context, request: ListSignals) -> Result<Answer<Vec<Signal>>, Error> {
    let asked = asked(&context, request.q.as_deref(), request.filter())?;
    let limit = request.limit.unwrap_or(DEFAULT_PAGE);
    if !(1..=MAX_PAGE).contains(&limit) {
        return Err(Error::invalid(format!("limit is {limit}; it must be from 1 to {MAX_PAGE}")));
    }
    let skip = request.skip.unwrap_or(0);
    if skip > MAX_SKIP {
        return Err(Error::invalid(format!("skip is {skip}; it must be at most {MAX_SKIP}")));
    }
    let sort = request.sort.unwrap_or_default();
    let order = request.order.unwrap_or(sort.usual_order());
    let after = request.cursor.as_ref().map(|cursor| read_cursor(cursor, (sort, order))).transpose()?;
    let (ascending, limit) = (order == SortOrder::Asc, usize::from(limit));
    let slice = Slice { sort, ascending, after, skip: skip as usize, limit };
    let store = context.console.store();
    let index = store.signal_index(&context.scope).await.map_err(internal)?;
    let page = index.page(asked, slice).await?;
    let rows = store.signals_in_order(&context.scope, &page.ids).await.map_err(internal)?;
    let mut answer = Answer::fresh(rows, context.freshness());
    answer.meta.cursor = page.last.map(|last| write_cursor((sort, order), last));
    Ok(answer)
}

pub(super) async fn count(context: Context, request: CountSignals) -> Result<Answer<SignalCounts>, Error> {
    let asked = asked(&context, request.q.clone().as_deref(), request.into())?;
    let index = context.console.store().signal_index(&context.scope).await.map_err(internal)?;
    Ok(Answer::fresh(index.counts(asked).await?, context.freshness()))
}

pub(super) async fn get(context: Context, request: GetSignal) -> Result<Answer<Signal>, Error> {
    let signal = context.console.store().signal(&context.scope, &request.id).await.map_err(internal)?;
    let signal = signal.ok_or_else(|| Error::not_found("signal"))?;
    Ok(Answer::fresh(signal, context.freshness()))
}

pub(super) async fn set_status(context: Context, request: SetSignalStatus) -> Result<Answer<Signal>, Error> {
    let reason = checked_reason(request.status, request.reason.as_deref())?;
    let request = SetSignalStatus { reason, ..request };
    // Runs to its end even when the caller goes away: FLUO may have heard of it already.
    let running = tokio::spawn(async move {
        let freshness = context.freshness();
        let signal = changes::set_status(&context, &request).await?;
        Ok(Answer::fresh(signal, freshness))
    });
    running.await.unwrap_or_else(|error| {
        tracing::error!(%error, "changing a status");
        Err(Error::new(ErrorCode::Internal, "the change failed inside the console; the log has the cause"))
    })
}

/// Why something is a false positive: one line, or nothing.
pub(super) fn checked_reason(status: SignalStatus, reason: Option<&str>) -> Result<Option<String>, Error> {
    match reason {
        None => Ok(None),
        Some(reason) if status == SignalStatus::FalsePositive => {
            person_text("the reason of a false positive", reason, MAX_REMARK).map(Some)
        }
        Some(_) => Err(Error::invalid("only a false positive has a reason")),
    }
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

pub(super) fn checked_query(text: Option<&str>) -> Result<Query, Error> {
    Query::parse(text.unwrap_or_default()).map_err(|fault| Error::invalid(format!("`q`, {fault}")))
}

/// What is asked, by the language and by the single fields.
pub(super) fn asked(context: &Context, text: Option<&str>, filter: SignalFilter) -> Result<Asked, Error> {
    let query = checked_query(text)?.and(&Query::from(&checked(filter)?));
    Ok(Asked { query, me: context.caller.user_id().to_owned(), now: context.console.clock().now() })
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

fn write_cursor(order: (SignalSort, SortOrder), place: Place) -> Cursor {
    Cursor(URL_SAFE_NO_PAD.encode(serde_json::to_vec(&(order, place)).unwrap_or_default()))
}

fn read_cursor(cursor: &Cursor, wanted: (SignalSort, SortOrder)) -> Result<Place, Error> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor.as_str()).unwrap_or_default();
    let read = serde_json::from_slice::<((SignalSort, SortOrder), Place)>(&bytes).ok();
    let (order, place) =
        read.ok_or_else(|| Error::invalid("the cursor is not one that was handed out; begin without one"))?;
    if order != wanted {
        return Err(Error::invalid("the cursor is of another order; begin without one"));
    }
    Ok(place)
}
