//! The server over its real HTTP surface, with the real engine behind it, as the people and programs who
//! come to it.

#![expect(clippy::unwrap_used, reason = "a story fails by panicking")]

mod access_review;
mod accounts;
mod arrival;
mod asking;
mod audit;
mod away;
mod canary;
mod cross_site;
mod device;
mod exports;
mod groups;
mod hostile;
mod keys;
mod malformed;
mod matrix;
mod members;
mod operations;
mod pace;
mod pages;
mod process;
mod providers;
mod real_provider;
mod recovery;
mod roles;
mod second_factor;
mod sessions;
mod sign_in;
mod signals;
mod slow;
mod stage;
mod stream;
mod tenancy;
mod tenants;
mod tokens;
mod triage;
mod visitor;
mod workspace;
