//! The list of operations: each request type, its answer and its declaration.

use serde::{Deserialize, Serialize};

use crate::fluo::FluoHealth;
use crate::session::{Me, SignInLink};
use crate::signal::SignalCounts;
use crate::trace::Trace;
use crate::{
    Access, Cursor, Method, Offline, Operation, OperationInfo, Permission, RuleId, RuleStack, RuleStatus,
    Severity, Signal, SignalFilter, SignalId, SignalStatus, Timestamp, TraceId,
};

/// Rows of a page where the request does not say.
pub const DEFAULT_PAGE: u16 = 50;
/// Rows of a page at most.
pub const MAX_PAGE: u16 = 500;

/// Declares the operations: implements [`Operation`] for each request type and lists them all.
macro_rules! operations {
    ($($request:ident -> $data:ty {
        $name:literal, $method:ident $path:literal, $access:expr, $offline:ident, $doc:literal
    })*) => {
        $(impl Operation for $request {
            type Data = $data;
            const INFO: OperationInfo = OperationInfo {
                name: $name,
                method: Method::$method,
                path: $path,
                access: $access,
                offline: Offline::$offline,
                doc: $doc,
            };
        })*

        /// Every operation there is.
        pub const ALL: &[OperationInfo] = &[$($request::INFO),*];

        /// The JSON Schemas of every operation's request and data, in the order of [`ALL`].
        #[cfg(feature = "schema")]
        pub fn schemas(generator: &mut schemars::SchemaGenerator) -> Vec<(schemars::Schema, schemars::Schema)> {
            vec![$((
                generator.root_schema_for::<$request>(),
                generator.subschema_for::<$data>(),
            )),*]
        }
    };
}

operations! {
    ListSignals -> Vec<Signal> {
        "signals.list", Get "/api/v1/signals", Access::Needs(Permission::SignalsRead), Cacheable,
        "Signals that match, newest first, a page at a time."
    }
    CountSignals -> SignalCounts {
        "signals.count", Get "/api/v1/signals/count", Access::Needs(Permission::SignalsRead), Cacheable,
        "How many signals match, in all and per severity, status, service and rule."
    }
    GetSignal -> Signal {
        "signals.get", Get "/api/v1/signals/{id}", Access::Needs(Permission::SignalsRead), Cacheable,
        "One signal."
    }
    SetSignalStatus -> Signal {
        "signals.set_status", Put "/api/v1/signals/{id}/status", Access::Needs(Permission::SignalsTriage), Queueable,
        "Move a signal to another status; kept and sent later when FLUO is away."
    }
    ListRuleStacks -> Vec<RuleStack> {
        "rules.stacks", Get "/api/v1/rules/stacks", Access::Needs(Permission::RulesRead), Cacheable,
        "Rules with all their versions and how many signals they raised."
    }
    GetTrace -> Trace {
        "traces.get", Get "/api/v1/traces/{id}", Access::Needs(Permission::TracesRead), Online,
        "The spans of a trace, by start time."
    }
    GetFluoHealth -> FluoHealth {
        "fluo.health", Get "/api/v1/fluo/health", Access::Needs(Permission::FluoRead), Local,
        "Whether FLUO answers, what it can do, and how far behind the mirror is."
    }
    GetMe -> Me {
        "session.me", Get "/api/v1/session/me", Access::SignedIn, Local,
        "Who is signed in, in which tenant, with which permissions."
    }
    CreateSignInLink -> SignInLink {
        "session.create_link", Post "/api/v1/session/links", Access::Needs(Permission::LinksCreate), Local,
        "Make a link that signs one browser in as the local operator, once."
    }
}

/// The operation of that name.
pub fn find(name: &str) -> Option<&'static OperationInfo> {
    ALL.iter().find(|info| info.name == name)
}

/// Request of `signals.list`. Lists of values are any-of; all given parts must match.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct ListSignals {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub severity: Vec<Severity>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub service: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rule: Vec<RuleId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub status: Vec<SignalStatus>,
    /// Raised at or after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// Raised before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Timestamp>,
    /// Part of the message, service, span, rule, trace id or friendly id; case does not matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// `meta.cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    /// 1 to 500; 50 where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
}

impl ListSignals {
    pub fn filter(&self) -> SignalFilter {
        SignalFilter {
            severity: self.severity.clone(),
            service: self.service.clone(),
            rule: self.rule.clone(),
            status: self.status.clone(),
            from: self.from,
            to: self.to,
            text: self.text.clone(),
        }
    }
}

/// Request of `signals.count`: the filter of `signals.list`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct CountSignals {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub severity: Vec<Severity>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub service: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rule: Vec<RuleId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub status: Vec<SignalStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl From<CountSignals> for SignalFilter {
    fn from(request: CountSignals) -> Self {
        let CountSignals { severity, service, rule, status, from, to, text } = request;
        Self { severity, service, rule, status, from, to, text }
    }
}

impl From<SignalFilter> for CountSignals {
    fn from(filter: SignalFilter) -> Self {
        let SignalFilter { severity, service, rule, status, from, to, text } = filter;
        Self { severity, service, rule, status, from, to, text }
    }
}

/// Request of `signals.get`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GetSignal {
    pub id: SignalId,
}

/// Request of `signals.set_status`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct SetSignalStatus {
    pub id: SignalId,
    pub status: SignalStatus,
    /// The revision that was on the screen: refused with `conflict` when the signal changed since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<i64>,
}

/// Request of `rules.stacks`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct ListRuleStacks {
    /// Part of the rule's id, description or condition; case does not matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Only rules with a version in this state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<RuleStatus>,
}

/// Request of `traces.get`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GetTrace {
    pub id: TraceId,
}

/// Request of `fluo.health`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GetFluoHealth {}

/// Request of `session.me`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GetMe {}

/// Request of `session.create_link`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateSignInLink {}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_and_routes_are_unique() {
        let names: HashSet<_> = ALL.iter().map(|info| info.name).collect();
        let routes: HashSet<_> = ALL.iter().map(|info| (info.method, info.path)).collect();
        assert_eq!((names.len(), routes.len()), (ALL.len(), ALL.len()));
    }

    #[test]
    fn every_path_is_versioned_and_every_doc_is_one_sentence() {
        for info in ALL {
            assert!(info.path.starts_with("/api/v1/"), "{}", info.name);
            assert!(info.doc.ends_with('.') && !info.doc.contains('\n'), "{}", info.name);
        }
    }
}
