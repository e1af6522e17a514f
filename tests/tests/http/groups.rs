//! Signals taken together by rule, service and operation.

use serde_json::json;

use crate::stage::{RULE, Setting, Stage, on_both, within};

const GROUPS: &str = "/api/v1/signals/groups";
const GROUP: &str = "/api/v1/signals/group?rule=declined-card&service=till&spanName=charge%20card";

async fn what_is_alike_is_one_group_and_each_number_opens_its_list(setting: Setting) {
    let stage = Stage::set_with(setting).await;
    stage.raise(5).await;
    stage.account("vera", "viewer").await;
    let viewer = stage.person("vera").await;
    let groups = async |query: &str| viewer.get(&format!("{GROUPS}?q={query}")).await.data();
    within(5, async || groups("").await["signals"] == 5).await;

    let answer = groups("").await;
    let group = answer["groups"][0].clone();
    assert_eq!((&answer["total"], answer["groups"].as_array().unwrap().len()), (&json!(1), 1));
    assert_eq!(
        (&group["ruleId"], &group["service"], &group["spanName"], &group["count"]),
        (&json!(RULE), &json!("till"), &json!("charge card"), &json!(5))
    );
    assert_eq!(group["status"], json!([{ "value": "OPEN", "count": 5 }]));
    let buckets: Vec<_> = group["buckets"].as_array().unwrap().iter().map(|n| n.as_i64().unwrap()).collect();
    assert_eq!((buckets.len(), buckets.iter().sum::<i64>()), (24, 5));
    let newest = viewer.get("/api/v1/signals?limit=1").await.data()[0].clone();
    assert_eq!((&group["newest"], &group["lastSeen"]), (&newest["id"], &newest["raisedAt"]));

    let id = newest["id"].as_str().unwrap();
    let resolved = r#"{"status":"RESOLVED"}"#;
    stage.program().put(&format!("/api/v1/signals/{id}/status"), resolved).await.data();
    let open = groups("status:open").await["groups"][0].clone();
    assert_eq!(open["count"], 4);
    let q = open["q"].as_str().unwrap().replace('"', "%22").replace(' ', "%20");
    let listed = viewer.get(&format!("/api/v1/signals?q={q}")).await.data();
    assert_eq!(listed.as_array().unwrap().len(), 4, "{q}");
    assert_eq!(groups("service:nowhere").await["groups"], json!([]));

    // Nobody counts what another tenant has.
    let other = stage.tenant("Other").await;
    let ruth = stage.user("ruth").await;
    stage.assign(&other, &ruth, "owner").await.data();
    assert_eq!(stage.person("ruth").await.get(GROUPS).await.data()["signals"], 0);
    stage.end().await;
}
on_both!(alike, what_is_alike_is_one_group_and_each_number_opens_its_list);

