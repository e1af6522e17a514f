//! Finding by a few typed letters; pure.
//!
//! A text matches where it begins a title, begins a word of it, stands in it, or has its letters in it in order; in
//! that order of worth. Several words may stand anywhere, each by itself.

/// Apart further than anything within a tier can add up to.
const TIER: i32 = 10_000;

/// A title, ready to be searched many times.
pub(super) struct Haystack {
    chars: Vec<char>,
    /// Which letters and digits occur at all: most titles are out by this alone.
    letters: u64,
}

/// What was typed.
pub(super) struct Needle {
    words: Vec<Vec<char>>,
    letters: u64,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Match {
    /// Higher is better.
    pub(super) score: i32,
    /// Which characters of the title were meant, ascending.
    pub(super) at: Vec<usize>,
}

/// Lower case, character by character, so that positions stay those of the title.
fn folded(text: &str) -> impl Iterator<Item = char> {
    text.chars().map(|char| char.to_lowercase().next().unwrap_or(char))
}

fn letters(chars: &[char]) -> u64 {
    chars.iter().fold(0, |set, char| match char {
        'a'..='z' => set | 1 << (*char as u32 - 'a' as u32),
        '0'..='9' => set | 1 << (*char as u32 - '0' as u32 + 26),
        _ => set,
    })
}

impl Haystack {
    pub(super) fn new(title: &str) -> Self {
        let chars: Vec<char> = folded(title).collect();
        Self { letters: letters(&chars), chars }
    }

    fn begins_word(&self, at: usize) -> bool {
        at == 0 || (self.chars[at].is_alphanumeric() && !self.chars[at - 1].is_alphanumeric())
    }

    /// Where the word was found, and how well.
    fn find(&self, word: &[char]) -> Option<Match> {
        let mut best = None::<(i32, usize)>;
        for at in 0..(self.chars.len() + 1).saturating_sub(word.len()) {
            if self.chars[at] != word[0] || !self.chars[at..].starts_with(word) {
                continue;
            }
            let tier = match at {
                0 => 4 * TIER,
                _ if self.begins_word(at) => 3 * TIER,
                _ => 2 * TIER,
            };
            let score = tier - position(at);
            if best.is_none_or(|(found, _)| score > found) {
                best = Some((score, at));
            }
        }
        match best {
            Some((score, at)) => Some(Match { score, at: (at..at + word.len()).collect() }),
            None => self.scattered(word),
        }
    }

    /// The letters in order, as close together as the last of them allows.
    fn scattered(&self, word: &[char]) -> Option<Match> {
        let mut wanted = word.iter();
        let mut next = wanted.next()?;
        let end = self.chars.iter().position(|char| {
            if char != next {
                return false;
            }
            match wanted.next() {
                Some(after) => {
                    next = after;
                    false
                }
                None => true,
            }
        })?;
        let mut at = Vec::with_capacity(word.len());
        let mut from = end + 1;
        for char in word.iter().rev() {
            from = self.chars[..from].iter().rposition(|candidate| candidate == char)?;
            at.push(from);
        }
        at.reverse();
        let span = position(end - at[0]);
        let starts = at.iter().filter(|at| self.begins_word(**at)).count();
        Some(Match { score: TIER - 10 * span + 40 * position(starts), at })
    }
}

impl Needle {
    pub(super) fn new(text: &str) -> Self {
        let chars: Vec<char> = folded(text).collect();
        let words = chars.split(|char| char.is_whitespace()).filter(|word| !word.is_empty());
        Self { words: words.map(<[char]>::to_vec).collect(), letters: letters(&chars) }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How well a title fits, if it does. Of two that fit alike the shorter is better.
    pub(super) fn find(&self, title: &Haystack) -> Option<Match> {
        if self.letters & !title.letters != 0 {
            return None;
        }
        let mut whole = Match { score: 0, at: Vec::new() };
        for word in &self.words {
            let Match { score, at } = title.find(word)?;
            whole.score += score;
            whole.at.extend(at);
        }
        whole.at.sort_unstable();
        whole.at.dedup();
        let words = i32::try_from(self.words.len()).unwrap_or(1).max(1);
        whole.score = whole.score / words - position(title.chars.len());
        Some(whole)
    }
}

/// Bounded, so that no length outweighs a tier.
fn position(at: usize) -> i32 {
    i32::try_from(at.min(200)).unwrap_or(200)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(text: &str, title: &str) -> Option<Match> {
        Needle::new(text).find(&Haystack::new(title))
    }

    fn marked(text: &str, title: &str) -> String {
        let found = find(text, title).expect("matches");
        let mark = |(index, char): (usize, char)| {
            if found.at.contains(&index) { char.to_uppercase().collect() } else { char.to_string() }
        };
        title.chars().enumerate().map(mark).collect()
    }

    fn ranked<'a>(text: &str, titles: &[&'a str]) -> Vec<&'a str> {
        let mut found: Vec<_> =
            titles.iter().filter_map(|title| Some((find(text, title)?.score, *title))).collect();
        found.sort_by_key(|(score, _)| -score);
        found.into_iter().map(|(_, title)| title).collect()
    }

    #[test]
    fn a_prefix_beats_a_word_start_beats_a_part_beats_scattered_letters() {
        let titles = ["snow ruler", "overrule", "ravenous urban lemur", "go to rules", "rules"];
        assert_eq!(
            ranked("rul", &titles),
            ["rules", "snow ruler", "go to rules", "overrule", "ravenous urban lemur"]
        );
    }

    #[test]
    fn the_shorter_of_two_alike_comes_first() {
        assert_eq!(ranked("theme", &["theme: light and airy", "theme: dark"])[0], "theme: dark");
    }

    #[test]
    fn what_was_meant_is_marked() {
        assert_eq!(marked("rul", "go to rules"), "go to RULes");
        // Together rather than where they first occur.
        assert_eq!(marked("gs", "go to signals"), "Go to Signals");
        assert_eq!(marked("dark th", "theme: dark"), "THeme: DARK");
        assert_eq!(marked("é", "Café ouvert"), "CafÉ ouvert");
    }

    #[test]
    fn order_of_letters_counts_and_order_of_words_does_not() {
        assert!(find("sr", "rs").is_none());
        assert!(find("dark theme", "theme: dark").is_some());
        assert!(find("x", "theme").is_none());
        assert!(Needle::new("  ").is_empty());
    }

    #[test]
    fn however_long_a_title_is_its_tier_holds() {
        let far = ["x".repeat(3_000).as_str(), " rules"].concat();
        assert_eq!(ranked("rules", &["r u l e s", &far]), [&far, "r u l e s"]);
    }
}
