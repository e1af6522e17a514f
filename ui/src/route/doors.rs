//! The pages for whoever is not in yet. They stand without navigation, and show whether or not somebody is signed in.

use crate::words as w;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Door {
    /// Where the link of an invitation leads; its secret is the fragment, which no server is told.
    Invitation,
}

impl Door {
    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Invitation => "/invitation",
        }
    }

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Invitation => w::page_invitation(),
        }
    }
}
