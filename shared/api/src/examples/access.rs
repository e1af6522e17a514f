//! Examples about who may do what.

use crate::member::{AcceptInvitation, Invitation, Member, NewInvitation};
use crate::operations::{
    ChangePassword, CreateAccount, CreateInvitation, CreateServiceToken, CreateToken, DeleteRole,
    ExplainPermission, LeaveTenant, ListInvitations, ListMembers, ListRoles, ListServiceTokens, ListSessions,
    ListTokens, PutRole, RemoveMember, ResetPassword, RevokeInvitation, RevokeOtherSessions,
    RevokeServiceToken, RevokeSession, RevokeToken, SetMemberRole, SignOut,
};
use crate::role::{BuiltInRole, Holder, PermissionExplanation, Role};
use crate::session::{Done, PasswordSignIn, Revoked, Session, User};
use crate::token::{ApiToken, NewApiToken};
use crate::{Answer, Permission, RoleId, Timestamp};

use super::{Example, RAISED_AT, own};

/// The session of the examples.
pub const SESSION_ID: &str = "0197f2a4-6c1e-7d90-b3c4-2f8e61d0a957";
/// The personal token of the examples.
pub const TOKEN_ID: &str = "0197f2a4-6c1e-7e11-a2b7-5d04c9f81e36";
/// The service's token of the examples.
pub const SERVICE_TOKEN_ID: &str = "0197f2a4-6c1e-7e52-90cd-6b17f3a8d245";
/// The member of the examples.
pub const MEMBER_ID: &str = "0197f2a4-6c1e-7c02-8a11-90b5ce1f7a3d";
/// The invitation of the examples.
pub const INVITATION_ID: &str = "0197f2a4-6c1e-7f03-84ae-c15d7b9e2064";
pub(super) const INVITATION_SECRET: &str = "Zk3vQ9xTn1LwYb7sRp5cHd2fGj8mAe4uKi6oVtXyB0M";
const ROLE_ID: &str = "on-call";
pub(super) const EMAIL: &str = "ada@example.com";
pub(super) const PASSWORD: &str = "correct horse battery staple";
pub(super) const NEW_PASSWORD: &str = "a quieter horse with spare staples";

pub(super) fn all() -> Vec<Example> {
    let put = PutRole {
        id: RoleId::from(ROLE_ID),
        name: role().name,
        permissions: vec![Permission::SignalsRead, Permission::SignalsTriage],
    };
    let (name, permissions) = (token().name, token().permissions);
    let personal = CreateToken { name: name.clone(), permissions: permissions.clone(), days: 90 };
    let service = CreateServiceToken { name, permissions, days: 90 };
    let set_role = SetMemberRole { id: MEMBER_ID.into(), role: RoleId::from("member") };
    let invite = CreateInvitation { email: invitation().email, role: invitation().role };
    let new_invitation =
        NewInvitation { invitation: invitation(), secret: INVITATION_SECRET.into(), mailed: true };
    let explain = ExplainPermission { permission: Permission::RolesManage };
    let create = CreateAccount {
        email: EMAIL.to_owned(),
        name: member().user.name,
        password: PASSWORD.into(),
        role: RoleId::from("member"),
    };
    let reset = ResetPassword { email: EMAIL.to_owned(), password: NEW_PASSWORD.into() };
    let change = ChangePassword { current: PASSWORD.into(), new: NEW_PASSWORD.into() };
    let mut all = vec![
        Example::of(&SignOut {}, Answer::new(Done {})),
        Example::of(&ListSessions {}, Answer::new(vec![session()])),
        Example::of(&RevokeSession { id: SESSION_ID.into() }, Answer::new(Done {})),
        Example::of(&RevokeOtherSessions {}, Answer::new(Revoked { revoked: 2 })),
        Example::of(&change, Answer::new(Done {})),
    ];
    all.extend(own::of_accounts());
    all.extend([
        Example::of(&ListTokens {}, Answer::new(vec![token()])),
        Example::of(&personal, Answer::new(new_token())),
        Example::of(&RevokeToken { id: TOKEN_ID.into() }, Answer::new(Done {})),
        Example::of(&ListServiceTokens {}, Answer::new(vec![token()])),
        Example::of(&service, Answer::new(new_token())),
        Example::of(&RevokeServiceToken { id: SERVICE_TOKEN_ID.into() }, Answer::new(Done {})),
        Example::of(&ListMembers {}, Answer::new(vec![member()])),
        Example::of(&set_role, Answer::new(member())),
        Example::of(&RemoveMember { id: MEMBER_ID.into() }, Answer::new(Done {})),
        Example::of(&LeaveTenant {}, Answer::new(Done {})),
        Example::of(&ListInvitations {}, Answer::new(vec![invitation()])),
        Example::of(&invite, Answer::new(new_invitation)),
        Example::of(&RevokeInvitation { id: INVITATION_ID.into() }, Answer::new(Done {})),
        Example::of(&create, Answer::new(member())),
        Example::of(&reset, Answer::new(Done {})),
    ]);
    all.extend(own::of_tenants());
    all.extend([
        Example::of(&ListRoles {}, Answer::new(roles())),
        Example::of(&put, Answer::new(role())),
        Example::of(&DeleteRole { id: RoleId::from(ROLE_ID) }, Answer::new(role())),
        Example::of(&explain, Answer::new(explanation())),
    ]);
    all
}

