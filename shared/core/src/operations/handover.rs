//! The report of a shift: what came, what was decided, what is left.

mod markdown;

use console_api::handover::Handover;
use console_api::operations::GetHandover;
use console_api::{Answer, Error, Timestamp};

use super::internal;
use crate::call::Context;

/// How long a period is at most.
const LONGEST: i64 = 31 * 24 * 3_600_000_000;

pub(super) async fn report(context: Context, request: GetHandover) -> Result<Answer<Handover>, Error> {
    let now = context.console.clock().now();
    let (from, to) = (request.from, request.to.unwrap_or(now));
    if from >= to || to.since(from) > LONGEST {
        return Err(Error::invalid("a period begins before it ends and is 31 days long at most"));
    }
    let (store, scope) = (context.console.store(), &context.scope);
    let (period, before) = ((from, to), (Timestamp(from.0 - to.since(from)), from));
    let new_by_severity = store.raised_by_severity(scope, period).await.map_err(internal)?;
    let decided_by = store.deciders(scope, period).await.map_err(internal)?;
    let open_by_owner = store.open_by_owner(scope).await.map_err(internal)?;
    let mut report = Handover {
        from,
        to,
        new: new_by_severity.iter().map(|facet| facet.count).sum(),
        new_by_severity,
        groups: store.largest_groups(scope, period).await.map_err(internal)?,
        decided: decided_by.iter().map(|count| count.count).sum(),
        decided_by,
        decisions: store.decisions(scope, period).await.map_err(internal)?,
        open: open_by_owner.iter().map(|count| count.count).sum(),
        open_by_owner,
        snoozed: store.snoozed_total(scope).await.map_err(internal)?,
        snoozes: store.snoozed(scope).await.map_err(internal)?,
        noisy: store.noisy_rules(scope, period, before).await.map_err(internal)?,
        markdown: String::new(),
    };
    report.markdown = markdown::of(&report);
    Ok(Answer::fresh(report, context.freshness()))
}
