//! What the tray is made from, asked of the console like any screen asks.

use console_api::operations::{CountSignals, ListSignalGroups, ListSignals};
use console_api::query::quoted;
use console_api::{Answer, Error, ErrorCode, Operation, SignalStatus};
use console_core::Console;
use console_core::call::Request;
use console_core::tray::{NEWEST_SHOWN, TraySnapshot};

/// How many signals are open, how bad the worst is, which are the newest, and which rules raise too many to name.
pub(crate) async fn tray_snapshot(console: &Console) -> Result<TraySnapshot, Error> {
    let open = vec![SignalStatus::Open];
    let counts = ask(console, &CountSignals { status: open.clone(), ..CountSignals::default() }).await?.data;
    let limit = u16::try_from(NEWEST_SHOWN).ok();
    let groups = ListSignalGroups { limit: Some(1), ..ListSignalGroups::default() };
    let storms = ask(console, &groups).await?.data.storms;
    // So many of one rule would be all there is to see.
    let rules: Vec<_> = storms.iter().map(|storm| quoted(storm.rule_id.as_str())).collect();
    let q = (!rules.is_empty()).then(|| format!("!rule:{}", rules.join(",")));
    let newest = ask(console, &ListSignals { q, status: open, limit, ..ListSignals::default() }).await?;
    let severities = counts.severity.iter().filter(|facet| facet.count > 0);
    Ok(TraySnapshot {
        freshness: console.freshness(&console.local_operator()),
        open: counts.total,
        worst: severities.map(|facet| facet.value).min(),
        newest: newest.data,
        storms,
    })
}

async fn ask<O: Operation>(console: &Console, request: &O) -> Result<Answer<O::Data>, Error> {
    let unreadable = |error: serde_json::Error| {
        tracing::error!(operation = O::INFO.name, %error, "an operation cannot be asked");
        Error::new(ErrorCode::Internal, "an operation cannot be asked")
    };
    let request = Request::Json(serde_json::to_value(request).map_err(unreadable)?);
    let answer = console.call(&console.local_operator(), O::INFO.name, request).await?;
    let data = serde_json::from_str(answer.data.get()).map_err(unreadable)?;
    Ok(Answer { data, meta: answer.meta })
}