/// An example of what `POST /sign-in` takes.
pub fn password_sign_in() -> PasswordSignIn {
    PasswordSignIn { email: EMAIL.to_owned(), password: PASSWORD.into() }
}

fn member() -> Member {
    Member {
        user: User { id: MEMBER_ID.into(), name: "Ada Lovelace".to_owned() },
        email: EMAIL.to_owned(),
        role: BuiltInRole::Member.into(),
        joined_at: RAISED_AT,
    }
}

fn new_token() -> NewApiToken {
    NewApiToken { token: token(), secret: "fluo_pYxq0n5vJm7cZ2b1uWfT4sR8eKgLhAiDoN6CwXyQzHk".into() }
}

fn token() -> ApiToken {
    ApiToken {
        id: TOKEN_ID.into(),
        name: "nightly report".to_owned(),
        permissions: vec![Permission::SignalsRead],
        created_by: member().user.id,
        created_at: RAISED_AT,
        expires_at: Timestamp(RAISED_AT.0 + 90 * 24 * 3_600_000_000),
        last_used_at: None,
    }
}

/// An example of what `POST /invitation` takes.
pub fn accept_invitation() -> AcceptInvitation {
    AcceptInvitation {
        secret: INVITATION_SECRET.into(),
        name: "Grace Hopper".to_owned(),
        password: PASSWORD.into(),
    }
}

fn invitation() -> Invitation {
    Invitation {
        id: INVITATION_ID.into(),
        email: "grace@example.com".to_owned(),
        role: RoleId::from("member"),
        invited_by: member().user.id,
        created_at: RAISED_AT,
        expires_at: Timestamp(RAISED_AT.0 + 7 * 24 * 3_600_000_000),
    }
}

fn session() -> Session {
    Session {
        id: SESSION_ID.into(),
        current: true,
        address: "192.0.2.7".to_owned(),
        client: "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0".to_owned(),
        created_at: RAISED_AT,
        last_seen_at: RAISED_AT,
        expires_at: Timestamp(RAISED_AT.0 + 30 * 24 * 3_600_000_000),
    }
}

fn roles() -> Vec<Role> {
    BuiltInRole::ALL.into_iter().map(BuiltInRole::role).chain([role()]).collect()
}

fn role() -> Role {
    Role {
        id: RoleId::from(ROLE_ID),
        name: "On call".to_owned(),
        built_in: false,
        permissions: vec![Permission::SignalsRead, Permission::SignalsTriage],
    }
}

fn explanation() -> PermissionExplanation {
    PermissionExplanation {
        permission: Permission::RolesManage,
        granted: false,
        role: Some(BuiltInRole::Member.into()),
        roles: vec![BuiltInRole::Admin.into(), BuiltInRole::Owner.into()],
        holders: vec![Holder {
            user: User { id: "operator".into(), name: "Local operator".to_owned() },
            role: BuiltInRole::Owner.into(),
        }],
    }
}
