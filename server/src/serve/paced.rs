//! A socket that gives up on readers who do not read.
//!
//! A client that takes its answer a few bytes at a time would hold a connection and its buffers for ever.
//! While the socket refuses more, time runs: in each stretch of `patience` at least [`SLOWEST_READER`] bytes
//! have to leave, or the connection fails with `TimedOut`. Time stops when everything has been handed over,
//! so a quiet stream is never cut.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// Bytes a reader has to take in each stretch of patience.
pub const SLOWEST_READER: usize = 16 << 10;

pub(super) struct Paced<S> {
    socket: S,
    patience: Duration,
    /// Set while something waits to be taken.
    waiting: Option<Waiting>,
}

struct Waiting {
    until: Pin<Box<Sleep>>,
    taken: usize,
}

impl<S> Paced<S> {
    pub(super) fn new(socket: S, patience: Duration) -> Self {
        Self { socket, patience, waiting: None }
    }

    /// Counts what the socket did with a write; fails when the reader is too slow.
    fn watch(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        match written {
            Poll::Ready(Ok(count)) => {
                if let Some(waiting) = &mut self.waiting {
                    waiting.taken += count;
                }
                Poll::Ready(Ok(count))
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => {
                let patience = self.patience;
                let waiting = self
                    .waiting
                    .get_or_insert_with(|| Waiting { until: Box::pin(sleep(patience)), taken: 0 });
                loop {
                    ready!(waiting.until.as_mut().poll(context));
                    if waiting.taken < SLOWEST_READER {
                        return Poll::Ready(Err(io::Error::new(
                            io::ErrorKind::TimedOut,
                            "the reader takes its answer too slowly",
                        )));
                    }
                    waiting.taken = 0;
                    waiting.until.as_mut().reset(Instant::now() + patience);
                }
            }
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Paced<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().socket).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Paced<S> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, data: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let written = Pin::new(&mut this.socket).poll_write(context, data);
        this.watch(context, written)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        data: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let written = Pin::new(&mut this.socket).poll_write_vectored(context, data);
        this.watch(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }

    /// hyper flushes once its own buffer is empty: the reader has caught up.
    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        ready!(Pin::new(&mut this.socket).poll_flush(context))?;
        this.waiting = None;
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().socket).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(10);

    #[tokio::test(start_paused = true)]
    async fn a_reader_who_does_not_read_is_given_up() {
        let (ours, _theirs) = tokio::io::duplex(1_024);
        let error = Paced::new(ours, PATIENCE).write_all(&[0; 4_096]).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test(start_paused = true)]
    async fn a_trickle_is_given_up_too() {
        let (ours, mut theirs) = tokio::io::duplex(1_024);
        tokio::spawn(async move {
            let mut byte = [0; 1];
            while theirs.read_exact(&mut byte).await.is_ok() {
                sleep(Duration::from_secs(1)).await;
            }
        });
        let error = Paced::new(ours, PATIENCE).write_all(&[0; 4_096]).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test(start_paused = true)]
    async fn a_steady_reader_may_take_as_long_as_it_needs() {
        let (ours, mut theirs) = tokio::io::duplex(1_024);
        let reader = tokio::spawn(async move {
            let (mut buffer, mut total) = ([0; 1_024], 0);
            while let Ok(count @ 1..) = theirs.read(&mut buffer).await {
                total += count;
                sleep(Duration::from_millis(250)).await;
            }
            total
        });
        let mut paced = Paced::new(ours, PATIENCE);
        paced.write_all(&[0; 200 << 10]).await.unwrap();
        paced.flush().await.unwrap();
        drop(paced);
        assert_eq!(reader.await.unwrap(), 200 << 10);
    }
}
