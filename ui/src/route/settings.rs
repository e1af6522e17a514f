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
        }
    }
}
