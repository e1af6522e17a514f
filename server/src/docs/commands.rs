//! The example commands: what to type to ask this server what the example asks.

use std::fmt::Write as _;
use std::path::PathBuf;

use console_api::examples::{Example, SIGNAL_ID, TRACE_ID};
use console_api::{OperationInfo, wire};
use serde_json::{Map, Value};

use crate::app::App;
use crate::router::EVENTS_PATH;
use crate::run_folder;

/// What the commands need to know of this server.
pub(super) struct Commands {
    base_url: String,
    data_folder: PathBuf,
    /// Ids of a signal and a trace that exist, where there are any.
    real: Option<(String, String)>,
}

impl Commands {
    pub(super) fn new(app: &App, real: Option<(String, String)>) -> Self {
        Self { base_url: app.access.local_url(), data_folder: app.data_folder.clone(), real }
    }

    #[cfg(test)]
    pub(super) fn for_tests() -> Self {
        Self { base_url: "http://127.0.0.1:8080".to_owned(), data_folder: "/data".into(), real: None }
    }

    pub(super) fn curl(&self, info: &OperationInfo, example: &Example) -> String {
        let wire = wire::encode_fields(info, self.real_fields(example));
        let mut command = self.curl_start(&wire.target);
        if wire.method != "GET" {
            let _ = write!(command, " \\\n  -X {}", wire.method);
        }
        if let Some(body) = wire.body {
            let _ = write!(command, " \\\n  -H 'content-type: application/json' -d {}", quoted(&body));
        }
        command
    }

    pub(super) fn curl_stream(&self) -> String {
        self.curl_start(EVENTS_PATH) + " -N"
    }

    fn curl_start(&self, target: &str) -> String {
        let token = quoted(&run_folder::token_file(&self.data_folder).to_string_lossy());
        let url = quoted(&format!("{}{target}", self.base_url));
        format!("curl -sS {url} \\\n  -H \"authorization: Bearer $(cat {token})\"")
    }

    pub(super) fn call(&self, info: &OperationInfo, example: &Example) -> String {
        let data = quoted(&self.data_folder.to_string_lossy());
        let mut command = format!("fluo-console call --data {data} {}", info.name);
        for (name, value) in self.real_fields(example) {
            let values = match value {
                Value::Array(values) => values,
                single => vec![single],
            };
            for value in values {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                let _ = write!(command, " --{} {}", flag(&name), quoted(&text));
            }
        }
        command
    }

    fn real_fields(&self, example: &Example) -> Map<String, Value> {
        let mut fields = example.request.clone();
        if let Some((signal, trace)) = &self.real {
            for value in fields.values_mut() {
                if value == SIGNAL_ID {
                    *value = signal.as_str().into();
                } else if value == TRACE_ID {
                    *value = trace.as_str().into();
                }
            }
        }
        fields
    }
}

/// What the command takes itself, whatever the operation.
const OWN_FLAGS: [&str; 4] = ["data", "output", "token", "url"];

/// A field's name as the command line writes it: `traceId` becomes `trace-id`, and `url`, which the command has a
/// meaning for itself, `field-url`.
pub fn flag(field: &str) -> String {
    let mut flag = String::with_capacity(field.len() + 6);
    if OWN_FLAGS.contains(&field) {
        flag.push_str("field-");
    }
    for character in field.chars() {
        if character.is_ascii_uppercase() {
            flag.push('-');
        }
        flag.push(character.to_ascii_lowercase());
    }
    flag
}

/// Text as one word for a POSIX shell.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use console_api::{examples, operations};
    use expect_test::expect;

    use super::*;

    #[test]
    fn commands_can_be_copied() {
        let commands = Commands { real: Some(("17".to_owned(), "ab".to_owned())), ..Commands::for_tests() };
        let mut text = String::new();
        for name in ["signals.list", "signals.set_status", "traces.get"] {
            let info = operations::find(name).unwrap();
            let example = examples::all().into_iter().find(|example| example.operation == name).unwrap();
            let _ = writeln!(text, "{}\n{}", commands.curl(info, &example), commands.call(info, &example));
        }
        expect![[r#"
            curl -sS 'http://127.0.0.1:8080/api/v1/signals?limit=5&severity=ERROR' \
              -H "authorization: Bearer $(cat /data/run/token)"
            fluo-console call --data /data signals.list --limit 5 --severity ERROR
            curl -sS http://127.0.0.1:8080/api/v1/signals/17/status \
              -H "authorization: Bearer $(cat /data/run/token)" \
              -X PUT \
              -H 'content-type: application/json' -d '{"status":"INVESTIGATING"}'
            fluo-console call --data /data signals.set_status --id 17 --status INVESTIGATING
            curl -sS http://127.0.0.1:8080/api/v1/traces/ab \
              -H "authorization: Bearer $(cat /data/run/token)"
            fluo-console call --data /data traces.get --id ab
        "#]]
        .assert_eq(&text);
    }

    #[test]
    fn a_quote_cannot_leave_its_word() {
        assert_eq!(quoted("it's; rm"), r"'it'\''s; rm'");
        assert_eq!(flag("lastSignalAt"), "last-signal-at");
        assert_eq!(flag("url"), "field-url");
    }
}
