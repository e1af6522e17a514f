//! The lists that the numbers open, as addresses.

use console_api::{Severity, SignalStatus};

use super::OPEN;
use crate::query_string;
use crate::route::Route;

/// Filters of the list of signals, in the order in which it writes them itself.
#[derive(Clone, Debug, Default)]
pub(super) struct List {
    severity: Option<Severity>,
    status: Vec<SignalStatus>,
    service: Option<String>,
    rule: Option<String>,
    from: Option<String>,
    to: Option<String>,
}

impl List {
    /// What is neither decided nor dismissed.
    pub(super) fn open() -> Self {
        Self { status: OPEN.to_vec(), ..Self::default() }
    }

    /// All of the last day.
    pub(super) fn day() -> Self {
        Self::default().from("now-1d")
    }

    pub(super) fn severity(self, severity: Severity) -> Self {
        Self { severity: Some(severity), ..self }
    }

    pub(super) fn rule(self, rule: &str) -> Self {
        Self { rule: Some(rule.to_owned()), ..self }
    }

    pub(super) fn service(self, service: &str) -> Self {
        Self { service: Some(service.to_owned()), ..self }
    }

    pub(super) fn from(self, from: &str) -> Self {
        Self { from: Some(from.to_owned()), ..self }
    }

    pub(super) fn to(self, to: Option<&str>) -> Self {
        Self { to: to.map(str::to_owned), ..self }
    }

    pub(super) fn address(&self) -> String {
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        pairs.extend(self.severity.map(|severity| ("severity", severity.as_str())));
        pairs.extend(self.status.iter().map(|status| ("status", status.as_str())));
        pairs.extend(self.service.as_deref().map(|service| ("service", service)));
        pairs.extend(self.rule.as_deref().map(|rule| ("rule", rule)));
        pairs.extend(self.from.as_deref().map(|from| ("from", from)));
        pairs.extend(self.to.as_deref().map(|to| ("to", to)));
        [Route::Signals.path(), "?", &query_string::build(pairs)].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_an_address() {
        let list = List::open().severity(Severity::Error).from("now-1d").to(Some("now-1h"));
        assert_eq!(
            list.address(),
            "/signals?severity=ERROR&status=OPEN&status=INVESTIGATING&from=now-1d&to=now-1h"
        );
        assert_eq!(List::day().rule("a b").address(), "/signals?rule=a%20b&from=now-1d");
    }
}
