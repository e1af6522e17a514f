//! A signal to take elsewhere: as text, Markdown, JSON, a request of the API, or a link.

use console_api::Signal;

use super::view::View;
use crate::browser;
use crate::clock::Clock;
use crate::components::{severity_name, status_name};
use crate::json;
use crate::route::Route;
use crate::text;
use crate::words::{self as w, Said};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Text,
    Markdown,
    Json,
    Curl,
    Link,
}

impl Form {
    pub(super) const ALL: [(Self, Said); 5] = [
        (Self::Text, w::copy_as_text),
        (Self::Markdown, w::copy_as_markdown),
        (Self::Json, w::copy_as_json),
        (Self::Curl, w::copy_as_curl),
        (Self::Link, w::copy_as_link),
    ];

    pub(super) fn of(self, signal: &Signal, clock: Clock) -> String {
        self.at(signal, clock, &browser::origin())
    }

    fn at(self, signal: &Signal, clock: Clock, origin: &str) -> String {
        match self {
            Self::Text => plain(signal, clock, origin),
            Self::Markdown => markdown(signal, clock, origin),
            Self::Json => json::write(&json::value(signal)),
            Self::Curl => curl(signal, origin),
            Self::Link => link(signal, origin),
        }
    }
}

/// The address that opens the signal, whatever list it is in.
fn link(signal: &Signal, origin: &str) -> String {
    let view = View { selected: Some(signal.id.clone()), ..View::default() };
    [origin, Route::Signals.path(), "?", &view.query()].concat()
}

fn facts(signal: &Signal, clock: Clock) -> [(&'static str, String); 6] {
    let rule = [signal.rule_id.as_str(), " ", &w::rules_version(signal.rule_version.as_str())].concat();
    [
        (w::signal_raised(), text::iso(signal.raised_at, clock)),
        (w::signal_rule(), rule),
        (w::signal_service(), signal.service.clone()),
        (w::signal_span(), signal.span_name.clone()),
        (w::signal_trace(), signal.trace_id.0.clone()),
        (w::signal_id(), signal.id.0.clone()),
    ]
}

fn first_line(signal: &Signal) -> String {
    let severity = signal.severity_text.as_deref().unwrap_or(severity_name(signal.severity));
    [severity, " (", status_name(signal.status), ")"].concat()
}

fn plain(signal: &Signal, clock: Clock, origin: &str) -> String {
    let mut out = [&first_line(signal), ": ", &signal.message, "\n"].concat();
    for (name, value) in facts(signal, clock) {
        out.push_str(&[name, ": ", &value, "\n"].concat());
    }
    out.push_str(&link(signal, origin));
    out.push('\n');
    out
}

fn markdown(signal: &Signal, clock: Clock, origin: &str) -> String {
    let title = escaped(&signal.message);
    let mut out = ["**", &first_line(signal), ":** [", &title, "](", &link(signal, origin), ")\n\n"].concat();
    for (name, value) in facts(signal, clock) {
        out.push_str(&["- ", name, ": ", &code(&value), "\n"].concat());
    }
    out
}

/// In back-ticks, one more than the text has in a row.
fn code(text: &str) -> String {
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let room = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    [&fence, room, text, room, &fence].concat()
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '\\' | '[' | ']' | '*' | '_' | '`' | '<' | '>' | '#' | '|') {
            out.push('\\');
        }
        out.push(if letter.is_control() { ' ' } else { letter });
    }
    out
}

fn curl(signal: &Signal, origin: &str) -> String {
    let mut address = [origin, "/api/v1/signals/"].concat();
    console_api::wire::push_encoded(&mut address, signal.id.as_str());
    ["curl -H \"Authorization: Bearer $FLUO_TOKEN\" '", &address, "'\n"].concat()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::rendering;

    fn copied(form: Form) -> String {
        form.at(&rendering::signal(), rendering::clock(), "https://console.example")
    }

    #[test]
    fn a_text_says_what_where_and_since_when() {
        expect![[r#"
            SEVERE (Investigating): <b>took</b> 612 ms
            Raised: 2026-11-20T14:08:30.000Z
            Rule: slow-charge version 2
            Service: payment
            Span: charge card
            Trace: t1
            Signal id: s1
            https://console.example/signals?sel=s1
        "#]]
        .assert_eq(&copied(Form::Text));
    }

    #[test]
    fn markdown_is_text_that_cannot_become_markup() {
        let text = copied(Form::Markdown);
        assert!(text.starts_with("**SEVERE (Investigating):** [\\<b\\>took\\</b\\> 612 ms](https://console.example/signals?sel=s1)\n"));
        assert!(text.contains("- Service: `payment`\n"), "{text}");
        assert_eq!((code("a`b"), code("`")), ("``a`b``".to_owned(), "`` ` ``".to_owned()));
    }

    #[test]
    fn a_request_names_the_signal_and_no_secret() {
        assert_eq!(
            copied(Form::Curl),
            "curl -H \"Authorization: Bearer $FLUO_TOKEN\" 'https://console.example/api/v1/signals/s1'\n"
        );
        assert!(copied(Form::Json).contains("\"friendlyId\":\"brave-otter-42\""));
    }
}
