//! Running an operation by name: the one door every host comes in by.
//!
//! Here also begins the audit trail: an operation that is no GET runs in a scope whose first commit leaves an entry,
//! whether its code says something or not; a refusal and a failure are noted, bounded.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use console_api::{Answer, Error, ErrorCode, Freshness, Operation, OperationInfo};
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::audit::Entry;
use crate::caller::{Caller, TenantScope};
use crate::console::Console;
use crate::operations::internal;
use crate::repeated;
use crate::workspace::Workspace;

/// A request as a host got it.
#[derive(Clone, Debug)]
pub enum Request {
    /// An object with every field, those of the path included.
    Json(Value),
    /// `key=value&key=value`, percent-encoded, those of the path included; lists repeat their key.
    Form(String),
}

/// Data already written as JSON, with its meta.
pub type RawAnswer = Answer<Box<RawValue>>;

/// What a handler gets besides its request.
pub(crate) struct Context {
    pub console: Console,
    pub caller: Caller,
    /// Proof that the caller may run this operation in this tenant.
    pub scope: TenantScope,
    /// What the caller's tenant works with.
    pub workspace: Arc<Workspace>,
}

impl Context {
    /// How fresh what is read from the mirror is now.
    pub(crate) fn freshness(&self) -> Freshness {
        self.workspace.freshness(self.console.clock().now())
    }
}

type Running = Pin<Box<dyn Future<Output = Result<RawAnswer, Error>> + Send>>;
type Handler = Box<dyn Fn(Context, Request) -> Running + Send + Sync>;

/// The handlers, by operation name.
#[derive(Default)]
pub(crate) struct Handlers(HashMap<&'static str, (OperationInfo, Handler)>);

impl Handlers {
    pub(crate) fn add<O, F, R>(&mut self, handler: F) -> &mut Self
    where
        O: Operation,
        F: Fn(Context, O) -> R + Copy + Send + Sync + 'static,
        R: Future<Output = Result<Answer<O::Data>, Error>> + Send + 'static,
    {
        let erased: Handler = Box::new(move |context, request| {
            Box::pin(async move {
                let Answer { data, meta } = handler(context, decode::<O>(request)?).await?;
                let data = serde_json::value::to_raw_value(&data).map_err(|error| {
                    tracing::error!(operation = O::INFO.name, %error, "an answer cannot be written as JSON");
                    Error::new(ErrorCode::Internal, "the answer could not be written")
                })?;
                Ok(Answer { data, meta })
            })
        });
        self.0.insert(O::INFO.name, (O::INFO, erased));
        self
    }

    /// Authorises first: whoever may not call learns nothing about the request.
    pub(crate) async fn call(
        &self,
        console: &Console,
        caller: &Caller,
        name: &str,
        request: Request,
    ) -> Result<RawAnswer, Error> {
        let Some((info, handler)) = self.0.get(name) else { return Err(Error::not_found("operation")) };
        let scope = console.authorise(caller, info.name, info.access).await?;
        let workspace = console.workspace(&caller.tenant().id).await?;
        let mut context = Context { console: console.clone(), caller: caller.clone(), scope, workspace };
        if info.method.is_safe() {
            return handler(context, request).await;
        }
        let entry = entry_of(info, &request);
        let keyed = caller.idempotency_key().map(|key| repeated::keyed(info, &context.scope, key, &request));
        let plain = context.scope.clone();
        if let Some(keyed) = &keyed
            && let Some(answer) = repeated::answered(console, &plain, keyed).await?
        {
            return Ok(answer);
        }
        let scope = context.scope.changing(entry.clone(), keyed.clone());
        context.scope = scope.clone();
        match handler(context, request).await {
            Ok(answer) => {
                if scope.unrecorded_change().is_some() {
                    // Done without a write, such as setting what is set already: the commit adds the entry.
                    let tx = console.store().write(&scope).await.map_err(internal)?;
                    tx.commit(console.clock().now()).await.map_err(internal)?;
                }
                if let Some(keyed) = &keyed {
                    // What is done is done: whoever asks again is told that it was, if not what it answered.
                    let _ = repeated::keep(console, &plain, info, keyed, &answer).await;
                }
                Ok(answer)
            }
            Err(error) => {
                // The same may have been done meanwhile.
                if let Some(keyed) = &keyed
                    && let Ok(Some(answer)) = repeated::answered(console, &plain, keyed).await
                {
                    return Ok(answer);
                }
                if scope.unrecorded_change().is_some() {
                    console.note_failure(&scope, entry, &error).await;
                }
                Err(error)
            }
        }
    }

    #[cfg(test)]
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().copied()
    }
}

