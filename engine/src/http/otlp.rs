//! `POST /v1/traces`: the OTLP/HTTP receiver.
//!
//! A request passes body, decoding and rules, and is answered once the writer has committed it. Failures
//! carry `google.rpc.Status` in the encoding of the request; what a client may send again answers 503 with
//! `Retry-After`.

use std::time::Duration;

use axum::{
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::StreamExt as _;
use prost::Message as _;
use thiserror::Error;
use tokio::{sync::OwnedSemaphorePermit, time::timeout};

use crate::{
    evaluate::{Verdict, evaluate},
    intake::{Batch, Violations},
    otlp::{
        DecodeError, Encoding, MAX_BODY,
        check::{Rejected, remove_invalid},
        decode, gunzip,
        reply::{self, RpcCode},
    },
    spans::keys_of,
    state::App,
};

/// How long a request waits for the writer. One that gives up may be stored all the same; sent again it
/// raises nothing twice.
const COMMIT: Duration = Duration::from_secs(20);

pub(super) async fn export(State(app): State<App>, headers: HeaderMap, body: Body) -> Response {
    let content_type =
        headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let Some(encoding) = Encoding::from_content_type(content_type) else {
        app.metrics.requests_refused.add(1);
        return refusal(Encoding::Json, &ExportError::MediaType);
    };
    match accept(&app, encoding, &headers, body).await {
        Ok(rejected) => {
            let body = reply::success(encoding, &rejected);
            ([(header::CONTENT_TYPE, encoding.content_type())], body).into_response()
        }
        Err(error) => {
            app.metrics.requests_refused.add(1);
            refusal(encoding, &error)
        }
    }
}

/// Why a request is refused as a whole.
#[derive(Debug, Error)]
enum ExportError {
    #[error("the content type must be application/x-protobuf or application/json")]
    MediaType,
    #[error("the content encoding must be gzip or none")]
    ContentEncoding,
    #[error("the body is larger than 4 MiB")]
    TooLarge,
    #[error("the body did not arrive in time or broke off")]
    BrokenBody,
    #[error(transparent)]
    Decode(#[from] DecodeError),
    #[error("too much is being received at once; try again")]
    Busy,
    #[error("the engine cannot store telemetry now; try again")]
    NotStored,
    #[error("the engine failed to read the request")]
    Failed,
}

async fn accept(
    app: &App,
    encoding: Encoding,
    headers: &HeaderMap,
    body: Body,
) -> Result<Rejected, ExportError> {
    let gzip = match headers.get(header::CONTENT_ENCODING).map(|value| value.as_bytes().to_ascii_lowercase())
    {
        None => false,
        Some(coding) if coding == b"gzip" => true,
        Some(coding) if coding == b"identity" => false,
        Some(_) => return Err(ExportError::ContentEncoding),
    };
    let received = receive(app, headers, body).await?;
    let _turn = app.decoders.acquire().await.map_err(|_| ExportError::Busy)?;
    let prepared = {
        let (app, bytes) = (app.clone(), received.bytes.clone());
        tokio::task::spawn_blocking(move || prepare(&app, encoding, gzip, bytes))
    };
    let (batch, rejected) = prepared.await.map_err(|error| {
        app.metrics.panics.add(1);
        tracing::error!(%error, "decoding telemetry ended in a panic");
        ExportError::Failed
    })??;
    drop(_turn);
    app.metrics.spans_rejected.add(rejected.spans);
    if batch.spans > 0 {
        let committed = timeout(COMMIT, app.intake.commit(batch)).await;
        committed.map_err(|_| ExportError::Busy)?.map_err(|_| ExportError::NotStored)?;
    }
    drop(received);
    Ok(rejected)
}

/// A body and its share of the memory all bodies may take.
struct Received {
    bytes: Bytes,
    _share: Option<OwnedSemaphorePermit>,
}

/// Reads a body of at most [`MAX_BODY`] bytes. It takes from the budget as it arrives, so that slow senders
/// hold no more than they sent.
async fn receive(app: &App, headers: &HeaderMap, body: Body) -> Result<Received, ExportError> {
    let announced =
        headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > MAX_BODY) {
        return Err(ExportError::TooLarge);
    }
    let mut bytes = Vec::new();
    let mut share: Option<OwnedSemaphorePermit> = None;
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| ExportError::BrokenBody)?;
        if bytes.len() + chunk.len() > MAX_BODY {
            return Err(ExportError::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
        let held = share.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
        let missing = bytes.len().div_ceil(1 << 10).saturating_sub(held);
        let more = u32::try_from(missing).map_err(|_| ExportError::TooLarge)?;
        let more = app.body_budget.clone().try_acquire_many_owned(more).map_err(|_| ExportError::Busy)?;
        match &mut share {
            Some(share) => share.merge(more),
            None => share = Some(more),
        }
    }
    Ok(Received { bytes: bytes.into(), _share: share })
}

/// Decodes, validates and evaluates; runs on a blocking thread.
fn prepare(app: &App, encoding: Encoding, gzip: bool, body: Bytes) -> Result<(Batch, Rejected), DecodeError> {
    let body = if gzip { Bytes::from(gunzip(&body)?) } else { body };
    let mut request = decode(encoding, &body)?;
    let rejected = remove_invalid(&mut request);
    let payload = match encoding {
        Encoding::Protobuf if rejected.spans == 0 => body,
        _ => Bytes::from(request.encode_to_vec()),
    };
    let (keys, spans) = keys_of(&request);
    let rules = app.rules.snapshot();
    let Verdict { fired, suppressed } = evaluate(&request, &rules, &app.tenant_id);
    if suppressed > 0 {
        app.metrics.signals_suppressed.add(suppressed);
        tracing::warn!(suppressed, "a request violated rules more often than one request may raise signals");
    }
    let violations = (!fired.is_empty()).then_some(Violations { request, rules, fired });
    Ok((Batch { payload, spans, keys, violations }, rejected))
}

fn refusal(encoding: Encoding, error: &ExportError) -> Response {
    let (status, code) = match error {
        ExportError::MediaType | ExportError::ContentEncoding => {
            (StatusCode::UNSUPPORTED_MEDIA_TYPE, RpcCode::InvalidArgument)
        }
        ExportError::TooLarge | ExportError::Decode(DecodeError::TooLarge) => {
            (StatusCode::PAYLOAD_TOO_LARGE, RpcCode::ResourceExhausted)
        }
        ExportError::Decode(_) => (StatusCode::BAD_REQUEST, RpcCode::InvalidArgument),
        ExportError::BrokenBody => (StatusCode::REQUEST_TIMEOUT, RpcCode::DeadlineExceeded),
        ExportError::Busy | ExportError::NotStored => (StatusCode::SERVICE_UNAVAILABLE, RpcCode::Unavailable),
        ExportError::Failed => (StatusCode::INTERNAL_SERVER_ERROR, RpcCode::Internal),
    };
    let body = reply::failure(encoding, code, &error.to_string());
    let mut response = (status, [(header::CONTENT_TYPE, encoding.content_type())], body).into_response();
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("1"));
    }
    response
}
