//! The recording and the rules of the first look, built in so that one binary needs no files.

use reqwest::{Client, StatusCode, Url};
use serde_json::{Value, json};
use thiserror::Error;

use crate::replay::Recording;

/// Eight rules that find the faults of the recording: a JSON array of `CreateRuleRequest`.
pub const RULES: &str = include_str!("../../demo/rules.json");

/// About a minute of a shop's telemetry with injected faults, ready for [`crate::replay`].
pub const RECORDING: Recording = Recording::Embedded(include_bytes!("../../demo/shop.otlp.jsonl.gz"));

/// Why the demo rules are not in place.
#[derive(Debug, Error)]
pub enum DemoError {
    /// The FLUO did not answer.
    #[error("the rules could not be sent to {url}: {source}")]
    Unreachable { url: Url, source: reqwest::Error },
    /// The FLUO refused a rule.
    #[error("rule {rule} was refused with {status}: {message}")]
    Refused { rule: String, status: StatusCode, message: String },
    /// The base address cannot carry paths.
    #[error("{0} is not the base address of a FLUO")]
    NotABase(Url),
    /// The built-in rules are not JSON, which a test rules out.
    #[error("the built-in rules cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
}

/// Creates the demo rules through the FLUO v1 contract and returns how many were new.
///
/// A rule that exists already (409) is left as people made it, so calling this again changes nothing.
///
/// # Errors
///
/// When the FLUO does not answer or refuses a rule for another reason.
pub async fn install_rules(client: &Client, base: &Url) -> Result<usize, DemoError> {
    let url = base.join("/api/v1/rules").map_err(|_| DemoError::NotABase(base.clone()))?;
    let rules: Vec<Value> = serde_json::from_str(RULES)?;
    let mut created = 0;
    for rule in rules {
        let unreachable = |source| DemoError::Unreachable { url: url.clone(), source };
        let answer = client.post(url.clone()).json(&rule).send().await.map_err(unreachable)?;
        match answer.status() {
            StatusCode::CREATED => created += 1,
            StatusCode::CONFLICT => {}
            status => {
                let body: Value = answer.json().await.unwrap_or_else(|_| json!({}));
                let text = |value: &Value| value.as_str().unwrap_or("no reason given").to_owned();
                return Err(DemoError::Refused {
                    rule: text(&rule["ruleId"]),
                    status,
                    message: text(&body["message"]),
                });
            }
        }
    }
    Ok(created)
}
