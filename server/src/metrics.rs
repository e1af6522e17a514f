//! What the server counts about itself, and `GET /metrics` in Prometheus' text form.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::access::{Arrival, SignedIn};
use crate::app::App;
use crate::refusal::Refusal;

/// Upper ends of the latency buckets, in seconds.
const BUCKETS: [f64; 11] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 5.0];

#[derive(Debug, Default)]
pub(crate) struct Metrics {
    requests: Mutex<BTreeMap<Key, Histogram>>,
    streams: Arc<Streams>,
}

/// Method, route template, status. Never a raw path: the number of series stays bounded.
type Key = (&'static str, Arc<str>, u16);

#[derive(Debug, Default)]
struct Histogram {
    /// Per bucket, and one more for what took longer.
    counts: [u64; BUCKETS.len() + 1],
    seconds: f64,
}

#[derive(Debug, Default)]
struct Streams {
    open: AtomicI64,
    delivered: AtomicU64,
}

/// An open live stream; counts as open until it is dropped.
pub(crate) struct OpenStream(Arc<Streams>);

impl OpenStream {
    pub(crate) fn delivered(&self) {
        self.0.delivered.fetch_add(1, Ordering::Relaxed);
    }
}

impl Drop for OpenStream {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Metrics {
    pub(crate) fn observe(&self, method: &Method, route: &Arc<str>, status: StatusCode, took: Duration) {
        let seconds = took.as_secs_f64();
        let bucket = BUCKETS.iter().position(|end| seconds <= *end).unwrap_or(BUCKETS.len());
        let key = (method_name(method), Arc::clone(route), status.as_u16());
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let histogram = requests.entry(key).or_default();
        histogram.counts[bucket] += 1;
        histogram.seconds += seconds;
    }

    pub(crate) fn stream_opened(&self) -> OpenStream {
        self.streams.open.fetch_add(1, Ordering::Relaxed);
        OpenStream(Arc::clone(&self.streams))
    }

    fn render(&self) -> String {
        let mut text = String::from(
            "# HELP fluo_console_http_requests_seconds Time from a request's arrival to the head of its answer.\n\
             # TYPE fluo_console_http_requests_seconds histogram\n",
        );
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        for ((method, route, status), histogram) in &*requests {
            let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
            histogram.render(&mut text, &labels);
        }
        drop(requests);
        let open = self.streams.open.load(Ordering::Relaxed);
        let delivered = self.streams.delivered.load(Ordering::Relaxed);
        let _ = write!(
            text,
            "# HELP fluo_console_http_streams Open live streams.\n# TYPE fluo_console_http_streams gauge\nfluo_console_http_streams {open}\n\
             # HELP fluo_console_http_stream_frames_total Frames handed to live streams.\n\
             # TYPE fluo_console_http_stream_frames_total counter\nfluo_console_http_stream_frames_total {delivered}\n"
        );
        if let Some(bytes) = resident_bytes() {
            let _ = write!(
                text,
                "# HELP process_resident_memory_bytes Resident memory of this process.\n\
                 # TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes {bytes}\n"
            );
        }
        text
    }
}

impl Histogram {
    fn render(&self, text: &mut String, labels: &str) {
        let mut total = 0;
        for (end, count) in BUCKETS.iter().zip(&self.counts) {
            total += count;
            let _ =
                writeln!(text, "fluo_console_http_requests_seconds_bucket{{{labels},le=\"{end}\"}} {total}");
        }
        total += self.counts[BUCKETS.len()];
        let seconds = self.seconds;
        let _ = write!(
            text,
            "fluo_console_http_requests_seconds_bucket{{{labels},le=\"+Inf\"}} {total}\n\
             fluo_console_http_requests_seconds_sum{{{labels}}} {seconds}\n\
             fluo_console_http_requests_seconds_count{{{labels}}} {total}\n"
        );
    }
}

/// Anyone may invent a method; only the known ones become a series.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        _ => "other",
    }
}

/// Resident memory as the kernel accounts it; nothing where it does not say.
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes << 10)
}

/// For a scraper on this machine, or whoever is signed in.
pub(crate) async fn metrics(State(app): State<App>, request: Request) -> Result<Response, Refusal> {
    let (mut parts, _) = request.into_parts();
    // A proxy on this machine is a local peer that speaks for others.
    let arrival = Arrival::from_request_parts(&mut parts, &app).await?;
    if !arrival.address.is_loopback() || arrival.forwarded {
        SignedIn::from_request_parts(&mut parts, &app).await?;
    }
    let text = app.metrics().render() + &app.console.metrics().await;
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_add_up() {
        let metrics = Metrics::default();
        for millis in [0, 3, 3, 7_000] {
            metrics.observe(&Method::GET, &"/x".into(), StatusCode::OK, Duration::from_millis(millis));
        }
        let text = metrics.render();
        for line in [
            r#"fluo_console_http_requests_seconds_bucket{method="GET",route="/x",status="200",le="0.001"} 1"#,
            r#"fluo_console_http_requests_seconds_bucket{method="GET",route="/x",status="200",le="0.005"} 3"#,
            r#"fluo_console_http_requests_seconds_bucket{method="GET",route="/x",status="200",le="5"} 3"#,
            r#"fluo_console_http_requests_seconds_bucket{method="GET",route="/x",status="200",le="+Inf"} 4"#,
            r#"fluo_console_http_requests_seconds_count{method="GET",route="/x",status="200"} 4"#,
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
    }

    #[test]
    fn an_open_stream_counts_until_it_is_dropped() {
        let metrics = Metrics::default();
        let stream = metrics.stream_opened();
        stream.delivered();
        assert!(metrics.render().contains("\nfluo_console_http_streams 1\n"));
        drop(stream);
        let text = metrics.render();
        assert!(
            text.contains("\nfluo_console_http_streams 0\n")
                && text.contains("\nfluo_console_http_stream_frames_total 1\n")
        );
    }
}
