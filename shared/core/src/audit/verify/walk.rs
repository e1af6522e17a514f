//! The walk along a chain. It stops at the first thing that is wrong.

use console_api::{TenantId, Timestamp};

use super::{Fault, FaultKind, Report, VerifyError, fault};
use crate::audit::anchor_file;
use crate::audit::encoding::{ENCODING, Row, canonical, commitment, entry_hash};
use crate::audit::segments::{self, ERASED, REMOVED};
use crate::store::audit_log::{ChainEnd, is_anchored};
use crate::store::audit_read::{AuditSnapshot, PersonalRow};

const AT_ONCE: i64 = 1_000;

/// Why the walk stopped before its end.
enum Stop {
    Fault(Fault),
    Error(VerifyError),
}

impl<E: Into<VerifyError>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// A line that nobody wrote is a fault of the chain's last entry before it.
fn outside_line(outside: &mut anchor_file::Reader, seq: i64) -> Result<Option<anchor_file::Anchor>, Stop> {
    outside.next_up_to(seq).map_err(|error| match error.kind() {
        std::io::ErrorKind::InvalidData => fault(seq, FaultKind::Changed, error.to_string()).into(),
        _ => error.into(),
    })
}

pub(super) struct Walk<'a> {
    tenant: &'a str,
    outside: Option<anchor_file::Reader>,
    report: Report,
    /// The last entry that is right, or what the next one is chained to.
    end: ChainEnd,
    /// Place up to which entries were removed.
    removed_to: i64,
    /// What has to be attested of the removed segments, and what the last removal attests.
    removed_digest: Option<String>,
    attested_digest: Option<String>,
    /// Place of the last anchor that was looked at.
    anchors_to: i64,
    /// Rows of the side table that the entries refer to and that were not erased.
    personal: i64,
}

impl<'a> Walk<'a> {
    pub(super) fn new(tenant: &'a TenantId, outside: Option<anchor_file::Reader>) -> Self {
        Self {
            tenant: tenant.as_str(),
            outside,
            report: Report {
                entries: 0,
                range: None,
                times: None,
                removed: 0,
                anchors: 0,
                anchors_outside: 0,
                erased: 0,
                fault: None,
            },
            end: ChainEnd::genesis(tenant.as_str()),
            removed_to: 0,
            removed_digest: None,
            attested_digest: None,
            anchors_to: 0,
            personal: 0,
        }
    }

    pub(super) async fn run(mut self, snapshot: &mut AuditSnapshot) -> Result<Report, VerifyError> {
        match self.walk(snapshot).await {
            Ok(()) => {}
            Err(Stop::Fault(fault)) => self.report.fault = Some(fault),
            Err(Stop::Error(error)) => return Err(error),
        }
        Ok(self.report)
    }

    async fn walk(&mut self, snapshot: &mut AuditSnapshot) -> Result<(), Stop> {
        self.segments(snapshot).await?;
        let mut after = i64::MIN;
        loop {
            let page = snapshot.entries_after(after, AT_ONCE).await?;
            let (Some((first, _)), Some((last, _))) = (page.first(), page.last()) else { break };
            let unseen = self.anchors_to.max(first.seq - 2) + 1;
            let mut anchors = snapshot.anchors_between(unseen, last.seq).await?.into_iter().peekable();
            after = last.seq;
            for (row, personal) in page {
                self.in_place(snapshot, &row).await?;
                self.personal(&row, personal.as_ref())?;
                self.told(snapshot, &row).await?;
                let before = ChainEnd { seq: self.end.seq, hash: self.end.hash.clone(), at: self.end.at };
                self.step(&row)?;
                self.anchored(&before, Some(row.at), &mut anchors)?;
                self.anchored(&self.end.clone(), None, &mut anchors)?;
            }
        }
        self.finish(snapshot).await
    }

