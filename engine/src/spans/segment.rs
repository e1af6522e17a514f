//! One segment file: a magic number and frames, written only at its end.
//!
//! Frame: payload length (u32), CRC-32 of what follows (u32), arrival in microseconds (i64), span count (u32),
//! payload (an `ExportTraceServiceRequest`). All numbers little-endian.

use std::{
    collections::BTreeSet,
    fs::{self, File, OpenOptions},
    io::{self, BufReader, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use prost::Message as _;

use super::{Mark, Usage, index};
use crate::otlp::Request;

const MAGIC: &[u8; 8] = b"FLUOSPN1";
const HEADER: usize = 20;
/// No request is larger, so a longer length is damage.
const MAX_PAYLOAD: u32 = 16 << 20;

/// One request to append.
pub(crate) struct Frame<'a> {
    pub(crate) payload: &'a [u8],
    pub(crate) spans: u32,
    /// The [`trace_key`]s of its spans, each once.
    pub(crate) keys: &'a [u64],
}

impl Frame<'_> {
    /// Bytes on disk, index included.
    pub(super) fn stored_bytes(&self) -> u64 {
        (HEADER + self.payload.len() + self.keys.len() * index::ROW) as u64
    }
}

/// What the index knows a trace by: both halves of its id folded together.
pub(crate) fn trace_key(trace_id: &[u8]) -> u64 {
    trace_id.chunks(8).fold(0, |key, half| {
        let mut bytes = [0; 8];
        bytes[..half.len()].copy_from_slice(half);
        key ^ u64::from_le_bytes(bytes)
    })
}

/// The distinct [`trace_key`]s of a request, and its number of spans.
pub(crate) fn keys_of(request: &Request) -> (Vec<u64>, u32) {
    let mut spans = 0;
    let mut keys: Vec<u64> = request
        .resource_spans
        .iter()
        .flat_map(|resource| &resource.scope_spans)
        .flat_map(|scope| &scope.spans)
        .map(|span| {
            spans += 1;
            trace_key(&span.trace_id)
        })
        .collect();
    keys.sort_unstable();
    keys.dedup();
    (keys, spans)
}

pub(super) fn data_path(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{number:010}.spans"))
}

pub(super) fn index_path(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{number:010}.index"))
}

/// The numbers of the segments in a folder, in no order.
pub(super) fn numbers(folder: &Path) -> io::Result<Vec<u64>> {
    let mut numbers = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        let stem = name.to_str().and_then(|name| name.strip_suffix(".spans"));
        numbers.extend(stem.and_then(|stem| stem.parse::<u64>().ok()));
    }
    Ok(numbers)
}

/// The segment being written.
pub(super) struct Active {
    number: u64,
    file: File,
    length: u64,
    spans: u64,
    /// (trace key, offset of a frame with spans of it)
    index: BTreeSet<(u64, u32)>,
    began: i64,
    newest: i64,
}

impl Active {
    pub(super) fn create(folder: &Path, number: u64, now: i64) -> io::Result<Self> {
        let mut file = OpenOptions::new().append(true).create_new(true).open(data_path(folder, number))?;
        file.write_all(MAGIC)?;
        let length = MAGIC.len() as u64;
        Ok(Self { number, file, length, spans: 0, index: BTreeSet::new(), began: now, newest: now })
    }

    /// Continues the last segment of a folder after the last whole frame; `None` if it is not a segment.
    pub(super) fn reopen(folder: &Path, number: u64, now: i64) -> io::Result<Option<Self>> {
        let path = data_path(folder, number);
        if fs::metadata(&path)?.len() < MAGIC.len() as u64 {
            // The process died between creating the file and writing its first bytes.
            fs::remove_file(&path)?;
            return Self::create(folder, number, now).map(Some);
        }
        let Some(content) = scan(&path)? else { return Ok(None) };
        let file = OpenOptions::new().append(true).open(&path)?;
        if content.whole < content.length {
            tracing::warn!(
                segment = number,
                bytes = content.length - content.whole,
                "cut a torn write off the span store"
            );
            file.set_len(content.whole)?;
        }
        Ok(Some(Self {
            number,
            file,
            length: content.whole,
            spans: content.spans,
            index: content.index,
            began: content.oldest.unwrap_or(now),
            newest: content.newest.unwrap_or(now),
        }))
    }

