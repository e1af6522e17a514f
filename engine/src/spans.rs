//! The span store: recent telemetry on disk, bounded by age and bytes, found by trace id.
//!
//! Requests are appended as they came (protobuf) to a segment file before they are acknowledged; a full
//! segment is sealed with an index beside it and a new one begins. The oldest segments are dropped whole.
//! A request that was written survives the death of the process; it is not synced to the platter, so a power
//! failure may take the last seconds. In memory there is only the index of the segment being written.
//!
//! All functions block on the file system and are called from blocking threads. One task appends (`intake`);
//! any number may look up.

mod index;
mod segment;

use std::{
    collections::{HashSet, VecDeque},
    fs,
    io::{self},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use prost::Message as _;
use thiserror::Error;

use crate::otlp::{Request, ResourceSpans};
use segment::{Active, Sealed};

pub(crate) use segment::{Frame, keys_of};

/// The most spans one trace query answers with; what is beyond is left out and said so.
const MAX_TRACE_SPANS: usize = 100_000;

#[derive(Debug, Error)]
pub(crate) enum OpenError {
    #[error("cannot use {path}: {source}", path = path.display())]
    Io { path: PathBuf, source: io::Error },
    #[error("{path} is not a span segment of this version", path = path.display())]
    Foreign { path: PathBuf },
}

/// How much is stored.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Usage {
    pub(crate) bytes: u64,
    pub(crate) spans: u64,
    pub(crate) segments: u64,
}

/// The end of the store before an append, for [`SpanStore::undo`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    segment: u64,
    length: u64,
    spans: u64,
}

/// A trace as it is stored.
pub(crate) struct Trace {
    pub(crate) batches: Vec<ResourceSpans>,
    pub(crate) spans: usize,
    /// The trace has more spans than one answer carries.
    pub(crate) truncated: bool,
}

pub(crate) struct SpanStore {
    folder: PathBuf,
    max_age: Duration,
    max_bytes: u64,
    segment_bytes: u64,
    inner: Mutex<Inner>,
}

struct Inner {
    sealed: VecDeque<Sealed>,
    active: Active,
}

impl SpanStore {
    /// Opens the store in `folder`, creating it when missing. A torn last write is cut off.
    pub(crate) fn open(
        folder: &Path,
        max_age: Duration,
        max_bytes: u64,
        now: i64,
    ) -> Result<Self, OpenError> {
        let at = |path: &Path| {
            let path = path.to_owned();
            move |source| OpenError::Io { path, source }
        };
        fs::create_dir_all(folder).map_err(at(folder))?;
        let mut numbers = segment::numbers(folder).map_err(at(folder))?;
        numbers.sort_unstable();

        let last = numbers.pop();
        let mut sealed = VecDeque::with_capacity(numbers.len());
        for number in numbers {
            let path = segment::data_path(folder, number);
            sealed.push_back(
                Sealed::open(folder, number).map_err(at(&path))?.ok_or(OpenError::Foreign { path })?,
            );
        }
        let active = match last {
            Some(number) => {
                let path = segment::data_path(folder, number);
                Active::reopen(folder, number, now).map_err(at(&path))?.ok_or(OpenError::Foreign { path })?
            }
            None => Active::create(folder, 1, now).map_err(at(folder))?,
        };
        let store = Self {
            folder: folder.to_owned(),
            max_age,
            max_bytes,
            segment_bytes: (max_bytes / 32).clamp(32 << 10, 8 << 20),
            inner: Mutex::new(Inner { sealed, active }),
        };
        store.drop_expired(now).map_err(at(folder))?;
        Ok(store)
    }

