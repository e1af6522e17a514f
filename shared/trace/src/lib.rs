//! Traces as they are looked at: read from OTLP JSON, held in columns, in order of call, with what was waited for,
//! where the time went, and what matches a search.
//!
//! Pure: no I/O, no clock, compiles to wasm. The wire types are `console_api::trace`; what a source or a file says
//! becomes a [`Recording`], one trace of it becomes [`TraceColumns`](console_api::trace::TraceColumns), and a [`Trace`]
//! is those columns, checked, with what follows from them.

mod critical;
mod flame;
mod intern;
mod json;
mod miniature;
mod order;
mod otlp;
mod outline;
mod recording;
mod rows;
mod search;
mod trace;

pub use critical::{Stretch, critical_path};
pub use flame::{Flame, Frame, flame};
pub use json::Fault;
pub use miniature::{Mark, miniature};
pub use otlp::read;
pub use outline::Outline;
pub use recording::{Recorded, Recording};
pub use rows::rows;
pub use search::Search;
pub use trace::{Service, Trace};

#[cfg(test)]
mod samples;
