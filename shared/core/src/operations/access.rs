//! Looking through who may do what, saying that it is right, and the same as a file.

use std::borrow::Cow;

use console_api::access::{AccessKind, AccessReview, AccessRow, ConfirmedReview};
use console_api::export::ExportFormat;
use console_api::operations::{ConfirmAccess, ListAccessReviews, ReviewAccess};
use console_api::{Access, Answer, Error, ErrorCode, Permission, Timestamp};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::internal;
use crate::audit::Entry;
use crate::audit::encoding::{canonical, hex};
use crate::call::Context;
use crate::caller::Caller;
use crate::console::Console;
use crate::entropy::new_id;
use crate::export::{Exported, whole};

const MAX_NOTE: usize = 500;
/// The audit trail's word for an export.
const EXPORTED: &str = "access.export";

pub(super) async fn review(context: Context, _: ReviewAccess) -> Result<Answer<AccessReview>, Error> {
    let now = context.console.clock().now();
    let rows = context.console.store().access(&context.scope, now).await.map_err(internal)?;
    let digest = digest(&rows);
    Ok(Answer::new(AccessReview { rows, digest }))
}

pub(super) async fn confirm(
    context: Context,
    request: ConfirmAccess,
) -> Result<Answer<ConfirmedReview>, Error> {
    let note = request.note.trim();
    if note.chars().count() > MAX_NOTE {
        return Err(Error::invalid(format!("a note has at most {MAX_NOTE} characters")));
    }
    let (console, now) = (&context.console, context.console.clock().now());
    let rows = console.store().access(&context.scope, now).await.map_err(internal)?;
    let digest = digest(&rows);
    if digest != request.digest {
        return Err(Error::new(ErrorCode::Conflict, "who may do what has changed since; look again"));
    }
    let members = rows.iter().filter(|row| row.kind == AccessKind::Member).count();
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let review = ConfirmedReview {
        id: new_id(console.entropy(), now),
        reviewed_at: now,
        reviewed_by: context.caller.user().clone(),
        members: count(members),
        tokens: count(rows.len() - members),
        note: note.to_owned(),
        digest,
    };
    let mut tx = console.store().write(&context.scope).await.map_err(internal)?;
    tx.insert_access_review(&review).await.map_err(internal)?;
    let detail = json!({ "digest": review.digest, "members": review.members, "tokens": review.tokens });
    tx.audit(Entry::of::<ConfirmAccess>().on("access_review", &review.id).detail(detail));
    tx.commit(now).await.map_err(internal)?;
    Ok(Answer::new(review))
}

pub(super) async fn reviews(
    context: Context,
    _: ListAccessReviews,
) -> Result<Answer<Vec<ConfirmedReview>>, Error> {
    context.console.store().access_reviews(&context.scope).await.map(Answer::new).map_err(internal)
}

impl Console {
    /// Who may do what as CSV, for who may review it. The export is itself an entry of the audit trail.
    pub async fn export_access(&self, caller: &Caller) -> Result<String, Error> {
        let scope = self.authorise(caller, EXPORTED, Access::Needs(Permission::MembersManage)).await?;
        let now = self.clock().now();
        let rows = self.store().access(&scope, now).await.map_err(internal)?;
        let mut tx = self.store().write(&scope).await.map_err(internal)?;
        tx.audit(Entry::event(EXPORTED).detail(json!({ "rows": rows.len(), "digest": digest(&rows) })));
        tx.commit(now).await.map_err(internal)?;
        Ok(whole(ExportFormat::Csv, &rows))
    }
}

impl Exported for AccessRow {
    const COLUMNS: &'static [&'static str] = &[
        "kind",
        "id",
        "name",
        "email",
        "owner",
        "role",
        "permissions",
        "secondFactor",
        "since",
        "lastUsedAt",
        "expiresAt",
    ];

    fn cells(&self) -> Vec<Cow<'_, str>> {
        let time = |time: Option<Timestamp>| time.map(|time| time.to_string()).unwrap_or_default().into();
        let permissions: Vec<_> = self.permissions.iter().map(|permission| permission.as_str()).collect();
        vec![
            self.kind.as_str().into(),
            self.id.as_str().into(),
            self.name.as_str().into(),
            self.email.as_deref().unwrap_or_default().into(),
            self.owner.as_ref().map(ToString::to_string).unwrap_or_default().into(),
            self.role.as_ref().map(|role| role.id.to_string()).unwrap_or_default().into(),
            permissions.join(" ").into(),
            self.second_factor.map(|has_one| has_one.to_string()).unwrap_or_default().into(),
            time(Some(self.since)),
            time(self.last_used_at),
            time(self.expires_at),
        ]
    }
}

/// What the rows permit; when something was used last changes nothing of it.
fn digest(rows: &[AccessRow]) -> String {
    let rows: Vec<_> = rows
        .iter()
        .map(|row| {
            let role = row.role.as_ref().map(|role| &role.id);
            let factor = row.second_factor;
            json!([row.kind, row.id, row.owner, role, row.permissions, factor, row.expires_at])
        })
        .collect();
    hex(&Sha256::digest(canonical(&json!(rows))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> AccessRow {
        AccessRow {
            kind: AccessKind::ServiceToken,
            id: "t".to_owned(),
            name: "=report".to_owned(),
            email: None,
            owner: None,
            role: None,
            permissions: vec![Permission::SignalsRead, Permission::RulesRead],
            second_factor: None,
            since: Timestamp(0),
            last_used_at: None,
            expires_at: None,
        }
    }

    #[test]
    fn a_digest_changes_with_what_is_permitted_and_not_with_use() {
        let used = AccessRow { last_used_at: Some(Timestamp(7)), ..row() };
        let more = AccessRow { permissions: vec![Permission::AuditRead], ..row() };
        assert_eq!(digest(&[row()]), digest(&[used]));
        assert_ne!(digest(&[row()]), digest(&[more]));
        assert_ne!(digest(&[row()]), digest(&[row(), row()]));
    }

    #[test]
    fn no_cell_is_a_formula() {
        let text = whole(ExportFormat::Csv, &[row()]);
        assert!(text.contains("\r\nservice_token,t,\"'=report\",,,,signals:read rules:read,"), "{text}");
    }
}
