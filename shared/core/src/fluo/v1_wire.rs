//! What FLUO v1 writes, read leniently: the contract leaves the shape of signals open.

use console_api::{RuleStatus, Severity, SignalStatus, Timestamp};
use serde::Deserialize;
use serde_json::Value;

/// A `Signal`, or one merged with its `SignalMetadata`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UpstreamSignal {
    #[serde(deserialize_with = "text_or_number")]
    pub signal_db_id: String,
    #[serde(default)]
    pub human_friendly_id: Option<String>,
    pub trace_id: String,
    pub span_id: String,
    pub rule_id: String,
    #[serde(default, deserialize_with = "text_or_number")]
    pub rule_version: String,
    pub severity: String,
    #[serde(default)]
    pub message: Option<String>,
    #[serde(default)]
    pub source_service_name: Option<String>,
    #[serde(default)]
    pub source_span_name: Option<String>,
    pub timestamp: Timestamp,
    /// Only where FLUO merges the metadata in.
    #[serde(default)]
    pub status_tag: Option<SignalStatus>,
}

impl UpstreamSignal {
    /// Our severity, and FLUO's own word where it is none of ours.
    pub(crate) fn ranked_severity(&self) -> (Severity, Option<String>) {
        match self.severity.to_ascii_uppercase().as_str() {
            "CRITICAL" => (Severity::Critical, None),
            "ERROR" | "HIGH" => (Severity::Error, None),
            "WARNING" | "MEDIUM" => (Severity::Warning, None),
            "INFO" | "LOW" => (Severity::Info, None),
            _ => (Severity::Warning, Some(self.severity.clone())),
        }
    }
}

/// The signals in an answer: a bare array, or an object holding one.
pub(crate) fn read_signals(body: Value) -> Result<Vec<UpstreamSignal>, String> {
    let list = match body {
        Value::Array(list) => list,
        Value::Object(fields) => fields
            .into_iter()
            .find_map(|(_, value)| match value {
                Value::Array(list) => Some(list),
                _ => None,
            })
            .ok_or("an object without a list of signals")?,
        _ => return Err("neither a list nor an object".to_owned()),
    };
    list.into_iter().map(|item| UpstreamSignal::deserialize(item).map_err(|e| e.to_string())).collect()
}

/// A `Rule`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UpstreamRule {
    pub rule_id: String,
    #[serde(deserialize_with = "text_or_number")]
    pub rule_version: String,
    pub ognl_expression: String,
    #[serde(default)]
    pub description: Option<String>,
    pub active_status: RuleStatus,
    #[serde(default)]
    pub severity: Option<Severity>,
    #[serde(default)]
    pub created_date: Option<Timestamp>,
    #[serde(default)]
    pub modified_date: Option<Timestamp>,
}

/// `RuleStacksResponse`: a map of stacks. `isExpanded` is somebody's screen and ignored.
#[derive(Debug, Deserialize)]
pub(crate) struct UpstreamStacks {
    pub stacks: std::collections::BTreeMap<String, UpstreamStack>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UpstreamStack {
    pub all_versions: Vec<UpstreamRule>,
}

/// `HealthCheck`.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct UpstreamHealth {
    #[serde(default)]
    pub checks: Vec<UpstreamCheck>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct UpstreamCheck {
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub status: String,
}

fn text_or_number<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        other => Err(serde::de::Error::custom(format!("expected text or a number, found {other}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn signal() -> Value {
        json!({
            "signalDbId": 7, "traceId": "t", "spanId": "s", "ruleId": "r", "ruleVersion": "1",
            "severity": "Catastrophic", "timestamp": "2026-11-20T10:00:00+01:00", "somethingNew": {}
        })
    }

    #[test]
    fn signals_are_found_bare_or_in_an_object() {
        for body in [json!([signal()]), json!({"total": 1, "signals": [signal()]})] {
            let signals = read_signals(body).unwrap();
            assert_eq!(signals[0].signal_db_id, "7");
            assert_eq!(signals[0].status_tag, None);
        }
        assert!(read_signals(json!({"error": "x"})).is_err());
        assert!(read_signals(json!([{"signalDbId": "7"}])).is_err());
    }

    #[test]
    fn an_unknown_severity_keeps_its_word_and_ranks_as_a_warning() {
        let signal = &read_signals(json!([signal()])).unwrap()[0];
        assert_eq!(signal.ranked_severity(), (Severity::Warning, Some("Catastrophic".into())));
    }
}
