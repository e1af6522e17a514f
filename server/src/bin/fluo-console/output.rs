//! Printing, in a way that survives a reader who stops reading (`| head`).

use std::io::{self, Write as _};
use std::ops::ControlFlow;

/// Writes to stdout at once.
pub(crate) fn write(bytes: &[u8]) -> anyhow::Result<()> {
    write_on(bytes).map(drop)
}

/// Writes a piece to stdout; breaks when nobody reads any more.
pub(crate) fn write_on(bytes: &[u8]) -> anyhow::Result<ControlFlow<()>> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Ok(()) => Ok(ControlFlow::Continue(())),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ControlFlow::Break(())),
        Err(error) => Err(error.into()),
    }
}

pub(crate) fn line(text: &str) -> anyhow::Result<()> {
    write(format!("{text}\n").as_bytes())
}