    pub(super) fn number(&self) -> u64 {
        self.number
    }

    pub(super) fn mark(&self) -> Mark {
        Mark { segment: self.number, length: self.length, spans: self.spans }
    }

    pub(super) fn is_full(&self, max_bytes: u64, now: i64, max_span_of_time: i64) -> bool {
        self.spans > 0 && (self.length >= max_bytes || now.saturating_sub(self.began) > max_span_of_time)
    }

    pub(super) fn holds_only_before(&self, moment: i64) -> bool {
        self.spans > 0 && self.newest < moment
    }

    /// The frames that have spans of a trace, in order of arrival.
    pub(super) fn offsets(&self, key: u64) -> Vec<u32> {
        self.index.range((key, 0)..=(key, u32::MAX)).map(|(_, offset)| *offset).collect()
    }

    pub(super) fn append(&mut self, now: i64, frames: &[Frame<'_>]) -> io::Result<()> {
        let mut bytes = Vec::with_capacity(frames.iter().map(|frame| HEADER + frame.payload.len()).sum());
        let mut offsets = Vec::with_capacity(frames.len());
        for frame in frames {
            let too_long = |_| io::Error::new(io::ErrorKind::InvalidInput, "a span segment grew too long");
            offsets.push(u32::try_from(self.length + bytes.len() as u64).map_err(too_long)?);
            let head = [&now.to_le_bytes()[..], &frame.spans.to_le_bytes()].concat();
            let checksum = checksum(&head, frame.payload);
            bytes.extend_from_slice(&u32::try_from(frame.payload.len()).map_err(too_long)?.to_le_bytes());
            bytes.extend_from_slice(&checksum.to_le_bytes());
            bytes.extend_from_slice(&head);
            bytes.extend_from_slice(frame.payload);
        }
        if let Err(error) = self.file.write_all(&bytes) {
            // A half-written frame is cut off again; if even that fails, the next opening does it.
            self.file.set_len(self.length)?;
            return Err(error);
        }
        self.length += bytes.len() as u64;
        self.newest = now;
        if self.spans == 0 {
            self.began = now;
        }
        for (frame, offset) in frames.iter().zip(offsets) {
            self.spans += u64::from(frame.spans);
            self.index.extend(frame.keys.iter().map(|key| (*key, offset)));
        }
        Ok(())
    }

    pub(super) fn truncate(&mut self, mark: Mark) -> io::Result<()> {
        self.file.set_len(mark.length)?;
        self.length = mark.length;
        self.spans = mark.spans;
        self.index.retain(|(_, offset)| u64::from(*offset) < mark.length);
        Ok(())
    }

    pub(super) fn usage(&self) -> Usage {
        Usage { bytes: self.length + (self.index.len() * index::ROW) as u64, spans: self.spans, segments: 1 }
    }

    /// Writes the index beside the segment, which ends here.
    pub(super) fn seal(&self, folder: &Path) -> io::Result<Sealed> {
        let summary = index::Summary { newest: self.newest, length: self.length, spans: self.spans };
        index::write(&index_path(folder, self.number), summary, &self.index)?;
        Ok(Sealed::new(self.number, summary, self.index.len()))
    }
}

/// A segment that is complete.
pub(super) struct Sealed {
    pub(super) number: u64,
    /// Bytes on disk, index included.
    pub(super) bytes: u64,
    pub(super) spans: u64,
    /// When its last span arrived.
    pub(super) newest: i64,
}

impl Sealed {
    fn new(number: u64, summary: index::Summary, rows: usize) -> Self {
        let bytes = summary.length + (index::HEADER + rows * index::ROW) as u64;
        Self { number, bytes, spans: summary.spans, newest: summary.newest }
    }

