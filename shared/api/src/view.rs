//! Saved views: lists of signals that people come back to.

use serde::{Deserialize, Serialize};

use crate::session::User;
use crate::{Timestamp, ViewId};

/// Characters of a view's name at most.
pub const MAX_VIEW_NAME: usize = 80;
/// Characters of a view's query at most.
pub const MAX_VIEW_QUERY: usize = 4_000;
/// Columns of a view at most.
pub const MAX_VIEW_COLUMNS: usize = 40;
/// Views of one person, and of one team, at most.
pub const MAX_VIEWS: i64 = 200;

/// A saved view, as the caller has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct View {
    pub id: ViewId,
    pub name: String,
    /// In the query language of signals.
    pub query: String,
    /// Columns in their order; the usual ones where empty.
    pub columns: Vec<String>,
    /// A column, with `-` before it for the greatest first; the usual order where absent.
    pub sort: Option<String>,
    /// Everybody in the tenant has it; otherwise its owner alone.
    pub team: bool,
    pub owner: User,
    /// The caller keeps it at hand.
    pub pinned: bool,
    /// What the caller's list of signals begins with.
    pub default: bool,
    pub at: Timestamp,
    pub updated_at: Timestamp,
    /// Counts changes; send it back to change only what you saw.
    pub revision: i64,
}
