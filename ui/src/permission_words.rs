//! Permissions in words: what each lets somebody do. The wire name stands beside, for those who know it.

use console_api::Permission;

use crate::words as w;

pub(crate) fn says(permission: Permission) -> &'static str {
    match permission {
        Permission::SignalsRead => w::may_signals_read(),
        Permission::SignalsTriage => w::may_signals_triage(),
        Permission::RulesRead => w::may_rules_read(),
        Permission::TracesRead => w::may_traces_read(),
        Permission::FluoRead => w::may_fluo_read(),
        Permission::MembersRead => w::may_members_read(),
        Permission::MembersManage => w::may_members_manage(),
        Permission::RolesManage => w::may_roles_manage(),
        Permission::SecurityManage => w::may_security_manage(),
        Permission::AuditRead => w::may_audit_read(),
        Permission::TokensManage => w::may_tokens_manage(),
        Permission::LinksCreate => w::may_links_create(),
        Permission::TenantManage => w::may_tenant_manage(),
        Permission::TenantOwn => w::may_tenant_own(),
        Permission::FluoManage => w::may_fluo_manage(),
    }
}

/// The permission that a refusal names.
pub(crate) fn named(message: &str) -> Option<Permission> {
    message.split([' ', '`', '"', ',', '.']).find_map(Permission::parse)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn each_permission_has_its_own_words() {
        let words: HashSet<_> = Permission::ALL.into_iter().map(says).collect();
        assert_eq!(words.len(), Permission::ALL.len());
    }

    #[test]
    fn a_refusal_says_what_is_missing() {
        assert_eq!(named("this needs the permission `signals:triage`"), Some(Permission::SignalsTriage));
        assert_eq!(named("this needs signals:read."), Some(Permission::SignalsRead));
        assert_eq!(named("not for you"), None);
    }
}