    /// Opens a segment by its index, which is built again when it is missing or does not fit; `None` if the
    /// file is not a segment.
    pub(super) fn open(folder: &Path, number: u64) -> io::Result<Option<Self>> {
        let path = data_path(folder, number);
        let length = fs::metadata(&path)?.len();
        if let Some((summary, rows)) = index::summary(&index_path(folder, number))?
            && summary.length == length
        {
            return Ok(Some(Self::new(number, summary, rows)));
        }
        let Some(content) = scan(&path)? else { return Ok(None) };
        if content.whole < content.length {
            tracing::warn!(segment = number, "a damaged span segment is readable only in part");
        }
        let summary = index::Summary { newest: content.newest.unwrap_or(0), length, spans: content.spans };
        index::write(&index_path(folder, number), summary, &content.index)?;
        Ok(Some(Self::new(number, summary, content.index.len())))
    }

    pub(super) fn remove(self, folder: &Path) -> io::Result<()> {
        for path in [index_path(folder, self.number), data_path(folder, self.number)] {
            match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}

/// The payloads of the frames at `offsets`. Frames that are damaged or gone are left out.
pub(super) fn read_frames(path: &Path, offsets: &[u32]) -> io::Result<Vec<Vec<u8>>> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        // Dropped for its age between the look-up and now.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut payloads = Vec::with_capacity(offsets.len());
    for offset in offsets {
        file.seek(SeekFrom::Start(u64::from(*offset)))?;
        match read_frame(&mut file)? {
            Some(frame) => payloads.push(frame.payload),
            None => tracing::warn!(path = %path.display(), offset, "skipped a damaged frame of spans"),
        }
    }
    Ok(payloads)
}

struct Content {
    length: u64,
    /// Where the last whole frame ends.
    whole: u64,
    spans: u64,
    oldest: Option<i64>,
    newest: Option<i64>,
    index: BTreeSet<(u64, u32)>,
}

/// Reads a segment from its beginning to the first frame that is not whole; `None` if it is not a segment.
fn scan(path: &Path) -> io::Result<Option<Content>> {
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    let mut reader = BufReader::with_capacity(256 << 10, file);
    let mut magic = [0; MAGIC.len()];
    if !read_all(&mut reader, &mut magic)? || magic != *MAGIC {
        return Ok(None);
    }
    let whole = MAGIC.len() as u64;
    let mut content = Content { length, whole, spans: 0, oldest: None, newest: None, index: BTreeSet::new() };
    while let Some(frame) = read_frame(&mut reader)? {
        let Ok(offset) = u32::try_from(content.whole) else { break };
        if let Ok(request) = Request::decode(frame.payload.as_slice()) {
            content.index.extend(keys_of(&request).0.into_iter().map(|key| (key, offset)));
        }
        content.whole += (HEADER + frame.payload.len()) as u64;
        content.spans += u64::from(frame.spans);
        content.oldest = content.oldest.or(Some(frame.arrival));
        content.newest = Some(frame.arrival);
    }
    Ok(Some(content))
}

struct StoredFrame {
    arrival: i64,
    spans: u32,
    payload: Vec<u8>,
}

/// Reads the frame at the reader's position; `None` when there is none, or not a whole one.
fn read_frame(reader: &mut impl io::Read) -> io::Result<Option<StoredFrame>> {
    let mut header = [0; HEADER];
    if !read_all(reader, &mut header)? {
        return Ok(None);
    }
    let (length, rest) = take::<4>(&header);
    let (stored, head) = take::<4>(rest);
    let (arrival, spans) = take::<8>(head);
    let length = u32::from_le_bytes(length);
    if length > MAX_PAYLOAD {
        return Ok(None);
    }
    let mut payload = vec![0; length as usize];
    if !read_all(reader, &mut payload)? || checksum(head, &payload) != u32::from_le_bytes(stored) {
        return Ok(None);
    }
    let spans = u32::from_le_bytes(take::<4>(spans).0);
    Ok(Some(StoredFrame { arrival: i64::from_le_bytes(arrival), spans, payload }))
}

/// Splits the first `N` bytes off a header, which is long enough by construction.
fn take<const N: usize>(bytes: &[u8]) -> ([u8; N], &[u8]) {
    let mut head = [0; N];
    head.copy_from_slice(&bytes[..N]);
    (head, &bytes[N..])
}

/// Fills `buffer`, or says that the file ends before.
fn read_all(reader: &mut impl io::Read, buffer: &mut [u8]) -> io::Result<bool> {
    match reader.read_exact(buffer) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

fn checksum(head: &[u8], payload: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(head);
    crc.update(payload);
    crc.sum()
}
