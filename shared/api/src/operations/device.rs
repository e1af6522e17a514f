//! Requests about programs that wait to be let in.

use serde::{Deserialize, Serialize};

use crate::Permission;

/// Request of `device_logins.get`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GetDeviceLogin {
    /// What the program shows; blanks, hyphens and case do not matter.
    pub code: String,
}

/// Request of `device_logins.approve`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ApproveDeviceLogin {
    pub code: String,
    /// What the program may do: at least one, and nothing that the caller does not hold.
    pub permissions: Vec<Permission>,
    /// Days until its token ends, 1 to 366.
    pub days: u16,
}

/// Request of `device_logins.deny`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DenyDeviceLogin {
    pub code: String,
}
