//! Pages fetch; each folder is a domain.

#[cfg(feature = "gallery")]
pub(crate) mod gallery;
pub(crate) mod health;
pub(crate) mod not_found;
pub(crate) mod rules;
pub(crate) mod sign_in;
pub(crate) mod signals;
