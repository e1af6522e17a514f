//! How long the tenant keeps what.

use console_api::operations::{GetRetention, SetRetention};
use console_api::tenant::Retention;
use console_api::{Answer, Error};
use serde_json::json;

use super::internal;
use super::tenants::tenant_changed;
use crate::audit::Entry;
use crate::call::Context;

pub(super) async fn get(context: Context, _: GetRetention) -> Result<Answer<Retention>, Error> {
    context.console.store().retention(&context.scope).await.map(Answer::new).map_err(internal)
}

pub(super) async fn set(context: Context, request: SetRetention) -> Result<Answer<Retention>, Error> {
    let SetRetention { signal_days, signals, event_days, session_days } = request;
    for (what, given, most) in [
        ("signalDays", signal_days, 3_650),
        ("eventDays", event_days, 365),
        ("sessionDays", session_days, 365),
    ] {
        if !(1..=most).contains(&given) {
            return Err(Error::invalid(format!("{what} is {given}; it must be from 1 to {most}")));
        }
    }
    if !(1_000..=10_000_000).contains(&signals) {
        return Err(Error::invalid(format!("signals is {signals}; it must be from 1,000 to 10,000,000")));
    }
    let (console, scope) = (&context.console, &context.scope);
    let before = console.store().retention(scope).await.map_err(internal)?;
    let after = Retention { signal_days, signals, event_days, session_days };
    let mut tx = console.store().write(scope).await.map_err(internal)?;
    tx.set_retention(after).await.map_err(internal)?;
    let detail = json!({ "from": before, "to": after });
    tx.audit(Entry::of::<SetRetention>().on("tenant", scope.tenant()).detail(detail));
    tx.log(tenant_changed(scope.tenant()));
    tx.commit(console.clock().now()).await.map_err(internal)?;
    Ok(Answer::new(after))
}
