//! What a tenant asks of who signs in: whom for a second factor, and when sessions end.

use console_api::role::{BuiltInRole, Role};
use console_api::second_factor::SecondFactorPolicy;

use super::{DAY, SECOND};
use crate::store::sign_in_policies::StoredPolicy;

pub(crate) const MINUTE: i64 = 60 * SECOND;
pub(crate) const HOUR: i64 = 60 * MINUTE;

/// What every tenant begins with.
pub(crate) const USUAL: StoredPolicy =
    StoredPolicy { second_factor: SecondFactorPolicy::Off, idle_micros: DAY, lifetime_micros: 30 * DAY };

/// Whether a policy asks who has this role for a second factor.
///
/// A role of the tenant's own that has one permission of an admin is as good as an admin to a thief.
pub(super) fn asks(policy: SecondFactorPolicy, role: &Role) -> bool {
    let least = match policy {
        SecondFactorPolicy::Off => return false,
        SecondFactorPolicy::All => return true,
        SecondFactorPolicy::Members => BuiltInRole::Member,
        SecondFactorPolicy::Admins => BuiltInRole::Admin,
        SecondFactorPolicy::Owners => BuiltInRole::Owner,
    };
    match BuiltInRole::parse(role.id.as_str()) {
        Some(held) => held >= least,
        None => role.permissions.iter().any(|permission| permission.least_role() >= least),
    }
}

#[cfg(test)]
mod tests {
    use console_api::{Permission, RoleId};

    use super::*;

    #[test]
    fn a_policy_asks_from_its_role_upwards() {
        for (policy, asked) in [
            (SecondFactorPolicy::Off, [false, false, false, false]),
            (SecondFactorPolicy::Owners, [false, false, false, true]),
            (SecondFactorPolicy::Admins, [false, false, true, true]),
            (SecondFactorPolicy::Members, [false, true, true, true]),
            (SecondFactorPolicy::All, [true, true, true, true]),
        ] {
            assert_eq!(BuiltInRole::ALL.map(|role| asks(policy, &role.role())), asked, "{policy:?}");
        }
    }

    #[test]
    fn an_own_role_counts_as_what_it_permits() {
        let own = |permission| Role {
            id: RoleId::from("own"),
            name: "Own".to_owned(),
            built_in: false,
            permissions: vec![Permission::SignalsRead, permission],
        };
        let admins = |permission| asks(SecondFactorPolicy::Admins, &own(permission));
        assert!(admins(Permission::RolesManage) && admins(Permission::LinksCreate));
        assert!(!admins(Permission::SignalsTriage));
        assert!(asks(SecondFactorPolicy::All, &own(Permission::RulesRead)));
    }
}
