//! Looking through who may do what: people, and the tokens of people and services.

use serde::{Deserialize, Serialize};

use crate::role::RoleRef;
use crate::session::User;
use crate::{Permission, Timestamp, UserId};

/// Answer of `access.review`: everybody and everything that may do something in the tenant now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AccessReview {
    /// Members by e-mail address, then tokens, newest first.
    pub rows: Vec<AccessRow>,
    /// What these rows permit in one word: `access.confirm` takes it, so that nobody confirms what they did not see.
    pub digest: String,
}

/// What access hangs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AccessKind {
    Member,
    PersonalToken,
    ServiceToken,
}

impl AccessKind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::PersonalToken => "personal_token",
            Self::ServiceToken => "service_token",
        }
    }
}

/// Somebody or something that may do something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AccessRow {
    pub kind: AccessKind,
    /// Of the account or of the token.
    pub id: String,
    pub name: String,
    /// A member's e-mail address.
    pub email: Option<String>,
    /// Whom a personal token stands for, or who made a service's.
    pub owner: Option<UserId>,
    /// What a member is.
    pub role: Option<RoleRef>,
    /// What it permits now: a personal token no more than its owner may do.
    pub permissions: Vec<Permission>,
    /// Whether a member shows a second factor when signing in with a password.
    pub second_factor: Option<bool>,
    pub since: Timestamp,
    /// To the minute; absent where it never was.
    pub last_used_at: Option<Timestamp>,
    /// When a token ends.
    pub expires_at: Option<Timestamp>,
}

/// A review that somebody confirmed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ConfirmedReview {
    pub id: String,
    pub reviewed_at: Timestamp,
    pub reviewed_by: User,
    pub members: i64,
    pub tokens: i64,
    pub note: String,
    pub digest: String,
}
