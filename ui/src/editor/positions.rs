//! Byte offsets, which Rust counts in, and UTF-16 positions, which the browser counts in.

/// Both ways between the two, for one text.
pub(super) struct Positions<'t> {
    text: &'t str,
    /// UTF-16 positions by byte; nothing for a text where both are the same.
    by_byte: Option<Vec<u32>>,
}

impl<'t> Positions<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let by_byte = (!text.is_ascii()).then(|| {
            let mut by_byte = Vec::with_capacity(text.len() + 1);
            let mut at = 0;
            for c in text.chars() {
                by_byte.extend(std::iter::repeat_n(at, c.len_utf8()));
                at += u32::from(c.len_utf16() == 2) + 1;
            }
            by_byte.push(at);
            by_byte
        });
        Self { text, by_byte }
    }

    /// A byte within a character counts as its beginning; one beyond the text as its end.
    pub(super) fn utf16(&self, byte: u32) -> u32 {
        match &self.by_byte {
            None => byte.min(u32::try_from(self.text.len()).unwrap_or(u32::MAX)),
            Some(by_byte) => by_byte.get(byte as usize).or(by_byte.last()).copied().unwrap_or(0),
        }
    }

    /// The byte at which the character of a position begins.
    pub(super) fn byte(&self, utf16: u32) -> usize {
        match &self.by_byte {
            None => (utf16 as usize).min(self.text.len()),
            Some(by_byte) => match by_byte.binary_search(&utf16) {
                // Every byte of a character has its position: the first is meant.
                Ok(found) => {
                    by_byte[..=found].iter().rposition(|at| *at != utf16).map_or(0, |before| before + 1)
                }
                // Between the halves of a pair.
                Err(after) => by_byte.get(..after).and_then(<[u32]>::last).map_or(0, |at| self.byte(*at)),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_agree_at_every_character() {
        for text in ["", "plain", "é", "aé漢🦊z", "🦊🦊", "e\u{301}", "\"straße\" == \"東京\" && 🦊"]
        {
            let positions = Positions::of(text);
            for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let utf16 = text[..byte].encode_utf16().count() as u32;
                assert_eq!(positions.utf16(byte as u32), utf16, "{text} at {byte}");
                assert_eq!(positions.byte(utf16), byte, "{text} at {utf16}");
            }
        }
    }

    #[test]
    fn what_lies_between_or_beyond_is_moved_to_a_character() {
        let positions = Positions::of("a🦊b");
        assert_eq!(positions.utf16(3), 1);
        assert_eq!(positions.byte(2), 1);
        assert_eq!(positions.utf16(99), 4);
        assert_eq!(positions.byte(99), 6);
        assert_eq!(Positions::of("ab").byte(99), 2);
    }
}
