//! Does the checker find a leak? Twenty are planted beneath the server, in the database: rows of one tenant under the
//! other's name, which is what a query without its tenant would answer, and triggers that let a write of one tenant
//! reach the other, which is what a change without its tenant would do.

use super::Checker;
use crate::stage::Setting;

/// Requests within which a leak has to be found.
const WITHIN: usize = 3_000;

/// What it is, and how it is planted. `:a` stands for one tenant, `:b` for the other; statements
/// are parted by `;;`.
const LEAKS: [(&str, &str); 20] = [
    (
        "signals are read across",
        "INSERT INTO signals (tenant_id, id, severity, status, confirmed_status, rule_id, rule_version, message,
             service, trace_id, span_id, raised_at, updated_at)
         SELECT ':a', id, severity, status, confirmed_status, rule_id, rule_version, message, service, trace_id,
             span_id, raised_at, updated_at FROM signals WHERE tenant_id = ':b'",
    ),
    (
        "rules are read across",
        "INSERT INTO rules (tenant_id, id, version, expression, description, status)
         SELECT ':a', id, version, expression, description, status FROM rules WHERE tenant_id = ':b'",
    ),
    (
        "roles are read across",
        "INSERT INTO roles SELECT ':a', id, name, permissions, updated_at FROM roles WHERE tenant_id = ':b'
             AND id NOT IN (SELECT id FROM roles WHERE tenant_id = ':a')",
    ),
    (
        "members are read across",
        "INSERT INTO memberships SELECT ':a', account_id, 'viewer', created_at FROM memberships WHERE tenant_id = ':b'",
    ),
    (
        "tokens of services are read across",
        "INSERT INTO api_tokens SELECT ':a', id, secret_hash || 'x', user_id, name, permissions, created_by,
             created_at, expires_at, last_used_at, NULL FROM api_tokens WHERE tenant_id = ':b' AND user_id IS NULL",
    ),
    (
        "invitations are read across",
        "INSERT INTO invitations SELECT ':a', id, secret_hash || 'x', email, role, invited_by, created_at,
             expires_at, NULL, NULL FROM invitations WHERE tenant_id = ':b'",
    ),
    (
        "the audit trail is read across",
        "INSERT INTO audit_personal SELECT ':a', 'planted', person_id, salt, value, NULL FROM audit_personal
             WHERE tenant_id = ':b' AND value LIKE '%canary%' LIMIT 1;;
         UPDATE audit_entries SET personal_ref = 'planted' WHERE tenant_id = ':a'
             AND seq > (SELECT seq - 20 FROM audit_chains WHERE tenant_id = ':a')",
    ),
    (
        "events are heard across",
        "UPDATE events SET patch = (SELECT patch FROM events WHERE tenant_id = ':b' AND patch LIKE '%canary%' LIMIT 1)
             WHERE tenant_id = ':a'",
    ),
    (
        "the name is read across",
        "UPDATE tenants SET description = name WHERE id = ':a';;
         UPDATE tenants SET name = (SELECT name FROM tenants WHERE id = ':b') WHERE id = ':a'",
    ),
    (
        "the description is read across",
        "UPDATE tenants SET description = (SELECT description FROM tenants WHERE id = ':b') WHERE id = ':a'",
    ),
    (
        "the connection is read across",
        "UPDATE fluo_connections SET header_value =
             (SELECT name FROM tenants WHERE id = ':b') WHERE tenant_id = ':a'",
    ),
    (
        "the logo is read across",
        "CREATE TABLE planted_logo AS SELECT data FROM tenant_logos WHERE tenant_id = ':b';;
         UPDATE tenant_logos SET data = (SELECT data FROM planted_logo) WHERE tenant_id = ':a';;
         CREATE TRIGGER planted AFTER INSERT ON tenant_logos WHEN NEW.tenant_id = ':a' BEGIN
             UPDATE tenant_logos SET data = (SELECT data FROM planted_logo) WHERE tenant_id = ':a'; END",
    ),
    (
        "a status is set across",
        "CREATE TRIGGER planted AFTER UPDATE ON signals WHEN NEW.tenant_id = ':a' BEGIN
             UPDATE signals SET revision = revision + 1 WHERE tenant_id = ':b'; END",
    ),
    (
        "events are counted across",
        "CREATE TRIGGER planted AFTER INSERT ON events WHEN NEW.tenant_id = ':a' BEGIN
             UPDATE tenants SET event_seq = event_seq + 1 WHERE id = ':b'; END",
    ),
    (
        "the audit trail is written across",
        "CREATE TRIGGER planted AFTER INSERT ON audit_entries WHEN NEW.tenant_id = ':a' BEGIN
             UPDATE audit_chains SET at = at + 1 WHERE tenant_id = ':b'; END",
    ),
    (
        "a role is changed across",
        "CREATE TRIGGER planted AFTER INSERT ON roles WHEN NEW.tenant_id = ':a' BEGIN
             UPDATE roles SET name = name || '.' WHERE tenant_id = ':b'; END",
    ),
    (
        "a token is revoked across",
        "CREATE TRIGGER planted AFTER UPDATE OF revoked_at ON api_tokens WHEN NEW.tenant_id = ':a' BEGIN
             UPDATE api_tokens SET revoked_at = 1 WHERE tenant_id = ':b' AND user_id IS NULL; END",
    ),
    (
        "a member is changed across",
        "CREATE TRIGGER planted AFTER UPDATE ON memberships WHEN NEW.tenant_id = ':a' BEGIN
             UPDATE memberships SET created_at = created_at + 1 WHERE tenant_id = ':b'; END",
    ),
    (
        "an invitation is taken back across",
        "CREATE TRIGGER planted AFTER INSERT ON invitations WHEN NEW.tenant_id = ':a' BEGIN
             UPDATE invitations SET revoked_at = 1 WHERE tenant_id = ':b'; END",
    ),
    (
        "looks are changed across",
        "CREATE TRIGGER planted AFTER UPDATE OF hue ON tenants WHEN NEW.id = ':a' BEGIN
             UPDATE tenants SET chroma = chroma / 2 WHERE id = ':b'; END",
    ),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "minutes: `make tenancy`"]
async fn every_planted_leak_is_found() {
    let mut found = 0;
    for (at, (what, plant)) in LEAKS.iter().enumerate() {
        let mut checker = Checker::begin(Setting::default(), 100 + at as u64).await;
        let [a, b] = [0, 1].map(|side| checker.world.sides[side].tenant.clone());
        checker.rows.run(&plant.replace(":a", &a).replace(":b", &b)).await;
        match checker.run(WITHIN).await {
            Err(leak) => {
                found += 1;
                println!("{what}: {} ({})", leak.what, leak.question.lines().last().unwrap_or_default());
            }
            Ok(()) => println!("{what}: NOT FOUND"),
        }
        checker.end().await;
    }
    assert_eq!(found, LEAKS.len());
}
