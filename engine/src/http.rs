//! The engine's HTTP surface: every route in one list.

mod errors;
mod feed;
mod guard;
mod health;
mod otlp;
mod page;
mod params;
mod rules;
mod signals;
mod suggestions;
mod traces;

use std::{any::Any, time::Duration};

use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    http::StatusCode,
    middleware,
    response::{IntoResponse as _, Response},
    routing::{any, delete, get, post, put},
};
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    timeout::{RequestBodyDeadlineLayer, TimeoutLayer},
};

use crate::state::App;
use errors::ApiError;

/// For a request's body to arrive.
const BODY: Duration = Duration::from_secs(10);
/// For a request to be answered.
const TOTAL: Duration = Duration::from_secs(30);
/// The largest body outside of OTLP.
const SMALL_BODY: usize = 64 << 10;

/// All routes. Pure: nothing runs until the router is served.
pub(crate) fn router(app: App) -> Router {
    let panics = State(app.clone());
    let layers = ServiceBuilder::new()
        .layer(CatchPanicLayer::custom(move |panic: Box<dyn Any + Send>| answer_panic(&panics, &*panic)))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, TOTAL))
        .layer(middleware::from_fn_with_state(app.clone(), guard::local_requests_only))
        .layer(RequestBodyDeadlineLayer::new(BODY));

    Router::new()
        .route("/v1/traces", post(otlp::export).layer(DefaultBodyLimit::disable()))
        .route("/api/traces/{trace_id}", get(traces::by_id))
        .route("/api/v1/rules", get(rules::list).post(rules::create))
        .route("/api/v1/rules/stacks", get(rules::stacks))
        .route("/api/v1/rules/stacks/{rule_id}", get(rules::stack))
        .route("/api/v1/rules/{rule_id}/{version}", delete(rules::delete))
        .route("/api/v1/rules/{rule_id}/{version}/activate", put(rules::activate))
        .route("/api/v1/rules/{rule_id}/{version}/deactivate", put(rules::deactivate))
        .route("/api/v1/ws/signals", any(feed::connect))
        .route("/signals", get(signals::list))
        .route("/signals/clear", delete(signals::clear))
        .route("/signals/autocomplete/rule-ids", get(suggestions::rule_ids))
        .route("/signals/autocomplete/friendly-ids", get(suggestions::friendly_ids))
        .route("/signals/autocomplete/service-names", get(suggestions::service_names))
        .route("/signals/{id}", get(signals::detail))
        .route("/signals/{id}/status", put(signals::set_status))
        .route("/signals/{id}/incident-links", post(signals::add_link))
        .route("/signals/{id}/badge.svg", get(signals::badge))
        .route("/q/health", get(health::health))
        .route("/metrics", get(health::metrics))
        .fallback(async || ApiError::NoRoute)
        .method_not_allowed_fallback(async || ApiError::Method)
        .layer(DefaultBodyLimit::max(SMALL_BODY))
        .layer(layers)
        .with_state(app)
}

fn answer_panic(State(app): &State<App>, panic: &(dyn Any + Send)) -> Response {
    app.metrics.panics.add(1);
    let text =
        panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    tracing::error!(panic = text.unwrap_or("no message"), "a request ended in a panic");
    ApiError::Panic.into_response()
}