    /// What is left of removed entries: one after the other from the beginning, without a gap.
    async fn segments(&mut self, snapshot: &mut AuditSnapshot) -> Result<(), Stop> {
        let mut after = i64::MIN;
        loop {
            let page = snapshot.segments_after(after, AT_ONCE).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.first_seq;
            for segment in page {
                let fits = segment.first_seq == self.end.seq + 1
                    && segment.last_seq >= segment.first_seq
                    && segment.entries == segment.last_seq - segment.first_seq + 1
                    && segment.first_prev_hash == self.end.hash;
                if !fits {
                    let what = "what is left of a removed segment does not follow what lies before it";
                    return Err(fault(segment.first_seq, FaultKind::Changed, what).into());
                }
                self.report.removed += segment.entries;
                self.removed_digest = Some(segments::digest(self.removed_digest.as_deref(), &segment));
                self.end =
                    ChainEnd { seq: segment.last_seq, hash: segment.last_hash.clone(), at: segment.last_at };
                self.removed_to = segment.last_seq;
                self.outside_fits()?;
            }
        }
    }

    /// The entry's number, and its hash over everything it says and the entry before it.
    async fn in_place(&self, snapshot: &mut AuditSnapshot, row: &Row) -> Result<(), Stop> {
        let expected = self.end.seq + 1;
        if row.seq > expected {
            let what = match row.seq - expected {
                1 => format!("entry {expected} is gone"),
                gone => format!("{gone} entries are gone: {expected} to {}", row.seq - 1),
            };
            return Err(fault(expected, FaultKind::Missing, what).into());
        }
        if row.seq < expected {
            let what = "an entry stands where none was written, or where all were removed";
            return Err(fault(row.seq, FaultKind::Added, what).into());
        }
        if row.encoding != ENCODING {
            let what = format!("its encoding is {}, which no version has written", row.encoding);
            return Err(fault(row.seq, FaultKind::Changed, what).into());
        }
        if entry_hash(self.tenant, &self.end.hash, row) == row.hash {
            return Ok(());
        }
        Err(match self.find_displaced(snapshot, row.seq).await? {
            Some(place) => {
                let what = format!("the entry that belongs here stands at {place}");
                fault(row.seq, FaultKind::Reordered, what)
            }
            None => {
                let what =
                    "its content does not have the hash that was chained, or the one before it is another";
                fault(row.seq, FaultKind::Changed, what)
            }
        }
        .into())
    }

    /// Where the entry is that follows the last right one, if it stands further on.
    async fn find_displaced(&self, snapshot: &mut AuditSnapshot, seq: i64) -> Result<Option<i64>, Stop> {
        let mut after = seq;
        loop {
            let page = snapshot.entries_after(after, AT_ONCE).await?;
            let Some((last, _)) = page.last() else { return Ok(None) };
            after = last.seq;
            for (row, _) in page {
                let place = row.seq;
                let moved = Row { seq, ..row };
                if entry_hash(self.tenant, &self.end.hash, &moved) == moved.hash {
                    return Ok(Some(place));
                }
            }
        }
    }

    /// The row of the side table has what the chain committed to, or was erased by an entry.
    fn personal(&mut self, row: &Row, personal: Option<&PersonalRow>) -> Result<(), Stop> {
        let (reference, hash) = match (&row.personal_ref, &row.personal_hash) {
            (Some(reference), Some(hash)) => (reference, hash),
            (None, None) => return Ok(()),
            _ => return Err(fault(row.seq, FaultKind::Changed, "it refers to half of a commitment").into()),
        };
        match personal {
            None => {
                Err(fault(row.seq, FaultKind::Missing, "its personal data is gone and no erasure says so")
                    .into())
            }
            Some(PersonalRow {
                person: Some(person),
                salt: Some(salt),
                value: Some(value),
                erased_seq: None,
                ..
            }) if commitment(reference, person, salt, value) == *hash => {
                self.personal += 1;
                Ok(())
            }
            Some(PersonalRow {
                person: None,
                salt: None,
                value: None,
                erased_seq: Some(erased),
                erased_by: Some(_),
            }) if *erased > row.seq => {
                self.report.erased += 1;
                Ok(())
            }
            Some(_) => {
                Err(fault(row.seq, FaultKind::Changed, "its personal data is not what was written").into())
            }
        }
    }

