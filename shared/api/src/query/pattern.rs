//! Texts in which `*` stands for any text. Case does not matter.

/// A text with wildcards.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pattern {
    /// What stands between the wildcards, in lower case; one piece where there is none.
    folded: Vec<String>,
    /// The same as it was written.
    pieces: Vec<String>,
}

impl Pattern {
    /// The text itself, wildcards in it taken literally.
    pub fn literal(text: impl Into<String>) -> Self {
        Self::of(vec![text.into()])
    }

    /// Of what stands between the wildcards. Wildcards side by side are one.
    pub(super) fn of(pieces: Vec<String>) -> Self {
        let last = pieces.len().saturating_sub(1);
        let mut at = 0;
        let mut pieces = pieces;
        pieces.retain(|piece| {
            let is_end = at == 0 || at == last;
            at += 1;
            is_end || !piece.is_empty()
        });
        if pieces.is_empty() {
            pieces.push(String::new());
        }
        let folded = pieces.iter().map(|piece| fold(piece)).collect();
        Self { folded, pieces }
    }

    /// The text, where it has no wildcard.
    pub fn as_literal(&self) -> Option<&str> {
        match self.pieces.as_slice() {
            [text] => Some(text),
            _ => None,
        }
    }

    pub(super) fn pieces(&self) -> &[String] {
        &self.pieces
    }

    /// What stands between the wildcards, in lower case: all of it is in every text that matches.
    pub fn folded(&self) -> &[String] {
        &self.folded
    }

    /// Whether it is the whole text, which is in lower case already: see [`fold`].
    pub fn is_folded(&self, text: &str) -> bool {
        let [first, between @ .., last] = self.folded.as_slice() else {
            return self.folded.first().is_some_and(|only| only == text);
        };
        let Some(rest) = text.strip_prefix(first.as_str()) else { return false };
        let Some(rest) = rest.strip_suffix(last.as_str()) else { return false };
        find_all(between, rest)
    }

    /// Whether the text, which is in lower case already, contains it.
    pub fn is_in_folded(&self, text: &str) -> bool {
        find_all(&self.folded, text)
    }

    /// Whether it is the whole text.
    pub fn is(&self, text: &str) -> bool {
        self.is_folded(&fold(text))
    }

    /// Whether the text contains it.
    pub fn is_in(&self, text: &str) -> bool {
        self.is_in_folded(&fold(text))
    }
}

/// Whether the pieces come in the text, one after the other.
fn find_all(pieces: &[String], mut text: &str) -> bool {
    for piece in pieces {
        let Some(at) = text.find(piece.as_str()) else { return false };
        text = &text[at + piece.len()..];
    }
    true
}

/// The form in which texts are compared.
pub fn fold(text: &str) -> String {
    text.to_lowercase()
}
