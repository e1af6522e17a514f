//! The audit trail: what it holds, and that nobody can change it without being found.

#![expect(clippy::unwrap_used, reason = "a story fails by panicking")]

mod chain;
mod denied;
mod encoding;
mod keeping;
mod tamper;
mod tampered;
