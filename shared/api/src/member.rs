//! The people of a tenant.

use serde::{Deserialize, Serialize};

use crate::role::RoleRef;
use crate::secret::Secret;
use crate::session::User;
use crate::{InvitationId, RoleId, Timestamp, UserId};

/// A person with an account, and what they are in the tenant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Member {
    pub user: User,
    pub email: String,
    pub role: RoleRef,
    pub joined_at: Timestamp,
}

/// Somebody who may become a member, without its secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Invitation {
    pub id: InvitationId,
    pub email: String,
    pub role: RoleId,
    pub invited_by: UserId,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

/// An invitation that was just made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewInvitation {
    pub invitation: Invitation,
    /// What the invited accepts with, once. Shown this once; only its hash is kept.
    pub secret: Secret,
    /// A mail with the link is on its way. Otherwise the installation sends none, and the link has to be handed on.
    #[serde(default)]
    pub mailed: bool,
}

/// What `POST /invitation` takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AcceptInvitation {
    pub secret: Secret,
    /// What others read, at most 80 characters; not used where there is an account already.
    pub name: String,
    /// 12 to 256 characters; the account's own where there is one already.
    pub password: Secret,
}
