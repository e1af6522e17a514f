//! The server over its real HTTP surface, with the real engine behind it, as the people and programs who
//! come to it.

#![expect(clippy::unwrap_used, reason = "a story fails by panicking")]

mod away;
mod cross_site;
mod malformed;
mod operations;
mod pages;
mod process;
mod sign_in;
mod signals;
mod slow;
mod stage;
mod stream;
mod visitor;
mod workspace;
