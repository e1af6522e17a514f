//! The outermost ring around every request: its id, its deadline, its line in the log, its place in the
//! metrics, the headers every answer carries, and the last catch for a panic.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use console_api::{Envelope, ErrorCode};
use futures_util::FutureExt as _;
use tracing::Instrument as _;

use crate::app::App;
use crate::json;
use crate::refusal::Refusal;

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

const ALWAYS: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Browsers that reached us by https come by nothing else for a year. Of our name alone: others may share its domain.
const HSTS: &str = "max-age=31536000";

/// Finds a request in the log. Made here; what a client sends under that name is ignored.
#[derive(Clone, Debug)]
pub(crate) struct RequestId(pub(crate) Arc<str>);

/// Who turned out to be asking, for the log.
#[derive(Clone, Debug, Default)]
pub(crate) struct CallerSlot(Arc<OnceLock<String>>);

impl CallerSlot {
    pub(crate) fn fill(&self, user_id: &str) {
        self.0.get_or_init(|| user_id.to_owned());
    }

    fn get(&self) -> &str {
        self.0.get().map_or("-", String::as_str)
    }
}

pub(crate) async fn edge(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = new_request_id(&app);
    let arrival = app.access.arrival(&mut request);
    let caller = CallerSlot::default();
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| Arc::from("(ui)"), |path| Arc::<str>::from(path.as_str()));
    request.extensions_mut().insert(RequestId(Arc::clone(&id)));
    request.extensions_mut().insert(caller.clone());

    let span = tracing::info_span!("request", request_id = %id);
    let answer = settle(next.run(request), app.limits.request).instrument(span).await;
    let mut response = in_envelope(answer, &id);
    finish_headers(&mut response, &id);
    if app.access.is_https() || arrival.is_some_and(|arrival| arrival.https) {
        response.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(HSTS));
    }

    let status = response.status();
    let elapsed = started.elapsed();
    app.metrics().observe(&method, &route, status, elapsed);
    tracing::info!(
        target: "fluo_console::http",
        method = %method,
        route = %route,
        status = status.as_u16(),
        ms = elapsed.as_micros() as f64 / 1_000.0,
        request_id = %id,
        caller = caller.get(),
        "request"
    );
    response
}

/// Waits for the answer, for so long, whatever becomes of the handler.
async fn settle(handler: impl Future<Output = Response>, patience: Duration) -> Response {
    match tokio::time::timeout(patience, AssertUnwindSafe(handler).catch_unwind()).await {
        Ok(Ok(response)) => response,
        Ok(Err(panic)) => {
            tracing::error!(cause = panic_text(&*panic), "a handler panicked");
            Refusal::internal().into_response()
        }
        Err(_) => Refusal::new(ErrorCode::Unavailable, "the answer took too long; try again").into_response(),
    }
}

/// Writes a refusal into its envelope; other answers are what they are.
fn in_envelope(mut response: Response, id: &str) -> Response {
    let Some(Refusal(error)) = response.extensions_mut().remove::<Refusal>() else { return response };
    let envelope = Envelope::<()>::from_result(Err(error), id.to_owned());
    let (mut parts, _) = response.into_parts();
    let (written, body) = json::response(parts.status, &envelope).into_parts();
    parts.headers.extend(written.headers);
    Response::from_parts(parts, body)
}

/// 64 random bits as hex: enough to be unique in any log.
fn new_request_id(app: &App) -> Arc<str> {
    let mut random = [0; 8];
    app.entropy.fill(&mut random);
    format!("{:016x}", u64::from_be_bytes(random)).into()
}

/// Headers that every answer carries, whatever it is. Caching is denied unless a handler allowed it.
fn finish_headers(response: &mut Response, id: &str) {
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(X_REQUEST_ID, id);
    }
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

fn panic_text(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("(no text)")
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;

    async fn refused(response: Response) -> (u16, String) {
        let response = in_envelope(response, "id");
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), 1 << 16).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn a_panic_is_an_internal_error_that_says_nothing_more() {
        let panics = async { panic!("the secret is {}", 42) };
        let (status, body) = refused(settle(panics, Duration::from_secs(1)).await).await;
        assert_eq!(status, 500);
        assert!(body.contains(r#""code":"internal""#) && body.contains(r#""requestId":"id""#), "{body}");
        assert!(!body.contains("secret"), "{body}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_handler_that_hangs_is_given_up() {
        let (status, body) = refused(settle(std::future::pending(), Duration::from_secs(30)).await).await;
        assert_eq!(status, 503);
        assert!(body.contains(r#""code":"unavailable""#), "{body}");
    }
}
