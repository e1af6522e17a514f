//! Ways back into an account, and what people are told by mail.

use std::sync::Arc;

use it::mailbox::Mailbox;
use serde_json::json;

use crate::sessions::AheadClock;
use crate::stage::{PASSWORD, Setting, Stage, on_both, within};
use crate::visitor::{Answer, Visitor};

const ME: &str = "/api/v1/session/me";
const NEW: &str = "a quieter horse with spare staples";
const MINUTE: i64 = 60 * 1_000_000;

async fn forgot(page: &Visitor, email: &str) -> Answer {
    page.post("/forgot", &json!({ "email": email }).to_string()).await
}

async fn reset(page: &Visitor, secret: &str, password: &str) -> Answer {
    page.post("/reset", &json!({ "secret": secret, "password": password }).to_string()).await
}

async fn a_forgotten_password_is_replaced_by_mail(setting: Setting) {
    let (clock, mailbox) = (Arc::new(AheadClock::default()), Mailbox::open().await);
    let mail = mailbox.config();
    let stage = Stage::set_with(Setting { clock: clock.clone(), mail, ..setting }).await;
    stage.account("ada", "member").await;
    let ada = stage.person("ada").await;
    let page = stage.anonymous().as_our_page();

    // Nobody learns who has an account.
    let (known, unknown) = (forgot(&page, "ADA@example.com").await, forgot(&page, "eve@example.com").await);
    assert_eq!((known.status, known.json()["data"].clone()), (200, json!({})));
    assert_eq!(unknown.json()["data"], known.json()["data"]);
    let mail = mailbox.take("ada@example.com", "A new password").await;
    assert_eq!(mail.from, "console@example.com");
    assert!(mail.text.contains(&format!("{}/reset#", stage.url())), "{}", mail.text);
    let secret = mail.secret("/reset");

    for (secret, password, status) in
        [(secret.as_str(), "short", 400), (secret.as_str(), "ada@example.com", 400), ("nonsense", NEW, 404)]
    {
        assert_eq!(reset(&page, secret, password).await.refusal().0, status, "{password}");
    }
    assert_eq!(reset(&stage.anonymous(), &secret, NEW).await.refusal(), (403, "cross_site".to_owned()));
    reset(&page, &secret, NEW).await.data();
    assert_eq!(ada.get(ME).await.refusal().0, 401);
    assert_eq!(page.sign_in("ada@example.com", PASSWORD).await.status, 401);
    assert_eq!(page.sign_in("ada@example.com", NEW).await.status, 200);
    assert_eq!(reset(&page, &secret, "yet another password").await.refusal().0, 404);
    mailbox.take("ada@example.com", "Your password was changed").await;

    // A link lasts half an hour, and using one ends the others.
    forgot(&page, "ada@example.com").await.data();
    let one = mailbox.take("ada@example.com", "A new password").await.secret("/reset");
    forgot(&page, "ada@example.com").await.data();
    let other = mailbox.take("ada@example.com", "A new password").await.secret("/reset");
    reset(&page, &other, PASSWORD).await.data();
    assert_eq!(reset(&page, &one, NEW).await.refusal().0, 404);
    clock.advance(60 * MINUTE);
    forgot(&page, "ada@example.com").await.data();
    let late = mailbox.take("ada@example.com", "A new password").await.secret("/reset");
    clock.advance(31 * MINUTE);
    assert_eq!(reset(&page, &late, NEW).await.refusal().0, 404);
    assert!(mailbox.mails().iter().all(|mail| mail.to == "ada@example.com"), "{:?}", mailbox.mails());

    // Nobody's mailbox is filled, and nobody asks about a whole company.
    for _ in 0..3 {
        forgot(&page, "grace@example.com").await.data();
    }
    assert_eq!(forgot(&page, "grace@example.com").await.refusal(), (429, "rate_limited".to_owned()));
    let audit = stage.program().get("/api/v1/audit?action=account.password_reset").await.data();
    assert_eq!(audit.as_array().unwrap().len(), 2, "{audit}");
    stage.end().await;
}
on_both!(forgotten, a_forgotten_password_is_replaced_by_mail);

