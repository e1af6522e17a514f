//! Connections: accepted, bounded in number and time, and ended together.
//!
//! `axum::serve` sets neither TCP_NODELAY nor a time-out for headers, so connections go through hyper directly.
//! Every phase of a connection has an end: headers in [`HEADER`], a request's body in `http::BODY`, the
//! whole request in `http::TOTAL`, and a reader that takes nothing for [`STALL`] is cut.

mod stall;

use std::{convert::Infallible, pin::pin, sync::Arc, time::Duration};

use axum::{Router, body::Body, extract::Request};
use hyper_util::{rt::TokioIo, rt::TokioTimer, service::TowerToHyperService};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt as _;

use stall::StallGuard;

/// From the first byte awaited to the last header; also how long an idle connection is kept.
const HEADER: Duration = Duration::from_secs(10);
/// How long a write may make no progress.
const STALL: Duration = Duration::from_secs(10);
/// Connections at the same time; further ones wait in the listener's backlog.
const CONNECTIONS: usize = 2_048;

/// Serves until `stopping`, then lets what is under way finish for `grace`.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    stopping: CancellationToken,
    grace: Duration,
) {
    let connections = TaskTracker::new();
    let aborting = CancellationToken::new();
    let slots = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let accepted = tokio::select! {
            () = stopping.cancelled() => break,
            accepted = accept(&listener, &slots) => accepted,
        };
        if let Some((stream, slot)) = accepted {
            let connection = connection(stream, slot, router.clone(), stopping.clone());
            let aborting = aborting.clone();
            connections.spawn(async move {
                tokio::select! {
                    () = aborting.cancelled() => {}
                    () = connection => {}
                }
            });
        }
    }
    drop(listener);
    connections.close();
    if tokio::time::timeout(grace, connections.wait()).await.is_err() {
        aborting.cancel();
        connections.wait().await;
    }
}

async fn accept(listener: &TcpListener, slots: &Arc<Semaphore>) -> Option<(TcpStream, OwnedSemaphorePermit)> {
    let slot = Arc::clone(slots).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, _)) => Some((stream, slot)),
        Err(error) => {
            // Out of file descriptors, or the peer left already: a pause keeps this from spinning.
            tracing::warn!(%error, "a connection could not be accepted");
            tokio::time::sleep(Duration::from_millis(50)).await;
            None
        }
    }
}

async fn connection(
    stream: TcpStream,
    slot: OwnedSemaphorePermit,
    router: Router,
    stopping: CancellationToken,
) {
    let _held = slot;
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "TCP_NODELAY could not be set");
    }
    let service = router.map_request(|request: Request<hyper::body::Incoming>| request.map(Body::new));
    let service = service.map_err(|never: Infallible| match never {});
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER)
        .serve_connection(TokioIo::new(StallGuard::new(stream, STALL)), TowerToHyperService::new(service))
        .with_upgrades();
    let mut connection = pin!(connection);
    let result = tokio::select! {
        result = &mut connection => result,
        () = stopping.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = result {
        tracing::debug!(%error, "a connection ended early");
    }
}
