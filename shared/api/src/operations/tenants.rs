//! Requests about the caller's tenants and the one they act in.

use serde::{Deserialize, Serialize};

use crate::tenant::LogoType;
use crate::{TenantId, UserId};

/// Request of `tenants.list`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListTenants {}

/// Request of `tenants.switch`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SwitchTenant {
    pub id: TenantId,
}

/// Request of `tenant.get`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GetTenant {}

/// Request of `tenant.update`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UpdateTenant {
    /// 1 to 80 characters.
    pub name: String,
    /// At most 400 characters; may be empty.
    pub description: String,
}

/// Request of `tenant.set_brand`. Without hue and chroma the tenant has the colour of the product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct SetTenantBrand {
    /// Degrees; any number is turned into 0 to 360.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hue: Option<f64>,
    /// From 0; more than 0.19 is cut.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chroma: Option<f64>,
}

/// Request of `tenant.set_logo`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct SetTenantLogo {
    pub media_type: LogoType,
    /// The file in base64: at most 64 KiB, a PNG at most 1,024 pixels wide and high, an SVG of shapes alone.
    pub data: String,
}

/// Request of `tenant.remove_logo`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RemoveTenantLogo {}

/// Request of `tenant.transfer`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TransferTenant {
    /// A member, who becomes an owner.
    pub to: UserId,
}

/// Request of `tenant.close`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CloseTenant {
    /// The tenant's name, typed to show that it is meant.
    pub name: String,
}