async fn mails_wait_for_a_server_that_does_not_take_them(setting: Setting) {
    let (clock, mailbox) = (Arc::new(AheadClock::default()), Mailbox::open().await);
    let mail = mailbox.config();
    let stage = Stage::set_with(Setting { clock: clock.clone(), mail, ..setting }).await;
    mailbox.be_busy(2);
    let invite = async |email: &str| {
        let body = json!({ "email": email, "role": "viewer" }).to_string();
        let invited = stage.program().post("/api/v1/invitations", &body).await.data();
        assert_eq!(invited["mailed"], true);
        invited["secret"].as_str().unwrap().to_owned()
    };
    let secret = invite("eve@example.com").await;
    let taken = async || {
        clock.advance(MINUTE);
        !mailbox.mails().is_empty()
    };
    within(30, taken).await;
    let mail = mailbox.take("eve@example.com", "invites you to").await;
    assert_eq!(mail.secret("/invitation"), secret);
    assert!(mail.message_id.ends_with("@example.com>"), "{}", mail.message_id);

    // What is refused for good is given up, and told.
    mailbox.refuse();
    invite("nobody@example.com").await;
    let given_up = async || {
        let told = stage.program().get("/api/v1/audit?action=mail.given_up").await.data();
        told[0]["detail"]["kind"] == "invitation"
    };
    within(10, given_up).await;
    stage.end().await;
}
on_both!(waiting_mails, mails_wait_for_a_server_that_does_not_take_them);

async fn an_address_changes_when_both_ends_say_so(setting: Setting) {
    let (clock, mailbox) = (Arc::new(AheadClock::default()), Mailbox::open().await);
    let mail = mailbox.config();
    let stage = Stage::set_with(Setting { clock: clock.clone(), mail, ..setting }).await;
    for name in ["ada", "grace"] {
        stage.account(name, "member").await;
    }
    let ada = stage.person("ada").await;
    let page = stage.anonymous().as_our_page();
    let change =
        async |email: &str| ada.post("/api/v1/account/email", &json!({ "email": email }).to_string()).await;
    let confirm =
        async |secret: &str| page.post("/confirm-email", &json!({ "secret": secret }).to_string()).await;
    assert_eq!(change("nonsense").await.refusal().0, 400);
    assert_eq!(change("Ada@Example.com").await.refusal().0, 409);
    change("lovelace@example.com").await.data();
    let (old, new) = (
        mailbox.take("ada@example.com", "about to change").await.secret("/confirm-email"),
        mailbox.take("lovelace@example.com", "Confirm").await.secret("/confirm-email"),
    );
    let profile = ada.get("/api/v1/account").await.data();
    assert_eq!(
        (&profile["email"], &profile["pendingEmail"]),
        (&json!("ada@example.com"), &json!("lovelace@example.com"))
    );
    for _ in 0..2 {
        // Saying it twice is not both.
        assert_eq!(confirm(&new).await.data(), json!({ "complete": false }));
    }
    assert_eq!(page.sign_in("lovelace@example.com", PASSWORD).await.status, 401);
    assert_eq!(confirm(&old).await.data(), json!({ "complete": true }));
    assert_eq!(confirm(&old).await.refusal().0, 404);
    mailbox.take("ada@example.com", "was changed").await;
    assert_eq!(page.sign_in("lovelace@example.com", PASSWORD).await.status, 200);
    assert_eq!(page.sign_in("ada@example.com", PASSWORD).await.status, 401);
    assert_eq!(ada.get(ME).await.status, 200);

    // Somebody else's address is answered like a free one, and its owner is told.
    change("grace@example.com").await.data();
    mailbox.take("grace@example.com", "have an account already").await;
    let old = mailbox.take("lovelace@example.com", "about to change").await.secret("/confirm-email");
    assert_eq!(confirm(&old).await.data(), json!({ "complete": false }));
    // An hour later the same session has to show again who it is.
    clock.advance(60 * MINUTE);
    assert_eq!(change("other@example.com").await.refusal(), (403, "proof_required".to_owned()));
    let renamed = ada.put("/api/v1/account/name", r#"{"name":"Ada Lovelace"}"#).await.data();
    assert_eq!((&renamed["name"], &renamed["hasPassword"]), (&json!("Ada Lovelace"), &json!(true)));
    assert_eq!(ada.get(ME).await.data()["user"]["name"], "Ada Lovelace");
    assert_eq!(stage.program().get("/api/v1/account").await.refusal().0, 409);
    stage.end().await;
}
on_both!(other_address, an_address_changes_when_both_ends_say_so);
