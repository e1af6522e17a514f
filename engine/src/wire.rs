//! The nouns of the FLUO v1 contract as JSON.

use serde::{Deserialize, Serialize};

use crate::{
    clock::rfc3339,
    db::{rules::StoredRule, signals::StoredSignal},
};

/// `Rule`, with our addition `severity` (absent when it follows from the span).
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Rule<'a> {
    rule_id: &'a str,
    rule_version: &'a str,
    ognl_expression: &'a str,
    description: &'a str,
    active_status: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    severity: &'a str,
    created_date: String,
    modified_date: String,
}

impl<'a> From<&'a StoredRule> for Rule<'a> {
    fn from(rule: &'a StoredRule) -> Self {
        Self {
            rule_id: &rule.rule_id,
            rule_version: &rule.version,
            ognl_expression: &rule.expression,
            description: &rule.description,
            active_status: &rule.status,
            severity: &rule.severity,
            created_date: rfc3339(rule.created_at),
            modified_date: rfc3339(rule.modified_at),
        }
    }
}

/// `CreateRuleRequest`, with our addition `severity`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreateRule {
    pub(crate) rule_id: String,
    pub(crate) rule_version: Option<String>,
    pub(crate) ognl_condition: String,
    pub(crate) description: Option<String>,
    pub(crate) severity: Option<String>,
}

/// `Signal` merged with `SignalMetadata`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Signal<'a> {
    signal_db_id: &'a str,
    human_friendly_id: &'a str,
    trace_id: &'a str,
    span_id: &'a str,
    rule_id: &'a str,
    rule_version: &'a str,
    severity: &'a str,
    message: &'a str,
    source_service_name: &'a str,
    source_span_name: &'a str,
    timestamp: String,
    status_tag: &'a str,
    notes: &'a str,
    incident_links: Vec<String>,
    created_date: String,
}

impl<'a> From<&'a StoredSignal> for Signal<'a> {
    fn from(signal: &'a StoredSignal) -> Self {
        Self {
            signal_db_id: &signal.id,
            human_friendly_id: &signal.friendly_id,
            trace_id: &signal.trace_id,
            span_id: &signal.span_id,
            rule_id: &signal.rule_id,
            rule_version: &signal.rule_version,
            severity: &signal.severity,
            message: &signal.message,
            source_service_name: &signal.service,
            source_span_name: &signal.span_name,
            timestamp: rfc3339(signal.created_at),
            status_tag: &signal.status,
            notes: &signal.notes,
            incident_links: links(signal),
            created_date: rfc3339(signal.created_at),
        }
    }
}

/// The incident links of a signal.
pub(crate) fn links(signal: &StoredSignal) -> Vec<String> {
    // The column is written by SQLite's json_group_array and cannot be anything else.
    serde_json::from_str(&signal.links).unwrap_or_default()
}
