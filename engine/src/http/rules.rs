//! The rules of the contract: list, create, activate, deactivate, delete, stacks.

use std::collections::BTreeMap;

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State, rejection::BytesRejection, rejection::PathRejection},
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse as _, Response},
};
use console_rules::ognl::Program;
use serde_json::{Value, json};

use super::{
    errors::ApiError,
    params::{Params, media_type},
};
use crate::{
    db::rules::{NewRule, StoredRule, by_rank},
    rules::in_words,
    state::App,
    wire,
};

const STATUSES: [&str; 3] = ["ACTIVE", "INACTIVE", "DELETED"];
const SEVERITIES: [&str; 3] = ["ERROR", "WARNING", "INFO"];
/// Active rules: each is evaluated on every span.
const MAX_ACTIVE: usize = 500;

type Version = Result<Path<(String, String)>, PathRejection>;

pub(super) async fn list(State(app): State<App>) -> Result<Response, ApiError> {
    let rules = app.db.active_rules().await?;
    Ok(Json(rules.iter().map(wire::Rule::from).collect::<Vec<_>>()).into_response())
}

pub(super) async fn create(
    State(app): State<App>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    if media_type(&headers, header::CONTENT_TYPE) != "application/json" {
        return Err(ApiError::MediaType("application/json"));
    }
    let request: wire::CreateRule = serde_json::from_slice(&body?)
        .map_err(|error| ApiError::Invalid(format!("the body is not a rule: {error}")))?;
    let new = validate(request)?;
    let live = app.rules.snapshot();
    if live.live.len() >= MAX_ACTIVE && !live.live.iter().any(|live| live.rule.rule_id == new.rule_id) {
        return Err(ApiError::Conflict(format!("{MAX_ACTIVE} rules are active; deactivate one first")));
    }
    let named = new.version.as_ref().map_or_else(String::new, |version| format!(" version {version}"));
    let taken = ApiError::Conflict(format!("rule {}{named} already exists", new.rule_id));
    let created = app.db.create_rule(new, app.clock.now_micros()).await?.ok_or(taken)?;
    announce(&app, &created).await?;
    Ok((StatusCode::CREATED, Json(wire::Rule::from(&created))).into_response())
}

pub(super) async fn activate(State(app): State<App>, path: Version) -> Result<Response, ApiError> {
    change(&app, path, "ACTIVE", "is active").await
}

pub(super) async fn deactivate(State(app): State<App>, path: Version) -> Result<Response, ApiError> {
    change(&app, path, "INACTIVE", "is inactive").await
}

pub(super) async fn delete(State(app): State<App>, path: Version) -> Result<Response, ApiError> {
    change(&app, path, "DELETED", "is deleted").await
}

async fn change(app: &App, path: Version, status: &str, outcome: &str) -> Result<Response, ApiError> {
    let Path((rule_id, version)) = path?;
    let changed = app.db.set_rule_status(&rule_id, &version, status, app.clock.now_micros()).await?;
    let unknown = || ApiError::Unknown(format!("there is no rule {rule_id} in version {version}"));
    announce(app, &changed.ok_or_else(unknown)?).await?;
    Ok(Json(json!({ "message": format!("rule {rule_id} version {version} {outcome}") })).into_response())
}

/// Puts a committed change into force and on the feed.
async fn announce(app: &App, rule: &StoredRule) -> Result<(), ApiError> {
    app.rules.reload(&app.db).await?;
    app.feed.rule_updated(rule, app.clock.now_micros());
    Ok(())
}

/// Versions in a state are what `status` filters: a stack shows those, and is left out when it has none.
pub(super) async fn stacks(State(app): State<App>, uri: Uri) -> Result<Response, ApiError> {
    let params = Params::of_query(&uri);
    let rule_id = params.text("ruleId").map(str::to_lowercase);
    let status = params.one_of("status", &STATUSES)?;

    let mut stacks: BTreeMap<String, Vec<StoredRule>> = BTreeMap::new();
    for rule in app.db.all_rules().await? {
        let named = rule_id.as_ref().is_none_or(|part| rule.rule_id.contains(part.as_str()));
        if named && status.as_ref().is_none_or(|status| rule.status == *status) {
            stacks.entry(rule.rule_id.clone()).or_default().push(rule);
        }
    }
    let mut filters = serde_json::Map::new();
    for name in ["ruleId", "status"] {
        filters.extend(params.text(name).map(|value| (name.to_owned(), Value::from(value))));
    }
    let total: usize = stacks.values().map(Vec::len).sum();
    let count = stacks.len();
    let stacks: serde_json::Map<String, Value> = stacks
        .into_iter()
        .map(|(rule_id, versions)| (rule_id.clone(), stack_json(&rule_id, versions)))
        .collect();
    let answer = json!({ "stacks": stacks, "totalStacks": count, "totalRules": total, "filters": filters });
    Ok(Json(answer).into_response())
}

pub(super) async fn stack(
    State(app): State<App>,
    path: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(rule_id) = path?;
    let versions = app.db.rule_versions(&rule_id).await?;
    if versions.is_empty() {
        return Err(ApiError::Unknown(format!("there is no rule {rule_id}")));
    }
    Ok(Json(stack_json(&rule_id, versions)).into_response())
}

fn stack_json(rule_id: &str, mut versions: Vec<StoredRule>) -> Value {
    versions.sort_by(by_rank);
    let versions: Vec<wire::Rule<'_>> = versions.iter().map(wire::Rule::from).collect();
    json!({
        "ruleId": rule_id,
        "topRule": versions.first(),
        "allVersions": versions,
        "totalVersions": versions.len(),
        "isExpanded": false,
    })
}

fn validate(request: wire::CreateRule) -> Result<NewRule, ApiError> {
    let invalid = |reason: &str| Err(ApiError::Invalid(reason.to_owned()));
    let id = request.rule_id;
    let id_is_plain = id.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    if !id_is_plain || id.is_empty() || id.len() > 100 || id.starts_with('-') {
        return invalid(
            "ruleId must be 1 to 100 lower-case letters, digits and hyphens, not beginning with a hyphen",
        );
    }
    if let Some(version) = &request.rule_version {
        let plain =
            version.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'));
        if !plain || version.is_empty() || version.len() > 32 {
            return invalid("ruleVersion must be 1 to 32 letters, digits, dots, hyphens and underscores");
        }
    }
    if request.severity.as_deref().is_some_and(|severity| !SEVERITIES.contains(&severity)) {
        return invalid("severity must be one of ERROR, WARNING, INFO");
    }
    let description = request.description.unwrap_or_default();
    if description.chars().count() > 1_000 {
        return invalid("description must be at most 1,000 characters");
    }
    if let Err(diagnostics) = Program::compile(&request.ognl_condition) {
        return Err(ApiError::Invalid(format!("ognlCondition does not compile: {}", in_words(&diagnostics))));
    }
    Ok(NewRule {
        rule_id: id,
        version: request.rule_version,
        expression: request.ognl_condition,
        description,
        severity: request.severity.unwrap_or_default(),
    })
}
