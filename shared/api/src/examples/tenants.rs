//! Examples about tenants and the installation.

use crate::connection::{ConnectionReport, FluoConnection, LinkTemplate, TenantHeader};
use crate::fluo::{Capability, Dialect, HealthCheck};
use crate::operations::{
    AssignAccess, CloseTenant, CreatePlatformUser, CreateTenant, DisableUser, EnableUser, GetConnection,
    GetRetention, GetTenant, GrantPlatformAdmin, ListPlatformAdmins, ListPlatformAudit, ListPlatformTenants,
    ListPlatformUsers, ListTenants, RemoveAccess, RemoveConnection, RemoveTenantLogo, ResumeTenant,
    RevokePlatformAdmin, SetConnection, SetRetention, SetTenantBrand, SetTenantLogo, SuspendTenant,
    SwitchTenant, TestConnection, TransferTenant, UpdateTenant,
};
use crate::platform::{PlatformAdmin, PlatformMembership, PlatformTenant, PlatformUser, TenantStatus};
use crate::role::BuiltInRole;
use crate::session::{Done, Tenant, User};
use crate::tenant::{LogoType, Retention, TenantBrand, TenantMembership, TenantProfile};
use crate::{Answer, RoleId};

use super::{Example, RAISED_AT, audit_entry, me};

/// Another tenant than the one that is acted in.
pub const TENANT_ID: &str = "0197f2a4-6c1e-7a07-9be3-40c7d1f2a685";
/// An account that is given, and loses, access.
pub const PLATFORM_USER_ID: &str = "0197f2a4-6c1e-7a18-82d4-b6f05e39c147";
/// An account that administers the installation for a while.
pub const PLATFORM_ADMIN_ID: &str = "0197f2a4-6c1e-7a29-a5c1-7d84e20b93f6";
const NAME: &str = "Payments";
const USER_NAME: &str = "Katherine Johnson";
const EMAIL: &str = "katherine@example.com";
/// A square, as an SVG in base64.
const LOGO: &str = "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHZpZXdCb3g9IjAgMCA4IDgiPjxyZWN0IHdpZHRoPSI4IiBoZWlnaHQ9IjgiLz48L3N2Zz4=";

pub(super) fn all() -> Vec<Example> {
    let update = UpdateTenant { name: NAME.to_owned(), description: profile().description };
    let brand = SetTenantBrand { hue: Some(150.0), chroma: Some(0.14) };
    let logo = SetTenantLogo { media_type: LogoType::Svg, data: LOGO.to_owned() };
    let create = CreateTenant { name: NAME.to_owned(), owner: Some(PLATFORM_USER_ID.into()) };
    let create_user = CreatePlatformUser {
        email: EMAIL.to_owned(),
        name: USER_NAME.to_owned(),
        password: "correct horse battery staple".into(),
    };
    let users = ListPlatformUsers { text: Some("katherine".to_owned()), ..ListPlatformUsers::default() };
    let assign = AssignAccess {
        tenant: TENANT_ID.into(),
        user: PLATFORM_USER_ID.into(),
        role: RoleId::from("member"),
    };
    let remove = RemoveAccess { tenant: TENANT_ID.into(), user: PLATFORM_USER_ID.into() };
    let disabled = PlatformUser { disabled: true, ..user() };
    let suspended = PlatformTenant { status: TenantStatus::Suspended, ..tenant() };
    vec![
        Example::of(&ListTenants {}, Answer::new(memberships())),
        Example::of(&SwitchTenant { id: TENANT_ID.into() }, Answer::new(me())),
        Example::of(&GetTenant {}, Answer::new(profile())),
        Example::of(&update, Answer::new(profile())),
        Example::of(&brand, Answer::new(profile())),
        Example::of(&logo, Answer::new(profile())),
        Example::of(&RemoveTenantLogo {}, Answer::new(TenantProfile { logo: None, ..profile() })),
        Example::of(&TransferTenant { to: super::MEMBER_ID.into() }, Answer::new(Done {})),
        Example::of(&CloseTenant { name: NAME.to_owned() }, Answer::new(Done {})),
        Example::of(&GetConnection {}, Answer::new(connection())),
        Example::of(&test_connection(), Answer::new(report())),
        Example::of(&SetConnection::from(test_connection()), Answer::new(connection())),
        Example::of(&RemoveConnection {}, Answer::new(Done {})),
        Example::of(&GetRetention {}, Answer::new(retention())),
        Example::of(&set_retention(), Answer::new(retention())),
        Example::of(&ListPlatformTenants {}, Answer::new(vec![tenant()])),
        Example::of(&create, Answer::new(tenant())),
        Example::of(&SuspendTenant { id: TENANT_ID.into() }, Answer::new(suspended)),
        Example::of(&ResumeTenant { id: TENANT_ID.into() }, Answer::new(tenant())),
        Example::of(&users, Answer::new(vec![user()])),
        Example::of(&create_user, Answer::new(PlatformUser { memberships: Vec::new(), ..user() })),
        Example::of(&DisableUser { id: PLATFORM_USER_ID.into() }, Answer::new(disabled)),
        Example::of(&EnableUser { id: PLATFORM_USER_ID.into() }, Answer::new(user())),
        Example::of(&assign, Answer::new(user())),
        Example::of(&remove, Answer::new(PlatformUser { memberships: Vec::new(), ..user() })),
        Example::of(&ListPlatformAdmins {}, Answer::new(vec![admin()])),
        Example::of(&GrantPlatformAdmin { user: PLATFORM_ADMIN_ID.into() }, Answer::new(admin())),
        Example::of(&RevokePlatformAdmin { user: PLATFORM_ADMIN_ID.into() }, Answer::new(Done {})),
        Example::of(&ListPlatformAudit::default(), Answer::new(vec![audit_entry()])),
    ]
}

