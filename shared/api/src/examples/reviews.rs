//! Examples about reviews of who may do what.

use crate::access::{AccessKind, AccessReview, AccessRow, ConfirmedReview};
use crate::operations::{ConfirmAccess, ListAccessReviews, ReviewAccess};
use crate::role::BuiltInRole;
use crate::session::User;
use crate::{Answer, Permission};

use super::access::{EMAIL, MEMBER_ID};
use super::{Example, RAISED_AT};

/// What the rows of the examples permit.
pub const ACCESS_DIGEST: &str = "5c1f6f0f3d3b8a3e2c1d9b7a6e5f4d3c2b1a09f8e7d6c5b4a3928170615f4e3d";

pub(super) fn all() -> Vec<Example> {
    let review = AccessReview { rows: vec![row()], digest: ACCESS_DIGEST.to_owned() };
    let confirm = ConfirmAccess { digest: ACCESS_DIGEST.to_owned(), note: "Quarterly review".to_owned() };
    vec![
        Example::of(&ReviewAccess {}, Answer::new(review)),
        Example::of(&confirm, Answer::new(confirmed())),
        Example::of(&ListAccessReviews {}, Answer::new(vec![confirmed()])),
    ]
}

fn row() -> AccessRow {
    AccessRow {
        kind: AccessKind::Member,
        id: MEMBER_ID.to_owned(),
        name: "Ada Lovelace".to_owned(),
        email: Some(EMAIL.to_owned()),
        owner: None,
        role: Some(BuiltInRole::Viewer.into()),
        permissions: vec![
            Permission::SignalsRead,
            Permission::RulesRead,
            Permission::TracesRead,
            Permission::FluoRead,
        ],
        second_factor: Some(true),
        since: RAISED_AT,
        last_used_at: Some(RAISED_AT),
        expires_at: None,
    }
}

fn confirmed() -> ConfirmedReview {
    ConfirmedReview {
        id: "0197f2a4-6c1e-7a44-b1d0-3c5e8f902d17".to_owned(),
        reviewed_at: RAISED_AT,
        reviewed_by: User { id: MEMBER_ID.into(), name: "Ada Lovelace".to_owned() },
        members: 1,
        tokens: 0,
        note: "Quarterly review".to_owned(),
        digest: ACCESS_DIGEST.to_owned(),
    }
}
