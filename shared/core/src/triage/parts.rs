//! The parts of a signal that people change, as they stood at one time: what an undo compares and puts back.

use console_api::session::User;
use console_api::triage::{Snooze, TriageField};
use console_api::{Signal, SignalStatus, Timestamp};
use serde::{Deserialize, Serialize};

/// Only those parts that a change is about are there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Parts {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<StatusPart>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) owner: Option<OwnerPart>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) snooze: Option<SnoozePart>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tags: Option<Vec<String>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct StatusPart {
    pub(crate) status: SignalStatus,
    pub(crate) reason: Option<String>,
    pub(crate) decided_at: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct OwnerPart {
    pub(crate) owner: Option<User>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct SnoozePart {
    pub(crate) snooze: Option<Snooze>,
}

impl Parts {
    /// Those parts of a signal.
    pub(crate) fn of(signal: &Signal, fields: &[TriageField]) -> Self {
        let has = |field| fields.contains(&field);
        Self {
            status: has(TriageField::Status).then(|| StatusPart {
                status: signal.status,
                reason: signal.reason.clone(),
                decided_at: signal.decided_at,
            }),
            owner: has(TriageField::Owner).then(|| OwnerPart { owner: signal.owner.clone() }),
            snooze: has(TriageField::Snooze).then(|| SnoozePart { snooze: signal.snooze.clone() }),
            tags: has(TriageField::Tags).then(|| signal.tags.clone()),
        }
    }

    pub(crate) fn fields(&self) -> Vec<TriageField> {
        let present = [
            (TriageField::Status, self.status.is_some()),
            (TriageField::Owner, self.owner.is_some()),
            (TriageField::Snooze, self.snooze.is_some()),
            (TriageField::Tags, self.tags.is_some()),
        ];
        present.into_iter().filter(|(_, is_there)| *is_there).map(|(field, _)| field).collect()
    }
}
