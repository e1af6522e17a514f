//! A language for testing: English with accents, a third longer, in brackets. What is not in a catalogue stays as it
//! is and stands out; what has no room for a longer text breaks before a translator finds it.

use crate::pattern::{Piece, encode};
use crate::{Catalogue, Translation};

/// English as `en-XA`.
pub fn pseudo(english: &Catalogue) -> Translation {
    let patterns = english.messages.values().map(|message| {
        let names: Vec<&str> = message.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
        let inside = encode(&accented(&message.pieces), &names).ok()?;
        // What stands between two texts keeps its spaces outside of the brackets.
        let trimmed = inside.trim();
        let at = inside.find(trimmed).unwrap_or(0);
        Some([&inside[..at], "[", trimmed, "]", &inside[at + trimmed.len()..]].concat())
    });
    Translation { patterns: patterns.collect() }
}

fn accented(pieces: &[Piece]) -> Vec<Piece> {
    let piece = |piece: &Piece| match piece {
        Piece::Text(text) => Piece::Text(text.chars().flat_map(accents).collect()),
        Piece::Argument(name) => Piece::Argument(name.clone()),
        Piece::Select { argument, choice, variants } => Piece::Select {
            argument: argument.clone(),
            choice: *choice,
            variants: variants.iter().map(|(key, pieces)| (key.clone(), accented(pieces))).collect(),
        },
    };
    pieces.iter().map(piece).collect()
}

/// Vowels twice: about a third more.
fn accents(plain: char) -> impl Iterator<Item = char> {
    let (accent, times) = match plain {
        'a' => ('á', 2),
        'e' => ('é', 2),
        'i' => ('í', 2),
        'o' => ('ó', 2),
        'u' => ('ú', 2),
        'A' => ('Á', 1),
        'E' => ('É', 1),
        'I' => ('Í', 1),
        'O' => ('Ó', 1),
        'U' => ('Ú', 1),
        'c' => ('ç', 1),
        'n' => ('ñ', 1),
        's' => ('š', 1),
        'y' => ('ý', 1),
        'z' => ('ž', 1),
        'C' => ('Ç', 1),
        'N' => ('Ñ', 1),
        'S' => ('Š', 1),
        other => (other, 1),
    };
    std::iter::repeat_n(accent, times)
}
