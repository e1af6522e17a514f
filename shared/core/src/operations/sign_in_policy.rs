//! What the tenant asks of who signs in.

use console_api::operations::{GetSignInPolicy, PutSignInPolicy};
use console_api::second_factor::SignInPolicy;
use console_api::{Answer, Error};
use serde_json::json;

use super::internal;
use super::proof::require_proof;
use crate::audit::Entry;
use crate::call::Context;
use crate::identity::changed_access;
use crate::identity::policy::{HOUR, MINUTE, USUAL};
use crate::store::sign_in_policies::StoredPolicy;

const IDLE_MINUTES: std::ops::RangeInclusive<u32> = 5..=10_080;
const LIFETIME_HOURS: std::ops::RangeInclusive<u32> = 1..=2_160;

pub(super) async fn get(context: Context, _: GetSignInPolicy) -> Result<Answer<SignInPolicy>, Error> {
    let policy = context.console.store().sign_in_policy(&context.scope).await.map_err(internal)?;
    Ok(Answer::new(shown(policy.unwrap_or(USUAL))))
}

pub(super) async fn put(context: Context, request: PutSignInPolicy) -> Result<Answer<SignInPolicy>, Error> {
    require_proof(&context)?;
    if !IDLE_MINUTES.contains(&request.idle_minutes) {
        return Err(Error::invalid("`idleMinutes` is 5 to 10,080"));
    }
    if !LIFETIME_HOURS.contains(&request.lifetime_hours) {
        return Err(Error::invalid("`lifetimeHours` is 1 to 2,160"));
    }
    let policy = StoredPolicy {
        second_factor: request.second_factor,
        idle_micros: i64::from(request.idle_minutes) * MINUTE,
        lifetime_micros: i64::from(request.lifetime_hours) * HOUR,
    };
    let now = context.console.clock().now();
    let mut tx = context.console.store().write(&context.scope).await.map_err(internal)?;
    let before = tx.sign_in_policy().await.map_err(internal)?.unwrap_or(USUAL);
    tx.put_sign_in_policy(policy, now).await.map_err(internal)?;
    tx.log(changed_access(None));
    let detail = json!({ "from": shown(before), "to": shown(policy) });
    tx.audit(Entry::of::<PutSignInPolicy>().on("tenant", context.scope.tenant()).detail(detail));
    tx.commit(now).await.map_err(internal)?;
    Ok(Answer::new(shown(policy)))
}

fn shown(policy: StoredPolicy) -> SignInPolicy {
    SignInPolicy {
        second_factor: policy.second_factor,
        idle_minutes: u32::try_from(policy.idle_micros / MINUTE).unwrap_or(u32::MAX),
        lifetime_hours: u32::try_from(policy.lifetime_micros / HOUR).unwrap_or(u32::MAX),
    }
}
