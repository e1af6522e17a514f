//! The server over its real HTTP surface, with the real engine behind it, as the people and programs who
//! come to it.

#![expect(clippy::unwrap_used, reason = "a story fails by panicking")]

mod accounts;
mod audit;
mod away;
mod cross_site;
mod malformed;
mod members;
mod operations;
mod pages;
mod process;
mod providers;
mod real_provider;
mod roles;
mod sessions;
mod sign_in;
mod signals;
mod slow;
mod stage;
mod stream;
mod tokens;
mod visitor;
mod workspace;
