//! Reading a recording: streamed, bounded, on a blocking thread.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Cursor, Read},
    path::PathBuf,
};

use flate2::read::MultiGzDecoder;
use prost::Message as _;
use tokio::{sync::mpsc, task::JoinHandle};

use super::{ReplayError, shift::Pass};
use crate::otlp::{Request, json};

/// The longest line; a receiver takes requests of 4 MiB.
pub(super) const MAX_LINE: u64 = 16 << 20;
/// Requests read ahead of sending.
const AHEAD: usize = 8;

/// Where recorded telemetry comes from.
#[derive(Debug, Clone)]
pub enum Recording {
    /// A file, plain or gzip.
    File(PathBuf),
    /// Built into the program, plain or gzip.
    Embedded(&'static [u8]),
}

/// What a recording spans. Times are nanoseconds since the Unix epoch.
#[derive(Debug, Clone, Copy)]
pub(super) struct Survey {
    pub(super) requests: u64,
    pub(super) spans: u64,
    /// When the first span started.
    pub(super) first: u64,
    /// When the last span ended.
    pub(super) last: u64,
}

/// A request ready to send.
pub(super) struct Prepared {
    pub(super) line: u64,
    pub(super) body: Vec<u8>,
    pub(super) spans: u64,
    /// When its last span ended, as recorded.
    pub(super) last: u64,
}

/// Reads the whole recording once.
pub(super) async fn survey(recording: Recording) -> Result<Survey, ReplayError> {
    let reading = tokio::task::spawn_blocking(move || {
        let mut survey = Survey { requests: 0, spans: 0, first: u64::MAX, last: 0 };
        for_each_request(&recording, |_, request| {
            survey.requests += 1;
            for span in spans(&request) {
                survey.spans += 1;
                survey.first = survey.first.min(span.start_time_unix_nano);
                survey.last = survey.last.max(span.end_time_unix_nano);
            }
            true
        })?;
        if survey.spans == 0 { Err(ReplayError::Empty) } else { Ok(survey) }
    });
    reading.await.map_err(|_| ReplayError::ReaderFailed)?
}

/// The requests of one pass, shifted and encoded, read ahead by a few.
pub(super) fn prepared(recording: Recording, pass: Pass) -> Requests {
    let (sender, receiver) = mpsc::channel(AHEAD);
    let reader = tokio::task::spawn_blocking(move || {
        for_each_request(&recording, |line, mut request| {
            let (count, last) = spans(&request)
                .fold((0, 0), |(count, last), span| (count + 1, span.end_time_unix_nano.max(last)));
            pass.apply(&mut request);
            let prepared = Prepared { line, body: request.encode_to_vec(), spans: count, last };
            // Fails when the replay was cancelled: nobody wants the rest.
            sender.blocking_send(prepared).is_ok()
        })
    });
    Requests { receiver, reader: Some(reader) }
}

/// The receiving end of [`prepared`].
pub(super) struct Requests {
    receiver: mpsc::Receiver<Prepared>,
    reader: Option<JoinHandle<Result<(), ReplayError>>>,
}

impl Requests {
    /// The next request, or the error that ended the reading, once.
    pub(super) async fn next(&mut self) -> Option<Result<Prepared, ReplayError>> {
        if let Some(prepared) = self.receiver.recv().await {
            return Some(Ok(prepared));
        }
        match self.reader.take()?.await {
            Ok(Ok(())) => None,
            Ok(Err(error)) => Some(Err(error)),
            Err(_) => Some(Err(ReplayError::ReaderFailed)),
        }
    }
}

fn spans(request: &Request) -> impl Iterator<Item = &crate::otlp::Span> {
    request.resource_spans.iter().flat_map(|resource| &resource.scope_spans).flat_map(|scope| &scope.spans)
}

/// Calls `found` with the number and content of each line that is not blank, until it returns false.
fn for_each_request(
    recording: &Recording,
    mut found: impl FnMut(u64, Request) -> bool,
) -> Result<(), ReplayError> {
    let unreadable = |source| ReplayError::Unreadable { path: recording.path(), source };
    let mut reader = recording.open().map_err(unreadable)?;
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let length = (&mut reader).take(MAX_LINE + 1).read_until(b'\n', &mut line).map_err(unreadable)?;
        if length == 0 {
            break;
        }
        if length as u64 > MAX_LINE {
            return Err(ReplayError::TooLong { line: number });
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let request = json::decode(&line)
            .map_err(|error| ReplayError::Malformed { line: number, reason: error.to_string() })?;
        if !found(number, request) {
            break;
        }
    }
    Ok(())
}

impl Recording {
    fn path(&self) -> PathBuf {
        match self {
            Self::File(path) => path.clone(),
            Self::Embedded(_) => PathBuf::from("the built-in recording"),
        }
    }

    fn open(&self) -> io::Result<Box<dyn BufRead>> {
        let mut raw: Box<dyn BufRead> = match self {
            Self::File(path) => Box::new(BufReader::new(File::open(path)?)),
            Self::Embedded(bytes) => Box::new(Cursor::new(*bytes)),
        };
        let is_gzip = raw.fill_buf()?.starts_with(&[0x1f, 0x8b]);
        Ok(if is_gzip { Box::new(BufReader::with_capacity(64 << 10, MultiGzDecoder::new(raw))) } else { raw })
    }
}
