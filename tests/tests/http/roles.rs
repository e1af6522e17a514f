//! Roles of a tenant's own, and why somebody may or may not.

use serde_json::json;

use crate::stage::{Setting, Stage, on_both};

const ON_CALL: &str = "/api/v1/roles/on-call";
const BODY: &str = r#"{"name":" On call ","permissions":["signals:triage","signals:read","signals:read"]}"#;

async fn a_tenant_makes_changes_and_deletes_a_role(setting: Setting) {
    let stage = Stage::set_with(setting).await;
    let program = stage.program();
    let mut events = program.listen(None).await;
    let made = program.put(ON_CALL, BODY).await.data();
    let role = json!({
        "id": "on-call", "name": "On call", "builtIn": false, "permissions": ["signals:read", "signals:triage"],
    });
    assert_eq!(made, role);
    assert_eq!(events.next_of("access.changed").await.unwrap().data["id"], "");

    let changed = program.put(ON_CALL, r#"{"name":"On call","permissions":["rules:read"]}"#).await.data();
    assert_eq!(changed["permissions"], json!(["rules:read"]));
    let ids = async || {
        let roles = program.get("/api/v1/roles").await.data();
        roles.as_array().unwrap().iter().map(|role| role["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(ids().await, ["viewer", "member", "admin", "owner", "on-call"]);
    let why = program.get("/api/v1/permissions/rules%3Aread").await.data();
    assert_eq!(why["roles"].as_array().unwrap().len(), 5);

    assert_eq!(program.send("DELETE", ON_CALL, None).await.data()["id"], "on-call");
    assert_eq!(program.send("DELETE", ON_CALL, None).await.refusal(), (404, "not_found".to_owned()));
    assert_eq!(ids().await, ["viewer", "member", "admin", "owner"]);
    stage.end().await;
}
on_both!(a_role, a_tenant_makes_changes_and_deletes_a_role);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_role_of_the_tenants_own_is_refused() {
    let stage = Stage::set().await;
    let program = stage.program();
    for id in ["owner", "admin", "member", "viewer"] {
        let path = format!("/api/v1/roles/{id}");
        assert_eq!(program.put(&path, BODY).await.refusal(), (409, "conflict".to_owned()), "{id}");
        assert_eq!(program.send("DELETE", &path, None).await.refusal().0, 409, "{id}");
    }
    for id in ["On-Call", "on%20call", "o%2Fc", &"x".repeat(41)] {
        let path = format!("/api/v1/roles/{id}");
        assert_eq!(program.put(&path, BODY).await.refusal(), (400, "invalid".to_owned()), "{id}");
    }
    for body in [
        r#"{"name":"","permissions":[]}"#,
        r#"{"name":"a\nb","permissions":[]}"#,
        r#"{"name":"On call","permissions":["everything:do"]}"#,
        r#"{"name":"On call"}"#,
    ] {
        assert_eq!(program.put(ON_CALL, body).await.refusal(), (400, "invalid".to_owned()), "{body}");
    }
    for number in 0..50 {
        assert_eq!(program.put(&format!("/api/v1/roles/r{number}"), BODY).await.status, 200);
    }
    assert_eq!(program.put(ON_CALL, BODY).await.refusal(), (409, "conflict".to_owned()));
    assert_eq!(program.put("/api/v1/roles/r7", BODY).await.status, 200);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_operator_is_the_owner_and_holds_everything() {
    let stage = Stage::set().await;
    for visitor in [stage.program(), stage.browser().await] {
        let me = visitor.get("/api/v1/session/me").await.data();
        assert_eq!(me["role"], json!({ "id": "owner", "name": "Owner" }));
        assert_eq!(me["permissions"].as_array().unwrap().len(), console_api::Permission::ALL.len());
        let why = visitor.get("/api/v1/permissions/links:create").await.data();
        assert_eq!((&why["granted"], &why["holders"][0]["user"]["id"]), (&json!(true), &json!("operator")));
        assert_eq!(why["roles"], json!([{ "id": "owner", "name": "Owner" }]));
        assert_eq!(visitor.get("/api/v1/permissions/x:y").await.refusal().0, 400);
    }
    stage.end().await;
}