async fn what_a_group_shares_is_said_of_the_spans_that_are_there(setting: Setting) {
    let stage = Stage::set_with(setting).await;
    stage.raise(3).await;
    let program = stage.program();
    within(5, async || program.get("/api/v1/signals/count").await.data()["total"] == 3).await;
    let detail = program.get(GROUP).await.data();
    assert_eq!(
        (&detail["group"]["count"], &detail["lookedAt"], &detail["gone"], &detail["problem"]),
        (&json!(3), &json!(3), &json!(0), &json!(null))
    );
    let service = json!({ "of": "resource", "key": "service.name", "value": "till" });
    assert!(detail["common"].as_array().unwrap().contains(&service), "{detail}");
    assert_eq!(program.get(&GROUP.replace("till", "nowhere")).await.refusal().0, 404);
    assert_eq!(program.get(&format!("{GROUP}&q=status:resolved")).await.refusal().0, 404);

    // Signals are no way around the permission for spans.
    let wanted = json!({ "name": "one", "permissions": ["signals:read"], "days": 1 }).to_string();
    let secret = program.post("/api/v1/service-tokens", &wanted).await.data()["secret"].clone();
    let service = stage.anonymous().with("authorization", &format!("Bearer {}", secret.as_str().unwrap()));
    let detail = service.get(GROUP).await.data();
    assert_eq!(
        (&detail["lookedAt"], &detail["notRead"], &detail["common"]),
        (&json!(0), &json!(3), &json!([]))
    );
    assert!(detail["problem"].as_str().unwrap().contains("traces:read"), "{detail}");
    stage.end().await;
}
on_both!(shared, what_a_group_shares_is_said_of_the_spans_that_are_there);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_fluo_a_group_is_told_and_that_its_spans_were_not_read() {
    let mut stage = Stage::set().await;
    stage.raise(2).await;
    let program = stage.program();
    within(5, async || program.get("/api/v1/signals/count").await.data()["total"] == 2).await;
    stage.stop_fluo().await;
    let detail = program.get(GROUP).await.data();
    assert_eq!(
        (&detail["group"]["count"], &detail["lookedAt"], &detail["notRead"]),
        (&json!(2), &json!(0), &json!(2))
    );
    assert!(detail["problem"].as_str().is_some(), "{detail}");
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cursor_of_another_order_and_what_is_no_limit_are_refused() {
    let stage = Stage::set().await;
    let program = stage.program();
    for query in
        ["cursor=x", "cursor=WyJjb3VudCIsMV0", "limit=0", "limit=501", "sort=mood", "q=sevrity:error"]
    {
        assert_eq!(program.get(&format!("{GROUPS}?{query}")).await.refusal().0, 400, "{query}");
    }
    stage.end().await;
}

async fn a_rule_that_storms_is_said_to_since_when(setting: Setting) {
    let stage = Stage::set_with(setting).await;
    stage.raise(99).await;
    let program = stage.program();
    let answer = async || program.get(GROUPS).await.data();
    within(10, async || answer().await["signals"] == 99).await;
    assert_eq!(
        (&answer().await["storms"], &answer().await["groups"][0]["stormingSince"]),
        (&json!([]), &json!(null))
    );
    stage.raise(10).await;
    within(10, async || answer().await["signals"] == 109).await;
    let told = answer().await;
    assert_eq!((&told["storms"][0]["ruleId"], &told["storms"][0]["count"]), (&json!(RULE), &json!(109)));
    assert_eq!(told["groups"][0]["stormingSince"], told["storms"][0]["since"]);
    assert_eq!(told["storms"][0]["since"], told["groups"][0]["firstSeen"]);
    stage.end().await;
}
on_both!(storms, a_rule_that_storms_is_said_to_since_when);

async fn the_start_page_is_one_answer_and_each_figure_opens_its_list(setting: Setting) {
    let stage = Stage::set_with(setting).await;
    stage.raise(4).await;
    let program = stage.program();
    let overview = async || program.get("/api/v1/signals/overview").await.data();
    within(5, async || overview().await["total"] == 4).await;
    let id = program.get("/api/v1/signals?limit=1").await.data()[0]["id"].as_str().unwrap().to_owned();
    program.put(&format!("/api/v1/signals/{id}/status"), r#"{"status":"RESOLVED"}"#).await.data();

    let told = overview().await;
    let all = &told["open"].as_array().unwrap()[4];
    let (week, before) = (&told["decisions"][0], &told["decisions"][1]);
    assert_eq!(
        (&all["severity"], &all["all"]["count"], &told["day"]["count"]),
        (&json!(null), &json!(3), &json!(4))
    );
    assert_eq!((&told["rules"][0]["name"], &told["services"][0]["name"]), (&json!(RULE), &json!("till")));
    assert_eq!((&week["decided"]["count"], &before["decided"]["count"]), (&json!(1), &json!(0)));
    assert!(week["medianMs"].as_i64().unwrap() >= 0 && before["medianMs"].is_null());
    let figures = [&all["hour"], &all["all"], &told["day"], &told["rules"][0]["raised"], &week["decided"]];
    for figure in figures {
        let q = figure["q"].as_str().unwrap().replace(' ', "%20").replace('>', "%3E");
        let listed = program.get(&format!("/api/v1/signals?q={q}")).await.data();
        assert_eq!(json!(listed.as_array().unwrap().len()), figure["count"], "{q}");
    }
    stage.end().await;
}
on_both!(start, the_start_page_is_one_answer_and_each_figure_opens_its_list);
