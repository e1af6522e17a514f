//! The signals of the contract: list, detail, status, incident links, badge.
//!
//! `application/json` is answered to those who ask for it, a small page otherwise, as documented.

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State, rejection::BytesRejection, rejection::PathRejection},
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse as _, Response},
};
use console_api::SignalStatus;
use url::Url;

use super::{
    errors::ApiError,
    page,
    params::{Params, wants_json},
};
use crate::{
    db::signals::{Change, MAX_LINKS, SignalFilter, StoredSignal},
    state::App,
    wire,
};

const SEVERITIES: [&str; 3] = ["ERROR", "WARNING", "INFO"];
const DEFAULT_HOURS: i64 = 24;
const DEFAULT_LIMIT: i64 = 50;
/// More than this is answered with this many.
const MAX_LIMIT: i64 = 1_000;
const MAX_LINK: usize = 2_000;

type Id = Result<Path<String>, PathRejection>;

pub(super) async fn list(State(app): State<App>, headers: HeaderMap, uri: Uri) -> Result<Response, ApiError> {
    let filter = filter(&Params::of_query(&uri), app.clock.now_micros())?;
    let signals = app.db.signals(&filter).await?;
    if wants_json(&headers) {
        return Ok(Json(signals.iter().map(wire::Signal::from).collect::<Vec<_>>()).into_response());
    }
    Ok(page::signals(&signals))
}

fn filter(params: &Params, now: i64) -> Result<SignalFilter, ApiError> {
    const HOUR: i64 = 3_600_000_000;
    let hours = params.number("hours", DEFAULT_HOURS, 1)?;
    Ok(SignalFilter {
        rule_id: params.text("ruleId").map(str::to_owned),
        severity: params.one_of("severity", &SEVERITIES)?,
        friendly_id: params.text("humanFriendlyId").map(str::to_owned),
        service: params.text("service").map(str::to_owned),
        since: Some(now.saturating_sub(hours.saturating_mul(HOUR))),
        limit: params.number("limit", DEFAULT_LIMIT, 1)?.min(MAX_LIMIT),
        offset: params.number("offset", 0, 0)?,
    })
}

pub(super) async fn detail(State(app): State<App>, headers: HeaderMap, id: Id) -> Result<Response, ApiError> {
    let Path(id) = id?;
    Ok(match app.db.signal(&id).await? {
        Some(signal) => show(&headers, &signal),
        None => unknown(),
    })
}

pub(super) async fn set_status(
    State(app): State<App>,
    id: Id,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = id?;
    let form = Params::of_form(&headers, &body?)?;
    let missing = || ApiError::Invalid("statusTag is missing".to_owned());
    let status =
        form.one_of("statusTag", &SignalStatus::ALL.map(SignalStatus::as_str))?.ok_or_else(missing)?;
    let change = app.db.set_signal_status(&id, &status, may_move).await?;
    answer(&app, &headers, change, |signal| {
        format!("a signal that is {} cannot become {status}", signal.status)
    })
}

/// The moves of the FLUO v1 contract.
fn may_move(from: &str, to: &str) -> bool {
    match (SignalStatus::parse(from), SignalStatus::parse(to)) {
        (Some(from), Some(to)) => from.moves().contains(&to),
        _ => false,
    }
}

pub(super) async fn add_link(
    State(app): State<App>,
    id: Id,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = id?;
    let form = Params::of_form(&headers, &body?)?;
    let link =
        form.text("incidentLink").ok_or_else(|| ApiError::Invalid("incidentLink is missing".to_owned()))?;
    let is_web_address =
        Url::parse(link).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    if !is_web_address || link.len() > MAX_LINK {
        return Err(ApiError::Invalid(format!(
            "incidentLink must be an absolute http or https address of at most {MAX_LINK} bytes"
        )));
    }
    let change = app.db.add_signal_link(&id, link).await?;
    answer(&app, &headers, change, |_| format!("a signal has at most {MAX_LINKS} incident links"))
}

/// Only a development FLUO clears its signals.
pub(super) async fn clear() -> ApiError {
    ApiError::Forbidden("signals are cleared in development mode only, which this engine does not have")
}

pub(super) async fn badge(State(app): State<App>, id: Id) -> Result<Response, ApiError> {
    let Path(id) = id?;
    Ok(match app.db.signal(&id).await? {
        Some(signal) => ([(header::CONTENT_TYPE, "image/svg+xml")], page::badge(&signal)).into_response(),
        None => unknown(),
    })
}

fn answer(
    app: &App,
    headers: &HeaderMap,
    change: Change,
    refusal: impl FnOnce(&StoredSignal) -> String,
) -> Result<Response, ApiError> {
    match change {
        Change::Done(signal) => {
            app.metrics.signals_changed.add(1);
            app.feed.signal_updated(&signal, app.clock.now_micros());
            Ok(show(headers, &signal))
        }
        Change::Unchanged(signal) => Ok(show(headers, &signal)),
        Change::Refused(signal) => Err(ApiError::Conflict(refusal(&signal))),
        Change::Unknown => Ok(unknown()),
    }
}

fn show(headers: &HeaderMap, signal: &StoredSignal) -> Response {
    if wants_json(headers) { Json(wire::Signal::from(signal)).into_response() } else { page::signal(signal) }
}

/// The documented answer has no body.
fn unknown() -> Response {
    StatusCode::NOT_FOUND.into_response()
}
