//! `/docs`: the API for people, written from the OpenAPI document. Static HTML and one style sheet; the
//! examples carry this server's address and the newest signal, so that they work when they are copied.

mod commands;

use std::fmt::Write as _;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use console_api::examples::{self, Example};
use console_api::{Method, OperationInfo, operations};
use console_core::Caller;
use console_core::call::Request;
use serde_json::Value;

use crate::access::SignedIn;
use crate::app::App;
use crate::page::{self, escape};
use crate::refusal::Refusal;
use crate::schema::without_null;
use commands::Commands;
pub use commands::flag;

pub(crate) async fn style() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/css; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300")),
    ];
    (headers, include_str!("docs/style.css"))
}

pub(crate) async fn page(State(app): State<App>, caller: Result<SignedIn, Refusal>) -> Response {
    let Ok(SignedIn(caller)) = caller else {
        return page::message(
            StatusCode::UNAUTHORIZED,
            "Sign in to read this",
            "<p>Run <code>fluo-console link</code> on the machine where the console runs and open what it prints.</p>",
        );
    };
    let commands = Commands::new(&app, newest_signal(&app, &caller).await);
    page::html(StatusCode::OK, "Fluo Console API", &render(&app.document().value, &commands))
}

/// Ids of the newest signal and its trace: examples that name something should name something real.
async fn newest_signal(app: &App, caller: &Caller) -> Option<(String, String)> {
    let answer = app.console.call(caller, "signals.list", Request::Form("limit=1".to_owned())).await.ok()?;
    let signals: Value = serde_json::from_str(answer.data.get()).ok()?;
    let text = |field| signals[0][field].as_str().map(str::to_owned);
    Some((text("id")?, text("traceId")?))
}

fn render(document: &Value, commands: &Commands) -> String {
    let mut html = String::from(
        "<nav aria-label=\"Operations\">\n<a class=\"home\" href=\"/\">Fluo Console</a>\n<ul>\n",
    );
    for info in operations::ALL {
        let _ = writeln!(html, "<li><a href=\"#{0}\">{0}</a></li>", info.name);
    }
    html.push_str(
        "<li><a href=\"#stream\">live stream</a></li>\n</ul>\n</nav>\n<main>\n<h1>Fluo Console API</h1>\n",
    );
    let description = document["info"]["description"].as_str().unwrap_or_default();
    let _ = write!(
        html,
        "<p>{}</p>\n<p>The same as a machine reads it: <a href=\"{1}\">{1}</a> (OpenAPI 3.1), also printed by \
         <code>fluo-console openapi</code>. The commands below run on the machine where the console runs.</p>\n",
        prose(description),
        crate::router::OPENAPI_PATH,
    );
    let examples = examples::all();
    for info in operations::ALL {
        let example = examples.iter().find(|example| example.operation == info.name);
        section(&mut html, document, info, example, commands);
    }
    stream_section(&mut html, document, commands);
    html.push_str("</main>");
    html
}

fn section(
    html: &mut String,
    document: &Value,
    info: &'static OperationInfo,
    example: Option<&Example>,
    commands: &Commands,
) {
    let operation = &document["paths"][info.path][info.method.as_str().to_lowercase()];
    let _ = write!(
        html,
        "<section id=\"{name}\" aria-labelledby=\"h-{name}\">\n<h2 id=\"h-{name}\">{name}</h2>\n\
         <p class=\"route\"><span class=\"method {class}\">{method}</span> <code>{path}</code></p>\n\
         <p>{doc}</p>\n<p class=\"quiet\">{description}</p>\n",
        name = info.name,
        class = method_class(info.method),
        method = info.method.as_str(),
        path = escape(info.path),
        doc = escape(info.doc),
        description = prose(operation["description"].as_str().unwrap_or_default()),
    );
    fields_table(html, document, operation);
    let Some(example) = example else { return };
    command(html, "curl", &commands.curl(info, example));
    command(html, "fluo-console", &commands.call(info, example));
    let answer = &operation["responses"]["200"]["content"]["application/json"]["example"];
    let _ = write!(
        html,
        "<details><summary>An answer</summary>\n<pre tabindex=\"0\"><code>{}</code></pre></details>\n</section>\n",
        escape(&format!("{answer:#}"))
    );
}

fn fields_table(html: &mut String, document: &Value, operation: &Value) {
    let mut rows = String::new();
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let required = parameter["required"] == true;
        let description = parameter["description"].as_str().unwrap_or_default();
        let place = parameter["in"].as_str().unwrap_or_default();
        row(&mut rows, document, &parameter["name"], place, required, &parameter["schema"], description);
    }
    let body = &operation["requestBody"]["content"]["application/json"]["schema"];
    for (name, schema) in body["properties"].as_object().into_iter().flatten() {
        let required =
            body["required"].as_array().is_some_and(|names| names.iter().any(|n| n == name.as_str()));
        let description = schema["description"].as_str().unwrap_or_default();
        row(&mut rows, document, &Value::from(name.as_str()), "body", required, schema, description);
    }
    if !rows.is_empty() {
        let _ = write!(
            html,
            "<table>\n<thead><tr><th scope=\"col\">Field</th><th scope=\"col\">In</th><th scope=\"col\">Value</th>\
             <th scope=\"col\">Meaning</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n"
        );
    }
}

