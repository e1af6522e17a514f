//! What an operation is. The list itself is in [`crate::operations`].
//!
//! Everything that can be asked of the console is declared there once; routes, the OpenAPI document, the
//! typed client, the command line and the permission checks are derived from the declaration.

use serde::{Serialize, de::DeserializeOwned};

use crate::Permission;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    Get,
    Post,
    Put,
    Delete,
}

impl Method {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }

    /// GET changes nothing; everything else does and is guarded accordingly.
    pub const fn is_safe(self) -> bool {
        matches!(self, Self::Get)
    }

    /// Whether the request's fields travel as a JSON body rather than in the query.
    pub const fn has_body(self) -> bool {
        matches!(self, Self::Post | Self::Put)
    }
}

/// Who may call an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anyone who is signed in.
    SignedIn,
    /// Anyone who is signed in, even before they have the second factor that the tenant asks them for.
    Identified,
    /// Whoever is signed in themselves, even before they have the second factor that the tenant asks them for.
    Enrolling,
    /// Whoever is signed in themselves: with a session or at the machine, not by API token.
    InPerson,
    /// Callers with this permission in the tenant they act in.
    Needs(Permission),
    /// The operator of the machine the console runs on.
    Operator,
    /// Administrators of the installation: a right of the account, whatever it is in which tenant; not by API token.
    Platform,
}

/// How an operation behaves when FLUO cannot be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offline {
    /// Answered from the mirror, with its age.
    Cacheable,
    /// Stored and sent later; the answer shows it as pending.
    Queueable,
    /// Refused with `unavailable`.
    Online,
    /// Does not depend on FLUO.
    Local,
}

/// The declaration of an operation, as data.
#[derive(Clone, Copy, Debug)]
pub struct OperationInfo {
    /// `noun.verb`: the name on the command line and over IPC.
    pub name: &'static str,
    pub method: Method,
    /// With `{field}` for every request field that travels in the path.
    pub path: &'static str,
    pub access: Access,
    pub offline: Offline,
    /// One line for the documentation.
    pub doc: &'static str,
}

impl OperationInfo {
    /// Names of the fields that travel in the path, in order.
    pub fn path_fields(&self) -> impl Iterator<Item = &'static str> {
        self.path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
    }
}

/// A request type that knows its operation. Field names are unique over path, query and body.
pub trait Operation: Serialize + DeserializeOwned + Send + 'static {
    type Data: Serialize + DeserializeOwned + Send + 'static;
    const INFO: OperationInfo;
}
