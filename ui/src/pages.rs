//! Pages fetch; each folder is a domain.

pub(crate) mod audit;
pub(crate) mod door;
#[cfg(feature = "gallery")]
pub(crate) mod gallery;
pub(crate) mod health;
pub(crate) mod not_found;
pub(crate) mod overview;
pub(crate) mod rules;
pub(crate) mod settings;
pub(crate) mod signals;
pub(crate) mod trace;
