//! What a caller may do. Roles are sets of these; only the core decides.

use serde::{Deserialize, Serialize};

/// One right within a tenant, written `noun:verb` on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Permission {
    /// See signals, their counts and the live stream.
    #[serde(rename = "signals:read")]
    SignalsRead,
    /// Change a signal's status.
    #[serde(rename = "signals:triage")]
    SignalsTriage,
    /// See rules and all their versions.
    #[serde(rename = "rules:read")]
    RulesRead,
    /// See the spans of a trace.
    #[serde(rename = "traces:read")]
    TracesRead,
    /// See how FLUO and the mirror of it are doing.
    #[serde(rename = "fluo:read")]
    FluoRead,
    /// Make one-time sign-in links for this installation.
    #[serde(rename = "links:create")]
    LinksCreate,
}

impl Permission {
    pub const ALL: [Permission; 6] = [
        Self::SignalsRead,
        Self::SignalsTriage,
        Self::RulesRead,
        Self::TracesRead,
        Self::FluoRead,
        Self::LinksCreate,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignalsRead => "signals:read",
            Self::SignalsTriage => "signals:triage",
            Self::RulesRead => "rules:read",
            Self::TracesRead => "traces:read",
            Self::FluoRead => "fluo:read",
            Self::LinksCreate => "links:create",
        }
    }
}

impl std::fmt::Display for Permission {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wire_name_is_the_displayed_name() {
        for permission in Permission::ALL {
            assert_eq!(serde_json::to_value(permission).unwrap(), permission.as_str());
        }
    }
}
