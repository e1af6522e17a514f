//! Texts of which each row has its own, side by side in one piece of memory that is searched from end to end.

use console_api::query::Pattern;
use memchr::memmem;

use super::select::Bits;

/// Stands after each text. No text that is asked for has it.
const END: u8 = 0;

#[derive(Default)]
pub(super) struct Texts {
    /// Folded texts, each with [`END`] behind it.
    bytes: Vec<u8>,
    /// Where each entry begins, in order, and the row it belongs to.
    entries: Vec<(usize, u32)>,
    /// The entry that counts, for each row: a text that was replaced stays where it was.
    current: Vec<u32>,
}

impl Texts {
    pub(super) fn put(&mut self, row: usize, folded: &str) {
        if row < self.current.len() && self.of(row) == folded.as_bytes() {
            return;
        }
        let entry = self.entries.len() as u32;
        self.entries.push((self.bytes.len(), row as u32));
        self.bytes.extend(folded.bytes().map(|byte| if byte == END { b' ' } else { byte }));
        self.bytes.push(END);
        if row == self.current.len() {
            self.current.push(entry);
        } else {
            self.current[row] = entry;
        }
    }

    fn of(&self, row: usize) -> &[u8] {
        self.entry(self.current[row] as usize)
    }

    fn entry(&self, entry: usize) -> &[u8] {
        let end = self.entries.get(entry + 1).map_or(self.bytes.len(), |(start, _)| *start);
        &self.bytes[self.entries[entry].0..end - 1]
    }

    /// Marks the rows whose text contains the pattern, or is it.
    pub(super) fn mark(&self, pattern: &Pattern, whole: bool, found: &mut Bits) {
        let longest = pattern.folded().iter().max_by_key(|piece| piece.len());
        let Some(needle) = longest.filter(|piece| !piece.is_empty()) else {
            return self.mark_each(pattern, whole, found);
        };
        let exact = !whole && pattern.as_literal().is_some();
        let finder = memmem::Finder::new(needle.as_bytes());
        let (mut at, mut entry) = (0, 0);
        while let Some(hit) = finder.find(&self.bytes[at..]) {
            let hit = at + hit;
            entry += self.entries[entry..].partition_point(|(start, _)| *start <= hit) - 1;
            let row = self.entries[entry].1;
            let counts = self.current[row as usize] as usize == entry;
            if counts && (exact || self.passes(entry, pattern, whole)) {
                found.set(row as usize);
            }
            entry += 1;
            let Some((next, _)) = self.entries.get(entry) else { return };
            at = *next;
        }
    }

    fn mark_each(&self, pattern: &Pattern, whole: bool, found: &mut Bits) {
        for (row, entry) in self.current.iter().enumerate() {
            if self.passes(*entry as usize, pattern, whole) {
                found.set(row);
            }
        }
    }

    fn passes(&self, entry: usize, pattern: &Pattern, whole: bool) -> bool {
        let Ok(text) = std::str::from_utf8(self.entry(entry)) else { return false };
        if whole { pattern.is_folded(text) } else { pattern.is_in_folded(text) }
    }
}
