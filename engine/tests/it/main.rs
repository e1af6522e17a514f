//! The engine over its HTTP surface: every test starts one on a free port and tells a short story.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod demo;
mod feed;
mod harness;
mod receive;
mod replay;
mod rules;
mod signals;
mod start;
mod store;