fn row(
    rows: &mut String,
    document: &Value,
    name: &Value,
    place: &str,
    required: bool,
    schema: &Value,
    description: &str,
) {
    let name = name.as_str().unwrap_or_default();
    let described = |schema: &Value| schema["description"].as_str().unwrap_or_default().to_owned();
    let own =
        if description.is_empty() { described(target(document, schema)) } else { description.to_owned() };
    let needed = if required { " <span class=\"needed\">required</span>" } else { "" };
    let _ = writeln!(
        rows,
        "<tr><th scope=\"row\"><code>{}</code>{needed}</th><td>{place}</td><td>{}</td><td>{}</td></tr>",
        escape(name),
        escape(&value_in_words(document, schema)),
        prose(&own),
    );
}

/// The schema behind a reference, or behind the values of a list.
fn target<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let schema = if schema["type"] == "array" { &schema["items"] } else { schema };
    let pointer = schema["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
    pointer.and_then(|pointer| document.pointer(pointer)).unwrap_or(schema)
}

/// `ERROR, WARNING …; may repeat`: what a value looks like, in words.
fn value_in_words(document: &Value, schema: &Value) -> String {
    let schema = &without_null(schema);
    if schema["type"] == "array" {
        return format!("{}; may repeat", value_in_words(document, &schema["items"]));
    }
    let schema = target(document, schema);
    let choices: Vec<_> =
        schema["enum"]
            .as_array()
            .into_iter()
            .flatten()
            .chain(schema["oneOf"].as_array().into_iter().flatten().flat_map(|choice| {
                choice["enum"].as_array().into_iter().flatten().chain(choice.get("const"))
            }))
            .filter_map(Value::as_str)
            .collect();
    match (choices.as_slice(), schema["format"].as_str(), schema["type"].as_str()) {
        ([], Some("date-time"), _) => "time, RFC 3339".to_owned(),
        ([], _, Some("integer")) => "whole number".to_owned(),
        ([], _, Some("string")) => "text".to_owned(),
        ([], _, kind) => kind.unwrap_or("any").to_owned(),
        (choices, ..) => choices.join(", "),
    }
}

fn stream_section(html: &mut String, document: &Value, commands: &Commands) {
    let path = crate::router::EVENTS_PATH;
    let operation = &document["paths"][path]["get"];
    let _ = write!(
        html,
        "<section id=\"stream\" aria-labelledby=\"h-stream\">\n<h2 id=\"h-stream\">Live stream</h2>\n\
         <p class=\"route\"><span class=\"method get\">GET</span> <code>{path}</code></p>\n<p>{}</p>\n\
         <p class=\"quiet\">{}</p>\n",
        escape(operation["summary"].as_str().unwrap_or_default()),
        prose(operation["description"].as_str().unwrap_or_default()),
    );
    command(html, "curl", &commands.curl_stream());
    let example = operation["responses"]["200"]["content"]["text/event-stream"]["example"].as_str();
    let _ = write!(
        html,
        "<details><summary>An event</summary>\n<pre tabindex=\"0\"><code>{}</code></pre></details>\n</section>\n",
        escape(example.unwrap_or_default())
    );
}

fn command(html: &mut String, tool: &str, text: &str) {
    let _ = write!(html, "<h3>{tool}</h3>\n<pre tabindex=\"0\"><code>{}</code></pre>\n", escape(text));
}

fn method_class(method: Method) -> &'static str {
    if method.is_safe() { "get" } else { "change" }
}

/// Text in which `` `code` `` is marked.
fn prose(text: &str) -> String {
    let parts = text.split('`').enumerate();
    parts.fold(String::new(), |html, (index, part)| {
        if index % 2 == 0 { html + &escape(part) } else { html + "<code>" + &escape(part) + "</code>" }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openapi::Document;

    #[test]
    fn every_operation_has_a_section_with_commands() {
        let html = render(&Document::new().value, &Commands::for_tests());
        for info in operations::ALL {
            assert!(html.contains(&format!("<section id=\"{}\"", info.name)), "{}", info.name);
        }
        assert!(html.contains("CRITICAL, ERROR, WARNING, INFO; may repeat"), "{html}");
        assert!(!html.contains("<script") && !html.contains("style="));
    }

    #[test]
    fn text_stays_text() {
        assert_eq!(prose("a <b> `c<d`"), "a &lt;b&gt; <code>c&lt;d</code>");
    }
}
