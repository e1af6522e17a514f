//! How FLUO and the mirror of it are doing.

use console_api::fluo::{Capability, Dialect, FluoHealth};
use console_api::operations::GetFluoHealth;
use console_api::{Answer, Error, Reach};

use super::internal;
use crate::call::Context;

pub(super) async fn health(context: Context, _: GetFluoHealth) -> Result<Answer<FluoHealth>, Error> {
    let console = &context.console;
    let store = console.store();
    let state = console.mirror_state();
    let mut capabilities =
        vec![Capability::JsonSignals, Capability::RuleVersions, Capability::SignalStatus, Capability::Traces];
    if state.reach == Reach::Live {
        capabilities.insert(1, Capability::LiveFeed);
    }
    Ok(Answer::new(FluoHealth {
        url: console.fluo().shown_url(),
        embedded: console.fluo().config().embedded,
        dialect: Dialect::FluoV1,
        capabilities,
        freshness: console.freshness(),
        problem: state.problem,
        last_contact: state.last_contact,
        checks: console.fluo_checks(),
        pending: store.pending_total(&context.scope).await.map_err(internal)?,
        mirrored_signals: store.signal_total(&context.scope).await.map_err(internal)?,
        mirrored_rules: store.rule_total(&context.scope).await.map_err(internal)?,
    }))
}