    /// Appends all frames or none. Makes room first when the store is full.
    pub(crate) fn append(&self, now: i64, frames: &[Frame<'_>]) -> io::Result<Mark> {
        let mut inner = self.lock();
        let incoming: u64 = frames.iter().map(Frame::stored_bytes).sum();
        let granularity = i64::try_from(self.max_age.as_micros() / 24).unwrap_or(i64::MAX);
        if inner.active.is_full(self.segment_bytes, now, granularity) {
            self.roll(&mut inner, now)?;
        }
        while inner.usage().bytes + incoming > self.max_bytes {
            let Some(oldest) = inner.sealed.pop_front() else { break };
            oldest.remove(&self.folder)?;
        }
        let mark = inner.active.mark();
        inner.active.append(now, frames)?;
        Ok(mark)
    }

    /// Takes back the append that returned `mark`, which must be the latest one.
    pub(crate) fn undo(&self, mark: Mark) -> io::Result<()> {
        let mut inner = self.lock();
        if inner.active.mark().segment == mark.segment { inner.active.truncate(mark) } else { Ok(()) }
    }

    /// Drops the segments whose newest span is older than the age limit.
    pub(crate) fn drop_expired(&self, now: i64) -> io::Result<()> {
        let mut inner = self.lock();
        let oldest_kept = now.saturating_sub(i64::try_from(self.max_age.as_micros()).unwrap_or(i64::MAX));
        if inner.active.holds_only_before(oldest_kept) {
            self.roll(&mut inner, now)?;
        }
        while inner.sealed.front().is_some_and(|sealed| sealed.newest < oldest_kept) {
            if let Some(oldest) = inner.sealed.pop_front() {
                oldest.remove(&self.folder)?;
            }
        }
        Ok(())
    }

    /// The spans of a trace, each once; `None` when none is stored. `trace_id` has 16 bytes.
    pub(crate) fn trace(&self, trace_id: &[u8]) -> io::Result<Option<Trace>> {
        let key = segment::trace_key(trace_id);
        // Only the positions are taken under the lock: reading does not hold up the writer.
        let (sealed, active, offsets) = {
            let inner = self.lock();
            let sealed: Vec<u64> = inner.sealed.iter().map(|sealed| sealed.number).collect();
            (sealed, inner.active.number(), inner.active.offsets(key))
        };
        let mut found = Trace { batches: Vec::new(), spans: 0, truncated: false };
        let mut seen = HashSet::new();
        for number in sealed {
            let offsets = index::lookup(&segment::index_path(&self.folder, number), key)?;
            self.collect(number, &offsets, trace_id, &mut seen, &mut found)?;
        }
        self.collect(active, &offsets, trace_id, &mut seen, &mut found)?;
        Ok((found.spans > 0).then_some(found))
    }

    pub(crate) fn usage(&self) -> Usage {
        self.lock().usage()
    }

    fn collect(
        &self,
        number: u64,
        offsets: &[u32],
        trace_id: &[u8],
        seen: &mut HashSet<Vec<u8>>,
        found: &mut Trace,
    ) -> io::Result<()> {
        if offsets.is_empty() || found.truncated {
            return Ok(());
        }
        for payload in segment::read_frames(&segment::data_path(&self.folder, number), offsets)? {
            let Ok(request) = Request::decode(payload.as_slice()) else { continue };
            for mut resource_spans in request.resource_spans {
                for scope_spans in &mut resource_spans.scope_spans {
                    scope_spans
                        .spans
                        .retain(|span| span.trace_id == trace_id && seen.insert(span.span_id.clone()));
                }
                resource_spans.scope_spans.retain(|scope_spans| !scope_spans.spans.is_empty());
                if !resource_spans.scope_spans.is_empty() {
                    found.spans +=
                        resource_spans.scope_spans.iter().map(|scope| scope.spans.len()).sum::<usize>();
                    found.batches.push(resource_spans);
                }
                if found.spans > MAX_TRACE_SPANS {
                    found.truncated = true;
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn roll(&self, inner: &mut Inner, now: i64) -> io::Result<()> {
        // In this order a failure leaves the full segment active, and the next append tries again.
        let sealed = inner.active.seal(&self.folder)?;
        inner.active = Active::create(&self.folder, sealed.number + 1, now)?;
        inner.sealed.push_back(sealed);
        Ok(())
    }

    /// The state stays consistent step by step, so a panic elsewhere while it was held does not spoil it.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn usage(&self) -> Usage {
        let sealed = self.sealed.iter();
        let start = self.active.usage();
        sealed.fold(start, |sum, sealed| Usage {
            bytes: sum.bytes + sealed.bytes,
            spans: sum.spans + sealed.spans,
            segments: sum.segments + 1,
        })
    }
}
