//! An embedded FLUO: OTLP in, rules evaluated, signals out.
//!
//! [`Engine::start`] serves the documented FLUO v1 contract, an OTLP/HTTP receiver, a live feed and trace
//! look-up on one address; there is no other way in. It knows no accounts and no tenants besides one name: the
//! console in front of it does. [`replay`] sends recorded telemetry to any OTLP/HTTP endpoint, [`demo`] holds a
//! recording and the rules that find its faults.
//!
//! What the contract leaves open is decided so:
//! - A new version of a rule becomes active and the others of its rule inactive; so does activating one. A
//!   deleted version stays in the stacks, is addressed by nothing else, and its number is not given again.
//! - `severity` may be given with a rule (ERROR, WARNING, INFO) and is then part of it; without it a signal is
//!   an ERROR when its span is one and a WARNING otherwise.
//! - Signals are listed newest first, at most 1,000 at once. `ruleId` and `service` match exactly,
//!   `humanFriendlyId` in part. Unknown values of parameters answer 400.
//! - One request raises at most 10,000 signals; what is beyond is counted in `/metrics` and `/q/health`. The
//!   oldest signals go when there are more than [`Limits::signals`].
//! - A status moves from OPEN to any other, from INVESTIGATING to any other, from RESOLVED and FALSE_POSITIVE
//!   back to OPEN; any other move answers 409, no move at all 200.

#![forbid(unsafe_code)]

pub mod clock;
mod config;
mod db;
pub mod demo;
mod engine;
mod evaluate;
mod feed;
mod http;
mod intake;
mod metrics;
mod names;
mod otlp;
pub mod replay;
mod rules;
mod serve;
mod spans;
mod state;
mod upkeep;
mod wire;

pub use config::{EngineConfig, Limits};
pub use engine::{Engine, StartError};
