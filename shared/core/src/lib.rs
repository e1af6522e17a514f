//! The application behind Fluo Console.
//!
//! The store, the mirror of FLUO's signals and rules, the FLUO client, identity and every operation live
//! here. Hosts (the HTTP server, the desktop shell, tests) open a [`Console`], turn what reaches them into a
//! [`Caller`] and a [`Request`](call::Request), and translate what comes back. Neither axum nor tauri is
//! known here.

pub mod audit;
pub mod branding;
pub mod call;
pub mod caller;
pub mod clock;
mod connection;
pub mod console;
pub mod entropy;
pub mod events;
mod export;
pub mod fluo;
pub mod identity;
pub mod mail;
mod mirror;
pub mod notice_pace;
mod operations;
pub mod outbound;
pub mod pace;
mod repeated;
mod retention;
mod signal_index;
pub mod store;
pub mod tray;
mod triage;
pub mod vault;
mod workspace;

pub use caller::Caller;
pub use clock::{Clock, SystemClock};
pub use console::{Console, ConsoleConfig, OpenError};
pub use entropy::{Entropy, SystemEntropy};
