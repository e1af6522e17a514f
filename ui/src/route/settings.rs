//! The pages below `/settings`, in the order of their navigation.

use crate::words as w;

/// One page of settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Setting {
    Profile,
    Security,
    Tokens,
    Members,
    Roles,
    ServiceTokens,
    General,
    Brand,
    Connection,
    Retention,
    Policy,
    Review,
    PlatformTenants,
    PlatformUsers,
}

impl Setting {
    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Profile => "/settings/profile",
            Self::Security => "/settings/security",
            Self::Tokens => "/settings/tokens",
            Self::Members => "/settings/members",
            Self::Roles => "/settings/roles",
            Self::ServiceTokens => "/settings/service-tokens",
            Self::General => "/settings/tenant",
            Self::Brand => "/settings/brand",
            Self::Connection => "/settings/fluo",
            Self::Retention => "/settings/retention",
            Self::Policy => "/settings/sign-in",
            Self::Review => "/settings/access-review",
            Self::PlatformTenants => "/platform/tenants",
            Self::PlatformUsers => "/platform/users",
        }
    }

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Profile => w::page_profile(),
            Self::Security => w::page_security(),
            Self::Tokens => w::page_tokens(),
            Self::Members => w::page_members(),
            Self::Roles => w::page_roles(),
            Self::ServiceTokens => w::page_service_tokens(),
            Self::General => w::page_tenant(),
            Self::Brand => w::page_brand(),
            Self::Connection => w::page_connection(),
            Self::Retention => w::page_retention(),
            Self::Policy => w::page_policy(),
            Self::Review => w::page_review(),
            Self::PlatformTenants => w::page_platform_tenants(),
            Self::PlatformUsers => w::page_platform_users(),
        }
    }
}
