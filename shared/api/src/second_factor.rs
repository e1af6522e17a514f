//! Second factors: what somebody shows besides their password, and whom a tenant asks for one.

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::secret::Secret;
use crate::session::Me;

/// Answer of `second_factor.get`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SecondFactor {
    /// Since when there is one; absent where there is none.
    pub since: Option<Timestamp>,
    /// Recovery codes that were not used yet.
    pub recovery_codes_left: i64,
    /// The tenant asks the caller for one.
    pub required: bool,
}

/// Answer of `second_factor.enrol`: what an authenticator app is told. Shown this once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Enrolment {
    /// In base32, for typing.
    pub secret: Secret,
    /// `otpauth://totp/…`, for apps on the same device.
    pub uri: Secret,
    /// The same as a QR code: an SVG document.
    pub qr_svg: Secret,
}

/// Answer of `second_factor.confirm` and `recovery_codes.renew`. Shown this once; only hashes are kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RecoveryCodes {
    /// Each stands for one code of the app, once.
    pub recovery_codes: Vec<Secret>,
}

/// Whom a tenant asks for a second factor, where they come by password. A role of the tenant's own counts as the
/// greatest built-in role whose own permissions it has any of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum SecondFactorPolicy {
    /// Nobody.
    #[default]
    Off,
    /// Owners.
    Owners,
    /// Admins and owners.
    Admins,
    /// Everybody but viewers.
    Members,
    /// Everybody.
    All,
}

impl SecondFactorPolicy {
    pub const ALL: [SecondFactorPolicy; 5] =
        [Self::Off, Self::Owners, Self::Admins, Self::Members, Self::All];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Owners => "owners",
            Self::Admins => "admins",
            Self::Members => "members",
            Self::All => "all",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.as_str() == text)
    }
}

/// What `POST /sign-in` answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum SignInAnswer {
    SecondStep(SecondStep),
    SignedIn(Me),
}

/// The password is right; a code is asked for within the time. `POST /sign-in/second-step` takes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SecondStep {
    /// Until when the password need not be given again.
    pub second_step_until: Timestamp,
}

/// What `POST /sign-in/second-step` takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SecondStepSignIn {
    /// Six digits of the app, or a recovery code; blanks and hyphens do not matter.
    pub code: Secret,
}

/// Answer of `sign_in_policy.get`: what a tenant asks of who signs in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SignInPolicy {
    pub second_factor: SecondFactorPolicy,
    /// A session that is not used for so long ends.
    pub idle_minutes: u32,
    /// A session ends so long after it was begun.
    pub lifetime_hours: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wire_name_is_the_stored_name() {
        for policy in SecondFactorPolicy::ALL {
            assert_eq!(serde_json::to_value(policy).unwrap(), policy.as_str());
            assert_eq!(SecondFactorPolicy::parse(policy.as_str()), Some(policy));
        }
    }
}
