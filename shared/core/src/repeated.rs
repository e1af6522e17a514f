//! Requests under a key of the asker's choice: the first is done, what comes again under the same key gets the answer
//! of the first. The key is written in the transaction of the change, so a change that was lost left no key.

use std::sync::Arc;

use console_api::{Access, Answer, Error, ErrorCode, OperationInfo, Permission};
use serde_json::value::RawValue;

use crate::call::{RawAnswer, Request};
use crate::caller::{Keyed, TenantScope};
use crate::console::Console;
use crate::entropy::token_hash;
use crate::operations::internal;

/// Bytes of an answer that is kept at most.
const MAX_ANSWER: usize = 256 * 1024;

/// The key with what it stands for.
pub(crate) fn keyed(info: &OperationInfo, scope: &TenantScope, key: &Arc<str>, request: &Request) -> Keyed {
    let asked = match request {
        Request::Json(fields) => fields.to_string(),
        Request::Form(form) => form.clone(),
    };
    let request_hash = token_hash(&format!("{}\n{asked}", info.name));
    Keyed { tenant: scope.tenant_id().clone(), key: Arc::clone(key), operation: info.name, request_hash }
}

/// The answer of the request that was done under the same key, where there was one.
pub(crate) async fn answered(
    console: &Console,
    scope: &TenantScope,
    keyed: &Keyed,
) -> Result<Option<RawAnswer>, Error> {
    let Some(kept) = console.store().kept(scope, &keyed.key).await.map_err(internal)? else {
        return Ok(None);
    };
    if kept.request_hash != keyed.request_hash {
        let other = "another request was made under this idempotency key";
        return Err(Error::new(ErrorCode::Conflict, other));
    }
    let answer = kept.answer.and_then(|answer| RawValue::from_string(answer).ok());
    let Some(data) = answer else {
        let done = "this request was made already; read what became of it";
        return Err(Error::new(ErrorCode::Conflict, done));
    };
    Ok(Some(Answer::fresh(data, console.freshness_in(scope.tenant_id()))))
}

/// Keeps an answer for whoever asks again. Only of triage: what others answer may be a secret.
pub(crate) async fn keep(
    console: &Console,
    scope: &TenantScope,
    info: &OperationInfo,
    keyed: &Keyed,
    answer: &RawAnswer,
) -> Result<(), Error> {
    let is_open = matches!(info.access, Access::Needs(Permission::SignalsTriage));
    if !is_open || answer.data.get().len() > MAX_ANSWER {
        return Ok(());
    }
    let mut tx = console.store().write(scope).await.map_err(internal)?;
    tx.keep_answer(&keyed.key, answer.data.get()).await.map_err(internal)?;
    tx.commit(console.clock().now()).await.map_err(internal)
}