fn memberships() -> Vec<TenantMembership> {
    let here = TenantMembership { tenant: me().tenant, role: Some(BuiltInRole::Owner.into()), current: true };
    let there = TenantMembership {
        tenant: Tenant { id: TENANT_ID.into(), name: NAME.to_owned() },
        role: Some(BuiltInRole::Viewer.into()),
        current: false,
    };
    vec![here, there]
}

fn profile() -> TenantProfile {
    TenantProfile {
        id: TENANT_ID.into(),
        name: NAME.to_owned(),
        description: "Everything between the cart and the bank".to_owned(),
        brand: Some(TenantBrand { hue: 150.0, chroma: 0.14 }),
        theme: Some(format!("/t/{TENANT_ID}/theme-5d41402abc4b2a76.css")),
        logo: Some(format!("/t/{TENANT_ID}/logo-7d793037a0760186.svg")),
        links: links(),
        created_at: RAISED_AT,
    }
}

/// Nothing listens there: the examples are tried out in tests.
const FLUO: &str = "http://127.0.0.1:9";

fn links() -> Vec<LinkTemplate> {
    let url = "https://grafana.example.com/explore?trace={traceId}&from={from}&to={to}".to_owned();
    vec![LinkTemplate { name: "Grafana".to_owned(), url }]
}

fn header() -> TenantHeader {
    TenantHeader { name: "X-Tenant-ID".to_owned(), value: "payments".to_owned() }
}

fn test_connection() -> TestConnection {
    TestConnection {
        dialect: Dialect::FluoV1,
        url: FLUO.to_owned(),
        live_path: None,
        traces_url: None,
        tenant_header: Some(header()),
        bearer: Some("eyJhbGciOiJFZERTQSJ9".into()),
        links: links(),
    }
}

fn connection() -> FluoConnection {
    FluoConnection {
        dialect: Dialect::FluoV1,
        url: FLUO.to_owned(),
        live_path: "/api/v1/ws/signals".to_owned(),
        traces_url: None,
        tenant_header: Some(header()),
        has_bearer: true,
        links: links(),
        from_installation: false,
        updated_at: Some(RAISED_AT),
    }
}

fn report() -> ConnectionReport {
    ConnectionReport {
        works: true,
        problem: None,
        capabilities: vec![Capability::JsonSignals, Capability::SignalStatus, Capability::LiveFeed],
        checks: vec![HealthCheck { name: "database".to_owned(), up: true }],
        answered_in_ms: Some(4),
    }
}

fn retention() -> Retention {
    Retention { signal_days: 90, signals: 1_000_000, event_days: 30, session_days: 90 }
}

fn set_retention() -> SetRetention {
    let Retention { signal_days, signals, event_days, session_days } = retention();
    SetRetention { signal_days, signals, event_days, session_days }
}

fn tenant() -> PlatformTenant {
    PlatformTenant {
        id: TENANT_ID.into(),
        name: NAME.to_owned(),
        status: TenantStatus::Active,
        members: 7,
        created_at: RAISED_AT,
    }
}

fn user() -> PlatformUser {
    let membership = PlatformMembership {
        tenant: Tenant { id: TENANT_ID.into(), name: NAME.to_owned() },
        role: BuiltInRole::Member.into(),
    };
    PlatformUser {
        user: User { id: PLATFORM_USER_ID.into(), name: USER_NAME.to_owned() },
        email: EMAIL.to_owned(),
        disabled: false,
        platform_admin: false,
        memberships: vec![membership],
        created_at: RAISED_AT,
    }
}

fn admin() -> PlatformAdmin {
    PlatformAdmin {
        user: User { id: PLATFORM_ADMIN_ID.into(), name: USER_NAME.to_owned() },
        email: EMAIL.to_owned(),
        granted_by: "operator".into(),
        granted_at: RAISED_AT,
    }
}
