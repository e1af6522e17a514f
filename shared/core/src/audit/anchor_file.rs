//! Anchors outside the database: a file with one JSON object per line, `{"tenant":…,"seq":…,"hash":…}`, the end
//! of a tenant's chain after each commit.
//!
//! One server writes one file. Its use is that whoever can write the database cannot write it: put it where only appending is allowed, or
//! copy it to another machine as it grows.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use console_api::TenantId;
use serde::{Deserialize, Serialize};

use crate::store::audit_log::ChainEnd;

/// Bytes of a line at most.
const MAX_LINE: u64 = 1_024;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    tenant: TenantId,
    seq: i64,
    hash: String,
}

/// The file, open for appending.
pub(crate) struct AnchorFile(Mutex<Open>);

struct Open {
    file: File,
    /// The last place written per tenant: commits are told of in any order, and the newest covers the others.
    last: HashMap<String, i64>,
}

impl AnchorFile {
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        Ok(Self(Mutex::new(Open { file, last: HashMap::new() })))
    }

    /// Appends the end of the tenant's chain.
    pub(crate) fn append(&self, tenant: &str, end: &ChainEnd) -> io::Result<()> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if open.last.get(tenant).is_some_and(|last| *last >= end.seq) {
            return Ok(());
        }
        let line = Line { tenant: TenantId::from(tenant), seq: end.seq, hash: end.hash.clone() };
        let mut text = serde_json::to_string(&line)?;
        text.push('\n');
        // One call, so that a line is whole or not there.
        open.file.write_all(text.as_bytes())?;
        open.last.insert(tenant.to_owned(), end.seq);
        Ok(())
    }
}

/// The lines of one tenant, in order.
pub(crate) struct Reader {
    lines: BufReader<File>,
    tenant: TenantId,
    number: u64,
    last: i64,
    next: Option<Anchor>,
}

/// A line of the file.
#[derive(Clone, Debug)]
pub(crate) struct Anchor {
    pub seq: i64,
    pub hash: String,
}

impl Reader {
    pub(crate) fn open(path: &Path, tenant: &TenantId) -> io::Result<Self> {
        let lines = BufReader::new(File::open(path)?);
        Ok(Self { lines, tenant: tenant.clone(), number: 0, last: 0, next: None })
    }

    /// The next anchor, if its place is not beyond `seq`. A line that nobody wrote is `InvalidData`.
    pub(crate) fn next_up_to(&mut self, seq: i64) -> io::Result<Option<Anchor>> {
        if self.next.is_none() {
            self.next = self.read()?;
        }
        Ok(self.next.take_if(|next| next.seq <= seq))
    }

    fn read(&mut self) -> io::Result<Option<Anchor>> {
        loop {
            let mut text = String::new();
            let bytes = io::Read::take(&mut self.lines, MAX_LINE).read_line(&mut text)?;
            self.number += 1;
            if bytes == 0 {
                return Ok(None);
            }
            let damaged = |what: &str| {
                let text = format!("line {} of the anchor file {what}", self.number);
                io::Error::new(io::ErrorKind::InvalidData, text)
            };
            let line: Line =
                serde_json::from_str(&text).map_err(|_| damaged("is no anchor: the file was changed"))?;
            if line.tenant != self.tenant {
                continue;
            }
            if line.seq <= self.last {
                return Err(damaged(
                    "goes back: an older database was put in place, or the file was changed",
                ));
            }
            self.last = line.seq;
            return Ok(Some(Anchor { seq: line.seq, hash: line.hash }));
        }
    }
}
