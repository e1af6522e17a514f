//! Signing in a program that has no browser: it shows a code, somebody approves it in theirs (after RFC 8628).

use serde::{Deserialize, Serialize};

use crate::secret::Secret;
use crate::token::NewApiToken;
use crate::{Permission, Timestamp};

/// What `POST /device/begin` takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BeginDeviceLogin {
    /// What the program calls itself, at most 80 characters: who approves reads it.
    pub client: String,
}

/// Answer of `POST /device/begin`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct DeviceLoginBegun {
    /// What the program asks with. Nobody else sees it.
    pub device_code: Secret,
    /// What the person types in.
    pub user_code: String,
    /// Where they do: path and query below the console's address, the code included.
    pub path: String,
    pub expires_at: Timestamp,
    /// Seconds between two questions at least.
    pub interval: u32,
}

/// What `POST /device/poll` takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct PollDeviceLogin {
    pub device_code: Secret,
}

/// Answer of `POST /device/poll`. An unknown code, and one whose time is over, is answered `not_found`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "state", rename_all = "lowercase")]
pub enum DeviceLoginState {
    /// Nobody decided yet: ask again after the interval.
    Waiting,
    /// Somebody said no.
    Denied,
    /// Somebody said yes. Answered this once.
    Approved(NewApiToken),
}

/// Answer of `device_logins.get`: what somebody is asked to approve.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct DeviceLogin {
    pub user_code: String,
    /// What the program calls itself. It may lie.
    pub client: String,
    /// Network address it asks from.
    pub address: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    /// What the caller could let it do.
    pub permissions: Vec<Permission>,
}
