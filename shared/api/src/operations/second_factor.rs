//! Requests about second factors, about proving again who one is, and about what a tenant asks of who signs in.

use serde::{Deserialize, Serialize};

use crate::second_factor::SecondFactorPolicy;
use crate::secret::Secret;

/// Request of `session.prove`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProveSession {
    pub password: Secret,
}

/// Request of `second_factor.get`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GetSecondFactor {}

/// Request of `second_factor.enrol`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EnrolSecondFactor {}

/// Request of `second_factor.confirm`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfirmSecondFactor {
    /// Six digits that the app shows now.
    pub code: Secret,
}

/// Request of `second_factor.disable`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DisableSecondFactor {
    pub password: Secret,
    /// Six digits that the app shows now, or a recovery code.
    pub code: Secret,
}

/// Request of `recovery_codes.renew`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RenewRecoveryCodes {
    /// Six digits that the app shows now, or a recovery code.
    pub code: Secret,
}

/// Request of `accounts.reset_second_factor`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ResetSecondFactor {
    pub email: String,
}

/// Request of `sign_in_policy.get`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GetSignInPolicy {}

/// Request of `sign_in_policy.put`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct PutSignInPolicy {
    pub second_factor: SecondFactorPolicy,
    /// 5 to 10,080: a week.
    pub idle_minutes: u32,
    /// 1 to 2,160: ninety days.
    pub lifetime_hours: u32,
}
