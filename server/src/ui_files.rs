//! The web UI over HTTP: hashed assets for ever, `index.html` for every address that is a screen.

mod source;

use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use console_api::ErrorCode;

use crate::app::App;
use crate::page;
use crate::refusal::Refusal;
use source::File;
pub use source::UiFiles;

pub(crate) async fn serve(State(app): State<App>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Refusal::new(ErrorCode::MethodNotAllowed, "only GET is served here").into_response();
    }
    let Some(files) = app.ui.files() else { return not_built() };
    let path = request.uri().path().trim_start_matches('/');
    let is_screen = !path.rsplit('/').next().unwrap_or_default().contains('.');
    let name = if is_screen { "index.html" } else { path };
    match files.get(name) {
        Some(file) => answer(name, file, request.headers()),
        None => Refusal::new(ErrorCode::NotFound, "there is no such file").into_response(),
    }
}

fn answer(name: &str, file: &File, asked: &HeaderMap) -> Response {
    let (body, encoding) = encoded(file, asked);
    let mut headers = HeaderMap::new();
    // Each encoding is a representation of its own and has its own tag.
    let etag = format!("\"{}{}\"", file.etag, encoding.map(|name| format!("-{name}")).unwrap_or_default());
    let known = asked.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    let unchanged =
        known.is_some_and(|tags| tags.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag));
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        headers.insert(header::ETAG, etag);
    }
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    let caching =
        if name.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    if name.ends_with(".html") {
        headers.extend(page::html_headers());
    } else {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(name)));
    }
    if unchanged {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    (headers, body).into_response()
}

/// The smallest form that the client takes and the build made.
fn encoded(file: &File, asked: &HeaderMap) -> (Bytes, Option<&'static str>) {
    for (encoding, form) in [("br", &file.brotli), ("gzip", &file.gzip)] {
        if let Some(bytes) = form.as_ref().filter(|_| accepts(asked, encoding)) {
            return (bytes.clone(), Some(encoding));
        }
    }
    (file.plain.clone(), None)
}

fn accepts(asked: &HeaderMap, encoding: &str) -> bool {
    let values = asked.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|entry| {
        let (name, weight) = entry.split_once(';').unwrap_or((entry, ""));
        let weight = weight.trim().strip_prefix("q=").unwrap_or("1");
        name.trim().eq_ignore_ascii_case(encoding) && weight.parse().unwrap_or(0.0) > 0.0
    })
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn not_built() -> Response {
    page::message(
        StatusCode::NOT_FOUND,
        "The web UI has not been built",
        "<p>The server runs, its pages are missing. In the project's folder, build them with</p>\n\
         <pre><code>cargo xtask ui --release</code></pre>\n\
         <p>and start the server with <code>--ui dist/ui</code>. The API is described at \
         <a href=\"/docs\">/docs</a>.</p>",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(name: header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn the_smallest_accepted_form_is_sent() {
        let file = File {
            plain: Bytes::from_static(b"plain"),
            gzip: Some(Bytes::from_static(b"gzip")),
            brotli: Some(Bytes::from_static(b"br")),
            etag: "e".to_owned(),
        };
        for (accepted, sent) in [
            ("gzip, deflate, br", "br"),
            ("gzip, br;q=0", "gzip"),
            ("gzip;q=0.5", "gzip"),
            ("identity", "plain"),
            ("brotli, xgzip", "plain"),
        ] {
            let (body, _) = encoded(&file, &asked(header::ACCEPT_ENCODING, accepted));
            assert_eq!(body, sent, "{accepted}");
        }
    }

    #[test]
    fn what_the_browser_has_is_not_sent_again() {
        let file = File { etag: "e".to_owned(), ..File::default() };
        let same = answer("index.html", &file, &asked(header::IF_NONE_MATCH, "\"x\", W/\"e\""));
        assert_eq!(same.status(), StatusCode::NOT_MODIFIED);
        let other = answer("index.html", &file, &asked(header::IF_NONE_MATCH, "\"x\""));
        assert_eq!(other.status(), StatusCode::OK);
        assert_eq!(other.headers()[header::CACHE_CONTROL], "no-cache");
    }
}
