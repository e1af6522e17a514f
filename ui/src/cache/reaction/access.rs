//! Who takes part, as what, and with which tokens and sessions: a change of access may be about any of it.

use console_api::operations::{
    ExplainPermission, GetAccount, GetConnection, GetDeviceLogin, GetRetention, GetSecondFactor,
    GetSignInPolicy, GetTenant, ListAccessReviews, ListInvitations, ListMembers, ListPlatformTenants,
    ListPlatformUsers, ListRoles, ListServiceTokens, ListSessions, ListTenants, ListTokens, ReviewAccess,
};
use console_api::{Event, EventKind};

use super::Effect;
use crate::cache::Query;

macro_rules! renewed_by_access {
    ($($request:ident)*) => {
        $(impl Query for $request {
            fn react(&self, event: &Event, _: &Self::Data) -> Effect<Self::Data> {
                let is_about = matches!(event.kind, EventKind::AccessChanged | EventKind::TenantChanged);
                if is_about { Effect::Renew } else { Effect::Nothing }
            }
        })*
    };
}

renewed_by_access! {
    ExplainPermission
    GetAccount
    GetConnection
    GetDeviceLogin
    GetRetention
    GetSecondFactor
    GetSignInPolicy
    GetTenant
    ListAccessReviews
    ListInvitations
    ListMembers
    ListPlatformTenants
    ListPlatformUsers
    ListRoles
    ListServiceTokens
    ListSessions
    ListTenants
    ListTokens
    ReviewAccess
}
