//! Traces: the spans of one as a waterfall and as a flame graph, on a page of their own, beside the signal that was
//! found in them, or out of a file.
//!
//! What can be known of a trace is worked out in `console-trace`; here it is drawn. The rows are those of the big
//! table, as a tree: [`rows`](rows::Rows) has them, `drawing` draws what its cells cannot.

mod columns;
mod drawing;
mod file;
mod flame;
mod minimap;
mod page;
mod panel;
mod rows;
mod section;
mod time;
mod toolbar;
mod view;

pub(crate) use page::TracePage;
pub(crate) use section::TraceSection;

#[cfg(test)]
pub(crate) use view::for_tests as view_for_tests;
