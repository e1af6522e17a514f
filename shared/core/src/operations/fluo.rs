//! How FLUO and the mirror of it are doing.

use console_api::fluo::{Capability, Dialect, FluoHealth};
use console_api::operations::GetFluoHealth;
use console_api::{Answer, Error, Reach};

use super::internal;
use crate::call::Context;
use crate::fluo::v1::FluoV1;

pub(super) async fn health(context: Context, _: GetFluoHealth) -> Result<Answer<FluoHealth>, Error> {
    let (store, workspace) = (context.console.store(), &context.workspace);
    let state = workspace.mirror_state();
    let fluo = workspace.fluo().ok();
    let mut capabilities =
        vec![Capability::JsonSignals, Capability::RuleVersions, Capability::SignalStatus, Capability::Traces];
    if state.reach == Reach::Live {
        capabilities.insert(1, Capability::LiveFeed);
    }
    Ok(Answer::new(FluoHealth {
        url: fluo.map(FluoV1::shown_url).unwrap_or_default(),
        embedded: fluo.is_some_and(|fluo| fluo.config().embedded),
        dialect: Dialect::FluoV1,
        capabilities,
        freshness: context.freshness(),
        problem: state.problem,
        last_contact: state.last_contact,
        checks: workspace.fluo_checks(),
        pending: store.pending_total(&context.scope).await.map_err(internal)?,
        mirrored_signals: store.signal_total(&context.scope).await.map_err(internal)?,
        mirrored_rules: store.rule_total(&context.scope).await.map_err(internal)?,
    }))
}
