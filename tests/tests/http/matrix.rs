//! Who may do what: every operation by every role, and by a token of every single permission.
//!
//! Each is asked with a field that no operation has. Whoever may not call it learns nothing about that; whoever may is
//! told of the field, and nothing is done.

use console_api::role::BuiltInRole;
use console_api::{Access, OperationInfo, Permission, operations};
use serde_json::json;

use crate::asking::{ask_with, example};
use crate::stage::Stage;
use crate::visitor::Visitor;

/// Whether the operation would have run.
async fn is_permitted(visitor: &Visitor, info: &OperationInfo) -> bool {
    let mut fields = example(info);
    fields.insert("noSuchField".to_owned(), json!("x"));
    let refusal = ask_with(visitor, info, fields).await.refusal();
    match (refusal.0, refusal.1.as_str()) {
        (400, "invalid") => true,
        (403, "forbidden") => false,
        _ => panic!("{}: {refusal:?}", info.name),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_role_may_what_the_list_says_and_nothing_else() {
    let stage = Stage::set().await;
    for role in BuiltInRole::ALL {
        stage.account(role.as_str(), role.as_str()).await;
        let person = stage.person(role.as_str()).await;
        for info in operations::ALL {
            let expected = match info.access {
                Access::Identified | Access::SignedIn | Access::Enrolling | Access::InPerson => true,
                Access::Needs(permission) => role >= permission.least_role(),
                Access::Operator | Access::Platform => false,
            };
            assert_eq!(is_permitted(&person, info).await, expected, "{} {}", role.as_str(), info.name);
        }
    }
    // The operator of the machine may do everything, and hears the same of a field that is not there.
    for info in operations::ALL {
        assert!(is_permitted(&stage.program(), info).await, "{}", info.name);
    }
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_may_what_it_was_made_for_and_nothing_else() {
    let stage = Stage::set().await;
    for held in Permission::ALL {
        let wanted = json!({ "name": "one", "permissions": [held], "days": 1 }).to_string();
        let secret = stage.program().post("/api/v1/service-tokens", &wanted).await.data()["secret"].clone();
        let bearer = format!("Bearer {}", secret.as_str().unwrap());
        let service = stage.anonymous().with("authorization", &bearer);
        for info in operations::ALL {
            let expected = match info.access {
                Access::Identified | Access::SignedIn => true,
                Access::Needs(permission) => permission == held,
                Access::Enrolling | Access::InPerson | Access::Operator | Access::Platform => false,
            };
            assert_eq!(is_permitted(&service, info).await, expected, "{held} {}", info.name);
        }
    }
    stage.end().await;
}