    /// What an entry says of the tables beside the chain holds.
    async fn told(&mut self, snapshot: &mut AuditSnapshot, row: &Row) -> Result<(), Stop> {
        match row.action.as_str() {
            ERASED => {
                let rows = snapshot.erased_total(row.seq).await?;
                if canonical(&segments::erasure_detail(rows)) != row.detail {
                    let what = format!("it erased other personal data than the {rows} rows that say so");
                    return Err(fault(row.seq, FaultKind::Changed, what).into());
                }
            }
            REMOVED => self.attested_digest = segments::attested_digest(&row.detail),
            _ => {}
        }
        Ok(())
    }

    fn step(&mut self, row: &Row) -> Result<(), Stop> {
        let report = &mut self.report;
        report.entries += 1;
        report.range = Some((report.range.map_or(row.seq, |(first, _)| first), row.seq));
        let at = Timestamp(row.at);
        report.times = Some((report.times.map_or(at, |(first, _)| first), at));
        self.end = ChainEnd { seq: row.seq, hash: row.hash.clone(), at: row.at };
        self.outside_fits()
    }

    /// The anchor that `place` has to have is there, and none else.
    fn anchored(
        &mut self,
        place: &ChainEnd,
        next_at: Option<i64>,
        anchors: &mut std::iter::Peekable<impl Iterator<Item = ChainEnd>>,
    ) -> Result<(), Stop> {
        let by_number = is_anchored(place, None);
        let here = match next_at {
            None => by_number,
            Some(_) => !by_number && is_anchored(place, next_at),
        };
        // The anchors of removed entries went with them.
        if !here || place.seq <= self.removed_to {
            return Ok(());
        }
        match anchors.next_if(|anchor| anchor.seq <= place.seq) {
            Some(anchor) if anchor == *place => {
                self.report.anchors += 1;
                self.anchors_to = place.seq;
                Ok(())
            }
            Some(_) => {
                Err(fault(place.seq, FaultKind::Changed, "the anchor in the database is another").into())
            }
            None => Err(fault(place.seq, FaultKind::Missing, "its anchor in the database is gone").into()),
        }
    }

    /// Lines of the anchor file up to here agree.
    fn outside_fits(&mut self) -> Result<(), Stop> {
        let Some(outside) = &mut self.outside else { return Ok(()) };
        while let Some(anchor) = outside_line(outside, self.end.seq)? {
            if anchor.seq == self.end.seq && anchor.hash != self.end.hash {
                let what = "the anchor file knows another hash of it: it, or one before it, was written anew";
                return Err(fault(anchor.seq, FaultKind::Changed, what).into());
            }
            self.report.anchors_outside += i64::from(anchor.seq == self.end.seq);
        }
        Ok(())
    }

    /// Nothing is missing after the last entry, and nothing is left over.
    async fn finish(&mut self, snapshot: &mut AuditSnapshot) -> Result<(), Stop> {
        let end = snapshot.end().await?;
        let last = self.end.seq;
        if end.seq > last {
            let what = format!("the chain goes to {}, and nothing is left after {last}", end.seq);
            return Err(fault(last + 1, FaultKind::Cut, what).into());
        }
        if end != self.end {
            let what = format!("the chain's end says {}, and the last entry is {last}", end.seq);
            let kind = if end.seq < last { FaultKind::Added } else { FaultKind::Changed };
            return Err(fault(last, kind, what).into());
        }
        if let Some(outside) = &mut self.outside
            && let Some(anchor) = outside_line(outside, i64::MAX)?
        {
            let what =
                format!("the anchor file knows an entry {}, and nothing is left after {last}", anchor.seq);
            return Err(fault(last + 1, FaultKind::Cut, what).into());
        }
        if self.removed_digest.is_some() && self.removed_digest != self.attested_digest {
            let what = "entries were removed, and no entry says so";
            return Err(fault(self.removed_to, FaultKind::Cut, what).into());
        }
        if snapshot.anchor_total().await? != self.report.anchors {
            let what = "the database holds an anchor that nobody wrote";
            return Err(fault(last, FaultKind::Added, what).into());
        }
        if snapshot.personal_total().await? != self.personal {
            let what = "the database holds personal data that no entry refers to";
            return Err(fault(last, FaultKind::Added, what).into());
        }
        Ok(())
    }
}