/// What the audit trail says of an operation whose code says nothing: its name, and what the path names.
fn entry_of(info: &OperationInfo, request: &Request) -> Entry {
    let entry = Entry::event(info.name);
    let noun = info.name.split('.').next().unwrap_or(info.name);
    let kind = noun.strip_suffix('s').unwrap_or(noun);
    let named = info.path_fields().next().and_then(|field| match request {
        Request::Json(fields) => fields.get(field)?.as_str().map(str::to_owned),
        Request::Form(form) => {
            let mut pairs = url::form_urlencoded::parse(form.as_bytes());
            pairs.find(|(key, _)| key == field).map(|(_, value)| value.into_owned())
        }
    });
    match named {
        Some(id) => entry.on(kind, &id),
        None => entry,
    }
}

/// Reads a request; what is wrong with it is said.
pub(crate) fn decode<O: DeserializeOwned>(request: Request) -> Result<O, Error> {
    if holds_nul(&request) {
        // PostgreSQL cannot store it, and no text of ours has it.
        return Err(Error::invalid("the request holds a NUL character"));
    }
    match request {
        Request::Json(value) => {
            serde_json::from_value(value).map_err(|error| Error::invalid(error.to_string()))
        }
        Request::Form(form) => {
            serde_html_form::from_str(&form).map_err(|error| Error::invalid(error.to_string()))
        }
    }
}

fn holds_nul(request: &Request) -> bool {
    fn in_value(value: &Value) -> bool {
        match value {
            Value::String(text) => text.contains('\0'),
            Value::Array(items) => items.iter().any(in_value),
            Value::Object(fields) => fields.iter().any(|(key, value)| key.contains('\0') || in_value(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }
    match request {
        Request::Json(value) => in_value(value),
        Request::Form(form) => form.contains("%00") || form.contains('\0'),
    }
}

#[cfg(test)]
mod tests {
    use console_api::operations::{ListSignals, SetSignalStatus};
    use console_api::{Severity, SignalStatus};

    use super::*;

    #[test]
    fn lists_repeat_their_key_and_numbers_are_read() {
        let request: ListSignals =
            decode(Request::Form("severity=ERROR&severity=INFO&limit=7&text=a%20b".into())).unwrap();
        assert_eq!(request.severity, [Severity::Error, Severity::Info]);
        assert_eq!((request.limit, request.text.as_deref()), (Some(7), Some("a b")));
    }

    #[test]
    fn what_is_not_understood_is_refused_by_name() {
        for form in
            ["sevrity=ERROR", "severity=BAD", "limit=x", "limit=1&limit=2", "limit=70000", "from=yesterday"]
        {
            let error = decode::<ListSignals>(Request::Form(form.into())).unwrap_err();
            assert_eq!(error.code, ErrorCode::Invalid, "{form}");
            assert!(!error.message.is_empty());
        }
        let json = serde_json::json!({"id": "1", "status": "RESOLVED", "other": 1});
        assert!(decode::<SetSignalStatus>(Request::Json(json)).unwrap_err().message.contains("other"));
        let json = serde_json::json!({"id": "1", "status": "RESOLVED"});
        assert_eq!(decode::<SetSignalStatus>(Request::Json(json)).unwrap().status, SignalStatus::Resolved);
    }
}
