//! An entry of the audit trail as a row of a file.

use std::borrow::Cow;

use console_api::audit::AuditEntry;

use crate::export::Exported;

impl Exported for AuditEntry {
    const COLUMNS: &'static [&'static str] = &[
        "seq",
        "at",
        "actorKind",
        "actorId",
        "action",
        "subjectKind",
        "subjectId",
        "outcome",
        "requestId",
        "name",
        "email",
        "address",
        "userAgent",
        "detail",
        "hash",
    ];

    fn cells(&self) -> Vec<Cow<'_, str>> {
        let subject = self.subject.clone().map(|subject| (subject.kind, subject.id));
        let (subject_kind, subject_id) = subject.unwrap_or_default();
        let personal = self.personal.clone().unwrap_or_default();
        vec![
            self.seq.to_string().into(),
            self.at.to_string().into(),
            self.actor.kind.as_str().into(),
            self.actor.id.as_str().into(),
            self.action.as_str().into(),
            subject_kind.into(),
            subject_id.into(),
            self.outcome.as_str().into(),
            self.request_id.as_deref().unwrap_or_default().into(),
            personal.name.unwrap_or_default().into(),
            personal.email.unwrap_or_default().into(),
            personal.address.unwrap_or_default().into(),
            personal.user_agent.unwrap_or_default().into(),
            serde_json::to_string(&self.detail).unwrap_or_default().into(),
            self.hash.as_str().into(),
        ]
    }
}
