//! The embedded FLUO from outside: rules and traces sent to it.

use reqwest::Client;
use serde_json::{Value, json};

pub(crate) struct Fluo {
    client: Client,
    url: String,
}

impl Fluo {
    pub(crate) fn at(port: u16) -> Self {
        Self { client: Client::new(), url: format!("http://127.0.0.1:{port}") }
    }

    pub(crate) async fn answers(&self) -> bool {
        self.client.get(format!("{}/q/health", self.url)).send().await.is_ok()
    }

    /// A rule that raises an error for every span of this name.
    pub(crate) async fn add_rule(&self, rule: &str, span: &str) -> Result<(), String> {
        let rule = json!({
            "ruleId": rule, "ruleVersion": "1", "severity": "ERROR",
            "ognlCondition": format!("operationName == \"{span}\""), "description": "made for a test",
        });
        self.post("/api/v1/rules", &rule).await
    }

    /// `count` spans of this name, each in a trace of its own.
    pub(crate) async fn send_spans(&self, service: &str, span: &str, count: u32) -> Result<(), String> {
        let spans: Vec<Value> = (0..count)
            .map(|_| {
                json!({
                    "traceId": format!("{:032x}", rand::random::<u128>()),
                    "spanId": format!("{:016x}", rand::random::<u64>()),
                    "name": span, "kind": 2,
                    "startTimeUnixNano": "1700000000000000000", "endTimeUnixNano": "1700000000250000000",
                })
            })
            .collect();
        let attributes = json!([{ "key": "service.name", "value": { "stringValue": service } }]);
        let request = json!({ "resourceSpans": [{
            "resource": { "attributes": attributes }, "scopeSpans": [{ "spans": spans }],
        }] });
        self.post("/v1/traces", &request).await
    }

    async fn post(&self, path: &str, body: &Value) -> Result<(), String> {
        let answer = self.client.post(format!("{}{path}", self.url)).json(body).send().await;
        let answer = answer.map_err(|error| error.to_string())?;
        let status = answer.status();
        if status.is_success() {
            return Ok(());
        }
        Err(format!("{path}: {status} {}", answer.text().await.unwrap_or_default()))
    }
}
