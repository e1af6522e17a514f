//! Did you mean: the nearest of a set of words, if one is near enough.

/// Longest word looked at, in characters.
const LONGEST: usize = 48;

/// A word cut into lower-case characters, without allocating.
struct Word {
    chars: [char; LONGEST],
    length: usize,
}

impl Word {
    /// Nothing if it is too long.
    fn new(text: &str) -> Option<Word> {
        let mut word = Word { chars: ['\0'; LONGEST], length: 0 };
        for c in text.chars() {
            *word.chars.get_mut(word.length)? = c.to_ascii_lowercase();
            word.length += 1;
        }
        Some(word)
    }

    fn chars(&self) -> &[char] {
        &self.chars[..self.length]
    }
}

/// The closest candidate: at most one slip in three letters, three at most. Ties go to the first.
pub(crate) fn closest<'c>(word: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    let word = Word::new(word)?;
    let mut allowed = (word.length / 3).clamp(1, 3);
    let mut best = None;
    for candidate in candidates {
        // Each character beyond the other's length is a slip; a cheap look before the real one.
        if candidate.len() > 4 * LONGEST || candidate.chars().count().abs_diff(word.length) > allowed {
            continue;
        }
        let Some(other) = Word::new(candidate) else { continue };
        if let Some(distance) = distance(word.chars(), other.chars(), allowed) {
            best = Some(candidate);
            if distance == 0 {
                break;
            }
            // Only a nearer one is of interest from here.
            allowed = distance - 1;
        }
    }
    best
}

/// Insertions, deletions, replacements and swaps of neighbours; nothing if there are more than allowed.
fn distance(left: &[char], right: &[char], allowed: usize) -> Option<usize> {
    let mut least_before = 0;
    let mut before = [0usize; LONGEST + 1];
    let mut last: [usize; LONGEST + 1] = std::array::from_fn(|at| at);
    for (row, l) in left.iter().enumerate() {
        let mut next = [row + 1; LONGEST + 1];
        let mut least = row + 1;
        for (column, r) in right.iter().enumerate() {
            let replaced = last[column] + usize::from(l != r);
            let mut cost = replaced.min(last[column + 1] + 1).min(next[column] + 1);
            if row > 0 && column > 0 && *l == right[column - 1] && left[row - 1] == *r {
                cost = cost.min(before[column - 1] + 1);
            }
            next[column + 1] = cost;
            least = least.min(cost);
        }
        // A row grows from the two above it, so it cannot get below both.
        if least > allowed && least_before >= allowed {
            return None;
        }
        least_before = least;
        before = last;
        last = next;
    }
    Some(last[right.len()]).filter(|distance| *distance <= allowed)
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn finds_the_nearest_word_and_only_a_near_one() {
        let words = ["durationMillis", "isError", "status", "spanKind"];
        let found = |word: &str| closest(word, words.into_iter());
        assert_eq!(found("durationMilis"), Some("durationMillis"));
        assert_eq!(found("druationMillis"), Some("durationMillis"));
        assert_eq!(found("iserror"), Some("isError"));
        assert_eq!(found("sttaus"), Some("status"));
        assert_eq!(found("stats"), Some("status"));
        assert_eq!(found("amount"), None);
        assert_eq!(found("x"), None);
        assert_eq!(found(""), None);
        assert_eq!(found(&"x".repeat(500)), None);
        assert_eq!(closest("abd", ["abcd", "abd", "abdx"].into_iter()), Some("abd"));
    }
}
