//! Signals taken together: groups, and the start page.

mod shared;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use console_api::group::{GroupDetail, GroupSort, SignalGroups};
use console_api::operations::{DEFAULT_PAGE, GetOverview, GetSignalGroup, ListSignalGroups, MAX_PAGE};
use console_api::overview::SignalOverview;
use console_api::query::MAX_LENGTH;
use console_api::signal::SignalSort;
use console_api::{Answer, Cursor, Error, ErrorCode, SignalFilter};

use super::internal;
use super::signals::asked;
use crate::call::Context;
use crate::signal_index::{Asked, GroupPlace, GroupSlice, Slice, narrowed};

/// Members whose spans are looked at: the newest.
const SAMPLE: usize = 20;

pub(super) async fn list(context: Context, request: ListSignalGroups) -> Result<Answer<SignalGroups>, Error> {
    let asked = asked(&context, request.q.as_deref(), SignalFilter::default())?;
    let limit = request.limit.unwrap_or(DEFAULT_PAGE);
    if !(1..=MAX_PAGE).contains(&limit) {
        return Err(Error::invalid(format!("limit is {limit}; it must be from 1 to {MAX_PAGE}")));
    }
    let sort = request.sort.unwrap_or_default();
    let after = request.cursor.as_ref().map(|cursor| read_cursor(cursor, sort)).transpose()?;
    let slice = GroupSlice { sort, after, limit: usize::from(limit) };
    let index = context.console.store().signal_index(&context.scope).await.map_err(internal)?;
    let page = index.groups(asked, slice).await?;
    let mut answer = Answer::fresh(page.groups, context.freshness());
    answer.meta.cursor = page.last.map(|last| write_cursor(sort, &last));
    Ok(answer)
}

pub(super) async fn detail(context: Context, request: GetSignalGroup) -> Result<Answer<GroupDetail>, Error> {
    let GetSignalGroup { q, rule, service, span_name } = request;
    if [rule.as_str(), &service, &span_name].iter().any(|name| name.len() > MAX_LENGTH) {
        return Err(Error::new(ErrorCode::TooLarge, format!("a name has at most {MAX_LENGTH} bytes")));
    }
    let asked = asked(&context, q.as_deref(), SignalFilter::default())?;
    let asked = Asked { query: narrowed(&asked.query, rule.as_str(), &service, &span_name), ..asked };
    let store = context.console.store();
    let index = store.signal_index(&context.scope).await.map_err(internal)?;
    let one = GroupSlice { sort: GroupSort::Count, after: None, limit: 1 };
    let mut page = index.groups(asked.clone(), one).await?.groups;
    let group = page.groups.pop().ok_or_else(|| Error::not_found("group of signals"))?;
    let newest = Slice { sort: SignalSort::Time, ascending: false, after: None, skip: 0, limit: SAMPLE };
    let ids = index.page(asked, newest).await?.ids;
    let members = store.signals_in_order(&context.scope, &ids).await.map_err(internal)?;
    let sample = shared::sample(&context, &members).await;
    let (common, different) = shared::compared(&sample.spans);
    let detail = GroupDetail {
        group,
        from: page.from,
        to: page.to,
        looked_at: sample.spans.len() as u32,
        gone: sample.gone,
        not_read: sample.not_read,
        problem: sample.problem,
        common,
        different,
    };
    Ok(Answer::fresh(detail, context.freshness()))
}

pub(super) async fn overview(context: Context, _: GetOverview) -> Result<Answer<SignalOverview>, Error> {
    let index = context.console.store().signal_index(&context.scope).await.map_err(internal)?;
    let overview = index.overview(context.console.clock().now()).await?;
    Ok(Answer::fresh(overview, context.freshness()))
}

fn write_cursor(sort: GroupSort, place: &GroupPlace) -> Cursor {
    Cursor(URL_SAFE_NO_PAD.encode(serde_json::to_vec(&(sort, place)).unwrap_or_default()))
}

fn read_cursor(cursor: &Cursor, wanted: GroupSort) -> Result<GroupPlace, Error> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor.as_str()).unwrap_or_default();
    let read = serde_json::from_slice::<(GroupSort, GroupPlace)>(&bytes).ok();
    let (sort, place) =
        read.ok_or_else(|| Error::invalid("the cursor is not one that was handed out; begin without one"))?;
    if sort != wanted {
        return Err(Error::invalid("the cursor is of another order; begin without one"));
    }
    Ok(place)
}
