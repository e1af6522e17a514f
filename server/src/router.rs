//! All addresses of the server in one list.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodFilter, MethodRouter, get, on, post};
use console_api::{ErrorCode, Method};

use crate::access::{SignedIn, keep_pace, require_own_host};
use crate::app::App;
use crate::edge::edge;
use crate::operation::{Endpoint, Extracted};
use crate::refusal::Refusal;
use crate::schema::Schemas;
use crate::{
    device, docs, exports, health, metrics, openapi, operation, provider_sign_in, recovery, sign_in, stream,
    tenant_file, ui_files,
};

/// Where the live stream is.
pub const EVENTS_PATH: &str = "/api/v1/stream/events";
/// Where the export of signals is.
pub const SIGNALS_EXPORT_PATH: &str = "/api/v1/signals/export";
/// Where the export of the audit trail is.
pub(crate) const AUDIT_EXPORT_PATH: &str = "/api/v1/audit/export";
/// Where who may do what is a file.
pub(crate) const ACCESS_EXPORT_PATH: &str = "/api/v1/access-review/export";
/// Where the OpenAPI document is.
pub const OPENAPI_PATH: &str = "/api/v1/openapi.json";

/// The HTTP surface. Pure: nothing listens yet.
pub fn router(app: App) -> Router {
    let mut router = Router::new()
        .route("/health", get(health::health))
        .route("/metrics", get(metrics::metrics))
        .route("/sign-in", get(sign_in::by_link).post(sign_in::by_password))
        .route("/sign-in/second-step", post(sign_in::by_second_step))
        .route("/sign-in/providers", get(provider_sign_in::providers))
        .route("/sign-in/with/{provider}", get(provider_sign_in::leave))
        .route("/sign-in/with/{provider}/callback", get(provider_sign_in::come_back))
        .route("/sign-in/with/{provider}/back-channel-logout", post(provider_sign_in::logged_out))
        .route("/sign-out", post(provider_sign_in::sign_out))
        .route("/invitation", post(sign_in::by_invitation).get(ui_files::serve))
        .route("/forgot", post(recovery::forgot).get(ui_files::serve))
        .route("/reset", post(recovery::reset).get(ui_files::serve))
        .route("/confirm-email", post(recovery::confirm_email).get(ui_files::serve))
        .route("/device/begin", post(device::begin))
        .route("/device/poll", post(device::poll))
        .route("/docs", get(docs::page))
        .route("/docs/style.css", get(docs::style))
        .route(OPENAPI_PATH, get(openapi::serve))
        .route("/t/{tenant}/{file}", get(tenant_file::serve))
        .route(EVENTS_PATH, get(stream::events))
        .route(ACCESS_EXPORT_PATH, get(exports::access))
        .route(SIGNALS_EXPORT_PATH, get(exports::signals))
        .route(AUDIT_EXPORT_PATH, get(exports::audit))
        .route("/api", get(unknown))
        .route("/api/{*path}", get(unknown).fallback(unknown));
    for (path, methods) in by_path() {
        router = router.route(path, methods);
    }
    router
        .fallback(ui_files::serve)
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn_with_state(app.clone(), require_own_host))
        .layer(from_fn_with_state(app.clone(), keep_pace))
        .layer(from_fn_with_state(app.clone(), edge))
        .with_state(app)
}

/// The operations, gathered by path: one path may serve several methods.
fn by_path() -> BTreeMap<&'static str, MethodRouter<App>> {
    let mut paths = BTreeMap::<&str, MethodRouter<App>>::new();
    for schema in &Schemas::new().operations {
        let methods = paths.remove(schema.info.path).unwrap_or_default();
        paths.insert(schema.info.path, methods.merge(method(Endpoint::new(schema))));
    }
    paths
}

fn method(endpoint: Endpoint) -> MethodRouter<App> {
    let filter = match endpoint.info.method {
        Method::Get => MethodFilter::GET,
        Method::Post => MethodFilter::POST,
        Method::Put => MethodFilter::PUT,
        Method::Delete => MethodFilter::DELETE,
    };
    on(filter, move |app: State<App>, extracted: Extracted, body: Body| {
        operation::handle(endpoint.clone(), app, extracted, body)
    })
}

/// Below /api nothing is told to strangers, not even that there is nothing.
async fn unknown(_: SignedIn) -> Refusal {
    Refusal::new(ErrorCode::NotFound, "there is no such address; /docs lists them")
}

async fn wrong_method(request: Request) -> Refusal {
    let message = format!("{} is not served here; the allow header says what is", request.method());
    Refusal::new(ErrorCode::MethodNotAllowed, message)
}
