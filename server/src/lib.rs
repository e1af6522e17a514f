//! The HTTP host of Fluo Console.
//!
//! It makes the router from the list of operations, lets requests in or not, and turns what the core
//! answers into HTTP. What an operation does, who may do it and what the live stream carries is decided in
//! `console-core`. The binary `fluo-console` is the command line around it.

mod access;
mod app;
mod device;
mod docs;
mod edge;
mod exports;
mod health;
mod host;
mod json;
mod limits;
mod metrics;
mod openapi;
mod operation;
mod page;
mod provider_sign_in;
mod recovery;
mod refusal;
mod router;
pub mod run_folder;
pub mod schema;
pub mod serve;
mod sign_in;
mod stream;
mod tenant_file;
mod ui_files;

pub use access::AccessPolicy;
pub use app::{App, Parts};
pub use docs::flag;
pub use host::{Fluo, Host, HostConfig, StartError};
pub use limits::Limits;
pub use openapi::Document;
pub use router::{EVENTS_PATH, OPENAPI_PATH, SIGNALS_EXPORT_PATH, router};
pub use ui_files::UiFiles;
