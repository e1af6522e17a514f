//! Who may do what, as it is told.

use console_api::Permission;
use console_api::audit::{ActorKind, AuditActor, AuditEntry, AuditOutcome, AuditPersonal};
use console_api::role::{BuiltInRole, Holder, PermissionExplanation};
use console_api::session::User;

use super::{check, clock, markup, now, refusal};
use crate::components;
use crate::components::display::permission::explanation;
use console_api::ErrorCode;
use expect_test::expect;
use yew::prelude::*;

fn missing() -> PermissionExplanation {
    let ana = User { id: "u1".into(), name: "Ana <Lima>".to_owned() };
    PermissionExplanation {
        permission: Permission::MembersManage,
        granted: false,
        role: Some(BuiltInRole::Viewer.into()),
        roles: vec![BuiltInRole::Admin.into(), BuiltInRole::Owner.into()],
        holders: vec![Holder { user: ana, role: BuiltInRole::Owner.into() }],
    }
}

#[tokio::test(flavor = "current_thread")]
async fn what_is_missing_names_the_permission_the_roles_and_the_people() {
    check(explanation(&missing()), expect![[r#"<div><p><span>Invite and remove members, and give them roles</span><span>members:manage</span></p><p>You take part as Viewer.</p><p>Roles that have it: Admin, Owner</p><div><p>People who have it, and can be asked:</p><ul><li><span>Ana &lt;Lima&gt;</span> <span>Owner</span></li></ul></div></div>"#]]).await;
}

#[tokio::test(flavor = "current_thread")]
async fn what_nobody_has_and_what_one_has_by_now_are_told_apart() {
    let nobody = markup(explanation(&PermissionExplanation { holders: Vec::new(), ..missing() })).await;
    assert!(nobody.contains("Nobody else has it") && !nobody.contains("can be asked"));
    let by_now = markup(explanation(&PermissionExplanation { granted: true, ..missing() })).await;
    assert!(by_now.contains("You have it by now") && !by_now.contains("You take part as"));
}

#[tokio::test(flavor = "current_thread")]
async fn a_refusal_without_a_permission_still_says_whom_to_ask() {
    let error = refusal(ErrorCode::Forbidden, "only the operator of this machine may");
    let rendered = markup(components::error_panel(&error, &Callback::noop(), "members")).await;
    assert!(rendered.contains("Whoever administers this tenant can grant it."), "{rendered}");
}

#[test]
fn an_entry_tells_who_did_it_while_that_is_kept_and_who_it_was_by_id_after() {
    let personal = AuditPersonal {
        name: Some("Ana".to_owned()),
        address: Some("10.0.0.7".to_owned()),
        ..AuditPersonal::default()
    };
    let entry = AuditEntry {
        seq: 7,
        at: now(),
        actor: AuditActor { kind: ActorKind::User, id: "u1".to_owned() },
        action: "members.remove".to_owned(),
        subject: None,
        outcome: AuditOutcome::Denied,
        request_id: None,
        detail: serde_json::Map::new(),
        personal: Some(personal),
        hash: "0".repeat(64),
    };
    let texts = |entry: &AuditEntry| crate::pages::audit::texts_for_tests(entry, clock());
    assert_eq!(texts(&entry), ["14:10:00 UTC", "Denied", "Ana", "members.remove", "", "10.0.0.7", "7"]);
    let erased = AuditEntry { personal: None, ..entry.clone() };
    assert_eq!(texts(&erased)[2..6], ["u1", "members.remove", "", ""]);
    let actor = AuditActor { kind: ActorKind::System, id: "system".to_owned() };
    assert_eq!(texts(&AuditEntry { actor, ..entry })[2], "The console");
}
