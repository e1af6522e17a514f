//! The pages for whoever is not in yet. They stand without navigation, and show whether or not somebody is signed in.

use crate::words as w;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Door {
    /// Where the link of an invitation leads; its secret is the fragment, which no server is told.
    Invitation,
    Forgot,
    /// Its secret is the fragment, too.
    Reset,
    /// Its secret is the fragment, too.
    ConfirmEmail,
}

impl Door {
    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Invitation => "/invitation",
            Self::Forgot => "/forgot",
            Self::Reset => "/reset",
            Self::ConfirmEmail => "/confirm-email",
        }
    }

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Invitation => w::page_invitation(),
            Self::Forgot => w::page_forgot(),
            Self::Reset => w::page_reset(),
            Self::ConfirmEmail => w::page_confirm_email(),
        }
    }
}
