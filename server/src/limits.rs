//! Bounds on what a client may send, take and wait for.

use std::time::Duration;

/// The bounds of the HTTP surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// A connection that has not sent a whole request head within this time is closed. Also how long an
    /// idle connection is kept.
    pub head: Duration,
    /// A request body has to be complete within this time.
    pub body: Duration,
    /// An answer that is not a stream has to begin within this time.
    pub request: Duration,
    /// A reader has to take [`crate::serve::SLOWEST_READER`] bytes in each stretch of this length while
    /// there is more for it.
    pub write: Duration,
    /// Bytes of a request body.
    pub body_bytes: usize,
    /// Open connections; further ones wait to be accepted.
    pub connections: usize,
    /// How long requests that run may go on once the server is told to stop.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(10),
            body: Duration::from_secs(10),
            request: Duration::from_secs(30),
            write: Duration::from_secs(10),
            body_bytes: 1 << 20,
            connections: 12_000,
            grace: Duration::from_millis(1_200),
        }
    }
}
