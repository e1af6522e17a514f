//! The small pages and the badge for those who come with a browser.

use std::fmt::Write as _;

use axum::{
    http::header,
    response::{Html, IntoResponse as _, Response},
};

use crate::{clock::rfc3339, db::signals::StoredSignal, wire::links};

/// Nothing but the page itself: no script, no style, no picture from anywhere.
const POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// A list of signals.
pub(super) fn signals(signals: &[StoredSignal]) -> Response {
    let mut rows = String::new();
    for signal in signals {
        let cells = [
            rfc3339(signal.created_at),
            signal.severity.clone(),
            signal.status.clone(),
            signal.service.clone(),
            signal.message.clone(),
        ];
        // Writing to a String cannot fail.
        let _ = write!(
            rows,
            "<tr><td><a href=\"/signals/{}\">{}</a></td>",
            escape(&signal.id),
            escape(&signal.friendly_id)
        );
        for cell in cells {
            let _ = write!(rows, "<td>{}</td>", escape(&cell));
        }
        rows.push_str("</tr>\n");
    }
    let body = format!(
        "<p>{} signals, newest first. Ask for application/json to read them with a program.</p>\n<table>\n\
         <tr><th>Signal</th><th>Raised</th><th>Severity</th><th>Status</th><th>Service</th><th>What happened</th></tr>\n\
         {rows}</table>",
        signals.len()
    );
    page("Signals", &body)
}

/// One signal.
pub(super) fn signal(signal: &StoredSignal) -> Response {
    let raised = rfc3339(signal.created_at);
    let rule = format!("{} version {}", signal.rule_id, signal.rule_version);
    let links = links(signal).join(" ");
    let facts: [(&str, &str); 11] = [
        ("What happened", &signal.message),
        ("Severity", &signal.severity),
        ("Status", &signal.status),
        ("Rule", &rule),
        ("Service", &signal.service),
        ("Operation", &signal.span_name),
        ("Trace", &signal.trace_id),
        ("Span", &signal.span_id),
        ("Raised", &raised),
        ("Incidents", &links),
        ("Notes", &signal.notes),
    ];
    let mut body = String::from("<dl>\n");
    for (name, value) in facts {
        let _ = writeln!(body, "<dt>{name}</dt><dd>{}</dd>", escape(value));
    }
    body.push_str("</dl>\n<p><a href=\"/signals\">All signals</a></p>");
    page(&signal.friendly_id, &body)
}

/// A badge: the signal's name, and its status in the colour of its severity.
pub(super) fn badge(signal: &StoredSignal) -> String {
    let colour = match (signal.status.as_str(), signal.severity.as_str()) {
        ("RESOLVED" | "FALSE_POSITIVE", _) => "#4b5563",
        (_, "ERROR") => "#b91c1c",
        (_, "WARNING") => "#92400e",
        _ => "#1d4ed8",
    };
    let (name, status) = (escape(&signal.friendly_id), signal.status.to_lowercase().replace('_', " "));
    // About seven pixels for a character of this font, and a margin on both sides.
    let left = 16 + 7 * signal.friendly_id.chars().count();
    let right = 16 + 7 * status.chars().count();
    let (width, left_middle, right_middle) = (left + right, left / 2, left + right / 2);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"20\" role=\"img\" \
         aria-label=\"{name}: {status}\"><title>{name}: {status}</title>\
         <rect width=\"{left}\" height=\"20\" fill=\"#1f2937\"/>\
         <rect x=\"{left}\" width=\"{right}\" height=\"20\" fill=\"{colour}\"/>\
         <g fill=\"#fff\" text-anchor=\"middle\" font-family=\"Verdana,sans-serif\" font-size=\"11\">\
         <text x=\"{left_middle}\" y=\"14\">{name}</text><text x=\"{right_middle}\" y=\"14\">{status}</text></g></svg>"
    )
}

fn page(title: &str, body: &str) -> Response {
    let title = escape(title);
    let html = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title></head>\n\
         <body><h1>{title}</h1>\n{body}\n</body></html>\n"
    );
    ([(header::CONTENT_SECURITY_POLICY, POLICY)], Html(html)).into_response()
}

/// Text as text, in HTML and in SVG.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
