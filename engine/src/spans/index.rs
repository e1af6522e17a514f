//! The index beside a sealed segment: which frames hold spans of a trace, searched on disk.
//!
//! A header (magic, newest arrival, segment length, span count, rows) and rows of trace key (u64) and frame
//! offset (u32), sorted. Searching reads about twenty rows; nothing of it stays in memory.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write as _},
    path::Path,
};

const MAGIC: &[u8; 8] = b"FLUOIDX1";
pub(super) const HEADER: usize = 40;
pub(super) const ROW: usize = 12;

/// What the index says about its segment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Summary {
    pub(super) newest: i64,
    pub(super) length: u64,
    pub(super) spans: u64,
}

/// Writes an index in one step: a crash leaves none, and it is built again.
pub(super) fn write(path: &Path, summary: Summary, rows: &BTreeSet<(u64, u32)>) -> io::Result<()> {
    let draft = path.with_extension("draft");
    let mut file = BufWriter::new(File::create(&draft)?);
    file.write_all(MAGIC)?;
    file.write_all(&summary.newest.to_le_bytes())?;
    file.write_all(&summary.length.to_le_bytes())?;
    file.write_all(&summary.spans.to_le_bytes())?;
    file.write_all(&(rows.len() as u64).to_le_bytes())?;
    for (key, offset) in rows {
        file.write_all(&key.to_le_bytes())?;
        file.write_all(&offset.to_le_bytes())?;
    }
    file.flush()?;
    drop(file);
    fs::rename(draft, path)
}

/// The header of an index and its number of rows; `None` when there is no whole index.
pub(super) fn summary(path: &Path) -> io::Result<Option<(Summary, usize)>> {
    let Some((_, summary, rows)) = open(path)? else { return Ok(None) };
    Ok(usize::try_from(rows).ok().map(|rows| (summary, rows)))
}

/// The offsets of the frames with spans of a trace, in order of arrival.
pub(super) fn lookup(path: &Path, key: u64) -> io::Result<Vec<u32>> {
    let Some((mut file, _, rows)) = open(path)? else { return Ok(Vec::new()) };
    let (mut low, mut high) = (0, rows);
    while low < high {
        let middle = low + (high - low) / 2;
        if row(&mut file, middle)?.0 < key {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    let mut offsets = Vec::new();
    while low < rows {
        let (found, offset) = row(&mut file, low)?;
        if found != key {
            break;
        }
        offsets.push(offset);
        low += 1;
    }
    Ok(offsets)
}

fn open(path: &Path) -> io::Result<Option<(File, Summary, u64)>> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let size = file.metadata()?.len();
    let mut header = [0; HEADER];
    if size < HEADER as u64 {
        return Ok(None);
    }
    file.read_exact(&mut header)?;
    let number = |at: usize| {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&header[at..at + 8]);
        bytes
    };
    let rows = u64::from_le_bytes(number(32));
    if &number(0) != MAGIC || rows.checked_mul(ROW as u64) != Some(size - HEADER as u64) {
        return Ok(None);
    }
    let summary = Summary {
        newest: i64::from_le_bytes(number(8)),
        length: u64::from_le_bytes(number(16)),
        spans: u64::from_le_bytes(number(24)),
    };
    Ok(Some((file, summary, rows)))
}

fn row(file: &mut File, number: u64) -> io::Result<(u64, u32)> {
    let mut bytes = [0; ROW];
    file.seek(SeekFrom::Start(HEADER as u64 + number * ROW as u64))?;
    file.read_exact(&mut bytes)?;
    let (mut key, mut offset) = ([0; 8], [0; 4]);
    key.copy_from_slice(&bytes[..8]);
    offset.copy_from_slice(&bytes[8..]);
    Ok((u64::from_le_bytes(key), u32::from_le_bytes(offset)))
}
