//! What the integration tests stand on: servers of our own, real where they can be and fakes where the
//! outside world is meant.

pub mod authenticator;
pub mod evil_provider;
pub mod fake_fluo;
pub mod mailbox;
pub mod many;
pub mod postgres;
pub mod real_provider;
