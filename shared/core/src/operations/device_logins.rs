//! Programs without a browser that wait for the caller to let them in.

use std::collections::BTreeSet;

use console_api::device::DeviceLogin;
use console_api::operations::{ApproveDeviceLogin, DenyDeviceLogin, GetDeviceLogin};
use console_api::session::Done;
use console_api::{Answer, Error, Permission};
use serde_json::json;

use super::internal;
use super::proof::require_proof;
use super::tokens::check_scope;
use crate::audit::Entry;
use crate::call::Context;
use crate::identity::device_login::{read_user_code, shown};
use crate::identity::policy::MINUTE;
use crate::identity::throttle::Allowance;
use crate::store::device_logins::DeviceGrant;

/// Codes that one person tries: ten, then one a minute. Five billions are possible.
const CODES: Allowance = Allowance { burst: 10, every_micros: MINUTE };

pub(super) async fn get(context: Context, request: GetDeviceLogin) -> Result<Answer<DeviceLogin>, Error> {
    let code = counted(&context, &request.code)?;
    let (console, now) = (&context.console, context.console.clock().now());
    let device = console.store().waiting_device(&code, now).await.map_err(internal)?;
    let device = device.ok_or_else(unknown)?;
    give_back(&context);
    Ok(Answer::new(DeviceLogin {
        user_code: shown(&device.user_code),
        client: device.client,
        address: device.address,
        created_at: device.created_at,
        expires_at: device.expires_at,
        permissions: Permission::ALL.into_iter().filter(|held| context.caller.may(*held)).collect(),
    }))
}

pub(super) async fn approve(context: Context, request: ApproveDeviceLogin) -> Result<Answer<Done>, Error> {
    require_proof(&context)?;
    let permissions: BTreeSet<_> = request.permissions.into_iter().collect();
    check_scope(&context, &permissions, request.days)?;
    let code = counted(&context, &request.code)?;
    let now = context.console.clock().now();
    let user = &context.caller.user().id;
    let grant = DeviceGrant {
        tenant: context.caller.tenant().id.clone(),
        user: user.clone(),
        permissions: permissions.into_iter().collect(),
        days: request.days,
    };
    let mut tx = context.console.store().write(&context.scope).await.map_err(internal)?;
    if !tx.approve_device_login(&code, &grant, now).await.map_err(internal)? {
        return Err(unknown());
    }
    let detail = json!({ "permissions": grant.permissions, "days": grant.days });
    tx.audit(Entry::of::<ApproveDeviceLogin>().on("device_login", &code).detail(detail));
    tx.commit(now).await.map_err(internal)?;
    give_back(&context);
    Ok(Answer::new(Done {}))
}

pub(super) async fn deny(context: Context, request: DenyDeviceLogin) -> Result<Answer<Done>, Error> {
    let code = counted(&context, &request.code)?;
    let now = context.console.clock().now();
    let mut tx = context.console.store().write(&context.scope).await.map_err(internal)?;
    if !tx.deny_device_login(&code, now).await.map_err(internal)? {
        return Err(unknown());
    }
    tx.audit(Entry::of::<DenyDeviceLogin>().on("device_login", &code));
    tx.commit(now).await.map_err(internal)?;
    give_back(&context);
    Ok(Answer::new(Done {}))
}

/// The code as it is stored. One that is wrong stays counted.
fn counted(context: &Context, code: &str) -> Result<String, Error> {
    let key = key(context);
    context.console.throttle().attempt(&[(key.as_str(), CODES)], context.console.clock().now())?;
    read_user_code(code).ok_or_else(unknown)
}

fn give_back(context: &Context) {
    let key = key(context);
    context.console.throttle().give_back(&[(key.as_str(), CODES)]);
}

fn key(context: &Context) -> String {
    format!("device codes {}", context.caller.user_id())
}

fn unknown() -> Error {
    Error::not_found("program that waits with this code")
}
